import AppModel
import Documents

/// Keeps states in files below a folder that only the user can read.
///
/// `groups/<group>/environments/<environment>/` holds `environment.json` (the environment's definition),
/// `environment.journal` (its own objects) and `applications/<application>.journal`; `key` is beside `groups`.
/// `groups/<group>/group.json` is there if the group was created by itself, and
/// `resource-types/<namespace>/<type>.json` holds what a user registered.
/// A `.lock` beside a journal is there while somebody works on it, and `groups/<group>/group.lock` while somebody takes
/// names in the group.
public struct FileStateStore: StateStore {
    /// The folder, `.rad/state`.
    public let path: String

    /// The key, where the user keeps it; `nil` if it is kept in the folder.
    public let givenKey: StateKey?

    private let willRead: @Sendable (Int) -> Void

    /// Uses a folder; it is made when something is first written.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - key: The key, if the user keeps it elsewhere.
    ///   - willRead: Is told how many bytes a journal has that is about to be read.
    public init(path: String, key: StateKey? = nil, willRead: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.path = path
        self.willRead = willRead
        givenKey = key
    }

    /// Whether anything but a key is remembered here.
    public var holdsAnything: Bool {
        let names = (try? names(["groups"])) ?? []
        return !names.isEmpty || (try? self.names([Self.typesName])).map { !$0.isEmpty } == true
    }

    /// Whether states of Terraform are kept here.
    public var holdsTerraform: Bool { (try? names(["terraform"])).map { !$0.isEmpty } == true }

    public func knownKey() async throws -> StateKey? {
        guard let givenKey else {
            let bytes = try Self.translating { () throws(FileError) in try folder([])?.read(Self.keyName) }
            if let bytes { return try bytes.key(path: "\(path)/\(Self.keyName)") }
            guard try readCheck() == nil else { throw StateError.keyElsewhere(path) }
            return nil
        }
        let bytes = try Self.translating { () throws(FileError) in try folder([])?.read(Self.keyName) }
        if let bytes, try bytes.key(path: "\(path)/\(Self.keyName)") != givenKey { throw StateError.wrongKey(path) }
        if let check = try readCheck(), check != givenKey.check { throw StateError.wrongKey(path) }
        return givenKey
    }

    public func key(orKeeping candidate: StateKey) async throws -> StateKey {
        if let key = try await knownKey() {
            guard givenKey != nil, try readCheck() == nil else { return key }
            try Self.translating { () throws(FileError) in
                _ = try Folder.create(path, .personal)
                    .writeNew(Array(key.check.utf8), to: Self.checkName, .personal)
            }
            return key
        }
        return try Self.translating { () throws(FileError) in
            let root = try Folder.create(path, .personal)
            if let bytes = try root.read(Self.keyName) { return bytes }
            let fresh = Array(candidate.bytes.hexadecimal.utf8)
            return try root.writeNew(fresh, to: Self.keyName, .personal) ? fresh : try root.read(Self.keyName) ?? fresh
        }.key(path: "\(path)/\(Self.keyName)")
    }

    /// What tells the key that is kept elsewhere from others.
    private func readCheck() throws -> String? {
        try Self.translating { () throws(FileError) in try folder([])?.read(Self.checkName) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    public func state(of identity: DeploymentIdentity) async throws -> DeploymentState? {
        try fold(of: identity)?.state
    }

    public func history(of identity: DeploymentIdentity) async throws -> [HistoryEntry]? {
        try fold(of: identity)?.history.entries
    }

    private func fold(of identity: DeploymentIdentity) throws -> JournalFold? {
        let place = JournalPlace(identity)
        guard let folder = try Self.translating({ () throws(FileError) in try self.folder(place.folders) }) else {
            return nil
        }
        return try FileJournal.read(place.journal, in: folder, willRead: willRead)?.fold
    }

    public func holder(of identity: DeploymentIdentity) async throws -> LockHolder? {
        let place = JournalPlace(identity)
        return try Self.translating { () throws(FileError) in
            guard let folder = try self.folder(place.folders), try FileLock.isTaken(place.lock, in: folder) else {
                return nil
            }
            return try folder.read(place.lock).flatMap(LockHolder.init(bytes:)) ?? .unknown
        }
    }

    public func heldLocks() async throws -> [HeldLock] {
        var found: [HeldLock] = []
        for group in try names(["groups"]) {
            for environment in try names(["groups", group, "environments"]) {
                let folders = ["groups", group, "environments", environment]
                found += try locks(inFolder: folders) + locks(inFolder: folders + ["applications"])
            }
        }
        return found.sorted { $0.identity < $1.identity }
    }

    private func locks(inFolder folders: [String]) throws -> [HeldLock] {
        guard let folder = try Self.translating({ () throws(FileError) in try self.folder(folders) }) else { return [] }
        return try names(folders).filter { $0.hasSuffix(".lock") }.compactMap { name in
            let note = try Self.translating { () throws(FileError) in
                try FileLock.isTaken(name, in: folder) ? folder.read(name) : nil
            }
            guard let note else { return nil }
            // An older rad does not say what it has locked.
            let journal = "\(name.dropLast(".lock".count)).journal"
            guard let identity = try LockHolder.identity(in: note) ?? FileJournal.header(journal, in: folder)?.identity
            else { return nil }
            return HeldLock(identity: identity, holder: LockHolder(bytes: note) ?? .unknown)
        }
    }

    public func breakLock(of identity: DeploymentIdentity) async throws -> Bool {
        try await holder(of: identity) == nil
    }

    public func version(of identity: DeploymentIdentity) async throws -> StateVersion? {
        let place = JournalPlace(identity)
        return try Self.translating { () throws(FileError) in
            try folder(place.folders)?.version(of: place.journal)
        }
    }

    public func open(_ identity: DeploymentIdentity, for holder: LockHolder) async throws -> any StateSession {
        let place = JournalPlace(identity)
        let folder = try Self.translating { () throws(FileError) in
            var folder = try Folder.create(path, .personal)
            for name in place.folders { folder = try folder.createFolder(name, .personal) }
            return folder
        }
        let lock = try Self.translating { () throws(FileError) in
            try FileLock.take(place.lock, in: folder, note: holder.bytes(locking: identity))
        }
        guard let lock else {
            let note = try Self.translating { () throws(FileError) in try folder.read(place.lock) }
            throw StateError.locked(identity, by: note.flatMap(LockHolder.init(bytes:)))
        }
        let contents = try FileJournal.read(place.journal, in: folder, willRead: willRead)
        return FileStateSession(identity, place, folder: folder, lock: lock, contents: contents)
    }

    public func deployments(in group: String) async throws -> [DeploymentIdentity] {
        try deployments(inFolder: FileName.encoding(group, ignoringCase: true))
    }

    private func deployments(inFolder group: String) throws -> [DeploymentIdentity] {
        var found: [DeploymentIdentity] = []
        for environment in try names(["groups", group, "environments"]) {
            let folders = ["groups", group, "environments", environment]
            for folders in [folders, folders + ["applications"]] {
                guard let folder = try Self.translating({ () throws(FileError) in try self.folder(folders) }) else {
                    continue
                }
                for name in try names(folders) where name.hasSuffix(".journal") && !name.hasPrefix(".") {
                    if let header = try FileJournal.header(name, in: folder) { found.append(header.identity) }
                }
            }
        }
        return found.sorted()
    }

    public func groups() async throws -> [String] {
        var found: [String: String] = [:]
        for folder in try names(["groups"]) {
            let created = try createdGroup(inFolder: folder).map { [$0] } ?? []
            let deployed = try deployments(inFolder: folder).map(\.group)
            let defined = try await environments(inFolder: folder).map(\.id.group)
            for name in created + deployed + defined where found[name.lowercased()] == nil {
                found[name.lowercased()] = name
            }
        }
        return found.values.sorted()
    }

    public func environments(in group: String) async throws -> [EnvironmentRecord] {
        try await environments(inFolder: FileName.encoding(group, ignoringCase: true))
    }

    private func environments(inFolder group: String) async throws -> [EnvironmentRecord] {
        var found: [EnvironmentRecord] = []
        for name in try names(["groups", group, "environments"]) {
            if let record = try await record(folderName: name, inFolder: group) { found.append(record) }
        }
        return found.sorted { $0.id < $1.id }
    }

    public func environment(_ name: String, in group: String) async throws -> EnvironmentRecord? {
        let folder = FileName.encoding(group, ignoringCase: true)
        return try await record(folderName: FileName.encoding(name, ignoringCase: true), inFolder: folder)
    }

    public func save(_ environment: EnvironmentRecord) async throws {
        try environment.validate()
        let bytes = try EnvironmentFile.bytes(of: environment, key: try await key())
        let place = JournalPlace(environment: environment.name, group: environment.id.group)
        try Self.translating { () throws(FileError) in
            var folder = try Folder.create(path, .personal)
            for name in place.folders { folder = try folder.createFolder(name, .personal) }
            try folder.write(bytes, to: Self.environmentName, .personal, durably: true)
        }
    }

    public func removeEnvironment(_ name: String, in group: String) async throws {
        let place = JournalPlace(environment: name, group: group)
        try Self.translating { () throws(FileError) in
            try folder(place.folders)?.remove(Self.environmentName)
        }
    }

    private static let keyName = "key"
    private static let checkName = "key.check"
    private static let environmentName = "environment.json"

    private func record(folderName: String, inFolder group: String) async throws -> EnvironmentRecord? {
        let folders = ["groups", group, "environments", folderName]
        let bytes = try Self.translating { () throws(FileError) in
            try folder(folders)?.read(Self.environmentName)
        }
        guard let bytes else { return nil }
        let path = ([path] + folders + [Self.environmentName]).joined(separator: "/")
        return try EnvironmentFile.record(from: bytes, path: path, key: try await key())
    }

    func names(_ folders: [String]) throws -> [String] {
        try Self.translating { () throws(FileError) in try folder(folders)?.names() ?? [] }
    }

    func folder(_ names: [String]) throws(FileError) -> Folder? {
        var folder = try Folder.open(path)
        for name in names { folder = try folder?.folder(name) }
        return folder
    }

    /// Says of an error of the file system that it concerns the state.
    static func translating<Result>(_ body: () throws(FileError) -> Result) throws(StateError) -> Result {
        do throws(FileError) { return try body() } catch { throw .file(error) }
    }
}

/// Where the files of a deployment are, below the folder of the store.
struct JournalPlace {
    let folders: [String]
    let journal: String
    let lock: String
    /// The folder of what is kept of deployments.
    let revisions: String

    init(_ identity: DeploymentIdentity) {
        let environment = Self.folders(identity.environment, identity.group)
        guard let application = identity.application else {
            (folders, journal, lock) = (environment, "environment.journal", "environment.lock")
            revisions = "environment.revisions"
            return
        }
        let name = FileName.encoding(application, ignoringCase: true)
        (folders, journal, lock) = (environment + ["applications"], "\(name).journal", "\(name).lock")
        revisions = "\(name).revisions"
    }

    init(environment: String, group: String) {
        self.init(DeploymentIdentity(group: group, environment: environment, application: nil))
    }

    private static func folders(_ environment: String, _ group: String) -> [String] {
        let group = FileName.encoding(group, ignoringCase: true)
        return ["groups", group, "environments", FileName.encoding(environment, ignoringCase: true)]
    }
}

extension [UInt8] {
    /// The key that a key file holds.
    func key(path: String) throws(StateError) -> StateKey {
        let digits = String(decoding: self, as: UTF8.self).filter { !$0.isWhitespace }
        guard let bytes = decoded(hexadecimal: digits), bytes.count == 32 else {
            throw .unreadable(path, "it is not a key of 64 hexadecimal digits")
        }
        return StateKey(bytes: bytes)
    }
}
