public import AppModel

/// What the state remembers of an output resource: enough to find, compare and remove it.
public struct RecordedOutput: Sendable, Equatable {
    /// What a plan says of the object, which never changes; a class, because every change of a state hands it on.
    private final class Planned: Sendable {
        let id: OutputResourceID
        let platform: OutputResource.Platform
        let type: String
        let apiVersion: String
        let name: String
        let namespace: String
        let owner: ResourceID
        let dependencies: [OutputResourceID]
        let wantedFingerprint: String

        init(
            id: OutputResourceID,
            platform: OutputResource.Platform,
            type: String,
            apiVersion: String,
            name: String,
            namespace: String,
            owner: ResourceID,
            dependencies: [OutputResourceID],
            wantedFingerprint: String
        ) {
            self.id = id
            self.platform = platform
            self.type = type
            self.apiVersion = apiVersion
            self.name = name
            self.namespace = namespace
            self.owner = owner
            self.dependencies = dependencies
            self.wantedFingerprint = wantedFingerprint
        }
    }

    private let planned: Planned
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
        planned = Planned(
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
        self.appliedFingerprint = appliedFingerprint
        self.location = location
        self.place = place
    }

    public var id: OutputResourceID { planned.id }
    public var platform: OutputResource.Platform { planned.platform }
    public var type: String { planned.type }
    public var apiVersion: String { planned.apiVersion }
    public var name: String { planned.name }
    public var namespace: String { planned.namespace }
    public var owner: ResourceID { planned.owner }
    public var dependencies: [OutputResourceID] { planned.dependencies }
    /// The fingerprint of what was wanted, `sha256:…`.
    public var wantedFingerprint: String { planned.wantedFingerprint }

    public static func == (left: RecordedOutput, right: RecordedOutput) -> Bool {
        left.appliedFingerprint == right.appliedFingerprint && left.location == right.location
            && left.place == right.place
            && (left.planned === right.planned
                || left.id == right.id && left.platform == right.platform && left.type == right.type
                    && left.apiVersion == right.apiVersion && left.name == right.name
                    && left.namespace == right.namespace && left.owner == right.owner
                    && left.dependencies == right.dependencies
                    && left.wantedFingerprint == right.wantedFingerprint)
    }
}
