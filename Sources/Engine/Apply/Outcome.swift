public import Diagnostics

/// What became of a change.
public enum Outcome: Sendable {
    /// The object was made as it is wanted; this is what to record.
    case applied(RecordedOutput)
    /// The object is gone.
    case removed
    /// The object was to go, but is not what rad made and was left alone.
    case left(Diagnostic)
    /// The target refused; the object may be in any state.
    case failed(ApplyError)
    /// Nothing was attempted.
    case skipped(Cause)

    /// Why nothing was attempted.
    public enum Cause: Sendable, Equatable {
        /// Something that has to come first failed.
        case failure(of: OutputResourceID)
        /// The user stopped the deployment.
        case cancelled
    }
}

/// A change and what became of it.
public struct ChangeOutcome: Sendable {
    public let change: Change
    public let outcome: Outcome
    /// The object that was wanted, with every value known; `nil` if it was not got that far.
    var made: OutputResource?
}

/// Watches a deployment at work.
///
/// Calls come one at a time, in the order of events.
public protocol ApplyObserver: Sendable {
    /// Work on a change begins.
    func began(_ change: Change)
    /// A change was applied, failed or was skipped.
    func ended(_ change: Change, _ outcome: Outcome)
}

/// Watches nothing.
public struct NoObserver: ApplyObserver {
    /// Creates the observer.
    public init() {}
    public func began(_ change: Change) {}
    public func ended(_ change: Change, _ outcome: Outcome) {}
}
