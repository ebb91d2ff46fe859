import Documents
import Engine
import Synchronization
import Testing

/// Objects that take their time until they are of use.
@Suite(.timeLimit(.minutes(10))) struct WaitingTests {
    private func world(width: Int = 1) -> EngineWorld {
        EngineWorld(target: InMemoryTarget(width: width, awaitsReadiness: true))
    }

    private static let never = ApplyError(code: "RAD0000", message: "it crashes with hunter2", details: ["hunter2!"])

    /// Waits until something is so.
    private func until(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func whatDependsOnAnObjectWaitsForItAndTheRestGoesOn() async throws {
        let world = world()
        world.target.inject(.hold(Progress("0 of 1")), for: EngineWorld.id("db"))
        world.target.inject(.hold(Progress("0 of 2")), for: EngineWorld.id("cache"))
        let text = Task { try await world.deploy("web = 1 <- db\ndb = 1\ncache = 1\njob = 1\nold = 1") }
        try await until { world.target.calls.count == 4 }
        #expect(world.target.calls == ["apply db", "apply cache", "apply job", "apply old"])
        world.target.inject(nil, for: EngineWorld.id("db"))
        try await until { world.target.calls.count == 5 }
        #expect(world.target.calls.last == "apply web")
        world.target.inject(nil, for: EngineWorld.id("cache"))
        #expect(try await text.value.split(separator: "\n").count == 5)
        #expect(try await world.plan("web = 1 <- db\ndb = 1\ncache = 1\njob = 1\nold = 1") == "")
    }

    @Test func whatDoesNotBecomeReadySkipsWhatDependsOnItAndIsMadeOnceMore() async throws {
        let world = world(width: 4)
        world.target.inject(.neverReady(Self.never), for: EngineWorld.id("db"))
        #expect(
            try await world.deploy("web = 1 <- db\ndb = 1\njob = 1") == """
                create apps/Deployment 'db': failed: it crashes with hunter2 [RAD0000]
                create apps/Deployment 'web': skipped because of db
                create apps/Deployment 'job': applied
                """
        )
        #expect(world.objects == "db = 1\njob = 1")
        world.target.inject(nil, for: EngineWorld.id("db"))
        #expect(
            try await world.deploy("web = 1 <- db\ndb = 1\njob = 1") == """
                update apps/Deployment 'db': applied
                create apps/Deployment 'web': applied
                """
        )
    }

    @Test func nothingIsRemovedBeforeAllThatIsWantedIsReady() async throws {
        let world = world()
        try await world.deploy("old = 1")
        world.target.inject(.hold(Progress("0 of 1")), for: EngineWorld.id("new"))
        let text = Task { try await world.deploy("new = 1") }
        try await until { world.target.calls.last == "apply new" }
        #expect(world.objects == "new = 1\nold = 1")
        world.target.inject(nil, for: EngineWorld.id("new"))
        _ = try await text.value
        #expect(world.objects == "new = 1")
    }

    @Test func stoppingWaitsNoLongerAndTheNextDeploymentDoes() async throws {
        let world = world(width: 4)
        world.target.inject(.hold(Progress("0 of 1")), for: EngineWorld.id("db"))
        let deployment = try await world.deployment()
        let outputs = EngineWorld.outputs("web = 1 <- db\ndb = 1\njob = 1")
        let seen = Seen()
        let report = try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
            try await deployment.apply(
                try await deployment.plan(outputs, from: await session.state()).plan,
                resources: [],
                in: session,
                command: "",
                observer: seen,
                isStopping: { Set(seen.lines).isSuperset(of: ["progress db: 0 of 1", "ended job: applied"]) }
            )
        }
        #expect(report.status == .cancelled)
        #expect(seen.lines.filter { $0.hasPrefix("stopping") } == ["stopping 1"])
        #expect(report.outcomes.map(\.outcome.text) == ["not waited for", "skipped", "applied"])
        world.target.inject(nil, for: EngineWorld.id("db"))
        #expect(
            try await world.plan("web = 1 <- db\ndb = 1\njob = 1") == """
                update apps/Deployment 'db': left unfinished by an earlier deployment
                create apps/Deployment 'web': new
                """
        )
    }

    @Test func noMessageTellsASecretOfAnyObject() async throws {
        let world = world()
        let deployment = try await world.deployment()
        let outputs = EngineWorld.outputs("Secret/pw = secret:hunter2\ndb = 1\nweb = 1")
        world.target.inject(.neverReady(Self.never), for: EngineWorld.id("db"))
        world.target.inject(.hold(Progress("log: hunter2", isTrouble: true)), for: EngineWorld.id("web"))
        let seen = Seen()
        let report = try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
            try await deployment.apply(
                try await deployment.plan(outputs, from: await session.state()).plan,
                resources: [],
                in: session,
                command: "",
                observer: seen,
                isStopping: { seen.lines.contains { $0.hasPrefix("progress web") } }
            )
        }
        #expect(seen.lines.contains("progress web: log: <redacted>"))
        #expect(report.failures.map(\.error.message) == ["it crashes with <redacted>"])
        #expect(report.failures.map(\.error.details) == [["<redacted>!"]])
    }
}

/// Notes what an observer is told.
private final class Seen: ApplyObserver {
    private let noted = Mutex<[String]>([])

    var lines: [String] { noted.withLock { $0 } }

    func began(_ change: Change) { note("began \(change.object.name)") }
    func progressed(_ change: Change, _ progress: Progress) {
        note("progress \(change.object.name): \(progress.message)")
    }
    func ended(_ change: Change, _ outcome: Outcome) { note("ended \(change.object.name): \(outcome.text)") }
    func stopping(_ count: Int) { note("stopping \(count)") }

    private func note(_ line: String) { noted.withLock { $0.append(line) } }
}
