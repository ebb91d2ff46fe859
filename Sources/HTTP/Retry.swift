/// When to try a failed request again: a policy without a clock and without chance of its own.
///
/// Ask it only about requests that may be repeated.
public struct Retry: Sendable, Equatable {
    /// What to do after an attempt.
    public enum Decision: Sendable, Equatable {
        case wait(Duration)
        case stop
    }

    /// The number of attempts in all.
    public var attempts: Int
    /// The delay after the first attempt; it doubles with each one.
    public var firstDelay: Duration
    /// What the doubling ends at.
    public var longestDelay: Duration
    /// A server that asks for a longer pause is not asked again.
    public var longestRetryAfter: Duration

    /// Creates a policy.
    public init(
        attempts: Int = 5,
        firstDelay: Duration = .milliseconds(500),
        longestDelay: Duration = .seconds(30),
        longestRetryAfter: Duration = .seconds(120)
    ) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRetryAfter = longestRetryAfter
    }

    /// What to do after a response.
    ///
    /// - Parameters:
    ///   - attempt: The number of the attempt, counted from 1.
    ///   - status: The status of the response.
    ///   - retryAfter: How long the server asks to wait, if it does.
    ///   - jitter: A random number from 0 to 1, so that clients that failed together do not come back together.
    /// - Returns: How long to wait; at least half of the delay, and never less than the server asks for.
    public func decision(
        afterAttempt attempt: Int,
        status: Int,
        retryAfter: Duration? = nil,
        jitter: Double
    ) -> Decision {
        guard Self.transientStatuses.contains(status), attempt < attempts else { return .stop }
        let delay = delay(afterAttempt: attempt, jitter: jitter)
        guard let retryAfter else { return .wait(delay) }
        return retryAfter <= longestRetryAfter ? .wait(max(delay, retryAfter)) : .stop
    }

    /// What to do after an attempt without a response.
    ///
    /// - Parameters:
    ///   - attempt: The number of the attempt, counted from 1.
    ///   - code: The code of the error.
    ///   - jitter: A random number from 0 to 1.
    /// - Returns: How long to wait, if the error is one that may pass.
    public func decision(afterAttempt attempt: Int, error code: HTTPError.Code, jitter: Double) -> Decision {
        guard code.isTransient, attempt < attempts else { return .stop }
        return .wait(delay(afterAttempt: attempt, jitter: jitter))
    }

    /// Timeout, too early, too many requests, and a server or gateway in trouble.
    private static let transientStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

    private func delay(afterAttempt attempt: Int, jitter: Double) -> Duration {
        let doublings = min(max(attempt - 1, 0), 30)
        let whole = min(firstDelay * (1 << doublings), longestDelay)
        return whole * (0.5 + min(max(jitter, 0), 1) / 2)
    }
}
