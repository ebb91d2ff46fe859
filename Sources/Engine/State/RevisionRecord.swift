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

    init(_ bytes: [UInt8], path: String, key: StateKey) throws(StateError) {
        guard let document = JSONReader.read(SourceFile(path: path, bytes: bytes)).document else {
            throw .unreadable(path, "it is not JSON")
        }
        do throws(JournalFinding) {
            let version = try document.integer("version")
            guard version <= Self.currentVersion else { throw JournalFinding(text: "newer", newerVersion: version) }
            revision = Int(try document.integer("revision"))
            isWhole = document["whole"]?.value.boolValue ?? false
            items = try document.list("objects") { object throws(JournalFinding) in
                Item(
                    output: try OutputResource(object, path: path, key: key),
                    wantedFingerprint: object.optionalText("wanted"),
                    appliedFingerprint: object.optionalText("applied")
                )
            }
            var ids = RecordedIDs()
            removed = try document.outputIDs("removed", &ids)
            resources = try document.list("resources") { resource throws(JournalFinding) in
                try RecordedResource(resource, &ids)
            }
            removedResources = try document.resourceIDs("removedResources", &ids)
        } catch {
            if let version = error.newerVersion {
                throw .newerFormat(path, found: version, known: Self.currentVersion)
            }
            throw .unreadable(path, error.text)
        }
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

    fileprivate convenience init(_ object: Document, path: String, key: StateKey) throws(JournalFinding) {
        guard let body = object["body"]?.value.unsealed(with: key, path: path) else {
            throw JournalFinding(text: "its secrets were sealed with another key, or were changed")
        }
        self.init(
            id: OutputResourceID(try object.text("id")),
            platform: try object.choice("platform"),
            type: try object.text("type"),
            apiVersion: try object.text("apiVersion"),
            name: try object.text("name"),
            namespace: object.optionalText("namespace") ?? "",
            owner: try object.resourceID("owner"),
            body: body,
            dependencies: try object.texts("dependencies").map(OutputResourceID.init),
            sourceFolder: object.optionalText("folder")
        )
    }
}
