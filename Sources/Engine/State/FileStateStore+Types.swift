public import AppModel
import Diagnostics
import Documents

// Resource types that users registered.
extension FileStateStore {
    static let typesName = "resource-types"

    public func resourceTypes() async throws -> [ResourceTypeRecord] {
        var found: [ResourceTypeRecord] = []
        for namespace in try names([Self.typesName]) {
            for name in try names([Self.typesName, namespace]) where name.hasSuffix(".json") && !name.hasPrefix(".") {
                let bytes = try Self.translating { () throws(FileError) in
                    try folder([Self.typesName, namespace])?.read(name)
                }
                guard let bytes else { continue }
                found.append(
                    try ResourceTypeFile.record(from: bytes, path: "\(path)/\(Self.typesName)/\(namespace)/\(name)")
                )
            }
        }
        return found.sorted { $0.type.description < $1.type.description }
    }

    public func save(_ type: ResourceTypeRecord) async throws {
        let bytes = ResourceTypeFile.bytes(of: type)
        try Self.translating { () throws(FileError) in
            let types = try Folder.create(path, .personal).createFolder(Self.typesName, .personal)
            let folder = try types.createFolder(Self.folderName(of: type.type), .personal)
            try folder.write(bytes, to: Self.fileName(of: type.type), .personal, durably: true)
        }
    }

    public func removeResourceType(_ type: ResourceType) async throws {
        try Self.translating { () throws(FileError) in
            let types = try folder([Self.typesName])
            try types?.folder(Self.folderName(of: type))?.remove(Self.fileName(of: type))
            _ = types?.removeEmptyFolder(Self.folderName(of: type))
        }
    }

    private static func folderName(of type: ResourceType) -> String {
        FileName.encoding(type.namespace, ignoringCase: true)
    }

    private static func fileName(of type: ResourceType) -> String {
        FileName.encoding(type.name, ignoringCase: true) + ".json"
    }
}

/// How a resource type is kept in a file.
enum ResourceTypeFile {
    /// The format that this rad writes.
    ///
    /// Older ones are read; later ones are refused.
    static let currentVersion: Int64 = 1

    static func bytes(of record: ResourceTypeRecord) -> [UInt8] {
        var json = CompactJSON()
        json.beginObject(count: 0)
        json.member("version", currentVersion)
        json.member("type", record.type.description)
        json.member("updated", record.updated.seconds)
        if let icon = record.icon { json.member("icon", icon) }
        json.writeName("definition")
        record.definition.write(to: &json)
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }

    static func record(from bytes: [UInt8], path: String) throws(StateError) -> ResourceTypeRecord {
        guard let document = JSONReader.read(SourceFile(path: path, bytes: bytes)).document else {
            throw .unreadable(path, "it is not JSON")
        }
        do throws(JournalFinding) {
            let version = try document.integer("version")
            guard version <= currentVersion else { throw JournalFinding(text: "newer", newerVersion: version) }
            guard let type = ResourceType(try document.text("type")), let definition = document["definition"] else {
                throw JournalFinding(text: "it defines no resource type")
            }
            return ResourceTypeRecord(
                type: type,
                definition: definition.value,
                icon: document.optionalText("icon"),
                updated: Timestamp(seconds: try document.integer("updated"))
            )
        } catch {
            if let version = error.newerVersion { throw .newerFormat(path, found: version, known: currentVersion) }
            throw .unreadable(path, error.text)
        }
    }
}
