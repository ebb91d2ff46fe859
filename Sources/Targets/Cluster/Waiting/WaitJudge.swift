import Engine

/// Decides, from how an object fares and how long it has, whether to go on waiting: no clock, no server.
struct WaitJudge: Sendable {
    /// How long to wait.
    struct Limits: Sendable, Equatable {
        /// For one object; `nil` for as long as it takes.
        var object: Duration? = .seconds(600)
        /// What is left for the whole deployment; `nil` for as long as it takes.
        var deployment: Duration?
        /// How long something may be wrong that is likely to stay wrong.
        var patience: Duration = .seconds(30)
    }

    enum Verdict: Sendable, Equatable {
        case ready
        case wait(Progress)
        case failed(Trouble)
        /// The time is up; this is what was seen last.
        case timedOut(after: Duration, String, Trouble?)
    }

    let limits: Limits
    /// Since when each stubborn trouble is there.
    private var since: [String: Duration] = [:]

    init(_ limits: Limits) { self.limits = limits }

    /// Judges what was seen some time after the waiting began.
    mutating func verdict(on readiness: Readiness, at elapsed: Duration) -> Verdict {
        switch readiness {
        case .ready: return .ready
        case .failed(let trouble): return .failed(trouble)
        case .progressing(let message, let troubles):
            if let fatal = troubles.first(where: { $0.gravity == .fatal }) { return .failed(fatal) }
            if let stuck = stuck(troubles, at: elapsed) { return .failed(stuck) }
            let limit = [limits.object, limits.deployment].compactMap { $0 }.min()
            if let limit, elapsed >= limit { return .timedOut(after: limit, message, troubles.first) }
            guard let trouble = troubles.first else { return .wait(Progress(message)) }
            return .wait(Progress(trouble.message, isTrouble: true))
        }
    }

    /// A stubborn trouble that has stayed for too long.
    private mutating func stuck(_ troubles: [Trouble], at elapsed: Duration) -> Trouble? {
        let stubborn = troubles.filter { $0.gravity == .stubborn }
        let present = Set(stubborn.map(\.reason))
        since = since.filter { present.contains($0.key) }
        for trouble in stubborn where since[trouble.reason] == nil { since[trouble.reason] = elapsed }
        return stubborn.first { elapsed - (since[$0.reason] ?? elapsed) >= limits.patience }
    }
}
