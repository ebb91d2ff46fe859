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
    }

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
        let kept = try await store.revisions(of: identity).filter { $0.number <= revision }
        guard kept.last?.number == revision else { return nil }
        var items: [(id: OutputResourceID, item: RevisionRecord.Item)] = []
        var resources: [RecordedResource] = []
        var records: [RevisionRecord] = []
        for record in kept.reversed() {
            let path = "revision \(record.number) of \(identity)"
            records.append(try RevisionRecord(record.bytes, path: path, key: key))
            if records.last?.isWhole == true { break }
        }
        guard records.last?.isWhole == true else { return nil }
        for record in records.reversed() {
            let gone = Set(record.removed)
            let changed = Set(record.items.map(\.output.id))
            items.removeAll { gone.contains($0.id) || changed.contains($0.id) }
            items += record.items.map { ($0.output.id, $0) }
            let goneResources = Set(record.removedResources + record.resources.map(\.id))
            resources.removeAll { goneResources.contains($0.id) }
            resources += record.resources
        }
        self.revision = revision
        outputs = items.map(\.item.output)
        fingerprints = items.map { entry in
            entry.item.wantedFingerprint.map { Fingerprint(recorded: $0) }
                ?? Fingerprint(of: entry.item.output, key: key.fingerprints)
        }
        self.resources = resources
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
                    wantedFingerprint: object.optionalText("wanted")
                )
            }
            removed = try document.texts("removed").map(OutputResourceID.init)
            resources = try document.list("resources", RecordedResource.init)
            removedResources = try document.resourceIDs("removedResources")
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
