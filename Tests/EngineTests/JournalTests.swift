import AppModel
import Documents
import Engine
import Foundation
import TestSupport
import Testing

@Suite struct JournalTests {
    private static let journal = "state/groups/default/environments/prod/applications/shop.journal"

    private func world(in folder: ScratchFolder) -> EngineWorld {
        EngineWorld(store: FileStateStore(path: "\(folder.path)/state"))
    }

    @Test func whatIsReadIsWhatWasRecorded() async throws {
        try await ScratchFolder.with { folder in
            var world = world(in: folder)
            world.target = InMemoryTarget(grain: 16)
            world.target.inject(.refuse("no"), for: EngineWorld.id("bad"))
            let (memory, written) = try await world.store.withSession(world.identity, for: EngineWorld.holder) {
                [world] session in
                _ = try await world.deploy("web = 1 <- db\ndb = 1\nbad = 1\nold = 1", in: session)
                _ = try await world.deploy("web = 2 <- db\ndb = 1\nbad = 1", in: session)
                return (await session.state(), try folder.read(Self.journal))
            }
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(state == memory)
            #expect(state.outputs.map(\.name) == ["db", "old", "web"])
            #expect(state.uncertain.map(\.name) == ["bad"])
            #expect(state.resources.map(\.name) == ["bad", "db", "old", "web"])
            #expect(state.status == .failed)
            #expect(state.revision == 2)
            #expect(written.split(separator: "\n").count == 7)
        }
    }

    @Test func aResourceComesBackAsItWas() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            let resource = RecordedResource(
                id: EngineWorld.resourceID("web"),
                apiVersion: "2023-10-01-preview",
                properties: ["a": [1, 1.5, nil, true], "password": .secret("hunter2"), "q": "\"\\\u{1}é\n"],
                connections: [
                    RecordedConnection(target: EngineWorld.resourceID("db"), kind: .connection, label: "db"),
                    RecordedConnection(target: EngineWorld.resourceID("mq"), kind: .dependency),
                ],
                dependencies: [EngineWorld.resourceID("mq")],
                outputs: [EngineWorld.id("web")],
                recipe: "default",
                endpoint: "http://web"
            )
            let deployment = try await world.deployment()
            try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
                let plan = try await deployment.plan([], from: session.state()).plan
                _ = try await deployment.apply(plan, resources: [resource], in: session, command: "")
            }
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(state.resources == [resource])
            #expect(state.resources[0].properties["password"] == "<redacted>")
            #expect(state.graph.edges.map(\.target.name) == ["db", "mq"])
        }
    }

    @Test func aSecondDeploymentWithoutChangesWritesNothing() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("web = 1 <- db\ndb = 1")
            let before = try folder.read(Self.journal)
            try await world.deploy("web = 1 <- db\ndb = 1")
            #expect(try folder.read(Self.journal) == before)
        }
    }

    @Test func anotherDependencyIsRecordedWithoutTouchingTheTarget() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("web = 1\ndb = 1")
            let calls = world.target.calls
            try await world.deploy("web = 1 <- db\ndb = 1")
            #expect(world.target.calls == calls)
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(state.outputs.map(\.dependencies) == [[], [EngineWorld.id("db")]])
        }
    }

    @Test func aSecretIsNeverInTheState() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("Secret/pw = secret:hunter2\nSecret/copy = ?pw")
            #expect(world.objects == "copy = hunter2\npw = hunter2")
            for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
                guard let text = try? folder.read(path) else { continue }
                #expect(!text.contains("hunter2"), "\(path)")
            }
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(!"\(state)".contains("hunter2"))
            #expect(try await !world.plan("Secret/pw = secret:hunter3").contains("hunter3"))
        }
    }

    @Test func onlyTheUserCanReadTheState() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("web = 1")
            let state = "\(folder.path)/state"
            for path in try FileManager.default.subpathsOfDirectory(atPath: state) + [""] {
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(state)/\(path)")
                let mode = try #require(attributes[.posixPermissions] as? Int)
                #expect(mode & 0o077 == 0, "\(path)")
            }
        }
    }

    @Test func aTornLastLineCountsForNothing() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("web = 1\ndb = 1")
            try await world.deploy("web = 2")
            let whole = Array(try folder.read(Self.journal).utf8)
            let firstLine = try #require(whole.firstIndex(of: 10))
            var lineStart = firstLine + 1
            let ends = whole.indices.filter { whole[$0] == 10 && $0 > firstLine }
            let lengths = Set(ends.flatMap { [$0, $0 + 1] } + stride(from: lineStart, to: whole.count, by: 11))
            for length in lengths.sorted() where length < whole.count {
                try folder.write(String(decoding: whole[..<length], as: UTF8.self), to: Self.journal)
                let torn = try await world.store.state(of: world.identity)
                if whole[length - 1] == 10 { lineStart = length }
                try folder.write(String(decoding: whole[..<lineStart], as: UTF8.self), to: Self.journal)
                #expect(try await world.store.state(of: world.identity) == torn)
            }
        }
    }

    @Test func aChangedByteIsFoundWithItsLine() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("web = 1\ndb = 1")
            let whole = Array(try folder.read(Self.journal).utf8)
            for index in stride(from: 0, to: whole.count - 1, by: 7) where whole[index] != 10 {
                var changed = whole
                changed[index] = changed[index] == 88 ? 89 : 88
                try folder.write(String(decoding: changed, as: UTF8.self), to: Self.journal)
                let line = whole[..<index].filter { $0 == 10 }.count + 1
                let error = await #expect(throws: StateError.self) { try await world.deploy("web = 2") }
                #expect(error?.code == "RAD6022")
                #expect(error?.message.contains("shop.journal:\(line):") == true)
            }
            #expect(world.objects == "db = 1\nweb = 1")
        }
    }

    @Test func aLostLineIsFound() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            try await world.deploy("web = 1")
            let lines = try folder.read(Self.journal).split(separator: "\n")
            for lost in 0..<lines.count - 1 {
                let rest = lines[..<lost] + lines[(lost + 1)...]
                try folder.write(rest.map { "\($0)\n" }.joined(), to: Self.journal)
                let error = await #expect(throws: StateError.self) { try await world.store.state(of: world.identity) }
                #expect(error?.code == "RAD6022")
            }
        }
    }

    @Test func aLaterFormatIsRefused() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            let rest = #""entry":"header","version":2,"shape":"new"}"#
            let chain = Fingerprint.text(of: Array(rest.utf8)).dropFirst("sha256:".count)
            try folder.write(#"{"chain":"\#(chain)",\#(rest)\#n"#, to: Self.journal)
            let error = await #expect(throws: StateError.self) { try await world.plan("web = 1") }
            #expect(error?.code == "RAD6023")
            #expect(error?.message.hasSuffix("has format 2, and this rad reads formats up to 1") == true)
        }
    }

    @Test func theFirstFormatIsRead() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            let recorded = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Journals/version-1.journal")
            try folder.write(String(contentsOf: recorded, encoding: .utf8), to: Self.journal)
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(state.outputs.map(\.name) == ["db", "web"])
            #expect(state.outputs.map(\.dependencies) == [[EngineWorld.id("web")], [EngineWorld.id("db")]])
            #expect(state.uncertain.map(\.name) == ["bad"])
            #expect(state.resources.map(\.name) == ["db", "web"])
            #expect(state.graph.edges.map(\.label) == ["db"])
            #expect(state.revision == 2)
            #expect(state.status == .failed)
            #expect(state.created < state.updated)
        }
    }

    @Test func aJournalThatHasGrownIsReplacedByASnapshotAndGoesOn() async throws {
        try await ScratchFolder.with { folder in
            let world = world(in: folder)
            let names = (0..<40).map { "o\($0)" }
            var sizes: [Int] = []
            for round in 0..<80 {
                try await world.deploy(names.map { "\($0) = \(round)" }.joined(separator: "\n"))
                sizes.append(try folder.read(Self.journal).utf8.count)
            }
            #expect(zip(sizes, sizes.dropFirst()).contains { $0 > $1 })
            #expect(sizes.allSatisfy { $0 < 1_200_000 })
            let state = try #require(try await world.store.state(of: world.identity))
            #expect(state.revision == 80)
            #expect(state.outputs.count == 40)
            try await world.delete()
            #expect(world.objects == "")
        }
    }
}
