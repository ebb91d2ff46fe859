public import AppModel

/// What the state remembers of an output resource: enough to find, compare and remove it.
public struct RecordedOutput: Sendable, Equatable {
    public var id: OutputResourceID
    public var platform: OutputResource.Platform
    public var type: String
    public var apiVersion: String
    public var name: String
    public var namespace: String
    public var owner: ResourceID
    public var dependencies: [OutputResourceID]
    /// The fingerprint of what was wanted, `sha256:…`.
    public var wantedFingerprint: String
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
        self.id = id
        self.platform = platform
        self.type = type
        self.apiVersion = apiVersion
        self.name = name
        self.namespace = namespace
        self.owner = owner
        self.dependencies = dependencies
        self.wantedFingerprint = wantedFingerprint
        self.appliedFingerprint = appliedFingerprint
        self.location = location
        self.place = place
    }
}
