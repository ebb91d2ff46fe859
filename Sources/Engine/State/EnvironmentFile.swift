import AppModel
import Diagnostics
import Documents

/// How an environment is kept in a file: JSON, its secrets sealed.
enum EnvironmentFile {
    /// The format that this rad writes.
    ///
    /// Older ones are read; later ones are refused.
    static let currentVersion: Int64 = 1

    static func bytes(of record: EnvironmentRecord, key: StateKey) throws -> [UInt8] {
        var json = CompactJSON()
        json.beginObject(count: 0)
        json.member("version", currentVersion)
        json.member("id", record.id.description)
        json.member("apiVersion", record.apiVersion)
        if let location = record.location { json.member("location", location) }
        if let folder = record.baseFolder { json.member("baseFolder", folder) }
        json.member("updated", record.updated.seconds)
        try write(record.properties, to: &json, key: key)
        if !record.recipePacks.isEmpty {
            json.writeName("recipePacks")
            json.beginArray(count: record.recipePacks.count)
            for pack in record.recipePacks { try write(pack, to: &json, key: key) }
            json.endArray()
        }
        for settings in record.settings {
            json.writeName(settings.id.type.name)
            json.beginObject(count: 0)
            json.member("id", settings.id.description)
            json.member("apiVersion", settings.apiVersion)
            try write(settings.properties, to: &json, key: key)
            json.endObject()
        }
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }

    static func record(from bytes: [UInt8], path: String, key: StateKey) throws(StateError) -> EnvironmentRecord {
        guard let document = JSONReader.read(SourceFile(path: path, bytes: bytes)).document else {
            throw .unreadable(path, "it is not JSON")
        }
        do throws(JournalFinding) {
            let version = try document.integer("version")
            guard version <= currentVersion else {
                throw JournalFinding(text: "newer format", newerVersion: version)
            }
            return EnvironmentRecord(
                id: try document.resourceID("id"),
                apiVersion: try document.text("apiVersion"),
                location: document.optionalText("location"),
                properties: try properties(of: document, path: path, key: key),
                baseFolder: document.optionalText("baseFolder"),
                recipePacks: try document.list("recipePacks") { pack throws(JournalFinding) in
                    RecipePackRecord(
                        id: try pack.resourceID("id"),
                        apiVersion: try pack.text("apiVersion"),
                        properties: try properties(of: pack, path: path, key: key),
                        baseFolder: pack.optionalText("baseFolder")
                    )
                },
                settings: try settings(of: document, path: path, key: key),
                updated: Timestamp(seconds: try document.integer("updated"))
            )
        } catch {
            if let version = error.newerVersion { throw .newerFormat(path, found: version, known: currentVersion) }
            throw .unreadable(path, error.text)
        }
    }

    private static func settings(
        of document: Document,
        path: String,
        key: StateKey
    ) throws(JournalFinding) -> [SettingsRecord] {
        var records: [SettingsRecord] = []
        for type in ResourceType.settings {
            guard let settings = document[type.name] else { continue }
            records.append(
                SettingsRecord(
                    id: try settings.resourceID("id"),
                    apiVersion: try settings.text("apiVersion"),
                    properties: try properties(of: settings, path: path, key: key)
                )
            )
        }
        return records
    }

    private static func write(_ pack: RecipePackRecord, to json: inout CompactJSON, key: StateKey) throws {
        json.beginObject(count: 0)
        json.member("id", pack.id.description)
        json.member("apiVersion", pack.apiVersion)
        if let folder = pack.baseFolder { json.member("baseFolder", folder) }
        try write(pack.properties, to: &json, key: key)
        json.endObject()
    }

    private static func write(_ properties: ValueObject, to json: inout CompactJSON, key: StateKey) throws {
        json.writeName("properties")
        try Value.object(properties).writeSealed(to: &json, key: key)
    }

    private static func properties(
        of document: Document,
        path: String,
        key: StateKey
    ) throws(JournalFinding) -> ValueObject {
        guard let properties = document["properties"]?.value.unsealed(with: key, path: path)?.objectValue else {
            throw JournalFinding(text: "its secrets were sealed with another key, or were changed")
        }
        return properties
    }
}

extension Value {
    /// The name of the only member of the object that stands for a secret.
    private static let sealedName = "$sealed"

    /// Writes the value with each secret encrypted, in a form that `unsealed` understands.
    func writeSealed(to json: inout CompactJSON, key: StateKey) throws {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: write(to: &json)
        case .array(let elements):
            json.beginArray(count: elements.count)
            for element in elements { try element.writeSealed(to: &json, key: key) }
            json.endArray()
        case .object(let members):
            json.beginObject(count: members.count)
            for (name, value) in members {
                json.writeName(Self.escaped(name))
                try value.writeSealed(to: &json, key: key)
            }
            json.endObject()
        case .secret(let value):
            var inner = CompactJSON()
            value.write(to: &inner, disclosing: .revealed)
            json.beginObject(count: 1)
            json.member(Self.sealedName, try key.seal(inner.bytes))
            json.endObject()
        }
    }

    /// The value with its secrets back; `nil` if one cannot be opened.
    func unsealed(with key: StateKey, path: String) -> Value? {
        switch self {
        case .null, .bool, .integer, .number, .string, .secret, .unknown: return self
        case .array(let elements):
            var opened: [Value] = []
            for element in elements {
                guard let value = element.unsealed(with: key, path: path) else { return nil }
                opened.append(value)
            }
            return .array(opened)
        case .object(let members):
            if let text = members[exactly: Self.sealedName]?.stringValue {
                guard let bytes = key.open(text) else { return nil }
                return JSONReader.read(SourceFile(path: path, bytes: bytes)).document?.value.concealed
            }
            var opened: [(String, Value)] = []
            for (name, value) in members {
                guard let value = value.unsealed(with: key, path: path) else { return nil }
                opened.append((Self.unescaped(name), value))
            }
            return .object(ValueObject(opened))
        }
    }

    /// A member name that cannot be taken for the mark of a secret.
    private static func escaped(_ name: String) -> String { isMark(name) ? "$\(name)" : name }

    private static func unescaped(_ name: String) -> String {
        name.hasPrefix("$$") && isMark(name) ? String(name.dropFirst()) : name
    }

    /// Whether a name is the mark with any number of `$` before it.
    private static func isMark(_ name: String) -> Bool {
        name.hasPrefix("$") && name.drop { $0 == "$" } == "sealed"
    }
}
