import Bicep
import Diagnostics
import Glibc
import Recipes
import Synchronization

/// Reads files of this machine, and fetches the modules of registries that are missing among them.
///
/// Reading is synchronous and fetching is not: what was missed is noted, fetched, and the work done again.
/// When nothing is missing the work is done once and no network is touched.
final class RestoringFiles: FileLoader {
    /// Which modules are fetched.
    enum Policy: Sendable {
        case none
        case missing
        /// Those in the cache as well.
        case all
    }

    private let files: LocalFiles
    private let policy: Policy
    private let client: RegistryClient
    private let progress = Mutex(Progress())

    private struct Progress {
        /// What was missed since the last fetching, in the order of the first use.
        var missed: [ArtifactReference] = []
        /// What came of each attempt, by the folders in the cache: `nil` for success.
        var outcomes: [String: FileLoadError?] = [:]
        var restored: [ArtifactReference] = []
        /// Modules of Terraform that were missed since the last fetching.
        var missedModules: [TerraformModuleReference] = []
        /// What came of each attempt to fetch one: `nil` for success.
        var modules: [TerraformModuleReference: FileLoadError?] = [:]
        /// Folders that lie elsewhere and were missed since the last fetching.
        var missedFolders: [RemoteFile.Folder] = []
        /// What came of each attempt to fetch one: `nil` for success.
        var folders: [RemoteFile.Folder: FileLoadError?] = [:]
        /// Those of which files were read, by the names that their files' paths begin with.
        var mounts: [String: MountedFolder] = [:]
        /// Everything that was asked for, in the order of the first use.
        var used: [ArtifactReference] = []
        var access = RecipeAccess.none
    }

    /// Creates a loader; nothing is opened before something is missing.
    init(_ files: LocalFiles, _ policy: Policy, over client: RegistryClient = .configured()) {
        self.files = files
        self.policy = Self.isOffline ? .none : policy
        self.client = client
    }

    /// Whether nothing may be fetched, whatever a command is asked for: `RAD_OFFLINE` is set, and not to `0`.
    static var isOffline: Bool {
        getenv("RAD_OFFLINE").map { !["", "0"].contains(String(cString: $0)) } ?? false
    }

    /// What is fetched with, besides what the user has set up.
    var access: RecipeAccess {
        get { progress.withLock(\.access) }
        set { progress.withLock { $0.access = newValue } }
    }

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        try loader(for: referrer).load(path, from: referrer)
    }

    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        try loader(for: referrer).names(in: folder, from: referrer)
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        loader(for: referrer).nearest(name, to: referrer)
    }

    /// What reads the files that a file refers to: those of one that was fetched come from where it does.
    private func loader(for referrer: String) -> any FileLoader {
        progress.withLock { progress -> (any FileLoader)? in
            guard !progress.mounts.isEmpty, let end = referrer.range(of: MountedFolder.separator, after: "://") else {
                return nil
            }
            return progress.mounts[String(referrer[..<end.lowerBound])]
        } ?? files
    }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        let outcome = progress.withLock { progress in
            if !progress.used.contains(where: { $0.cacheFolder == reference.cacheFolder }) {
                progress.used.append(reference)
            }
            return progress.outcomes[reference.cacheFolder]
        }
        switch (outcome, policy) {
        case (.some(.some(let failure)), _): throw failure
        case (.some(.none), _), (nil, .none): return try files.artifact(reference, file: file)
        case (nil, .missing):
            do throws(FileLoadError) {
                return try files.artifact(reference, file: file)
            } catch {
                miss(reference)
                throw error
            }
        case (nil, .all):
            miss(reference)
            throw FileLoadError(reason: "it is about to be fetched")
        }
    }

    /// Notes a module; two references that differ in how the registry is spoken to mean one folder of the cache.
    private func miss(_ reference: ArtifactReference) {
        progress.withLock { progress in
            guard !progress.missed.contains(where: { $0.cacheFolder == reference.cacheFolder }) else { return }
            progress.missed.append(reference)
        }
    }
}

// MARK: - Fetching

extension RestoringFiles {
    /// How many modules are fetched at once.
    private static let width = 4

    /// Does some work that reads files; as long as modules were missing, fetches them and does it again.
    ///
    /// Each module is asked for once, however often the work is done; if it cannot be had, reading it fails with the
    /// reason. Errors of the work count only when nothing was missing.
    func restoring<Success>(_ work: () async throws -> Success) async throws -> Success {
        while true {
            let result: Result<Success, any Error>
            do {
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            let missed = takeMissed()
            let modules = takeMissedModules()
            let folders = takeMissedFolders()
            guard !missed.isEmpty || !modules.isEmpty || !folders.isEmpty else { return try result.get() }
            await fetch(missed)
            await fetch(modules)
            await fetch(folders)
        }
    }

    /// The modules that were fetched, in the order of their first use.
    var restored: [ArtifactReference] { progress.withLock(\.restored) }

    /// The modules of registries that were asked for, in the order of their first use.
    var used: [ArtifactReference] { progress.withLock(\.used) }

    /// The codes of what went wrong with fetching.
    var failureCodes: Set<String> {
        progress.withLock { progress in
            Set(progress.outcomes.values.compactMap { $0?.restorationCode })
        }
    }

    /// Whether what is missing is fetched.
    var isFetching: Bool {
        switch policy {
        case .none: false
        case .missing, .all: true
        }
    }

    /// Whether what is there already is fetched, too.
    var isFetchingAll: Bool {
        switch policy {
        case .none, .missing: false
        case .all: true
        }
    }

    /// What came of fetching a module of Terraform; `nil` if nobody tried, `.some(nil)` for success.
    func outcome(of module: TerraformModuleReference) -> FileLoadError?? {
        progress.withLock { $0.modules[module] }
    }

    func note(_ outcome: FileLoadError?, of module: TerraformModuleReference) {
        progress.withLock { $0.modules[module] = .some(outcome) }
    }

    func miss(_ module: TerraformModuleReference) {
        progress.withLock { progress in
            if !progress.missedModules.contains(module) { progress.missedModules.append(module) }
        }
    }

    /// What came of fetching a folder; `nil` if nobody tried, `.some(nil)` for success.
    func outcome(of folder: RemoteFile.Folder) -> FileLoadError?? {
        progress.withLock { $0.folders[folder] }
    }

    func note(_ outcome: FileLoadError?, of folder: RemoteFile.Folder) {
        progress.withLock { $0.folders[folder] = .some(outcome) }
    }

    func miss(_ folder: RemoteFile.Folder) {
        progress.withLock { progress in
            if !progress.missedFolders.contains(folder) { progress.missedFolders.append(folder) }
        }
    }

    func mount(_ folder: MountedFolder) {
        progress.withLock { $0.mounts[folder.name] = folder }
    }

    private func takeMissedFolders() -> [RemoteFile.Folder] {
        progress.withLock { progress in
            defer { progress.missedFolders = [] }
            return progress.missedFolders
        }
    }

    private func takeMissedModules() -> [TerraformModuleReference] {
        progress.withLock { progress in
            defer { progress.missedModules = [] }
            return progress.missedModules
        }
    }

    private func takeMissed() -> [ArtifactReference] {
        progress.withLock { progress in
            defer { progress.missed = [] }
            return progress.missed
        }
    }

    private func fetch(_ references: [ArtifactReference]) async {
        let client = client.signingIn(with: access.registries)
        let outcomes = await withTaskGroup(of: (Int, FileLoadError?).self) { group in
            var outcomes = [FileLoadError?](repeating: nil, count: references.count)
            for (place, reference) in references.enumerated() {
                if place >= Self.width, let (done, outcome) = await group.next() { outcomes[done] = outcome }
                group.addTask { (place, await Self.fetch(reference, over: client)) }
            }
            for await (done, outcome) in group { outcomes[done] = outcome }
            return outcomes
        }
        progress.withLock { progress in
            for (reference, outcome) in zip(references, outcomes) {
                progress.outcomes[reference.cacheFolder] = .some(outcome)
                if outcome == nil { progress.restored.append(reference) }
            }
        }
    }

    /// Fetches one module into the cache; gives what went wrong.
    private static func fetch(_ reference: ArtifactReference, over client: RegistryClient) async -> FileLoadError? {
        do {
            try ModuleCache.store(try await client.pull(reference), as: reference)
            return nil
        } catch let error as RegistryError {
            return FileLoadError(reason: error.reason, help: error.help, kind: .notRestored(code: error.code))
        } catch let failure as Failure {
            return failure.diagnostics.first.map {
                FileLoadError(reason: $0.message, help: $0.help, kind: .notRestored(code: $0.code))
            }
        } catch {
            return FileLoadError(reason: "\(error)")
        }
    }
}

extension RegistryClient {
    /// A client with the credentials and the authorities of this process' environment.
    static func configured(plainHTTP: Bool = false) -> RegistryClient {
        let environment = [String: String].process
        var configuration = Configuration(userAgent: "rad/\(Release.version)")
        configuration.credentials = DockerCredentials(environment: environment, files: LocalFiles(bounds: .machine))
        configuration.authorities = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        if plainHTTP { configuration.usePlainHTTP() }
        return RegistryClient(configuration: configuration)
    }
}
