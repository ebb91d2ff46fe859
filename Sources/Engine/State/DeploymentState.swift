/// Everything that is remembered of one deployment.
public struct DeploymentState: Sendable, Equatable {
    /// How the last deployment ended.
    public enum Status: String, Sendable, CaseIterable {
        case succeeded
        case failed
        case cancelled
        /// It began, and nothing tells how it ended: rad was killed, or is at work now.
        case interrupted
    }

    public var identity: DeploymentIdentity
    /// Counts the deployments that were begun; 0 before the first.
    public var revision: Int
    /// Where the deployment went: `directory:.rad/out`; empty before the first.
    public var target: String
    public var status: Status
    /// What was made, sorted by id.
    public var outputs: [RecordedOutput]
    /// What may have been made or changed: an outcome was not recorded, or was a failure.
    ///
    /// Sorted by id.
    ///
    /// What stands here and in `outputs` was being changed. The applied fingerprint is empty.
    public var uncertain: [RecordedOutput]
    /// The resources of the last deployment, in the order of the graph.
    public var resources: [RecordedResource]
    public var created: Timestamp
    public var updated: Timestamp

    /// Creates a state; without further arguments, that before the first deployment.
    public init(
        identity: DeploymentIdentity,
        revision: Int = 0,
        target: String = "",
        status: Status = .succeeded,
        outputs: [RecordedOutput] = [],
        uncertain: [RecordedOutput] = [],
        resources: [RecordedResource] = [],
        created: Timestamp = Timestamp(seconds: 0),
        updated: Timestamp = Timestamp(seconds: 0)
    ) {
        self.identity = identity
        self.revision = revision
        self.target = target
        self.status = status
        self.outputs = outputs
        self.uncertain = uncertain
        self.resources = resources
        self.created = created
        self.updated = updated
    }

    /// Whether the target holds nothing of this deployment, as far as is known.
    public var isGone: Bool { outputs.isEmpty && uncertain.isEmpty }
}
