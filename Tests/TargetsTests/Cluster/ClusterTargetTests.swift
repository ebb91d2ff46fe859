import AppModel
import Diagnostics
import Documents
import Engine
import TestSupport
import Testing

@testable import Targets

/// The target against a server in this process, for what a real one does only in bad moments.
@Suite(.timeLimit(.minutes(10))) struct ClusterTargetTests {
    private static let identity = DeploymentIdentity(group: "default", environment: "prod", application: "shop")
    private static let kinds =
        #"{"resources":[{"name":"secrets","kind":"Secret","namespaced":true},"#
        + #"{"name":"namespaces","kind":"Namespace","namespaced":false}]}"#

    private func target(_ server: Scripted, removal: ClusterTarget.Options.Removal = .awaited(.milliseconds(100)))
        -> ClusterTarget
    {
        var options = ClusterTarget.Options()
        options.removal = removal
        return ClusterTarget(
            server.client(),
            cacheFolder: nil,
            identity: Self.identity,
            key: FingerprintKey(bytes: Array(repeating: 1, count: 32)),
            options: options
        )
    }

    /// A server that serves Secrets, and leaves requests for objects to a rule.
    private func server(_ reply: @escaping @Sendable (SeenRequest) -> Reply) throws -> Scripted {
        try Scripted { request in
            switch request.target {
            case "/api/v1": Scripted.json(Self.kinds)
            case "/apis", "/api": Scripted.json(#"{"kind":"APIGroupList"}"#)
            case let path where path.hasPrefix("/api/v1/"): reply(request)
            case _: .response(status: 404, body: Array(#"{"kind":"Status","code":404}"#.utf8))
            }
        }
    }

    private func object(_ name: String = "db", uid: String = "1", isOwn: Bool = true, _ rest: String = "") -> String {
        let label = isOwn ? #""\#(DeploymentMark.label)":"\#(DeploymentMark(Self.identity).value)""# : ""
        return #"{"metadata":{"name":"\#(name)","uid":"\#(uid)","labels":{\#(label)}\#(rest)}}"#
    }

    private func recorded(_ name: String = "db", type: String = "core/Secret") -> RecordedOutput {
        RecordedOutput(
            id: .kubernetes(namespace: "a", group: "", kind: "Secret", name: name),
            platform: .kubernetes,
            type: type,
            apiVersion: "v1",
            name: name,
            namespace: "a",
            owner: ResourceID(group: "default", type: .containers, name: "web"),
            dependencies: [],
            wantedFingerprint: "",
            appliedFingerprint: "",
            location: "",
            place: "kubernetes:test"
        )
    }

    private func wanted(apiVersion: String = "v1", type: String = "core/Secret") -> OutputResource {
        OutputResource(
            id: .kubernetes(namespace: "a", group: "", kind: "Secret", name: "db"),
            platform: .kubernetes,
            type: type,
            apiVersion: apiVersion,
            name: "db",
            namespace: "a",
            owner: ResourceID(group: "default", type: .containers, name: "web"),
            body: ["apiVersion": .string(apiVersion), "metadata": ["name": "db", "namespace": "a"]]
        )
    }

    @Test func manyObjectsOfAKindAreFoundWithTwoLists() async throws {
        let own = (0..<300).map { object("own\($0)", uid: "\($0)") }.joined(separator: ",")
        let foreign = object("foreign", isOwn: false)
        let server = try server { request in
            Scripted.json(#"{"items":[\#(request.target.contains("labelSelector") ? own : "\(own),\(foreign)")]}"#)
        }
        let candidates = (0..<300).map { recorded("own\($0)") } + [recorded("foreign"), recorded("absent")]
        let found = try await target(server).observe(candidates)
        #expect(found.count == 301)
        #expect(found.values.filter(\.isForeign).count == 1)
        #expect(server.seen.map(\.target).filter { $0.contains("secrets") }.count == 2)
        let kinds = server.seen.filter { $0.headers["accept"]?.contains("PartialObjectMetadataList") == true }
        #expect(kinds.count == 1)
    }

    @Test func whoMayNotListLooksAtObjectsOneByOne() async throws {
        let one = object("one")
        let server = try server { request in
            switch request.target {
            case "/api/v1/namespaces/a/secrets/one": Scripted.json(one)
            case "/api/v1/namespaces/a/secrets/two": .response(status: 404)
            case _: .response(status: 403, body: Array(#"{"kind":"Status","code":403}"#.utf8))
            }
        }
        let found = try await target(server).observe([recorded("one"), recorded("two")])
        #expect(Array(found.keys) == [recorded("one").id])
    }

    @Test func anObjectThatStaysIsNotSaidToBeGone() async throws {
        let live = object("db", uid: "1", isOwn: true, #","finalizers":["example.org/keep"]"#)
        let server = try server { _ in Scripted.json(live) }
        let error = await #expect(throws: ApplyError.self) { try await target(server).delete(recorded()) }
        #expect(error?.code == "RAD6132")
        #expect(error?.cause == "it waits for its finalizers 'example.org/keep'")
        guard case .removed = try await target(server, removal: .notAwaited).delete(recorded()) else {
            Issue.record("without waiting, being told is enough")
            return
        }
    }

    @Test func anObjectIsOnlyRemovedAsTheOneThatWasSeen() async throws {
        let live = object(uid: "17")
        let server = try server { request in
            request.method == "GET"
                ? Scripted.json(live) : .response(status: 409, body: Array(#"{"kind":"Status","code":409}"#.utf8))
        }
        guard case .left(let warning) = try await target(server).delete(recorded()) else {
            Issue.record("another object stays")
            return
        }
        #expect(warning.code == "RAD6130")
        let deletion = try #require(server.seen.first { $0.method == "DELETE" })
        #expect(
            String(decoding: deletion.body, as: UTF8.self)
                == #"{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background","#
                + #""preconditions":{"uid":"17"}}"#
        )
    }

    @Test func aKindThatIsNotServedAndANamespaceThatIsNotThereAreNamed() async throws {
        let missing = #"{"kind":"Status","code":404,"details":{"name":"a","kind":"namespaces"}}"#
        let server = try server { _ in .response(status: 404, body: Array(missing.utf8)) }
        let kind = await #expect(throws: ApplyError.self) {
            try await target(server).apply(wanted(apiVersion: "a.example/v1", type: "a.example/Widget"))
        }
        #expect(kind?.code == "RAD6128")
        let namespace = await #expect(throws: ApplyError.self) { try await target(server).apply(wanted()) }
        #expect(namespace?.code == "RAD6133")
    }
}
