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
        /// The variables of this process.
        public var environment: [String: String]
        /// Whether the user asked to stop.
        public var isStopping: @Sendable () -> Bool
        /// Told of every line that Terraform prints for a resource, without secrets that rad knows.
        public var onLine: @Sendable (_ resource: String, _ line: String) -> Void

        /// Collects a configuration.
        public init(
            folder: String,
            cacheFolder: String,
            environment: [String: String],
            isStopping: @escaping @Sendable () -> Bool = { false },
            onLine: @escaping @Sendable (_ resource: String, _ line: String) -> Void = { _, _ in }
        ) {
            self.folder = folder
            self.cacheFolder = cacheFolder
            // It would ask for news of itself.
            self.environment = ["CHECKPOINT_DISABLE": "1"].merging(environment) { _, given in given }
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

    public func observe(_ candidates: [RecordedOutput]) throws -> [OutputResourceID: Observation] {
        var found: [OutputResourceID: Observation] = [:]
        for candidate in candidates {
            let fingerprint = try translating { () throws(FileError) in
                try existing(candidate.id)?.fingerprint()
            }
            if let fingerprint { found[candidate.id] = Observation(fingerprint: fingerprint) }
        }
        return found
    }

    public func apply(_ output: OutputResource) async throws -> AppliedOutput {
        let program = try await program()
        let folder = try translating { () throws(FileError) in
            try TerraformFolder(creating: output.id.stateName, in: configuration.folder, key: key)
        }
        let settings = TerraformSettingsFile(of: output)
        let work = try folder.beginWork(keeping: settings.bytes)
        let run = TerraformInvocation(program, configuration, settings: settings, name: output.name, folder: work.path)
        let failure = await Self.failure {
            try run.prepare(work)
            try await run.initialize()
            try await run.run(.apply)
        }
        let fingerprint = try folder.endWork(work, of: output.name)
        if let failure { throw failure }
        return AppliedOutput(
            value: try value(of: folder, name: output.name),
            location: "terraform:\(folder.path)",
            fingerprint: fingerprint ?? ""
        )
    }

    public func read(_ output: OutputResource) throws -> Value {
        let folder = try translating { () throws(FileError) in try existing(output.id) }
        guard let folder else { return ["outputs": [:]] }
        return try value(of: folder, name: output.name)
    }

    public func delete(_ output: RecordedOutput) async throws -> Removal {
        guard let folder = try translating({ () throws(FileError) in try existing(output.id) }) else { return .removed }
        guard let state = try folder.state(), TerraformState(state, path: folder.path)?.isEmpty != true else {
            folder.remove()
            return .removed
        }
        // Without what it was run with, Terraform still destroys what its state says, as far as its providers need
        // no configuration.
        let settings = try folder.settings().flatMap(TerraformSettingsFile.init(bytes:)) ?? .empty
        let program = try await program()
        let work = try folder.beginWork(keeping: settings.bytes)
        let run = TerraformInvocation(program, configuration, settings: settings, name: output.name, folder: work.path)
        let failure = await Self.failure {
            try run.prepare(work)
            try await run.initialize()
            try await run.run(.destroy)
        }
        _ = try folder.endWork(work, of: output.name)
        if let failure { throw failure }
        folder.remove()
        return .removed
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
        let program = try await program()
        let state = try translating({ () throws(FileError) in try existing(output.id) }).flatMap { try $0.state() }
        let path = try TemporaryFolder.make(named: "rad-terraform", in: configuration.environment["TMPDIR"])
        defer { FolderTree.remove(path) }
        let work = try translating { () throws(FileError) in try Folder.create(path, .personal) }
        if let state {
            try translating { () throws(FileError) in
                try work.write(state, to: TerraformFolder.plainName, .personal, durably: false)
            }
        }
        if let lock = try translating({ () throws(FileError) in try existing(output.id)?.providerLock() }) {
            try translating { () throws(FileError) in
                try work.write(lock, to: TerraformFolder.lockName, .personal, durably: false)
            }
        }
        let settings = TerraformSettingsFile(of: output)
        let run = TerraformInvocation(program, configuration, settings: settings, name: output.name, folder: work.path)
        try run.prepare(work)
        try await run.initialize()
        try await run.run(.plan(file: "plan"))
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

    private func existing(_ id: OutputResourceID) throws(FileError) -> TerraformFolder? {
        try TerraformFolder(existing: id.stateName, in: configuration.folder, key: key)
    }

    private func value(of folder: TerraformFolder, name: String) throws -> Value {
        guard let bytes = try folder.state() else { return ["outputs": [:]] }
        guard let state = TerraformState(bytes, path: folder.path) else {
            throw ApplyError.terraformStateUnreadable(folder.path, cause: "it is no state of Terraform")
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

    private func translating<Success>(_ work: () throws(FileError) -> Success) throws -> Success {
        do throws(FileError) {
            return try work()
        } catch {
            throw ApplyError.file(error)
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
