import Engine

/// A session that gives the lock of its group back once the deployment has begun.
///
/// From then on the journal says which namespaces are the deployment's, and others need not wait for its end.
struct BeginningSession: StateSession {
    private let session: any StateSession
    private let lock: GroupLock

    init(_ session: any StateSession, holding lock: GroupLock) {
        self.session = session
        self.lock = lock
    }

    func state() async -> DeploymentState { await session.state() }

    func begin(_ beginning: Beginning) async throws {
        try await session.begin(beginning)
        await lock.release()
    }

    func record(_ outcomes: [RecordedOutcome]) async throws { try await session.record(outcomes) }

    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) async throws {
        try await session.end(ending, after: outcomes)
    }

    func keep(_ record: [UInt8], revision: Int) async throws { try await session.keep(record, revision: revision) }

    func hasRevision(_ revision: Int) async throws -> Bool { try await session.hasRevision(revision) }

    func revisions() async throws -> [KeptRevision] { try await session.revisions() }

    func forgetRevisions(before revision: Int) async throws { try await session.forgetRevisions(before: revision) }

    func remove() async throws { try await session.remove() }

    func close() async {
        await lock.release()
        await session.close()
    }
}
