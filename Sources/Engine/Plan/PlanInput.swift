public import AppModel
public import Diagnostics

/// All that a plan is made from.
public struct PlanInput: Sendable {
    /// What the target is to have, in the order of the emitter.
    public let wanted: [OutputResource]
    /// The fingerprints of what is wanted, in the same order.
    let fingerprints: [Fingerprint]
    /// What is remembered.
    public var recorded: DeploymentState
    /// What was found at the target.
    public var observed: [OutputResourceID: Observation]
    /// Where the deployment goes: `directory:.rad/out`.
    public var target: String
    /// What to do with objects that are in the way and that rad does not remember.
    public var strangers: Strangers = .refuse
    /// Resources that are only referred to: what was made for them stays, although nothing of it is wanted.
    public var kept: Set<ResourceID> = []
    /// Where a resource was written, for diagnostics.
    public var place: @Sendable (ResourceID) -> Span? = { _ in nil }

    /// What to do with an object that is in the way and that rad did not make.
    public enum Strangers: Sendable {
        /// Report it and change nothing.
        case refuse
        /// Take it over.
        case adopt
    }

    /// Collects the inputs of a plan; `key` is that of the state's fingerprints.
    public init(
        wanted: [OutputResource],
        recorded: DeploymentState,
        observed: [OutputResourceID: Observation],
        target: String,
        key: FingerprintKey
    ) {
        let fingerprints = wanted.map { Fingerprint(of: $0, key: key) }
        self.init(wanted: wanted, fingerprints, recorded: recorded, observed: observed, target: target)
    }

    /// Where objects of a platform go.
    func place(of platform: OutputResource.Platform) -> String { platform.ownPlace ?? target }

    /// Collects the inputs of a plan whose fingerprints were taken already.
    init(
        wanted: [OutputResource],
        _ fingerprints: [Fingerprint],
        recorded: DeploymentState,
        observed: [OutputResourceID: Observation],
        target: String
    ) {
        precondition(wanted.count == fingerprints.count, "everything that is wanted has a fingerprint")
        self.wanted = wanted
        self.fingerprints = fingerprints
        self.recorded = recorded
        self.observed = observed
        self.target = target
    }
}

/// A plan, and what is wrong with what was wanted.
///
/// With errors, the plan must not be applied.
public struct Planning: Sendable {
    public let plan: Plan
    public let diagnostics: [Diagnostic]
}
