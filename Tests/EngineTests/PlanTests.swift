import Documents
import Engine
import TestSupport
import Testing

@Suite struct PlanTests {
    @Test func eachOfManyObjectsIsComparedWithItself() async throws {
        let world = EngineWorld(target: InMemoryTarget(grain: 16))
        let lines = (0..<1300).map { "o\($0) = \($0)" }
        try await world.deploy(lines.joined(separator: "\n"))
        #expect(try await world.plan(lines.joined(separator: "\n")) == "")
        let changed = lines.map { $0 == "o1299 = 1299" ? "o1299 = 0" : $0 }
        #expect(
            try await world.plan(changed.joined(separator: "\n"))
                == "update apps/Deployment 'o1299': changed"
        )
    }

    @Test func aFirstPlanCreatesWhatIsNeededFirst() async throws {
        let world = EngineWorld()
        let plan = try await world.plan("web = 1 <- db cache\ncache = 1\ndb = 1 <- cache\njob = 1")
        #expect(
            plan == """
                create apps/Deployment 'cache': new
                create apps/Deployment 'db': new
                create apps/Deployment 'web': new
                create apps/Deployment 'job': new
                """
        )
        #expect(world.target.calls == [])
    }

    @Test func aPlanAfterACompleteApplyIsEmpty() async throws {
        let world = EngineWorld()
        let text = "web = ?db <- db\nSecret/pw = secret:hunter2\ndb = 1"
        try await world.deploy(text)
        #expect(try await world.plan(text) == "")
        let calls = world.target.calls
        #expect(try await world.deploy(text) == "")
        #expect(world.target.calls == calls)
    }

    @Test func onlyWhatChangedIsUpdated() async throws {
        let world = EngineWorld()
        try await world.deploy("web = 1 <- db\ndb = 1")
        #expect(try await world.plan("web = 2 <- db\ndb = 1") == "update apps/Deployment 'web': changed")
        #expect(try await world.deploy("web = 2 <- db\ndb = 1") == "update apps/Deployment 'web': applied")
        #expect(world.objects == "db = 1\nweb = 2")
    }

    @Test func whatIsOnlyReferredToIsNotDeleted() async throws {
        let world = EngineWorld()
        try await world.deploy("web = 1 <- db\ndb = 1\nold = 1")
        let state = try #require(try await world.store.state(of: world.identity))
        let planning = try await world.deployment().plan(
            EngineWorld.outputs("web = 1"),
            from: state,
            keeping: [EngineWorld.resourceID("db")]
        )
        #expect(planning.text == "delete apps/Deployment 'old': no longer wanted")
    }

    @Test func whatIsNoLongerWantedIsDeletedLastAndDependentsFirst() async throws {
        let world = EngineWorld()
        try await world.deploy("web = 1 <- api\napi = 1 <- db\ndb = 1")
        #expect(
            try await world.plan("other = 1") == """
                create apps/Deployment 'other': new
                delete apps/Deployment 'web': no longer wanted
                delete apps/Deployment 'api': no longer wanted
                delete apps/Deployment 'db': no longer wanted
                """
        )
    }

    @Test func driftIsToldApartFromChange() async throws {
        let world = EngineWorld()
        try await world.deploy("web = 1\ndb = 1\nold = 1")
        world.target.tamper(with: EngineWorld.id("web"), ["text": "edited"])
        world.target.tamper(with: EngineWorld.id("db"), nil)
        #expect(
            try await world.plan("web = 1\ndb = 1\nold = 2") == """
                update apps/Deployment 'web': changed at the target
                create apps/Deployment 'db': missing at the target
                update apps/Deployment 'old': changed
                """
        )
        try await world.deploy("web = 1\ndb = 1\nold = 2")
        #expect(world.objects == "db = 1\nold = 2\nweb = 1")
    }

    @Test func whatWaitsForAChangedObjectMayChangeToo() async throws {
        let world = EngineWorld()
        try await world.deploy("web = ?db\ndb = 1\njob = 1")
        #expect(world.objects == "db = 1\njob = 1\nweb = 1")
        #expect(
            try await world.plan("web = ?db\ndb = 2\njob = 1") == """
                update apps/Deployment 'db': changed
                update apps/Deployment 'web': may change with what it depends on
                """
        )
        try await world.deploy("web = ?db\ndb = 2\njob = 1")
        #expect(world.objects == "db = 2\njob = 1\nweb = 2")
    }

    @Test func anObjectThatBelongsToAnotherResourceNowIsUpdated() async throws {
        let world = EngineWorld()
        try await world.deploy("web(one) = 1")
        #expect(try await world.plan("web(two) = 1") == "update apps/Deployment 'web': moved from 'one'")
    }

    @Test func aDeploymentThatMovesLeavesNothingBehind() async throws {
        var world = EngineWorld()
        let first = world.target
        try await world.deploy("web = 1\ndb = 1\nold = 1")
        world.target = InMemoryTarget()
        world.place = "memory:two"
        world.formers = ["memory:one": first]
        #expect(
            try await world.plan("web = 1\ndb = 1") == """
                replace apps/Deployment 'web': moved from memory:one
                replace apps/Deployment 'db': moved from memory:one
                delete apps/Deployment 'old': no longer wanted
                """
        )
        try await world.deploy("web = 1\ndb = 1")
        #expect(EngineWorld.text(of: first) == "")
        #expect(world.objects == "db = 1\nweb = 1")
        #expect(try await world.plan("web = 1\ndb = 1") == "")
    }

    @Test func aPlaceThatCannotBeReachedIsAnError() async throws {
        var world = EngineWorld()
        try await world.deploy("web = 1")
        world.place = "memory:two"
        world.target = InMemoryTarget()
        await #expect(throws: StateError.self) { try await world.deploy("web = 1") }
        #expect(world.objects == "")
    }

    @Test func whatRadDidNotMakeIsNotTouched() async throws {
        var world = EngineWorld()
        world.target.tamper(with: EngineWorld.id("web"), ["text": "mine"])
        let refusal =
            "error: apps/Deployment 'web' exists already, and rad has no record of having made it [RAD6003]"
        #expect(try await world.deploy("web = 1\ndb = 1") == refusal)
        #expect(world.objects == "web = mine")
        world.strangers = .adopt
        #expect(try await world.plan("web = 1") == "update apps/Deployment 'web': taken over")
    }

    @Test func twoResourcesCannotMakeTheSameObject() async throws {
        #expect(
            try await EngineWorld().plan("web(one) = 1\nweb(two) = 2") == """
                error: apps/Deployment 'web' is made more than once: 'one' and 'two' both make it [RAD6001]
                """
        )
    }

    @Test func aCircleOfObjectsIsNamed() async throws {
        #expect(
            try await EngineWorld().plan("job = 1\nweb = 1 <- api\napi = 1 <- db\ndb = 1 <- web") == """
                error: objects need each other in a circle: apps/Deployment 'web' needs apps/Deployment 'api' \
                needs apps/Deployment 'db' needs apps/Deployment 'web' [RAD6002]
                """
        )
    }

    @Test func aSecretBelongsIntoASecret() async throws {
        #expect(
            try await EngineWorld().plan("web = secret:hunter2") == """
                error: 'text' of apps/Deployment 'web' is secret, and only a Secret may hold it [RAD6004]
                """
        )
    }

    @Test func aValueThatNothingMakesIsFoundBeforeAnythingIsTouched() async throws {
        #expect(
            try await EngineWorld().plan("web = ?db") == """
                error: a value of apps/Deployment 'web' waits for 'db', which nothing in this deployment makes [RAD6005]
                """
        )
    }

    @Test func aLongChainOfDependenciesIsNoTrouble() async throws {
        let length = 20_000
        let lines = (0..<length).map { $0 + 1 < length ? "o\($0) = 1 <- o\($0 + 1)" : "o\($0) = 1" }
        let state = DeploymentState(identity: EngineWorld().identity)
        let input = PlanInput(
            wanted: EngineWorld.outputs(lines.joined(separator: "\n")),
            recorded: state,
            observed: [:],
            target: "memory:one",
            key: FingerprintKey()
        )
        let plan = Plan.make(input).plan
        #expect(plan.changes.count == length)
        #expect(plan.changes.first?.object.name == "o\(length - 1)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func everyChangeComesAfterWhatItNeeds(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let names = (0..<40).map { "o\($0)" }
        let lines = names.indices.map { index in
            // Edges go from earlier to later in a shuffled order, so that there is no circle.
            let needed = names[(index + 1)...].filter { _ in Int.random(in: 0..<10, using: &random) == 0 }
            return "\(names[index]) = 1\(needed.isEmpty ? "" : " <- \(needed.joined(separator: " "))")"
        }
        let wanted = EngineWorld.outputs(lines.shuffled(using: &random).joined(separator: "\n"))
        let input = PlanInput(
            wanted: wanted,
            recorded: DeploymentState(identity: EngineWorld().identity),
            observed: [:],
            target: "memory:one",
            key: FingerprintKey(bytes: Array(repeating: 1, count: 32))
        )
        let changes = Plan.make(input).plan.changes
        let positions = Dictionary(uniqueKeysWithValues: changes.enumerated().map { ($1.id, $0) })
        for (position, change) in changes.enumerated() {
            #expect(change.dependencies.allSatisfy { $0 < position })
            #expect(change.object.dependencies.allSatisfy { (positions[$0] ?? -1) < position })
        }
        #expect(Plan.make(input).plan.changes.map(\.object) == changes.map(\.object))
    }
}
