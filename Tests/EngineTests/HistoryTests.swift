import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing

@testable import Engine

/// What a journal tells of earlier deployments, and how what is there differs from what is recorded.
@Suite struct HistoryTests {
    typealias Kind = StoreKind

    private func with(_ kind: Kind, _ body: (EngineWorld) async throws -> Void) async throws {
        try await kind.with { try await body(EngineWorld(store: $0)) }
    }

    @Test(arguments: Kind.allCases)
    func everyDeploymentIsRemembered(kind: Kind) async throws {
        try await with(kind) { world in
            #expect(try await world.store.history(of: world.identity) == nil)
            try await world.deploy("web = 1\ndb = 1")
            world.target.inject(.refuse("no"), for: EngineWorld.id("web"))
            try await world.deploy("web = 2\ncache = 1")
            world.target.inject(nil, for: EngineWorld.id("web"))
            try await world.deploy("web = 2\ncache = 1")
            // Nothing changes, and nothing is told.
            try await world.deploy("web = 2\ncache = 1")
            let history = try #require(try await world.store.history(of: world.identity))
            #expect(history.map(\.revision) == [1, 2, 3])
            #expect(history.map(\.status) == [.succeeded, .failed, .succeeded])
            #expect(history.map(\.created) == [2, 1, 0])
            #expect(history.map(\.updated) == [0, 1, 1])
            #expect(history.map(\.deleted) == [0, 1, 1])
            #expect(history[1].failures.count == 1 && history[0].failures.isEmpty)
            #expect(history.allSatisfy { $0.command == "rad deploy" && $0.ended == $0.began })
        }
    }

    /// A journal that is started anew tells of what was in the one before.
    @Test func historyOutlivesAJournal() async throws {
        try await with(.file) { world in
            let long = String(repeating: "x", count: 4000)
            for round in 1...60 {
                let lines = (1...10).map { "object\($0)-\(long.prefix(200)) = \(round)" }.joined(separator: "\n")
                try await world.deploy(lines)
            }
            let history = try #require(try await world.store.history(of: world.identity))
            #expect(history.map(\.revision) == Array(1...60))
            #expect(history.last?.updated == 10)
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(state.outputs.count == 10 && state.revision == 60)
        }
    }

    /// A deployment that was cut off says so, until the next one.
    @Test(arguments: Kind.allCases)
    func anInterruptedDeploymentHasNoEnd(kind: Kind) async throws {
        try await with(kind) { world in
            try await world.deploy("web = 1")
            try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
                try await session.begin(
                    Beginning(
                        revision: 2,
                        target: world.place,
                        at: Timestamp(seconds: 1_700_000_100),
                        command: "rad deploy killed",
                        intents: []
                    )
                )
            }
            let history = try #require(try await world.store.history(of: world.identity))
            #expect(history.last?.status == .interrupted && history.last?.ended == nil)
            #expect(history.last?.command == "rad deploy killed")
        }
    }

    @Test(arguments: Kind.allCases)
    func theHolderOfALockIsNamed(kind: Kind) async throws {
        try await with(kind) { world in
            #expect(try await world.store.holder(of: world.identity) == nil)
            try await world.store.withSession(world.identity, for: EngineWorld.holder) { _ in
                var holder = try await world.store.holder(of: world.identity)
                holder?.expires = nil
                #expect(holder == EngineWorld.holder)
            }
            #expect(try await world.store.holder(of: world.identity) == nil)
        }
    }

    @Test func driftIsToldApart() async throws {
        var world = EngineWorld()
        try await world.deploy("web = 1\ndb = 1\ncache = 1")
        var state = try #require(try await world.store.state(of: world.identity))
        #expect(try await world.deployment().drift(of: state).isEmpty)
        world.target.tamper(with: EngineWorld.id("web"), ["text": "2"])
        world.target.tamper(with: EngineWorld.id("db"), nil)
        let drift = try await world.deployment().drift(of: state)
        #expect(drift.map(\.output.name) == ["db", "web"])
        #expect(drift.map(\.kind) == [.missing, .changed])
        state.uncertain = state.outputs.filter { $0.name == "cache" }
        #expect(try await world.deployment().drift(of: state).map(\.kind) == [.uncertain, .missing, .changed])
        world.place = "memory:elsewhere"
        let moved = try await world.deployment()
        await #expect(throws: StateError.self) { try await moved.drift(of: state) }
    }
}
