public import AppModel

/// What is to happen to one object of a target, and why.
///
/// It never changes; a class, because plans of ten thousands are handed on change by change.
public final class Change: Sendable {
    /// What is done.
    public enum Action: String, Sendable, CaseIterable {
        case create
        case update
        /// Made at a new place, then removed from the old one.
        case replace
        case delete
        case noOp
    }

    /// Why it is done.
    public enum Reason: Sendable, Equatable {
        /// The object is as it is wanted.
        case unchanged
        /// It was never made.
        case new
        /// It was made differently.
        case changed
        /// It was made, and is not there any more.
        case missing
        /// It was made, and somebody else changed it since.
        case drifted
        /// It is there, rad did not make it, and the user lets rad take it over.
        case adopted
        /// A deployment was interrupted, or failed, while it worked on the object.
        case interrupted
        /// It contains values of objects that change, and can only be compared once those are applied.
        case mayChange(sources: [OutputResourceID])
        /// It now belongs to another resource.
        case movedOwner(from: ResourceID)
        /// The deployment now goes to another place.
        case movedTarget(from: String)
        /// It was made, and nothing asks for it any more.
        case noLongerWanted
    }

    public let action: Action
    public let reason: Reason
    /// The object as it will be recorded: as it is wanted, or as it was recorded if it is to go.
    public let object: RecordedOutput
    /// What the target is to have; `nil` if the object is to go.
    public let wanted: OutputResource?
    /// What the state remembers; `nil` if it does not know the object.
    public let recorded: RecordedOutput?
    /// The changes that come first, as positions in `Plan.changes`.
    public let dependencies: [Int]
    /// The changes among them that make values which the object contains.
    let valueSources: [Int]

    init(
        action: Action,
        reason: Reason,
        object: RecordedOutput,
        wanted: OutputResource?,
        recorded: RecordedOutput?,
        dependencies: [Int],
        valueSources: [Int] = []
    ) {
        self.action = action
        self.reason = reason
        self.object = object
        self.wanted = wanted
        self.recorded = recorded
        self.dependencies = dependencies
        self.valueSources = valueSources
    }

    /// The identity of the object.
    public var id: OutputResourceID { object.id }
}

extension Change: CustomStringConvertible {
    /// One line without any value: `create apps/Deployment 'web'`.
    public var description: String { "\(action) \(object.type) '\(object.name)'" }
}

extension Change.Reason: CustomStringConvertible {
    /// The reason in words that continue `<action> <object>: `.
    public var description: String {
        switch self {
        case .unchanged: "unchanged"
        case .new: "new"
        case .changed: "changed"
        case .missing: "missing at the target"
        case .drifted: "changed at the target"
        case .adopted: "taken over"
        case .interrupted: "left unfinished by an earlier deployment"
        case .mayChange: "may change with what it depends on"
        case .movedOwner(let owner): "moved from '\(owner.name)'"
        case .movedTarget(let target): "moved from \(target)"
        case .noLongerWanted: "no longer wanted"
        }
    }
}
