public import Diagnostics

/// What became of a change.
public enum Outcome: Sendable {
    /// The object was made as it is wanted; this is what to record.
    case applied(RecordedOutput)
    /// The object was made as it is wanted, and the user stopped before it was ready.
    case unawaited(RecordedOutput)
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

/// How far an object is that was made and is not ready yet.
public struct Progress: Sendable, Equatable {
    /// What is waited for, in words that continue a colon: `1 of 3 pods are available`.
    public let message: String
    /// Whether it looks as if it would not become ready without somebody's help.
    public let isTrouble: Bool

    /// Creates a message.
    public init(_ message: String, isTrouble: Bool = false) {
        self.message = message
        self.isTrouble = isTrouble
    }
}

/// Watches a deployment at work.
///
/// `began` and `ended` come one at a time, in the order of events; progress comes at any time between the two of
/// its change.
public protocol ApplyObserver: Sendable {
    /// Work on a change begins.
    func began(_ change: Change)
    /// The object of a change was made, and is waited for.
    func progressed(_ change: Change, _ progress: Progress)
    /// A change was applied, failed or was skipped.
    func ended(_ change: Change, _ outcome: Outcome)
    /// The user has asked to stop, and so many changes are still at work.
    func stopping(_ count: Int)
}

extension ApplyObserver {
    public func progressed(_ change: Change, _ progress: Progress) {}
    public func stopping(_ count: Int) {}
}

/// Watches nothing.
public struct NoObserver: ApplyObserver {
    /// Creates the observer.
    public init() {}
    public func began(_ change: Change) {}
    public func ended(_ change: Change, _ outcome: Outcome) {}
}
