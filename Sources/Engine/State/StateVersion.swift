/// Tells the states of one deployment at different times apart, without reading them.
public struct StateVersion: Sendable, Hashable {
    private let parts: [Int]

    /// Of parts that together differ whenever the states do.
    init(_ parts: [Int]) {
        self.parts = parts
    }
}

/// What somebody wants to know of states, each of which is read once, and again only after it has changed.
///
/// A journal can be long, and few are written to while a command runs.
public actor StateSummaries<Summary: Sendable> {
    private let store: any StateStore
    private let summarize: @Sendable (DeploymentState) -> Summary
    private var known: [DeploymentIdentity: (version: StateVersion, summary: Summary)] = [:]

    /// Reads nothing yet.
    ///
    /// - Parameters:
    ///   - store: Where the states are.
    ///   - summarize: What is kept of a state.
    public init(of store: any StateStore, _ summarize: @escaping @Sendable (DeploymentState) -> Summary) {
        self.store = store
        self.summarize = summarize
    }

    /// What is to be known of a deployment as it is recorded now; `nil` if nothing is recorded.
    public func summary(of identity: DeploymentIdentity) async throws -> Summary? {
        // Asked for first: what is recorded in between only makes the next look read the state again.
        guard let version = try await store.version(of: identity) else { return nil }
        if let known = known[identity], known.version == version { return known.summary }
        guard let summary = try await store.state(of: identity).map(summarize) else { return nil }
        known[identity] = (version, summary)
        return summary
    }
}
