import Diagnostics
import Documents

// Groups that were created by themselves.
extension FileStateStore {
    /// The format that this rad writes.
    private static let groupVersion: Int64 = 1
    private static let groupName = "group.json"
    private static let groupLockName = "group.lock"

    public func createGroup(_ name: String) async throws {
        let folderName = FileName.encoding(name, ignoringCase: true)
        guard try createdGroup(inFolder: folderName) == nil else { return }
        var json = CompactJSON()
        json.beginObject(count: 0)
        json.member("version", Self.groupVersion)
        json.member("name", name)
        json.endObject()
        try Self.translating { () throws(FileError) in
            let groups = try Folder.create(path, .personal).createFolder("groups", .personal)
            let folder = try groups.createFolder(folderName, .personal)
            try folder.write(json.bytes + [UInt8(ascii: "\n")], to: Self.groupName, .personal, durably: true)
        }
    }

    public func removeGroup(_ name: String) async throws {
        let folders = ["groups", FileName.encoding(name, ignoringCase: true)]
        try Self.translating { () throws(FileError) in
            guard let folder = try self.folder(folders) else { return }
            try folder.remove(Self.groupName)
        }
    }

    public func lockGroup(_ group: String, for holder: LockHolder, patience: Duration) async throws -> GroupLock {
        let folder = try Self.translating { () throws(FileError) in
            let groups = try Folder.create(path, .personal).createFolder("groups", .personal)
            return try groups.createFolder(FileName.encoding(group, ignoringCase: true), .personal)
        }
        let lock = try await GroupLock.waiting(patience) {
            try Self.translating { () throws(FileError) in
                try FileLock.take(Self.groupLockName, in: folder, note: holder.bytes())
            }
        }
        if let lock { return lock }
        let note = try Self.translating { () throws(FileError) in try folder.read(Self.groupLockName) }
        throw StateError.groupLocked(group, by: note.flatMap(LockHolder.init(bytes:)))
    }

    /// The name of a group that was created by itself, from the folder that it has.
    func createdGroup(inFolder name: String) throws -> String? {
        let bytes = try Self.translating { () throws(FileError) in try folder(["groups", name])?.read(Self.groupName) }
        guard let bytes else { return nil }
        let path = "\(path)/groups/\(name)/\(Self.groupName)"
        guard let document = JSONReader.read(SourceFile(path: path, bytes: bytes)).document else {
            throw StateError.unreadable(path, "it is not JSON")
        }
        do throws(JournalFinding) {
            let version = try document.integer("version")
            guard version <= Self.groupVersion else { throw JournalFinding(text: "newer", newerVersion: version) }
            return try document.text("name")
        } catch {
            if let version = error.newerVersion {
                throw StateError.newerFormat(path, found: version, known: Self.groupVersion)
            }
            throw StateError.unreadable(path, error.text)
        }
    }
}
