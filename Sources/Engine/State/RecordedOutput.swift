public import AppModel

/// What the state remembers of an output resource: enough to find, compare and remove it.
public struct RecordedOutput: Sendable, Equatable {
    /// What a plan says of the object.
    private struct Planned: Sendable, Equatable {
        let id: OutputResourceID
        let platform: OutputResource.Platform
        let type: String
        let apiVersion: String
        let name: String
        let namespace: String
        let owner: ResourceID
        let dependencies: [OutputResourceID]
        let wantedFingerprint: String
    }

    /// Keeps what never changes in one place, because every change of a state hands it on.
    private final class Storage: Sendable {
        let planned: Planned

        init(_ planned: Planned) { self.planned = planned }
    }

    private let storage: Storage
    /// The fingerprint of what the target had after applying.
    public var appliedFingerprint: String
    /// Where it is, as the target said.
    public var location: String
    /// The place of the target that has it: `directory:.rad/out`.
    public var place: String

    /// Creates a record.
    public init(
        id: OutputResourceID,
        platform: OutputResource.Platform,
        type: String,
        apiVersion: String,
        name: String,
        namespace: String,
        owner: ResourceID,
        dependencies: [OutputResourceID],
        wantedFingerprint: String,
        appliedFingerprint: String,
        location: String,
        place: String
    ) {
        storage = Storage(
            Planned(
                id: id,
                platform: platform,
                type: type,
                apiVersion: apiVersion,
                name: name,
                namespace: namespace,
                owner: owner,
                dependencies: dependencies,
                wantedFingerprint: wantedFingerprint
            )
        )
        self.appliedFingerprint = appliedFingerprint
        self.location = location
        self.place = place
    }

    public var id: OutputResourceID { storage.planned.id }
    public var platform: OutputResource.Platform { storage.planned.platform }
    public var type: String { storage.planned.type }
    public var apiVersion: String { storage.planned.apiVersion }
    public var name: String { storage.planned.name }
    public var namespace: String { storage.planned.namespace }
    public var owner: ResourceID { storage.planned.owner }
    public var dependencies: [OutputResourceID] { storage.planned.dependencies }
    /// The fingerprint of what was wanted, `sha256:…`.
    public var wantedFingerprint: String { storage.planned.wantedFingerprint }

    public static func == (left: RecordedOutput, right: RecordedOutput) -> Bool {
        left.appliedFingerprint == right.appliedFingerprint && left.location == right.location
            && left.place == right.place
            && (left.storage === right.storage || left.storage.planned == right.storage.planned)
    }
}
