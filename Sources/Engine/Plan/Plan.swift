/// What a deployment would do, change by change in the order in which it would do it.
///
/// A plan is a value: equal inputs give an equal plan, and making one touches nothing.
public struct Plan: Sendable {
    /// How many changes there are of each action.
    public struct Counts: Sendable, Equatable {
        public var create = 0
        public var update = 0
        public var replace = 0
        public var delete = 0
        public var noOp = 0

        /// Creates the counts of an empty plan.
        public init() {}

        /// The number of changes that do something.
        public var changes: Int { create + update + replace + delete }
    }

    /// The deployment that the plan is for.
    public let identity: DeploymentIdentity
    /// The revision of the state that the plan was made from; a plan on any other revision is stale.
    public let base: Int
    /// Where the deployment goes: `directory:.rad/out`.
    public let target: String
    /// The other places that objects are removed from.
    public let formerTargets: [String]
    /// Creates and updates with dependencies first, then deletes with dependents first.
    public let changes: [Change]
    /// The positions of the changes of which another one needs a value that only the applied object has.
    let valuesNeeded: Set<Int>

    /// Whether applying has anything to do for a change: write, remove, or read a value.
    func isStep(_ position: Int) -> Bool {
        changes[position].action != .noOp || valuesNeeded.contains(position)
    }

    /// Whether anything is to be done.
    public var hasChanges: Bool { changes.contains { $0.action != .noOp } }

    /// How many changes there are of each action.
    public var counts: Counts {
        changes.reduce(into: Counts()) { counts, change in
            switch change.action {
            case .create: counts.create += 1
            case .update: counts.update += 1
            case .replace: counts.replace += 1
            case .delete: counts.delete += 1
            case .noOp: counts.noOp += 1
            }
        }
    }
}

extension Plan: CustomStringConvertible {
    /// The changes that do something, a line each; holds no values.
    public var description: String {
        changes.filter { $0.action != .noOp }.map { "\($0): \($0.reason)" }.joined(separator: "\n")
    }
}
