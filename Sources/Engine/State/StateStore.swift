public import AppModel

/// Where states are kept.
///
/// Reading takes no lock and sees what was last recorded. Writing goes through a session, which
/// only one rad at a time can have.
public protocol StateStore: Sendable {
    /// The key of this store's fingerprints and sealed values; `nil` if none was made yet.
    func knownKey() async throws -> StateKey?

    /// The key of this store's fingerprints and sealed values; the candidate becomes it if none was made yet.
    func key(orKeeping candidate: StateKey) async throws -> StateKey

    /// What is remembered of a deployment; `nil` if nothing is.
    func state(of identity: DeploymentIdentity) async throws -> DeploymentState?

    /// The deployments of one identity that are remembered, the oldest first; `nil` if nothing is remembered of it.
    func history(of identity: DeploymentIdentity) async throws -> [HistoryEntry]?

    /// Who works on a deployment now; `nil` if nobody does. One that holds the lock and has not said who has no name.
    func holder(of identity: DeploymentIdentity) async throws -> LockHolder?

    /// The locks of deployments that are held now, sorted; also of those of which nothing is remembered yet.
    func heldLocks() async throws -> [HeldLock]

    /// The lines of a deployment's journal, after they were checked; `nil` if nothing is remembered of it.
    func journal(of identity: DeploymentIdentity) async throws -> [UInt8]?

    /// What is kept of deployments to be made again, the oldest first.
    func revisions(of identity: DeploymentIdentity) async throws -> [KeptRevision]

    /// Puts a journal in place that another store gave, and what is kept beside it.
    ///
    /// - Throws: `StateError` RAD6042 if there is one already, RAD6022 if it is damaged.
    func restore(
        _ journal: [UInt8],
        _ revisions: [KeptRevision],
        of identity: DeploymentIdentity,
        for holder: LockHolder
    ) async throws

    /// Takes the lock of a deployment away from whoever holds it.
    ///
    /// - Returns: Whether nobody holds it any more; false if it can only go with the process that holds it.
    func breakLock(of identity: DeploymentIdentity) async throws -> Bool

    /// The version of what is remembered of a deployment, told without reading it; `nil` if nothing is.
    func version(of identity: DeploymentIdentity) async throws -> StateVersion?

    /// The deployments of a group, sorted: applications and environments with objects of their own.
    func deployments(in group: String) async throws -> [DeploymentIdentity]

    /// Takes the lock of a deployment.
    ///
    /// - Throws: `StateError` RAD6020 at once, if another rad has it, with who and since when.
    func open(_ identity: DeploymentIdentity, for holder: LockHolder) async throws -> any StateSession

    /// Waits for the right to take names in a group, which goes when it is given back, or nobody refers to it any more.
    ///
    /// - Throws: `StateError` RAD6020 if another rad keeps it for longer than the patience, with who and since when.
    func lockGroup(_ group: String, for holder: LockHolder, patience: Duration) async throws -> GroupLock

    /// The groups that were created or hold anything, sorted.
    func groups() async throws -> [String]

    /// Creates a group, so that it is there while it holds nothing. It is no error if it is there already.
    func createGroup(_ name: String) async throws

    /// Forgets that a group was created; one that holds something stays. It is no error if there is none.
    func removeGroup(_ name: String) async throws

    /// The environments of a group, sorted by name.
    func environments(in group: String) async throws -> [EnvironmentRecord]

    /// The environment of a name, ignoring case.
    func environment(_ name: String, in group: String) async throws -> EnvironmentRecord?

    /// Remembers an environment, instead of the one of that name.
    func save(_ environment: EnvironmentRecord) async throws

    /// Forgets an environment. It is no error if there is none.
    func removeEnvironment(_ name: String, in group: String) async throws

    /// The resource types that users registered, sorted by name.
    func resourceTypes() async throws -> [ResourceTypeRecord]

    /// Remembers a resource type, instead of the one of that name.
    func save(_ type: ResourceTypeRecord) async throws

    /// Forgets a resource type. It is no error if there is none.
    func removeResourceType(_ type: ResourceType) async throws
}

/// The right to write the state of one deployment, until it is closed.
public protocol StateSession: Sendable {
    /// The state as recorded so far.
    func state() async -> DeploymentState

    /// Records what is about to be done; when this returns, it will survive a crash.
    func begin(_ beginning: Beginning) async throws

    /// Records outcomes; a crash may lose them, and the next deployment then finds out by looking.
    func record(_ outcomes: [RecordedOutcome]) async throws

    /// Records the outcomes that are left and how the deployment ended; when this returns, it will survive a crash.
    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) async throws

    /// Keeps what a deployment came to; when this returns, it will survive a crash.
    func keep(_ record: [UInt8], revision: Int) async throws

    /// Whether it is kept what a deployment came to.
    func hasRevision(_ revision: Int) async throws -> Bool

    /// What is kept of deployments to be made again, the oldest first.
    func revisions() async throws -> [KeptRevision]

    /// Forgets what deployments before one came to, the oldest first.
    func forgetRevisions(before revision: Int) async throws

    /// Forgets the deployment, and all that is kept of it.
    ///
    /// - Throws: `StateError` RAD6027 if any of its objects may still be there.
    func remove() async throws

    /// Gives the lock back.
    func close() async
}

/// A lock of a deployment, and who holds it.
public struct HeldLock: Sendable, Equatable {
    public let identity: DeploymentIdentity
    public let holder: LockHolder
}

/// What is kept of a deployment to be made again.
public struct KeptRevision: Sendable, Equatable {
    /// The number of the deployment.
    public let number: Int
    /// The record, its secrets sealed.
    public let bytes: [UInt8]
}

extension StateStore {
    /// The key of this store's fingerprints and sealed values, made when it is first asked for.
    public func key() async throws -> StateKey { try await key(orKeeping: StateKey()) }

    /// Waits for the right to take names in a group for longer than recording something takes.
    public func lockGroup(_ group: String, for holder: LockHolder) async throws -> GroupLock {
        try await lockGroup(group, for: holder, patience: .seconds(10))
    }

    /// Runs something with the lock of a deployment.
    public func withSession<Result>(
        _ identity: DeploymentIdentity,
        for holder: LockHolder,
        _ body: (any StateSession) async throws -> Result
    ) async throws -> Result {
        let session = try await open(identity, for: holder)
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }
}
