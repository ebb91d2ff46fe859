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
        let place: String
    }

    /// What the target said when the object was applied.
    private struct Applied: Sendable, Equatable {
        let fingerprint: String
        let location: String
    }

    /// Keeps what never changes in one place, because every change of a state hands it on.
    private final class Shared<Content: Sendable & Equatable>: Sendable, Equatable {
        let content: Content

        init(_ content: Content) { self.content = content }

        static func == (left: Shared, right: Shared) -> Bool { left === right || left.content == right.content }
    }

    private let planned: Shared<Planned>
    /// `nil` before the target said anything.
    private var applied: Shared<Applied>?

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
        planned = Shared(
            Planned(
                id: id,
                platform: platform,
                type: type,
                apiVersion: apiVersion,
                name: name,
                namespace: namespace,
                owner: owner,
                dependencies: dependencies,
                wantedFingerprint: wantedFingerprint,
                place: place
            )
        )
        guard !appliedFingerprint.isEmpty || !location.isEmpty else { return }
        applied = Shared(Applied(fingerprint: appliedFingerprint, location: location))
    }

    /// The record of the object as the target has it once it was applied.
    func applied(fingerprint: String, location: String) -> RecordedOutput {
        var record = self
        record.applied = Shared(Applied(fingerprint: fingerprint, location: location))
        return record
    }

    public var id: OutputResourceID { planned.content.id }
    public var platform: OutputResource.Platform { planned.content.platform }
    public var type: String { planned.content.type }
    public var apiVersion: String { planned.content.apiVersion }
    public var name: String { planned.content.name }
    public var namespace: String { planned.content.namespace }
    public var owner: ResourceID { planned.content.owner }
    public var dependencies: [OutputResourceID] { planned.content.dependencies }
    /// The fingerprint of what was wanted, `sha256:…`.
    public var wantedFingerprint: String { planned.content.wantedFingerprint }
    /// The fingerprint of what the target had after applying; empty before.
    public var appliedFingerprint: String { applied?.content.fingerprint ?? "" }
    /// Where it is, as the target said; empty before.
    public var location: String { applied?.content.location ?? "" }
    /// The place of the target that has it: `directory:.rad/out`.
    public var place: String { planned.content.place }
}
