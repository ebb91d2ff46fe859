import Documents
import Engine
import Synchronization
import Testing

@Suite struct ApplyTests {
    @Test(arguments: [1, 8], [1, 16])
    func aFailureSkipsOnlyWhatDependsOnIt(width: Int, grain: Int) async throws {
        let world = EngineWorld(target: InMemoryTarget(width: width, grain: grain))
        world.target.inject(.refuse("quota exceeded"), for: EngineWorld.id("db"))
        #expect(
            try await world.deploy("web = 1 <- api\napi = 1 <- db\ndb = 1\njob = 1") == """
                create apps/Deployment 'db': failed: cannot apply db: quota exceeded [RAD6011]
                create apps/Deployment 'api': skipped because of db
                create apps/Deployment 'web': skipped because of db
                create apps/Deployment 'job': applied
                """
        )
        #expect(world.objects == "job = 1")
        world.target.inject(nil, for: EngineWorld.id("db"))
        #expect(
            try await world.plan("web = 1 <- api\napi = 1 <- db\ndb = 1\njob = 1") == """
                create apps/Deployment 'db': left unfinished by an earlier deployment
                create apps/Deployment 'api': new
                create apps/Deployment 'web': new
                """
        )
    }

    @Test(arguments: [1, 8], [1, 16])
    func nothingIsDeletedUnlessAllThatIsWantedIsThere(width: Int, grain: Int) async throws {
        let world = EngineWorld(target: InMemoryTarget(width: width, grain: grain))
        try await world.deploy("old = 1\nolder = 1 <- old")
        world.target.inject(.refuse("no"), for: EngineWorld.id("new"))
        #expect(
            try await world.deploy("new = 1\nother = 1") == """
                create apps/Deployment 'new': failed: cannot apply new: no [RAD6011]
                create apps/Deployment 'other': applied
                delete apps/Deployment 'older': skipped because of new
                delete apps/Deployment 'old': skipped because of new
                """
        )
        world.target.inject(nil, for: EngineWorld.id("new"))
        try await world.deploy("new = 1\nother = 1")
        #expect(world.objects == "new = 1\nother = 1")
    }

    @Test(arguments: [1, 8], [1, 16])
    func aDeletionThatFailsKeepsWhatItNeeds(width: Int, grain: Int) async throws {
        let world = EngineWorld(target: InMemoryTarget(width: width, grain: grain))
        try await world.deploy("web = 1 <- db\ndb = 1\njob = 1")
        world.target.inject(.refuse("finalizer"), for: EngineWorld.id("web"))
        await #expect(throws: StateError.self) { try await world.delete() }
        #expect(world.objects == "db = 1\nweb = 1")
        world.target.inject(nil, for: EngineWorld.id("web"))
        try await world.delete()
        #expect(world.objects == "")
        #expect(try await world.store.state(of: world.identity) == nil)
    }

    @Test func aLostAnswerLosesNoObject() async throws {
        let world = EngineWorld()
        world.target.inject(.loseAnswer("timeout"), for: EngineWorld.id("web"))
        try await world.deploy("web = 1")
        #expect(world.objects == "web = 1")
        world.target.inject(nil, for: EngineWorld.id("web"))
        #expect(try await world.plan("") == "delete apps/Deployment 'web': no longer wanted")
        try await world.delete()
        #expect(world.objects == "")
    }

    @Test func valuesOfObjectsThatStayAreReadForThoseThatChange() async throws {
        let world = EngineWorld()
        try await world.deploy("db = host\nmid = ?db\nweb = ?mid")
        #expect(world.objects == "db = host\nmid = host\nweb = host")
        world.target.tamper(with: EngineWorld.id("web"), nil)
        #expect(try await world.deploy("db = host\nmid = ?db\nweb = ?mid") == "create apps/Deployment 'web': applied")
        #expect(world.objects == "db = host\nmid = host\nweb = host")
    }

    @Test func aValueThatStaysUnknownIsAnErrorThatNamesTheExpression() async throws {
        let world = EngineWorld()
        #expect(
            try await world.deploy("db = never\nweb = ?db") == """
                create apps/Deployment 'db': applied
                create apps/Deployment 'web': failed: 'db.text' is still not known when apps/Deployment 'web' is to be \
                made: what it waits for was made, but does not tell the value [RAD6010]
                """
        )
        #expect(world.objects == "db = never")
    }

    @Test func aSecretThatBecomesKnownStaysOutOfOrdinaryObjects() async throws {
        let world = EngineWorld()
        #expect(
            try await world.deploy("Secret/pw = secret:hunter2\nweb = ?pw") == """
                create core/Secret 'pw': applied
                create apps/Deployment 'web': failed: 'text' of apps/Deployment 'web' is secret, and only a Secret may \
                hold it [RAD6004]
                """
        )
    }

    @Test func anErrorNeverTellsASecret() async throws {
        let world = EngineWorld()
        let id = EngineWorld.outputs("Secret/pw = 1")[0].id
        world.target.inject(.refuse("invalid value 'hunter2' in 'data'"), for: id)
        #expect(
            try await world.deploy("Secret/pw = secret:hunter2") == """
                create core/Secret 'pw': failed: cannot apply pw: invalid value '<redacted>' in 'data' [RAD6011]
                """
        )
    }

    @Test(arguments: [1, 3], [1, 2])
    func stoppingFinishesWhatIsAtWorkAndSkipsTheRest(width: Int, grain: Int) async throws {
        let world = EngineWorld(target: InMemoryTarget(width: width, grain: grain))
        let deployment = try await world.deployment()
        let outputs = EngineWorld.outputs((0..<10).map { "o\($0) = 1" }.joined(separator: "\n"))
        let report = try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
            let plan = try await deployment.plan(outputs, from: await session.state()).plan
            return try await deployment.apply(
                plan,
                resources: [],
                in: session,
                command: "",
                isStopping: { world.target.calls.count >= 4 }
            )
        }
        #expect(report.status == .cancelled)
        let applied = report.outcomes.filter { $0.outcome.text == "applied" }.count
        #expect((4..<4 + width * grain).contains(applied))
        #expect(report.outcomes.count == 10)
        let state = try #require(try await world.store.state(of: world.identity))
        #expect(state.outputs.count == applied)
        #expect(state.uncertain == [])
        #expect(state.status == .cancelled)
    }

    @Test(arguments: [1, 16])
    func outcomesStandInTheOrderOfThePlanWhateverFinishedFirst(grain: Int) async throws {
        let lines = (0..<200).map { "o\($0) = 1\($0 % 7 == 0 ? "" : " <- o\($0 - $0 % 7)")" }.joined(separator: "\n")
        let one = EngineWorld(target: InMemoryTarget(width: 1))
        let many = EngineWorld(target: InMemoryTarget(width: 16, grain: grain))
        #expect(try await one.deploy(lines) == (try await many.deploy(lines)))
        let left = try #require(try await one.store.state(of: one.identity))
        let right = try #require(try await many.store.state(of: many.identity))
        #expect(left.outputs.map(\.location) == right.outputs.map(\.location))
    }

    @Test func theObserverSeesEachChangeBeginAndEnd() async throws {
        let world = EngineWorld()
        let observer = Recorder()
        let deployment = try await world.deployment()
        try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
            let plan = try await deployment.plan(EngineWorld.outputs("web = 1 <- db\ndb = 1"), from: session.state())
                .plan
            _ = try await deployment.apply(plan, resources: [], in: session, command: "", observer: observer)
        }
        #expect(observer.events == ["began db", "ended db applied", "began web", "ended web applied"])
    }

    @Test func aPlanFromAnotherRevisionIsStale() async throws {
        let world = EngineWorld()
        let deployment = try await world.deployment()
        let before = DeploymentState(identity: world.identity)
        let plan = try await deployment.plan(EngineWorld.outputs("web = 1"), from: before).plan
        try await world.deploy("db = 1")
        await #expect(throws: StateError.self) {
            try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
                try await deployment.apply(plan, resources: [], in: session, command: "")
            }
        }
        #expect(world.objects == "db = 1")
    }
}

private final class Recorder: ApplyObserver {
    private let seen = Mutex<[String]>([])

    var events: [String] { seen.withLock { $0 } }

    func began(_ change: Change) { seen.withLock { $0.append("began \(change.object.name)") } }

    func ended(_ change: Change, _ outcome: Outcome) {
        seen.withLock { $0.append("ended \(change.object.name) \(outcome.text)") }
    }
}
