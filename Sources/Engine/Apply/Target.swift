public import Diagnostics
public import Documents

/// The effectful face of a target: the only place from which the world is written to.
public protocol Target: Sendable {
    /// How many pieces of work may be under way at once.
    var width: Int { get }

    /// How many objects are one piece of work; more than 1 where an object takes microseconds.
    var grain: Int { get }

    /// What is there now, for the objects asked for; those that are absent have no entry.
    ///
    /// Asked for is what is recorded, and what is about to be made for the first time; the latter
    /// has no location and no applied fingerprint.
    func observe(_ candidates: [RecordedOutput]) async throws -> [OutputResourceID: Observation]

    /// Finds out, before anything is changed or recorded, whether the changes of a plan can be made at all.
    func prepare(for plan: Plan, from state: DeploymentState) async throws

    /// Tells the target what is about to be the deployment's, before any of it is made; more than comes of it does
    /// no harm.
    func announce(_ plan: Plan) async throws

    /// Tells the target what is the deployment's now that its changes were made.
    ///
    /// - Parameter members: Gives what is there of the deployment, or may be.
    /// - Returns: Warnings about what the target could not take note of.
    /// - Throws: `ApplyError` if the target is out of reach.
    func settle(_ members: @Sendable () -> [RecordedOutput]) async throws -> [Diagnostic]

    /// Whether the target has yet to take note of what a plan leaves as it is.
    func isUnsettled(_ plan: Plan) -> Bool

    /// Makes an object what it should be, creating or updating it.
    ///
    /// Every value is known, and secrets are inside. What comes back is what the platform says of
    /// the object, and where it is.
    func apply(_ output: OutputResource) async throws -> AppliedOutput

    /// Whether what was applied may take its time until it is of use, so that `wait` is to be called.
    var awaitsReadiness: Bool { get }

    /// Waits until an object that was applied is ready for what depends on it.
    ///
    /// - Parameters:
    ///   - output: The object, as it was applied.
    ///   - applied: What applying it gave.
    ///   - report: Told how far it is, whenever that changes.
    /// - Returns: What the platform says of the object when it is ready.
    /// - Throws: `ApplyError` if it does not become ready, or not in time; anything if the task was cancelled.
    func wait(
        for output: OutputResource,
        _ applied: AppliedOutput,
        reporting report: @escaping @Sendable (Progress) -> Void
    ) async throws -> AppliedOutput

    /// The object as the platform knows it, for one that is as it should be and whose values are known.
    func read(_ output: OutputResource) async throws -> Value

    /// Removes an object that rad made, if it is not gone already.
    ///
    /// An empty applied fingerprint means that rad may have written anything: a deployment was interrupted.
    func delete(_ output: RecordedOutput) async throws -> Removal
}

extension Target {
    public var grain: Int { 1 }

    public var awaitsReadiness: Bool { false }

    public func prepare(for plan: Plan, from state: DeploymentState) async throws {}

    public func announce(_ plan: Plan) async throws {}

    public func settle(_ members: @Sendable () -> [RecordedOutput]) async throws -> [Diagnostic] { [] }

    public func isUnsettled(_ plan: Plan) -> Bool { false }

    public func wait(
        for output: OutputResource,
        _ applied: AppliedOutput,
        reporting report: @escaping @Sendable (Progress) -> Void
    ) async throws -> AppliedOutput {
        applied
    }
}

/// What was found of an object.
public struct Observation: Sendable, Equatable {
    /// The fingerprint of the object as it is there.
    public let fingerprint: String
    /// Whether the object itself tells that rad did not make it for this deployment, whatever is remembered.
    public let isForeign: Bool

    /// Creates an observation.
    public init(fingerprint: String, isForeign: Bool = false) {
        self.fingerprint = fingerprint
        self.isForeign = isForeign
    }
}

/// What applying an object gave.
public struct AppliedOutput: Sendable {
    /// The object as the platform knows it, for the values that wait for it.
    public let value: Value
    /// Where the object is, in words that a user can follow: a file's path, an id.
    public let location: String
    /// The fingerprint by which `observe` will know it again.
    public let fingerprint: String

    /// Creates the outcome of an application.
    public init(value: Value, location: String, fingerprint: String) {
        self.value = value
        self.location = location
        self.fingerprint = fingerprint
    }
}

/// What became of an object that was to be removed.
public enum Removal: Sendable {
    /// It is gone.
    case removed
    /// It is still there, because it is not what rad made; a warning says so.
    case left(Diagnostic)
}
