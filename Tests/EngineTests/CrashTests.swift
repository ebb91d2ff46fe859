import AppModel
import Engine
import TestSupport
import Testing

/// Whatever moment rad is killed at, the next run converges: nothing lost, duplicated or orphaned.
@Suite struct CrashTests {
    private static let journal = "state/groups/default/environments/prod/applications/shop.journal"
    private static let before = "web = 1 <- db\ndb = 1\nold = 1 <- older\nolder = 1"
    private static let after = "web = 2 <- db\ndb = 2\nnew = ?db <- web\nSecret/pw = secret:hunter2"
    private static let objects = "db = 2\nnew = 2\nweb = 2\npw = hunter2"

    private func world(in folder: ScratchFolder) -> EngineWorld {
        EngineWorld(store: FileStateStore(path: "\(folder.path)/state"))
    }

    /// Deploys again, checks that all is as it should be, and that deleting leaves nothing.
    private func checkConverges(_ world: EngineWorld, _ comment: Comment) async throws {
        try await world.deploy(Self.after)
        #expect(world.objects == Self.objects, comment)
        #expect(try await world.plan(Self.after) == "", comment)
        let state = try #require(try await world.store.state(of: world.identity))
        #expect(state.uncertain == [], comment)
        #expect(state.outputs.count == 4, comment)
        try await world.delete()
        #expect(world.objects == "", comment)
        #expect(try await world.store.state(of: world.identity) == nil, comment)
    }

    /// The next run wants something else: what the killed one made must still go.
    private func checkLeavesNothing(_ world: EngineWorld, _ comment: Comment) async throws {
        try await world.deploy("other = 1")
        #expect(world.objects == "other = 1", comment)
        try await world.delete()
        #expect(world.objects == "", comment)
    }

    /// How often `after` calls the target when `before` is there.
    private static let calls = 6

    @Test(arguments: 0...calls, [true, false])
    func killedAfterAnyCallOfTheTarget(calls: Int, wantsTheSame: Bool) async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy(Self.before)
            world.target.die(after: calls)
            // Neither the failures after the death nor the end of the deployment reach the disk.
            await #expect(throws: Death.self) {
                try await EngineWorld(target: world.target, store: DyingStore(store: world.store, after: 1))
                    .deploy(Self.after)
            }
            world.target.revive()
            if wantsTheSame {
                try await checkConverges(world, "after \(calls) calls")
            } else {
                try await checkLeavesNothing(world, "after \(calls) calls")
            }
        }
    }

    @Test(arguments: 0...9, [true, false])
    func killedAtAnyWriteOfTheJournal(writes: Int, wantsTheSame: Bool) async throws {
        try await ScratchFolder.with { folder in
            let target = InMemoryTarget(width: 2)
            var world = world(in: folder)
            world.target = target
            try await world.deploy(Self.before)
            _ = try? await EngineWorld(target: target, store: DyingStore(store: world.store, after: writes))
                .deploy(Self.after)
            if wantsTheSame {
                try await checkConverges(world, "after \(writes) writes")
            } else {
                try await checkLeavesNothing(world, "after \(writes) writes")
            }
        }
    }

    @Test(arguments: [true, false])
    func cutAtAnyPlaceThatAKillCanLeave(wantsTheSame: Bool) async throws {
        try await ScratchFolder.with { folder in
            let first = world(in: folder)
            try await first.deploy(Self.before)
            let start = try folder.read(Self.journal).utf8.count
            let there = first.target.objects
            try await first.deploy(Self.after)
            let whole = Array(try folder.read(Self.journal).utf8)
            let begun = try #require(whole[start...].firstIndex(of: 10))
            for length in Array(stride(from: start, to: whole.count, by: 97)) + [begun, begun + 1, whole.count - 1] {
                var world = world(in: folder)
                world.target = InMemoryTarget()
                // Before the intent is on the disk, nothing can have happened; after that, anything.
                let reached = length > begun ? first.target.objects : there
                for (id, body) in reached { world.target.tamper(with: id, body) }
                try folder.write(String(decoding: whole[..<length], as: UTF8.self), to: Self.journal)
                if wantsTheSame {
                    try await checkConverges(world, "cut after \(length) bytes")
                } else {
                    try await checkLeavesNothing(world, "cut after \(length) bytes")
                }
            }
        }
    }

    @Test(arguments: 0...4)
    func killedWhileDeleting(calls: Int) async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy(Self.before)
            world.target.die(after: calls)
            await #expect(throws: Death.self) {
                try await EngineWorld(target: world.target, store: DyingStore(store: world.store, after: 1)).delete()
            }
            world.target.revive()
            try await world.delete()
            #expect(world.objects == "")
            #expect(try await world.store.state(of: world.identity) == nil)
        }
    }

    @Test func killedAgainAndAgain() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            var random = SeededGenerator(seed: 6)
            for round in 0..<60 {
                let names = (0..<6).filter { _ in Int.random(in: 0..<2, using: &random) == 0 }
                let text = names.map { "o\($0) = \(Int.random(in: 0..<3, using: &random))" }.joined(separator: "\n")
                world.target.die(after: Int.random(in: 0..<6, using: &random))
                let store = DyingStore(store: world.store, after: Int.random(in: 0..<4, using: &random))
                _ = try? await EngineWorld(target: world.target, store: store).deploy(text)
                world.target.revive()
                guard round.isMultiple(of: 4) else { continue }
                try await world.deploy(text)
                #expect(world.objects == text, "round \(round)")
            }
            try await world.delete()
            #expect(world.objects == "")
        }
    }
}

/// The program has ended.
private struct Death: Error {}

/// A store whose user is killed after some writes: later ones never happen.
private struct DyingStore: StateStore {
    let store: any StateStore
    let after: Int

    func knownKey() async throws -> StateKey? { try await store.knownKey() }
    func key(orKeeping candidate: StateKey) async throws -> StateKey { try await store.key(orKeeping: candidate) }
    func state(of identity: DeploymentIdentity) async throws -> DeploymentState? { try await store.state(of: identity) }
    func version(of identity: DeploymentIdentity) async throws -> StateVersion? {
        try await store.version(of: identity)
    }
    func history(of identity: DeploymentIdentity) async throws -> [HistoryEntry]? {
        try await store.history(of: identity)
    }
    func heldLocks() async throws -> [HeldLock] { try await store.heldLocks() }

    func holder(of identity: DeploymentIdentity) async throws -> LockHolder? {
        try await store.holder(of: identity)
    }
    func journal(of identity: DeploymentIdentity) async throws -> [UInt8]? { try await store.journal(of: identity) }
    func revisions(of identity: DeploymentIdentity) async throws -> [KeptRevision] {
        try await store.revisions(of: identity)
    }
    func restore(
        _ journal: [UInt8],
        _ revisions: [KeptRevision],
        of identity: DeploymentIdentity,
        for holder: LockHolder
    ) async throws {
        try await store.restore(journal, revisions, of: identity, for: holder)
    }
    func breakLock(of identity: DeploymentIdentity) async throws -> Bool {
        try await store.breakLock(of: identity)
    }
    func deployments(in group: String) async throws -> [DeploymentIdentity] { try await store.deployments(in: group) }
    func lockGroup(_ group: String, for holder: LockHolder, patience: Duration) async throws -> GroupLock {
        try await store.lockGroup(group, for: holder, patience: patience)
    }
    func groups() async throws -> [String] { try await store.groups() }
    func createGroup(_ name: String) async throws { try await store.createGroup(name) }
    func removeGroup(_ name: String) async throws { try await store.removeGroup(name) }
    func resourceTypes() async throws -> [ResourceTypeRecord] { try await store.resourceTypes() }
    func save(_ type: ResourceTypeRecord) async throws { try await store.save(type) }
    func removeResourceType(_ type: ResourceType) async throws { try await store.removeResourceType(type) }
    func environments(in group: String) async throws -> [EnvironmentRecord] { try await store.environments(in: group) }
    func environment(_ name: String, in group: String) async throws -> EnvironmentRecord? {
        try await store.environment(name, in: group)
    }
    func save(_ environment: EnvironmentRecord) async throws { try await store.save(environment) }
    func removeEnvironment(_ name: String, in group: String) async throws {
        try await store.removeEnvironment(name, in: group)
    }
    func open(_ identity: DeploymentIdentity, for holder: LockHolder) async throws -> any StateSession {
        DyingSession(session: try await store.open(identity, for: holder), left: after)
    }
}

private actor DyingSession: StateSession {
    private let session: any StateSession
    private var left: Int

    init(session: any StateSession, left: Int) {
        self.session = session
        self.left = left
    }

    func state() async -> DeploymentState { await session.state() }

    func begin(_ beginning: Beginning) async throws {
        try live()
        try await session.begin(beginning)
    }

    func record(_ outcomes: [RecordedOutcome]) async throws {
        try live()
        try await session.record(outcomes)
    }

    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) async throws {
        try live()
        try await session.end(ending, after: outcomes)
    }

    func keep(_ record: [UInt8], revision: Int) async throws {
        try live()
        try await session.keep(record, revision: revision)
    }

    func hasRevision(_ revision: Int) async throws -> Bool { try await session.hasRevision(revision) }

    func revisions() async throws -> [KeptRevision] { try await session.revisions() }

    func forgetRevisions(before revision: Int) async throws {
        try live()
        try await session.forgetRevisions(before: revision)
    }

    func remove() async throws {
        try live()
        try await session.remove()
    }

    func close() async { await session.close() }

    private func live() throws {
        guard left > 0 else { throw Death() }
        left -= 1
    }
}
