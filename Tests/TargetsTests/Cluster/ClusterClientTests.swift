import AppModel
import Documents
import Engine
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Targets

/// The client of the API against a server in this process, which can be told to misbehave.
@Suite(.timeLimit(.minutes(10))) struct ClusterClientTests {
    @Test(arguments: [429, 500, 502, 503, 504])
    func aServerInTroubleIsAskedAgain(status: Int) async throws {
        let server = try Scripted([
            .response(status: status, headers: ["Retry-After: 0"], body: Array("busy".utf8)), .cut(after: ""),
            .cut(after: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"kind\""), Scripted.json(#"{"kind":"A"}"#),
        ])
        #expect(try await server.client().send(ClusterClient.Request("/version"))["kind"]?.stringValue == "A")
        #expect(server.seen.count == 4)
    }

    @Test func aServerThatStaysInTroubleIsGivenUpOn() async throws {
        let server = try Scripted([.response(status: 503, body: Array("busy".utf8))])
        let status = await #expect(throws: APIStatus.self) {
            try await server.client().send(ClusterClient.Request("/version"))
        }
        #expect(status?.code == 503)
        #expect(server.seen.count == 4)
        let error = ApplyError.refused(try #require(status), "apply core/Secret 'db'")
        #expect(error.description == "cannot apply core/Secret 'db': the server answered with status 503 [RAD6129]")
    }

    @Test func aServerThatIsNotThereIsNamed() async throws {
        let connection = ClusterConnection(context: "gone", server: "http://127.0.0.1:1", namespace: "default")
        let client = ClusterClient(connection, environment: [:], userAgent: "rad/test", retry: Retry(attempts: 1))
        let error = await #expect(throws: ApplyError.self) { try await client.send(ClusterClient.Request("/api")) }
        #expect(error?.code == "RAD6122")
        #expect(error?.message == "cannot reach the cluster of context 'gone'")
    }

    @Test func anAnswerThatIsNoJSONIsAnError() async throws {
        let server = try Scripted([.response(status: 200, body: Array("<html>".utf8))])
        let error = await #expect(throws: ApplyError.self) {
            try await server.client().send(ClusterClient.Request("/api"))
        }
        #expect(error?.code == "RAD6123")
    }

    @Test func refusedCredentialsAreRenewedOnceAndThenReported() async throws {
        try await ScratchFolder.with { folder in
            try folder.write("old", to: "token")
            let path = "\(folder.path)/token"
            let server = try Scripted { request in
                let isNew = request.headers["authorization"] == "Bearer new"
                if !isNew { try? folder.write("new", to: "token") }
                return isNew ? Scripted.json(#"{"kind":"A"}"#) : .response(status: 401)
            }
            let client = server.client(.tokenFile(path))
            #expect(try await client.send(ClusterClient.Request("/api"))["kind"]?.stringValue == "A")
            let refusing = try Scripted([.response(status: 401)])
            let error = await #expect(throws: ApplyError.self) {
                try await refusing.client(.token("wrong")).send(ClusterClient.Request("/api"))
            }
            #expect(error?.code == "RAD6124")
            #expect(error?.description.contains("wrong") == false)
        }
    }

    @Test func aListIsReadInPartsAndFromTheStartWhenItHasChangedTooMuch() async throws {
        func part(_ names: [String], next: String) -> Reply {
            let items = names.map { #"{"metadata":{"name":"\#($0)"}}"# }.joined(separator: ",")
            return Scripted.json(#"{"metadata":{"continue":"\#(next)","resourceVersion":"7"},"items":[\#(items)]}"#)
        }
        let server = try Scripted([
            part(["a"], next: "x y"),
            .response(status: 410, body: Array(#"{"kind":"Status","code":410,"reason":"Expired"}"#.utf8)),
            part(["a", "b"], next: ""),
        ])
        let secrets = APIResource(apiVersion: "v1", kind: "Secret", plural: "secrets", isNamespaced: true)
        let list = try await server.client().list(secrets, in: "shop", selector: "a=b", limit: 1)
        #expect(list.objects.compactMap { $0["metadata"]?["name"]?.stringValue } == ["a", "b"])
        #expect(list.version == "7")
        #expect(
            server.seen.map(\.target) == [
                "/api/v1/namespaces/shop/secrets?labelSelector=a%3Db&limit=1",
                "/api/v1/namespaces/shop/secrets?labelSelector=a%3Db&limit=1&continue=x%20y",
                "/api/v1/namespaces/shop/secrets?labelSelector=a%3Db",
            ]
        )
    }

    @Test(arguments: [
        (
            403, #""message":"deployments is forbidden: User \"u\" cannot patch resource""#, "RAD6125",
            "deployments is forbidden: User \"u\" cannot patch resource"
        ),
        (
            404, #""message":"none","details":{"name":"shop","kind":"namespaces"}"#, "RAD6133",
            "there is no namespace 'shop'"
        ),
        (
            409,
            #""details":{"causes":[{"reason":"FieldManagerConflict","#
                + #""message":"conflict with \"kubectl\" using apps/v1","field":".spec.replicas"}]}"#, "RAD6126",
            "others have set fields to other values: .spec.replicas belongs to 'kubectl'"
        ),
        (
            422, #""message":"all","details":{"causes":[{"message":"Required value","field":"spec.selector"}]}"#,
            "RAD6127",
            "spec.selector: Required value"
        ),
        (409, #""message":"changed""#, "RAD6129", "changed"),
    ])
    func aRefusalSaysWhatIsInTheWay(status: Int, members: String, code: String, cause: String) throws {
        let body = try #require(
            ClusterClient.value(of: Array(#"{"kind":"Status","code":\#(status),\#(members)}"#.utf8))
        )
        let error = ApplyError.refused(APIStatus(code: status, body: body), "apply apps/Deployment 'web'")
        #expect(error.code == code)
        #expect(error.message == "cannot apply apps/Deployment 'web'")
        #expect(error.cause == cause)
    }

    @Test func kindsAreAskedForTogetherWhereTheServerCanAndOneByOneWhereNot() async throws {
        let groups = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[
            {"resource":"deployments","responseKind":{"kind":"Deployment"},"scope":"Namespaced"}]}]}]}
            """
        let core = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
            {"resource":"namespaces","responseKind":{"kind":"Namespace"},"scope":"Cluster"}]}]}]}
            """
        let modern = try Scripted { $0.target == "/apis" ? Scripted.json(groups) : Scripted.json(core) }
        let discovery = Discovery(modern.client(), cache: nil)
        #expect(try await discovery.resource(apiVersion: "apps/v1", kind: "Deployment")?.plural == "deployments")
        #expect(try await discovery.resource(apiVersion: "v1", kind: "Namespace")?.isNamespaced == false)
        #expect(try await discovery.resource(apiVersion: "v1", kind: "Widget") == nil)
        #expect(modern.seen.map(\.target) == ["/apis", "/api"])

        let old = try Scripted { request in
            switch request.target {
            case "/apis/apps/v1":
                Scripted.json(
                    #"{"resources":[{"name":"deployments","kind":"Deployment","namespaced":true},"#
                        + #"{"name":"deployments/scale","kind":"Scale","namespaced":true}]}"#
                )
            case "/apis": Scripted.json(#"{"kind":"APIGroupList"}"#)
            case _: .response(status: 404)
            }
        }
        try await ScratchFolder.with { folder in
            let cache = DiscoveryCache(folder: folder.path, server: "https://c") { 100 }
            let discovery = Discovery(old.client(), cache: cache)
            let deployments = try await discovery.resource(apiVersion: "apps/v1", kind: "Deployment")
            #expect(deployments?.plural == "deployments")
            let widgets = try await discovery.resource(apiVersion: "a.example/v1", kind: "Widget")
            #expect(widgets == nil)
            #expect(old.seen.map(\.target) == ["/apis", "/apis/apps/v1", "/apis/a.example/v1"])
            let second = Discovery(old.client(), cache: cache)
            let cached = try await second.resource(apiVersion: "apps/v1", kind: "Deployment")
            #expect(cached?.isNamespaced == true)
            #expect(old.seen.count == 3)
            #expect(DiscoveryCache(folder: folder.path, server: "https://c") { 701 }.read() == nil)
        }
    }

    @Test func onlyWhatRadOwnsOfAnObjectCounts() throws {
        let fields = #"""
            {"f:data":{"f:a":{}},"f:ports":{"k:{\"port\":80}":{".":{},"f:port":{},"f:name":{}}},
            "f:finalizers":{"v:\"x\"":{}}}
            """#
        let text = #"""
            {"metadata":{"managedFields":[{"manager":"kubectl","operation":"Apply","fieldsV1":{"f:data":{"f:b":{}}}},
            {"manager":"rad","operation":"Apply","fieldsV1":\#(fields)}]},"data":{"a":"1","b":"2"},
            "ports":[{"port":81,"name":"other"},{"port":80,"name":"web","nodePort":30000}],"finalizers":["y","x"]}
            """#
        let object = try #require(ClusterClient.value(of: Array(text.utf8)))
        let own = try #require(FieldSet(ownedByRadIn: object)).values(in: object)
        #expect(
            String(decoding: own.canonicalJSON(), as: UTF8.self)
                == #"{"data":{"a":"1"},"finalizers":[["v:\"x\"","x"]],"#
                + #""ports":[["k:{\"port\":80}",{"name":"web","port":80}]]}"#
        )
    }

    @Test func aSecretTravelsAsDataAndComesBackSecret() {
        let output = OutputResource(
            id: .kubernetes(namespace: "a", group: "", kind: "Secret", name: "s"),
            platform: .kubernetes,
            type: "core/Secret",
            apiVersion: "v1",
            name: "s",
            namespace: "a",
            owner: ResourceID(group: "default", type: .containers, name: "web"),
            body: ["metadata": ["name": "s"], "stringData": ["password": .secret("value")]]
        )
        let identity = DeploymentIdentity(group: "default", environment: "Prod", application: "shop")
        let mark = DeploymentMark(identity)
        let manifest = mark.added(to: output.clusterManifest)
        #expect(manifest["data"]?["password"] == .secret("dmFsdWU="))
        #expect(manifest["stringData"] == nil)
        #expect(mark.isOn(manifest))
        #expect(
            !DeploymentMark(DeploymentIdentity(group: "x", environment: "prod", application: "shop")).isOn(manifest)
        )
        let live: Value = ["data": ["password": "dmFsdWU="]]
        #expect(output.clusterValue(live)["data"]?["password"] == .secret("dmFsdWU="))
    }

    @Test func whatAzureKeepsIsNotForClusters() {
        let owner = ResourceID(group: "default", type: .containers, name: "web")
        #expect(ApplyError.notForClusters("Microsoft.Cache/redis", "c", of: owner).code == "RAD6131")
    }
}

/// A server that answers as it was told, and remembers what it was asked.
final class Scripted: Sendable {
    private let server: LoopbackServer
    private let log: Log

    private final class Log: Sendable {
        let requests = Mutex<[SeenRequest]>([])
    }

    var seen: [SeenRequest] { log.requests.withLock { $0 } }

    /// Answers by a rule.
    init(_ reply: @escaping @Sendable (SeenRequest) -> Reply) throws {
        let log = Log()
        self.log = log
        server = try LoopbackServer { request in
            log.requests.withLock { $0.append(request) }
            return reply(request)
        }
    }

    /// Gives one answer after the other, and the last one again and again.
    convenience init(_ replies: [Reply]) throws {
        let next = NextReply(replies)
        try self.init { _ in next.take() }
    }

    deinit { server.stop() }

    static func json(_ text: String) -> Reply { .response(status: 200, body: Array(text.utf8)) }

    func client(_ bearer: ClusterConnection.Bearer = .none, environment: [String: String] = [:]) -> ClusterClient {
        var connection = ClusterConnection(context: "test", server: server.url, namespace: "default")
        connection.bearer = bearer
        let retry = Retry(attempts: 4, firstDelay: .milliseconds(1), longestDelay: .milliseconds(2))
        return ClusterClient(connection, environment: environment, userAgent: "rad/test", retry: retry)
    }
}

private final class NextReply: Sendable {
    private let rest: Mutex<[Reply]>

    init(_ replies: [Reply]) { rest = Mutex(replies) }

    func take() -> Reply {
        rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    }
}
