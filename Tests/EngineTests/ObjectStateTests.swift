import AppModel
import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing

@testable import Engine

/// What is particular to states among objects: pieces, leases, and who may write.
@Suite struct ObjectStateTests {
    private static let holder = LockHolder(process: 1, host: "far", command: "rad deploy", since: Timestamp(seconds: 0))

    private func begin(_ revision: Int, intents: Int = 1, padding: Int = 0) -> Beginning {
        let outputs = EngineWorld.outputs((0..<intents).map { "web\($0) = 1" }.joined(separator: "\n"))
        let objects = outputs.map { output in
            RecordedOutput(
                id: output.id,
                platform: .kubernetes,
                type: output.type,
                apiVersion: output.apiVersion,
                name: output.name,
                namespace: output.namespace,
                owner: output.owner,
                dependencies: [],
                wantedFingerprint: String(repeating: "w", count: padding),
                appliedFingerprint: "",
                location: "",
                place: "memory:one"
            )
        }
        return Beginning(
            revision: revision,
            target: "memory:one",
            at: Timestamp(seconds: 5),
            command: "rad deploy",
            intents: objects.map { .init(action: .create, object: $0) }
        )
    }

    private func ending(_ revision: Int) -> Ending {
        Ending(revision: revision, at: Timestamp(seconds: 6), status: .succeeded, target: "memory:one")
    }

    @Test func aBeginningThatIsLargerThanAnObjectIsCutIntoSegmentsAndReadAgain() async throws {
        let objects = InMemoryStateObjects()
        let store = ObjectStateStore(objects)
        let identity = EngineWorld().identity
        let large = begin(1, intents: 40, padding: 50_000)
        try await store.withSession(identity, for: Self.holder) { session in
            try await session.begin(large)
            try await session.record(large.intents.map { .applied($0.object.id, fingerprint: "f", location: "l") })
            try await session.end(ending(1), after: [])
        }
        let state = try #require(try await store.state(of: identity))
        #expect(state.outputs.count == 40)
        #expect(state.uncertain == [])
        #expect(await objects.written.allSatisfy { $0 <= 512 << 10 })
        #expect(await objects.objects(labelled: [:], .outline).count > 3)
    }

    @Test func aStepWritesWhatItSaysAndNotWhatIsThere() async throws {
        let objects = InMemoryStateObjects()
        let store = ObjectStateStore(objects)
        let identity = EngineWorld().identity
        try await store.withSession(identity, for: Self.holder) { session in
            let large = begin(1, intents: 2000)
            try await session.begin(large)
            try await session.end(
                ending(1),
                after: large.intents.map { .applied($0.object.id, fingerprint: "f", location: "l") }
            )
            for revision in 2..<200 {
                try await session.begin(begin(revision))
                try await session.end(ending(revision), after: [])
            }
        }
        let small = await objects.written.suffix(396)
        #expect(small.filter { $0 > 1024 }.count < 5, "only when the head is full, or a snapshot is due")
        #expect(small.allSatisfy { $0 <= 512 << 10 })
        #expect(try await store.state(of: identity)?.revision == 199)
    }

    @Test func aLeaseThatIsNotRenewedGoesToTheNextAndTheFirstWritesNothingMore() async throws {
        let objects = InMemoryStateObjects()
        let store = ObjectStateStore(objects)
        let world = EngineWorld(store: store)
        let first = try await store.open(world.identity, for: Self.holder)
        try await first.begin(begin(1))
        // The process that holds it is this one, which is alive: only time sets the lock free.
        let held = try #require(try await store.holder(of: world.identity))
        #expect(held.expires == Timestamp(seconds: 1_700_000_030))
        await #expect(throws: StateError.self) { try await store.open(world.identity, for: EngineWorld.holder) }
        await objects.wait(seconds: 31)
        #expect(try await store.holder(of: world.identity) == nil)
        let second = try await store.open(world.identity, for: EngineWorld.holder)
        #expect(await second.state().status == .interrupted)
        try await second.begin(begin(2))
        let error = await #expect(throws: StateError.self) { try await first.end(ending(1), after: []) }
        #expect(error?.code == "RAD6041")
        try await second.end(ending(2), after: [])
        await first.close()
        #expect(try await store.state(of: world.identity)?.status == .succeeded)
        #expect(try await store.holder(of: world.identity) != nil)
        await second.close()
        #expect(try await store.holder(of: world.identity) == nil)
    }

    @Test func aLockThatIsBrokenIsFreeAndItsHolderIsOvertaken() async throws {
        let store = ObjectStateStore(InMemoryStateObjects())
        let identity = EngineWorld().identity
        let first = try await store.open(identity, for: Self.holder)
        #expect(try await store.breakLock(of: identity))
        let second = try await store.open(identity, for: Self.holder)
        try await second.begin(begin(1))
        let error = await #expect(throws: StateError.self) { try await first.begin(begin(1)) }
        #expect(error?.code == "RAD6041")
        await second.close()
    }

    @Test func aLockThatCannotBeRenewedIsLostAndNothingIsWritten() async throws {
        // So short a lease must be renewed before every write.
        let objects = InMemoryStateObjects()
        let store = ObjectStateStore(objects, leaseSeconds: 5)
        let identity = EngineWorld().identity
        let session = try await store.open(identity, for: Self.holder)
        try await session.begin(begin(1))
        #expect(try await store.breakLock(of: identity))
        for _ in 0..<2 {
            let error = await #expect(throws: StateError.self) { try await session.record([]) }
            #expect(error?.code == "RAD6040")
        }
        await session.close()
        #expect(try await store.state(of: identity)?.status == .interrupted)
    }

    @Test func aLeaseThatIsRenewedForSeveralAtOnceIsHeldForAll() async throws {
        // So short a lease must be renewed whenever somebody asks, and no two renewals are of the same second.
        let objects = InMemoryStateObjects(tick: 1)
        let taking = try await HeldLease.take("lock", for: Self.holder, notes: [:], in: objects, seconds: 5)
        guard case .held(let lease) = taking else {
            Issue.record("is taken")
            return
        }
        for _ in 0..<20 {
            let answers = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 { group.addTask { await lease.isHeld() } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: true, count: 10))
        }
        await lease.release()
        #expect(await objects.leases().isEmpty)
    }

    @Test(arguments: StoreKind.allCases, StoreKind.allCases)
    func aStateGoesFromAnyStoreToAnyOther(from: StoreKind, to: StoreKind) async throws {
        try await from.with { source in
            let world = EngineWorld(store: source)
            try await world.deploy("web = 1\ndb = 1")
            try await world.deploy("web = 2")
            let id = ResourceID(group: "default", type: .environments, name: "prod")
            let properties: ValueObject = ["password": .secret("hunter2")]
            let environment = EnvironmentRecord(
                id: id,
                apiVersion: "1",
                properties: properties,
                updated: Timestamp(seconds: 1)
            )
            try await source.save(environment)
            let archive = try await StateArchive(of: source)
            let text = String(decoding: try archive.file(.leftOut), as: UTF8.self)
            #expect(!text.contains("hunter2"))
            let key = try await source.key()
            let read = try StateArchive(SourceFile(path: "state.json", text: text), key: key)
            try await to.with { destination in
                try await read.write(to: destination, for: Self.holder)
                // What was copied once is not copied again, and is no trouble.
                if to != .memory { try await read.write(to: destination, for: Self.holder) }
                let copied = try await destination.state(of: world.identity)
                #expect(try await source.state(of: world.identity) == copied)
                #expect(try await destination.history(of: world.identity)?.map(\.revision) == [1, 2])
                #expect(try await destination.environment("prod", in: "default") == environment)
                try await EngineWorld(target: world.target, store: destination).deploy("web = 3")
                let error = await #expect(throws: StateError.self) {
                    try await read.write(to: destination, for: Self.holder)
                }
                #expect(error?.code == "RAD6042")
            }
            try await to.with { destination in
                _ = try await destination.key()
                let error = await #expect(throws: StateError.self) {
                    try await read.write(to: destination, for: Self.holder)
                }
                #expect(error?.code == "RAD6043")
            }
        }
    }

    @Test(arguments: [
        ("{}", "RAD6024"), (#"{"rad-state": 2}"#, "RAD6023"),
        (#"{"rad-state": 1, "environments": ["{}"]}"#, "RAD6043"),
        (#"{"rad-state": 1, "journals": [["{}"]]}"#, "RAD6022"),
    ])
    func whatIsNoExportIsRefused(text: String, code: String) async throws {
        let error = #expect(throws: StateError.self) {
            try StateArchive(SourceFile(path: "state.json", text: text), key: nil)
        }
        #expect(error?.code == code)
    }

    @Test func aCopyIsReadAgainAndMustBeTheSame() async throws {
        func environment(_ location: String) -> Value {
            .string(
                #"{"version":1,"id":"/planes/radius/local/resourceGroups/default/providers/Applications.Core/"#
                    + #"environments/prod","apiVersion":"1","location":"\#(location)","updated":1,"properties":{}}"#
            )
        }
        // Of two records of one environment the second counts, and the first is missed.
        let file: Value = ["rad-state": 1, "environments": [environment("here"), environment("there")]]
        let source = SourceFile(path: "state.json", text: file.json(.compact))
        let archive = try StateArchive(source, key: StateKey())
        let error = await #expect(throws: StateError.self) {
            try await archive.write(to: InMemoryStateStore(), for: Self.holder)
        }
        #expect(error?.code == "RAD6044")
    }

    @Test func aKeyThatIsKeptElsewhereMustBeGiven() async throws {
        let (key, other) = (StateKey(), StateKey())
        let objects = InMemoryStateObjects()
        try await ScratchFolder.with { folder in
            let stores: [@Sendable (StateKey?) -> any StateStore] = [
                { FileStateStore(path: "\(folder.path)/state", key: $0) }, { ObjectStateStore(objects, key: $0) },
            ]
            for store in stores {
                #expect(try await store(nil).knownKey() == nil)
                #expect(try await store(key).key() == key)
                #expect(try await store(key).knownKey() == key)
                let wrong = await #expect(throws: StateError.self) { try await store(other).key() }
                #expect(wrong?.code == "RAD6045")
                let none = await #expect(throws: StateError.self) { try await store(nil).key() }
                #expect(none?.code == "RAD6046")
            }
            for file in try folder.files() { #expect(try !folder.read(file).contains(key.bytes.hexadecimal)) }
            let kept = FileStateStore(path: "\(folder.path)/own")
            _ = try await kept.key()
            let wrong = await #expect(throws: StateError.self) {
                try await FileStateStore(path: "\(folder.path)/own", key: key).knownKey()
            }
            #expect(wrong?.code == "RAD6045")
        }
    }

    @Test func aLeaseOfAProcessThatDiedOnThisMachineIsFreeAtOnce() async throws {
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sleep")
        child.arguments = ["60"]
        try child.run()
        let own = ProcessIdentity.current.description
        let start = try #require(
            String(contentsOfFile: "/proc/\(child.processIdentifier)/stat", encoding: .utf8).split(separator: " ")
                .dropFirst(21).first
        )
        let parts = own.split(separator: " ")
        let identity = try #require(ProcessIdentity("\(parts[0]) \(child.processIdentifier) \(start)"))
        #expect(!identity.isSurelyGone)
        #expect(try #require(ProcessIdentity("elsewhere \(child.processIdentifier) 1")).isSurelyGone == false)
        child.terminate()
        child.waitUntilExit()
        #expect(identity.isSurelyGone)
        #expect(ProcessIdentity("nonsense") == nil)
    }

    @Test func whatNobodyRefersToIsRemovedByTheNextWhoTakesTheLock() async throws {
        let objects = InMemoryStateObjects()
        let store = ObjectStateStore(objects)
        let world = EngineWorld(store: store)
        try await world.deploy("web = 1")
        let stray = StateObject(
            name: "rad-journal-stray",
            labels: [StateLabel.kind: "segment", StateLabel.journal: world.identity.digest],
            pieces: ["lines-000000": [1]]
        )
        _ = await objects.create(stray)
        try await world.deploy("web = 1")
        #expect(await objects.object("rad-journal-stray", .outline) == nil)
        #expect(try await store.state(of: world.identity)?.outputs.count == 1)
    }

    @Test func aChangedOrMissingPieceIsFound() async throws {
        let objects = InMemoryStateObjects()
        let store = ObjectStateStore(objects)
        let world = EngineWorld(store: store)
        try await world.deploy("web = 1")
        var head = try #require(await objects.object("rad-journal-\(world.identity.digest)", .whole))
        let lines = try #require(head.pieces["lines-000000"])
        head.pieces["lines-000000"] = Array(String(decoding: lines, as: UTF8.self).replacing("web", with: "wob").utf8)
        let version = await objects.replace(head)
        let changed = await #expect(throws: StateError.self) { try await store.state(of: world.identity) }
        #expect(changed?.code == "RAD6022")
        head.version = try #require(version)
        head.notes[StateNote.segments] = "gone"
        _ = await objects.replace(head)
        let missing = await #expect(throws: StateError.self) { try await store.state(of: world.identity) }
        #expect(missing?.message.contains("its segment 'gone' is missing") == true)
    }
}
