import AppModel
import Diagnostics
import Documents

/// What a deployment that succeeded came to, so that it can be made again: the objects with their bodies.
///
/// A record holds what is different from the one before, and all of it where there is none before: what it takes
/// depends on what the deployment changed. Secrets in it are sealed.
struct RevisionRecord: Sendable {
    /// The format that this rad writes.
    ///
    /// Older ones are read; later ones are refused.
    static let currentVersion: Int64 = 1

    /// An object as it was wanted.
    struct Item: Sendable {
        let output: OutputResource
        /// The fingerprint by which the state knows the object; `nil` if that was taken before all values were known,
        /// and tells nothing about them.
        let wantedFingerprint: String?
        /// The fingerprint by which the target knew the object; `nil` in records of older rads.
        let appliedFingerprint: String?
    }

    /// So many deployments that succeeded can be made again at any time, as with the history of a release of Helm.
    static let historyLimit = 10

    var revision: Int
    /// Whether the record holds everything, and none before it counts.
    var isWhole: Bool
    var items: [Item] = []
    var removed: [OutputResourceID] = []
    var resources: [RecordedResource] = []
    var removedResources: [ResourceID] = []
}

/// A deployment that is to be made again.
public struct RecordedRevision: Sendable {
    /// So many of the last deployments that succeeded are kept at least.
    public static let historyLimit = RevisionRecord.historyLimit

    public let revision: Int
    /// What the target had.
    public let outputs: [OutputResource]
    /// The fingerprints of what was wanted, in the same order.
    let fingerprints: [Fingerprint]
    /// What is to be recorded of the resources.
    public let resources: [RecordedResource]

    /// Reads a deployment of the records of a store, which hold it in parts; `nil` if it is not recorded.
    ///
    /// - Parameters:
    ///   - revision: The number of the deployment.
    ///   - identity: What was deployed.
    ///   - store: Where it is remembered.
    ///   - key: The key of the store.
    /// - Throws: `StateError` if a record is damaged, of a later format, or of another key.
    public init?(_ revision: Int, of identity: DeploymentIdentity, in store: any StateStore, key: StateKey) async throws
    {
        let kept = try await store.revisions(of: identity)
        guard let record = try RevisionRecord(revision, of: identity, among: kept, key: key) else { return nil }
        self.revision = revision
        outputs = record.items.map(\.output)
        fingerprints = record.items.map { item in
            item.wantedFingerprint.map { Fingerprint(recorded: $0) }
                ?? Fingerprint(of: item.output, key: key.fingerprints)
        }
        resources = record.resources
    }
}

// Records that go on from one another.
extension RevisionRecord {
    /// All that a deployment came to, of the records of a store; `nil` if it is not among them.
    ///
    /// - Throws: `StateError` if a record is damaged, of a later format, or of another key.
    init?(
        _ revision: Int,
        of identity: DeploymentIdentity,
        among kept: [KeptRevision],
        key: StateKey
    ) throws(StateError) {
        let kept = kept.filter { $0.number <= revision }
        guard kept.last?.number == revision else { return nil }
        var records: [RevisionRecord] = []
        for record in kept.reversed() {
            let path = "revision \(record.number) of \(identity)"
            records.append(try RevisionRecord(record.bytes, path: path, key: key))
            if records.last?.isWhole == true { break }
        }
        guard var whole = records.popLast(), whole.isWhole else { return nil }
        for record in records.reversed() { whole.add(record) }
        self = whole
    }

    /// Goes on to the next deployment.
    mutating func add(_ next: RevisionRecord) {
        revision = next.revision
        let gone = Set(next.removed + next.items.map(\.output.id))
        items.removeAll { gone.contains($0.output.id) }
        items += next.items
        let goneResources = Set(next.removedResources + next.resources.map(\.id))
        resources.removeAll { goneResources.contains($0.id) }
        resources += next.resources
    }

    /// Whether a record as it is kept holds everything; that stands at its beginning.
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        String(decoding: bytes.prefix(80), as: UTF8.self).contains(#""whole":true"#)
    }

    /// The first record that must stay for the last deployments to be made again; `nil` if all must.
    static func firstNeeded(of kept: [KeptRevision]) -> Int? {
        kept.enumerated().last { place, record in
            kept.count - place >= historyLimit && isWhole(record.bytes)
        }?.element.number
    }
}

// As a file of JSON.
extension RevisionRecord {
    /// The record as it is kept.
    ///
    /// - Throws: If a secret cannot be sealed.
    func bytes(key: StateKey) throws -> [UInt8] {
        var json = CompactJSON()
        json.beginObject(count: 0)
        json.member("version", Self.currentVersion)
        json.member("revision", Int64(revision))
        json.writeName("whole")
        json.write(isWhole)
        json.writeName("objects")
        json.beginArray(count: items.count)
        for item in items {
            json.beginObject(count: 0)
            item.output.writeMembers(to: &json)
            json.member("wanted", item.wantedFingerprint)
            json.member("applied", item.appliedFingerprint)
            json.writeName("body")
            try item.output.body.writeSealed(to: &json, key: key)
            json.endObject()
        }
        json.endArray()
        json.texts("removed", removed.map(\.description))
        json.list("resources", resources) { $0.writeMembers(to: &$1) }
        json.texts("removedResources", removedResources.map(\.description))
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
    }

    private enum Field: String, CaseIterable {
        case version, revision, whole, objects, removed, resources, removedResources
    }

    private static let names = JSONNames<Field>()

    init(_ bytes: [UInt8], path: String, key: StateKey) throws(StateError) {
        guard var cursor = JSONCursor(SourceFile(path: path, bytes: bytes), in: bytes.indices) else {
            throw .unreadable(path, "it is not JSON")
        }
        do throws(JournalFinding) {
            var ids = RecordedIDs(in: bytes.count)
            try self.init(&cursor, &ids, path: path, key: key)
        } catch {
            if let version = error.newerVersion {
                throw .newerFormat(path, found: version, known: Self.currentVersion)
            }
            throw .unreadable(path, cursor.isBroken ? "it is not JSON" : error.text)
        }
        guard cursor.isComplete else { throw .unreadable(path, "it is not JSON") }
    }

    private init(
        _ cursor: inout JSONCursor,
        _ ids: inout RecordedIDs,
        path: String,
        key: StateKey
    ) throws(JournalFinding) {
        var (version, revision): (Int64?, Int64?)
        self.init(revision: 0, isWhole: false)
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .version:
                let number = try cursor.integer().required(as: field.rawValue)
                guard number <= Self.currentVersion else { throw JournalFinding(text: "newer", newerVersion: number) }
                version = number
            case .revision: revision = cursor.integer()
            case .whole: isWhole = cursor.value()?.boolValue ?? false
            case .objects:
                items = try cursor.list(field) { cursor throws(JournalFinding) in
                    try Item(RecordedObject(&cursor, &ids), path: path, key: key)
                }
            case .removed: removed = try cursor.outputIDs(field, &ids)
            case .resources: resources = try cursor.list(field, &ids)
            case .removedResources: removedResources = try cursor.resourceIDs(field, &ids)
            }
        }
        _ = try version.required(as: "version")
        self.revision = Int(try revision.required(as: "revision"))
    }
}

extension RevisionRecord.Item {
    fileprivate init(_ object: RecordedObject, path: String, key: StateKey) throws(JournalFinding) {
        output = try OutputResource(object, path: path, key: key)
        wantedFingerprint = object.wanted
        appliedFingerprint = object.applied
    }
}

extension OutputResource {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        json.member("id", id.description)
        json.member("platform", platform.rawValue)
        json.member("type", type)
        json.member("apiVersion", apiVersion)
        json.member("name", name)
        if !namespace.isEmpty { json.member("namespace", namespace) }
        json.member("owner", owner.description)
        json.texts("dependencies", dependencies.map(\.description))
        json.member("folder", sourceFolder)
    }

    fileprivate convenience init(_ object: RecordedObject, path: String, key: StateKey) throws(JournalFinding) {
        guard let body = object.body?.unsealed(with: key, path: path) else {
            throw JournalFinding(text: "its secrets were sealed with another key, or were changed")
        }
        self.init(
            id: try object.id.required(as: "id"),
            platform: try object.platform.required(as: "platform"),
            type: try object.type.required(as: "type"),
            apiVersion: try object.apiVersion.required(as: "apiVersion"),
            name: try object.name.required(as: "name"),
            namespace: object.namespace ?? "",
            owner: try object.owner.required(as: "owner"),
            body: body,
            dependencies: object.dependencies,
            sourceFolder: object.folder
        )
    }
}
