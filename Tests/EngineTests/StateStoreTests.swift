import AppModel
import Documents
import Engine
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct StateStoreTests {
    typealias Kind = StoreKind

    private func with(_ kind: Kind, _ body: (any StateStore) async throws -> Void) async throws {
        try await kind.with(body)
    }

    private func environment(_ name: String, _ properties: ValueObject = [:]) -> EnvironmentRecord {
        EnvironmentRecord(
            id: ResourceID(group: "default", type: .environments, name: name),
            apiVersion: "2023-10-01-preview",
            location: "westeurope",
            properties: properties,
            baseFolder: "environments",
            updated: Timestamp(seconds: 1)
        )
    }

    @Test(arguments: Kind.allCases)
    func twoDeploymentsOfOneApplicationExcludeEachOther(kind: Kind) async throws {
        try await with(kind) { store in
            let world = EngineWorld(store: store)
            let other = EngineWorld(
                store: store,
                identity: DeploymentIdentity(group: "default", environment: "prod", application: "other")
            )
            let holder = LockHolder(
                process: 4711,
                host: "builder",
                command: "rad deploy app.bicep",
                since: Timestamp(seconds: 1_700_000_000)
            )
            try await store.withSession(world.identity, for: holder) { _ in
                let error = await #expect(throws: StateError.self) { try await world.deploy("web = 1") }
                #expect(error?.code == "RAD6020")
                #expect(
                    error?.message == """
                        application 'shop' in environment 'prod' is being worked on by 'rad deploy app.bicep', \
                        process 4711 on builder, since 2023-11-14T22:13:20Z
                        """
                )
                #expect(try await store.holder(of: world.identity)?.command == "rad deploy app.bicep")
                #expect(try await store.holder(of: other.identity) == nil)
                // Nothing is recorded of it yet.
                #expect(try await store.deployments(in: world.identity.group) == [])
                #expect(try await store.heldLocks().map(\.identity.description) == [world.identity.description])
                #expect(try await store.heldLocks().first?.holder.command == "rad deploy app.bicep")
                try await other.deploy("db = 1")
                #expect(try await store.heldLocks().map(\.identity) == [world.identity])
            }
            #expect(try await store.heldLocks() == [])
            #expect(world.target.calls == [])
            #expect(try await world.deploy("web = 1") == "create apps/Deployment 'web': applied")
        }
    }

    @Test(arguments: Kind.allCases)
    func aStateIsReadAgainOnlyAfterItHasChanged(kind: Kind) async throws {
        try await with(kind) { store in
            let world = EngineWorld(store: store)
            let reads = Mutex(0)
            let summaries = StateSummaries(of: store) { state in
                reads.withLock { $0 += 1 }
                return state.outputs.map(\.name)
            }
            #expect(try await summaries.summary(of: world.identity) == nil)
            try await world.deploy("web = 1")
            for _ in 1...3 { #expect(try await summaries.summary(of: world.identity) == ["web"]) }
            #expect(reads.withLock { $0 } == 1)
            try await world.deploy("web = 1\ndb = 1")
            for _ in 1...3 { #expect(try await summaries.summary(of: world.identity)?.sorted() == ["db", "web"]) }
            #expect(reads.withLock { $0 } == 2)
            try await world.delete()
            #expect(try await summaries.summary(of: world.identity) == nil)
        }
    }

    @Test(arguments: Kind.allCases)
    func aLockIsGivenBackWhateverHappens(kind: Kind) async throws {
        try await with(kind) { store in
            let world = EngineWorld(store: store)
            await #expect(throws: CancellationError.self) {
                try await store.withSession(world.identity, for: EngineWorld.holder) { _ in throw CancellationError() }
            }
            try await world.deploy("web = 1")
        }
    }

    @Test(arguments: Kind.allCases)
    func namesOfAGroupAreTakenByOneAtATime(kind: Kind) async throws {
        try await with(kind) { store in
            let lock = try await store.lockGroup("Team", for: EngineWorld.holder, patience: .zero)
            let error = await #expect(throws: StateError.self) {
                _ = try await store.lockGroup("team", for: EngineWorld.holder, patience: .zero)
            }
            #expect(
                error?.description == "group 'team' is being worked on by 'rad deploy', process 7 on here, "
                    + "since 1970-01-01T00:00:00Z [RAD6020]"
            )
            let other = try await store.lockGroup("other", for: EngineWorld.holder, patience: .zero)
            for lock in [lock, other] { await lock.release() }
        }
        try await with(kind) { store in
            for _ in 0..<2 {
                let lock = try await store.lockGroup("team", for: EngineWorld.holder, patience: .zero)
                await lock.release()
            }
        }
    }

    @Test func aLockOfAProcessThatDiedIsNone() async throws {
        try await ScratchFolder.with { folder in
            let path = "state/groups/default/environments/prod/applications/shop.lock"
            try folder.write(#"{"process":1,"host":"gone","command":"rad deploy","since":0}"#, to: path)
            let world = EngineWorld(store: FileStateStore(path: "\(folder.path)/state"))
            try await world.deploy("web = 1")
            #expect(throws: (any Error).self) { try folder.read(path) }
        }
    }

    @Test(arguments: Kind.allCases)
    func onlyOneOfManyGetsTheLock(kind: Kind) async throws {
        try await with(kind) { store in
            let worlds = (0..<20).map { _ in EngineWorld(store: store) }
            let results = await withTaskGroup(of: Bool.self) { group in
                for world in worlds {
                    group.addTask { (try? await world.deploy("web = 1 <- db\ndb = 1")) != nil }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.contains(true))
            let state = try #require(try await store.state(of: worlds[0].identity))
            #expect(state.outputs.count == 2)
            #expect(state.uncertain == [])
        }
    }

    @Test(arguments: Kind.allCases)
    func aDeploymentIsForgottenOnlyWhenItIsGone(kind: Kind) async throws {
        try await with(kind) { store in
            let world = EngineWorld(store: store)
            try await world.deploy("web = 1")
            let error = await #expect(throws: StateError.self) {
                try await store.withSession(world.identity, for: EngineWorld.holder) { try await $0.remove() }
            }
            #expect(error?.code == "RAD6027")
            try await world.delete()
            #expect(try await store.deployments(in: "default") == [])
        }
    }

    @Test(arguments: Kind.allCases)
    func deploymentsAndGroupsAreListedAsTheirAuthorsWroteThem(kind: Kind) async throws {
        try await with(kind) { store in
            let identities = [
                DeploymentIdentity(group: "Default", environment: "Prod", application: nil),
                DeploymentIdentity(group: "Default", environment: "Prod", application: "My Shop/..%é"),
                DeploymentIdentity(group: "Default", environment: "Prod", application: "shop"),
                DeploymentIdentity(group: "other", environment: "prod", application: "shop"),
            ]
            for identity in identities.reversed() {
                try await EngineWorld(store: store, identity: identity).deploy("web = 1")
            }
            let listed = try await store.deployments(in: "default")
            #expect(listed == Array(identities.prefix(3)))
            #expect(listed.map(\.application) == [nil, "My Shop/..%é", "shop"])
            #expect(try await store.groups() == ["Default", "other"])
            let same = DeploymentIdentity(group: "DEFAULT", environment: "PROD", application: "SHOP")
            #expect(try await store.state(of: same)?.outputs.count == 1)
        }
    }

    @Test(arguments: Kind.allCases)
    func groupsAreCreatedListedAndForgotten(kind: Kind) async throws {
        try await with(kind) { store in
            #expect(try await store.groups() == [])
            try await store.createGroup("Team_(a)")
            try await store.createGroup("team_(A)")
            try await store.save(environment("prod"))
            #expect(try await store.groups() == ["Team_(a)", "default"])
            try await store.removeGroup("TEAM_(a)")
            try await store.removeGroup("none")
            try await store.removeGroup("default")
            #expect(try await store.groups() == ["default"])
        }
    }

    /// The names of such groups' folders are not those of the groups.
    @Test func aGroupOfSpecialCharactersIsFoundByWhatIsInIt() async throws {
        try await with(.file) { store in
            let identity = DeploymentIdentity(group: "_(a)", environment: "prod", application: "shop")
            try await EngineWorld(store: store, identity: identity).deploy("web = 1")
            #expect(try await store.groups() == ["_(a)"])
        }
    }

    @Test(arguments: Kind.allCases)
    func resourceTypesAreKeptByTheirNames(kind: Kind) async throws {
        try await with(kind) { store in
            #expect(try await store.resourceTypes() == [])
            let queue = record("My.Types/queue", ["apiVersions": ["2025-01-01": ["schema": [:]]]])
            var note = record("My.Types/note", [:])
            note.icon = "<svg/>"
            try await store.save(queue)
            try await store.save(record("My.Types/note", ["description": "old"]))
            try await store.save(note)
            #expect(try await store.resourceTypes() == [note, queue])
            try await store.removeResourceType(note.type)
            try await store.removeResourceType(ResourceType(namespace: "my.types", name: "QUEUE"))
            try await store.removeResourceType(ResourceType(namespace: "No", name: "none"))
            #expect(try await store.resourceTypes() == [])
        }
    }

    @Test(arguments: [
        ("resource-types/my.types/note.json", "{", "RAD6024"),
        ("resource-types/my.types/note.json", #"{"version": 1, "type": "note", "definition": {}}"#, "RAD6024"),
        ("resource-types/my.types/note.json", #"{"version": 2}"#, "RAD6023"),
        ("groups/team/group.json", "{", "RAD6024"),
        ("groups/team/group.json", #"{"version": 2}"#, "RAD6023"),
    ])
    func whatIsNoRecordIsRefused(path: String, text: String, code: String) async throws {
        try await ScratchFolder.with { folder in
            try folder.write(text, to: path)
            let store = FileStateStore(path: folder.path)
            let error = await #expect(throws: StateError.self) {
                _ = try await store.resourceTypes()
                _ = try await store.groups()
            }
            #expect(error?.code == code)
            #expect(error?.message.contains(path) == true)
        }
    }

    private func record(_ type: String, _ definition: Value) -> ResourceTypeRecord {
        let parts = type.split(separator: "/").map(String.init)
        return ResourceTypeRecord(
            type: ResourceType(namespace: parts[0], name: parts[1]),
            definition: definition,
            updated: Timestamp(seconds: 1)
        )
    }

    @Test(arguments: Kind.allCases)
    func anEnvironmentIsFoundAgainByItsName(kind: Kind) async throws {
        try await with(kind) { store in
            let properties: ValueObject = [
                "compute": ["kind": "kubernetes", "replicas": 2, "share": 0.5, "none": nil],
                "password": .secret("hunter2"),
                "$sealed": "mine", "$$sealed": ["$sealed": 1],
            ]
            var record = environment("Prod", properties)
            let packID = ResourceID(group: "default", type: .recipePacks, name: "caches")
            record.recipePacks = [
                RecipePackRecord(id: packID, apiVersion: "1", properties: properties, baseFolder: "packs/"),
                RecipePackRecord(id: packID, apiVersion: "2", properties: [:]),
            ]
            try await store.save(record)
            try await store.save(environment("dev"))
            #expect(try await store.environment("prod", in: "default") == record)
            #expect(try await store.environment("test", in: "default") == nil)
            #expect(try await store.environments(in: "default").map(\.name) == ["dev", "Prod"])
            try await store.removeEnvironment("PROD", in: "default")
            #expect(try await store.environments(in: "default").map(\.name) == ["dev"])
        }
    }

    @Test func aSecretOfAnEnvironmentIsSealed() async throws {
        try await ScratchFolder.with { folder in
            let store = FileStateStore(path: "\(folder.path)/state")
            var record = environment("prod", ["password": .secret("hunter2")])
            let packID = ResourceID(group: "default", type: .recipePacks, name: "caches")
            let parameters: ValueObject = ["password": .secret("hunter2")]
            record.recipePacks = [RecipePackRecord(id: packID, apiVersion: "1", properties: parameters)]
            try await store.save(record)
            let path = "state/groups/default/environments/prod/environment.json"
            #expect(try !folder.read(path).contains("hunter2"))
            try folder.write(String(repeating: "ab", count: 32), to: "state/key")
            let error = await #expect(throws: StateError.self) { try await store.environment("prod", in: "default") }
            #expect(error?.code == "RAD6024")
        }
    }

    @Test(arguments: Kind.allCases)
    func anUnknownValueCannotBeRecorded(kind: Kind) async throws {
        try await with(kind) { store in
            let unknown = Value.unknown(Unknown(expression: "x.id", sources: ["x"]) { _ in nil })
            let packID = ResourceID(group: "default", type: .recipePacks, name: "caches")
            let inEnvironment = environment("prod", ["list": [unknown]])
            var inPack = environment("prod")
            inPack.recipePacks = [RecipePackRecord(id: packID, apiVersion: "1", properties: ["list": [unknown]])]
            for record in [inEnvironment, inPack] {
                let error = await #expect(throws: StateError.self) { try await store.save(record) }
                #expect(error?.code == "RAD6025")
                #expect(error?.message == "'list[0]' of environment 'prod' is known only after something is deployed")
            }
        }
    }

    @Test func aStateThatCannotBeWrittenIsAnErrorAndNothingIsTouched() async throws {
        try await ScratchFolder.with { folder in
            try folder.write("", to: "state")
            let world = EngineWorld(store: FileStateStore(path: "\(folder.path)/state"))
            let error = await #expect(throws: StateError.self) { try await world.deploy("web = 1") }
            #expect(error?.code == "RAD6021")
            #expect(error?.cause == "not a directory")
            #expect(world.target.calls == [])
        }
    }

    @Test func aPlanFromAnOlderStateIsNotApplied() async throws {
        let world = EngineWorld()
        try await world.deploy("web = 1")
        let deployment = try await world.deployment()
        let state = try #require(try await world.store.state(of: world.identity))
        let old = try await deployment.plan(EngineWorld.outputs("web = 2"), from: state)
        try await world.deploy("web = 3")
        let error = await #expect(throws: StateError.self) {
            try await world.store.withSession(world.identity, for: EngineWorld.holder) { session in
                _ = try await deployment.apply(old.plan, resources: [], in: session, command: "rad deploy")
            }
        }
        #expect(error?.code == "RAD6026")
        #expect(world.objects == "web = 3")
    }

    @Test func objectsAtAPlaceThatCannotBeReachedAreNotForgotten() async throws {
        var world = EngineWorld()
        try await world.deploy("web = 1")
        let first = world.target
        world.place = "memory:two"
        world.target = InMemoryTarget()
        let moved = world
        let error = await #expect(throws: StateError.self) { try await moved.deploy("web = 2") }
        #expect(error?.code == "RAD6028")
        #expect(
            error?.message
                == "application 'shop' in environment 'prod' was deployed to 'memory:one', which cannot be reached from here"
        )
        #expect(EngineWorld.text(of: first) == "web = 1")
        #expect(world.objects == "")
    }

    @Test(arguments: [
        ("shop", "shop"), ("My.App_1", "my.app_1~"), ("..", "%2e."), ("a/b", "a%2fb"), ("", "%"), ("_x", "%5fx"),
        ("a\u{0}é", "a%00%c3%a9"),
    ])
    func namesOfFilesAreSafe(text: String, expected: String) {
        let name = FileName.encoding(text)
        #expect(name == expected || (expected.hasSuffix("~") && name.hasPrefix(expected)))
    }

    @Test func differentNamesGiveDifferentFilesEvenWhereCaseDoesNotCount() {
        let long = String(repeating: "x", count: 300)
        let names = ["a", "A", "a~", "%41", "\(long)1", "\(long)2", "a.b", "a b", "a_b"].map { FileName.encoding($0) }
        #expect(Set(names.map { $0.lowercased() }).count == names.count)
        #expect(names.allSatisfy { $0.utf8.count < 200 })
        #expect(FileName.encoding("Shop", ignoringCase: true) == FileName.encoding("shop", ignoringCase: true))
    }

    @Test func momentsAreWrittenInUTC() {
        #expect(Timestamp(seconds: 0).description == "1970-01-01T00:00:00Z")
        #expect(Timestamp(seconds: 1_709_210_096).description == "2024-02-29T12:34:56Z")
    }
}
