import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Engine

/// What is kept of deployments, and going back to one.
@Suite struct RevisionTests {
    /// Deploys twice: at first the target refuses an object.
    private func deploy(_ text: String, to world: EngineWorld, refusingOnce name: String) async throws {
        world.target.inject(.refuse("no"), for: EngineWorld.id(name))
        try await world.deploy(text)
        world.target.inject(nil, for: EngineWorld.id(name))
        try await world.deploy(text)
    }

    /// Goes back to a deployment, and gives what became of each change.
    private func rollBack(_ world: EngineWorld, to revision: Int) async throws -> String {
        let key = try await world.store.key()
        let kept = try await RecordedRevision(revision, of: world.identity, in: world.store, key: key)
        let recorded = try #require(kept)
        return try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
            let deployment = try await world.deployment()
            let planning = try await deployment.plan(recorded, from: await session.state())
            #expect(planning.diagnostics.isEmpty)
            let report = try await deployment.apply(
                planning.plan,
                resources: recorded.resources,
                in: session,
                command: "rad app rollback"
            )
            return report.outcomes.map { "\($0.change): \($0.outcome.text)" }.joined(separator: "\n")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func anApplicationGoesBackToWhatItWas(kind: StoreKind) async throws {
        try await kind.with { store in
            let world = EngineWorld(store: store)
            try await world.deploy("web = ?db <- db\ndb = 1\nSecret/pw = secret:hunter2")
            let first = world.objects
            #expect(first == "db = 1\nweb = 1\npw = hunter2")
            try await world.deploy("web = ?db <- db\ndb = 2\nSecret/pw = secret:other")
            try await world.deploy("web = 3\ncache = 1")
            // Nothing changes, so nothing is kept.
            try await world.deploy("web = 3\ncache = 1")
            for kept in try await store.revisions(of: world.identity) {
                #expect(!String(decoding: kept.bytes, as: UTF8.self).contains("hunter2"))
            }
            #expect(try await store.revisions(of: world.identity).map(\.number) == [1, 2, 3])

            _ = try await rollBack(world, to: 1)
            #expect(world.objects == first)
            let state = try #require(try await store.state(of: world.identity))
            #expect(state.revision == 4)
            #expect(state.resources.map(\.name).sorted() == ["db", "pw", "web"])
            // What was wanted then is there now; a value that was unknown then is known now.
            let plan = try await world.plan("web = ?db <- db\ndb = 1\nSecret/pw = secret:hunter2")
            #expect(plan == "update apps/Deployment 'web': changed")
            #expect(try await rollBack(world, to: 1) == "")
            _ = try await rollBack(world, to: 2)
            #expect(world.objects == "db = 2\nweb = 2\npw = other")
            _ = try await rollBack(world, to: 3)
            #expect(world.objects == "cache = 1\nweb = 3")
            try await world.delete()
            #expect(try await store.revisions(of: world.identity) == [])
        }
    }

    @Test func afterAFailureEverythingIsKept() async throws {
        let world = EngineWorld()
        try await world.deploy("web = 1\ndb = 1")
        try await deploy("web = 2\ndb = 2", to: world, refusingOnce: "web")
        let key = try await world.store.key()
        #expect(try await RecordedRevision(2, of: world.identity, in: world.store, key: key) == nil)
        #expect(try await RecordedRevision(7, of: world.identity, in: world.store, key: key) == nil)
        let last = try await RecordedRevision(3, of: world.identity, in: world.store, key: key)
        #expect(last?.outputs.map(\.name).sorted() == ["db", "web"])
        _ = try await rollBack(world, to: 1)
        #expect(world.objects == "db = 1\nweb = 1")
    }

    @Test func afterAFailureWhatIsNotKnownComesFromTheRecordsBefore() async throws {
        let world = EngineWorld()
        try await world.deploy("web = ?db <- db\ndb = 1\ncache = 1")
        try await deploy("web = ?db <- db\ndb = 1\ncache = 2", to: world, refusingOnce: "cache")
        try await world.deploy("web = 5\ndb = 1\ncache = 3")
        _ = try await rollBack(world, to: 3)
        #expect(world.objects == "cache = 2\ndb = 1\nweb = 1")
    }

    @Test func whatNobodyCanTellAnyMoreIsNotRecorded() async throws {
        let world = EngineWorld()
        try await world.deploy("web = ?db <- db\ndb = 1\ncache = 1")
        try await deploy("web = ?db <- db\ndb = 2\ncache = 2", to: world, refusingOnce: "cache")
        #expect(try await world.store.revisions(of: world.identity).map(\.number) == [1])
        try await world.deploy("web = 5\ndb = 2\ncache = 2")
        #expect(try await world.store.revisions(of: world.identity).map(\.number) == [1, 4])
        _ = try await rollBack(world, to: 1)
        #expect(world.objects == "cache = 1\ndb = 1\nweb = 1")
    }

    @Test func aRecordTakesWhatTheDeploymentChanged() async throws {
        let world = EngineWorld()
        let many = (0..<300).map { "o\($0) = 1" }.joined(separator: "\n")
        try await world.deploy(many)
        try await world.deploy(many + "\nweb = 1")
        let kept = try await world.store.revisions(of: world.identity)
        #expect(kept[0].bytes.count > 50_000)
        #expect(kept[1].bytes.count < 1_500)
    }

    @Test(arguments: StoreKind.allCases)
    func theLastTenDeploymentsCanBeMadeAgain(kind: StoreKind) async throws {
        try await kind.with { store in
            let world = EngineWorld(store: store)
            for number in 1...24 { try await world.deploy("web = ?db <- db\ndb = 1\nc = \(number)") }
            let kept = try await store.revisions(of: world.identity)
            #expect(kept.map(\.number) == Array(10...24))
            #expect(kept.map { RevisionRecord.isWhole($0.bytes) } == (10...24).map { $0.isMultiple(of: 10) })
            let key = try await store.key()
            #expect(try await RecordedRevision(9, of: world.identity, in: store, key: key) == nil)
            _ = try await rollBack(world, to: 16)
            // A value that was known after apply is in the record that holds everything.
            #expect(world.objects == "c = 16\ndb = 1\nweb = 1")
            for number in 26...30 { try await world.deploy("web = ?db <- db\ndb = 1\nc = \(number)") }
            #expect(try await store.revisions(of: world.identity).map(\.number) == Array(20...30))
            try await world.delete()
            #expect(try await store.revisions(of: world.identity) == [])
        }
    }

    @Test(arguments: [
        ("{", "RAD6024"), (#"{"version": 2}"#, "RAD6023"), (#"{"version": 1}"#, "RAD6024"),
        (
            #"{"version":1,"revision":1,"whole":true,"objects":[{"id":"a","platform":"kubernetes","type":"core/Secret","#
                + #""apiVersion":"v1","name":"a","owner":"/planes/radius/local/resourceGroups/g/providers/A.B/c/d","#
                + #""wanted":"w","body":{"$sealed":"00"}}]}"#,
            "RAD6024"
        ),
    ])
    func aRecordThatCannotBeReadIsNamed(text: String, code: String) {
        let error = #expect(throws: StateError.self) {
            try RevisionRecord(Array(text.utf8), path: "revision 1", key: StateKey())
        }
        #expect(error?.code == code)
    }
}
