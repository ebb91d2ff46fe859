public import AppModel
public import Documents
public import Engine
import Glibc
import Processes
public import Recipes
import Synchronization

/// Makes and removes modules of Terraform by running it.
public final class TerraformTarget: Target {
    /// Where things are, and what Terraform is run with.
    public struct Configuration: Sendable {
        /// The folder of the states, inside that of rad's own.
        public var folder: String
        /// The folder for what may be fetched again: the programs of providers.
        public var cacheFolder: String
        /// The variables of this process, and those that say how Terraform reaches the cluster.
        public var environment: [String: String]
        /// The cluster and the namespace that keep the states; `nil` for the folder.
        public var cluster: (client: ClusterClient, namespace: String)?
        /// Whether nothing may be fetched.
        public var isOffline: Bool
        /// How long a state may be locked by somebody else before that is an error.
        public var patience: Duration = .seconds(15)
        /// What the user types to lift the lock of a state.
        public var unlocking = "rad lock break"
        /// Whether the user asked to stop.
        public var isStopping: @Sendable () -> Bool
        /// Told of every line that Terraform prints for a resource, without secrets that rad knows.
        public var onLine: @Sendable (_ resource: String, _ line: String) -> Void

        /// Collects a configuration.
        public init(
            folder: String,
            cacheFolder: String,
            environment: [String: String],
            cluster: (client: ClusterClient, namespace: String)? = nil,
            isOffline: Bool = false,
            isStopping: @escaping @Sendable () -> Bool = { false },
            onLine: @escaping @Sendable (_ resource: String, _ line: String) -> Void = { _, _ in }
        ) {
            self.folder = folder
            self.cacheFolder = cacheFolder
            // It would ask for news of itself.
            self.environment = ["CHECKPOINT_DISABLE": "1"].merging(environment) { _, given in given }
            self.cluster = cluster
            self.isOffline = isOffline
            self.isStopping = isStopping
            self.onLine = onLine
        }
    }

    private let configuration: Configuration
    private let key: StateKey
    private let checked = Mutex<TerraformProgram?>(nil)

    /// Keeps states below a folder, sealed with a key.
    public init(_ configuration: Configuration, key: StateKey) {
        self.configuration = configuration
        self.key = key
    }

    public var width: Int { 4 }

    public func observe(_ candidates: [RecordedOutput]) async throws -> [OutputResourceID: Observation] {
        var found: [OutputResourceID: Observation] = [:]
        for candidate in candidates {
            let fingerprint = try await translating { try await place(of: candidate.id)?.fingerprint() }
            if let fingerprint { found[candidate.id] = Observation(fingerprint: fingerprint) }
        }
        return found
    }

    public func apply(_ output: OutputResource) async throws -> AppliedOutput {
        try await translating {
            let program = try await program()
            let folder = try TerraformFolder(creating: output.id.stateName, in: configuration.folder, key: key)
            let place = placeInCluster(of: output.id) ?? .folder(folder)
            try await run(.apply, program, output.name, in: folder, place, with: TerraformSettingsFile(of: output))
            guard let fingerprint = try await place.fingerprint() else {
                throw ApplyError.terraformStateUnreadable(place.path, cause: "Terraform has kept none there")
            }
            return AppliedOutput(
                value: try await value(of: place, name: output.name),
                location: "terraform:\(place.path)",
                fingerprint: fingerprint
            )
        }
    }

    public func read(_ output: OutputResource) async throws -> Value {
        try await translating {
            guard let place = try place(of: output.id) else { return ["outputs": [:]] }
            return try await value(of: place, name: output.name)
        }
    }

    public func delete(_ output: RecordedOutput) async throws -> Removal {
        try await translating {
            guard let place = try place(of: output.id) else { return .removed }
            if let state = try await place.state(), TerraformState(state, path: place.path)?.isEmpty != true {
                // Without what it was run with, Terraform still destroys what its state says, as far as its providers
                // need no configuration.
                let settings = try await place.settings() ?? .empty
                let program = try await program()
                let folder = try TerraformFolder(creating: output.id.stateName, in: configuration.folder, key: key)
                try await run(.destroy, program, output.name, in: folder, place, with: settings)
            }
            try await place.remove()
            return .removed
        }
    }

    /// Runs Terraform in a folder; what it leaves there is kept before its failure is passed on.
    private func run(
        _ command: TerraformCommand,
        _ program: TerraformProgram,
        _ name: String,
        in folder: TerraformFolder,
        _ place: TerraformPlace,
        with settings: TerraformSettingsFile
    ) async throws {
        try await awaitLock(of: name, in: folder, place, for: command)
        let work = try folder.beginWork(keeping: settings.bytes, takingLock: try await place.providerLock())
        try await place.keep(settings, providerLock: try work.read(TerraformFolder.lockName))
        let run = TerraformInvocation(program, configuration, settings: settings, name: name, folder: work.path)
        let failure = await Self.failure {
            try run.prepare(work, place.backend)
            // A state that could not be kept the last time goes where it belongs before anything else is done.
            let isLeft = try work.read(TerraformFolder.plainName)?.isEmpty == false
            try await run.initialize(takingState: isLeft && place.backend.isElsewhere)
            try await run.run(command)
        }
        try await place.keep(settings, providerLock: try work.read(TerraformFolder.lockName))
        try folder.endWork(work, of: name, keepingState: !place.backend.isElsewhere)
        if let failure { throw failure }
        if place.backend.isElsewhere { folder.remove() }
    }

    // MARK: - Locks

    /// Waits until nobody else may write to a state, lifting a lock whose holder is known to be gone.
    ///
    /// Whoever gets here holds the lock of the deployment. What is locked is locked by a Terraform whose rad was
    /// killed, which soon ends by itself, or by somebody who does not use rad.
    private func awaitLock(
        of name: String,
        in folder: TerraformFolder,
        _ place: TerraformPlace,
        for command: TerraformCommand
    ) async throws {
        let end = ContinuousClock.now + configuration.patience
        var isTold = false
        while let lock = try await place.lock(besides: folder, of: name) {
            if case .cluster(let states, _) = place, lock.process == nil, folder.isAbandoned(lock) {
                configuration.onLine(name, "Lifting the lock of a run that was cut off on this machine, \(lock)")
                _ = try await states.breakLock(lock)
                continue
            }
            guard ContinuousClock.now < end else { throw ApplyError.terraformLocked(lock, configuration.unlocking) }
            if configuration.isStopping() { throw ApplyError.terraformStopped(command, of: name) }
            if !isTold { configuration.onLine(name, "Waiting for the lock of the state, \(lock)") }
            isTold = true
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    /// The locks of the states of modules that were recorded, in clusters and of processes of this machine.
    ///
    /// - Throws: `ApplyError` if the cluster refuses or does not answer.
    public func locks(of outputs: [RecordedOutput]) async throws -> [TerraformLock] {
        try await translating {
            var locks: [TerraformLock] = []
            for output in outputs where output.platform == .terraform {
                let state = output.id.stateName
                let folder = try TerraformFolder(existing: state, in: configuration.folder, key: key)
                if let lock = try folder?.lock(of: output.name) {
                    locks.append(lock)
                } else if let lock = try await clusterStates?.lock(of: state, for: output.name) {
                    locks.append(lock)
                }
            }
            return locks
        }
    }

    /// Takes a lock in the cluster away from whoever holds it; one of a process goes with that.
    ///
    /// - Returns: Whether it was taken away.
    /// - Throws: `ApplyError` if the cluster refuses or does not answer.
    public func breakLock(_ lock: TerraformLock) async throws -> Bool {
        guard lock.process == nil, let clusterStates else { return false }
        return try await clusterStates.breakLock(lock)
    }

    // MARK: - Previews

    /// What Terraform would do for an object whose values are all known; nothing is changed, and no lock is taken.
    public func preview(_ output: OutputResource) async throws -> TerraformPreview {
        try TerraformPreview(json: try await plan(output), of: output.name)
    }

    /// What Terraform would make of a module if there were nothing yet.
    ///
    /// - Throws: `ApplyError` if Terraform is missing or refuses, or the module gives no result that Radius knows.
    public func planned(_ run: TerraformRun, for resource: Resource) async throws -> PlannedModule {
        let output = OutputResource(run, for: resource, after: [])
        let planned = try PlannedModule(json: try await plan(output), of: output.name)
        if case .unknown? = planned.outputs["result"]?.revealed { return planned }
        try TerraformResult.check(planned.outputs["result"], of: output.name)
        return planned
    }

    /// The plan as `terraform show -json` prints it.
    private func plan(_ output: OutputResource) async throws -> [UInt8] {
        try await translating {
            let settings = TerraformSettingsFile(of: output)
            return try await plan(.plan(file: "plan"), settings, from: try place(of: output.id), of: output.name)
        }
    }

    /// What Terraform finds changed behind its back, of an object as it was last applied; nothing is changed.
    public func drift(of output: RecordedOutput) async throws -> TerraformDrift {
        try await translating {
            guard let place = try place(of: output.id), let settings = try await place.settings() else {
                return TerraformDrift()
            }
            let json = try await plan(.refresh(file: "plan"), settings, from: place, of: output.name)
            return try TerraformDrift(json: json, of: output.name)
        }
    }

    /// Plans in a folder of its own, with a copy of the state, and gives the plan as `terraform show -json` prints it.
    private func plan(
        _ command: TerraformCommand,
        _ settings: TerraformSettingsFile,
        from place: TerraformPlace?,
        of name: String
    ) async throws -> [UInt8] {
        let program = try await program()
        let path = try TemporaryFolder.make(named: "rad-terraform", in: configuration.environment["TMPDIR"])
        defer { FolderTree.remove(path) }
        let work = try Folder.create(path, .personal)
        if let state = try await place?.state() {
            try work.write(state, to: TerraformFolder.plainName, .personal, durably: false)
        }
        if let lock = try await place?.providerLock() {
            try work.write(lock, to: TerraformFolder.lockName, .personal, durably: false)
        }
        let run = TerraformInvocation(program, configuration, settings: settings, name: name, folder: work.path)
        try run.prepare(work, .local)
        try await run.initialize(takingState: false)
        try await run.run(command)
        return try await run.output(of: .show(file: "plan"))
    }

    // MARK: - Parts

    private func program() async throws -> TerraformProgram {
        if let program = checked.withLock({ $0 }) { return program }
        let program = try TerraformProgram.find(in: configuration.environment)
        try await program.check(environment: configuration.environment)
        checked.withLock { $0 = program }
        return program
    }

    /// Where the state of a module is, or is to be; `nil` if nothing is kept of it.
    private func place(of id: OutputResourceID) throws -> TerraformPlace? {
        if let inCluster = placeInCluster(of: id) { return inCluster }
        return try TerraformFolder(existing: id.stateName, in: configuration.folder, key: key).map { .folder($0) }
    }

    private func placeInCluster(of id: OutputResourceID) -> TerraformPlace? {
        clusterStates.map { .cluster($0, name: id.stateName) }
    }

    private var clusterStates: TerraformClusterStates? {
        configuration.cluster.map { TerraformClusterStates(client: $0, namespace: $1) }
    }

    private func value(of place: TerraformPlace, name: String) async throws -> Value {
        guard let bytes = try await place.state() else { return ["outputs": [:]] }
        guard let state = TerraformState(bytes, path: place.path) else {
            throw ApplyError.terraformStateUnreadable(place.path, cause: "it is no state of Terraform")
        }
        let outputs = state.outputs
        try TerraformResult.check(outputs["result"], of: name)
        return ["outputs": .object(outputs)]
    }

    private static func failure(_ work: () async throws -> Void) async -> (any Error)? {
        do {
            try await work()
            return nil
        } catch {
            return error
        }
    }

    private func translating<Success>(_ work: () async throws -> Success) async throws -> Success {
        do {
            return try await work()
        } catch let error as FileError {
            throw ApplyError.file(error)
        }
    }
}

extension TerraformRootModule.Backend {
    /// Whether Terraform keeps the state elsewhere than in the folder that it works in.
    fileprivate var isElsewhere: Bool {
        switch self {
        case .local: false
        case .kubernetes: true
        }
    }
}

extension OutputResourceID {
    /// The last part of the id of a module of Terraform.
    fileprivate var stateName: String { description.split(separator: "/").last.map(String.init) ?? description }
}

/// A folder of this run alone.
package enum TemporaryFolder {
    package static func make(named name: String, in folder: String?) throws(ApplyError) -> String {
        let parent = folder.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .file(FileError("create a folder in", parent)) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The output that says what a recipe gives.
enum TerraformResult {
    /// Makes sure that a `result` has the members that Radius defines, and that each is an object.
    static func check(_ result: Value?, of name: String) throws(ApplyError) {
        guard let result, !result.isNull else { return }
        guard let members = result.revealed.objectValue else {
            throw .terraformResult(of: name, found: "is no object", expected: "'resources', 'values' and 'secrets'")
        }
        for (member, value) in members {
            switch member.lowercased() {
            case "values", "secrets":
                guard value.isNull || value.revealed.objectValue != nil else {
                    throw .terraformResult(of: name, found: "has '\(member)' that is no object", expected: "an object")
                }
            case "resources": continue
            case _:
                throw .terraformResult(
                    of: name,
                    found: "has a member '\(member)'",
                    expected: "only 'resources', 'values' and 'secrets'"
                )
            }
        }
    }
}
