import AppModel
import Diagnostics
import Documents
import Engine
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Targets

/// What runs of a deployment: which pods there are, and what they write.
@Suite(.timeLimit(.minutes(10))) struct RunningTests {
    @Test(arguments: [
        ("matchLabels: {app: web, tier: front}", "app=web,tier=front"),
        (
            "matchExpressions: [{key: a, operator: In, values: [x, y]}, {key: b, operator: NotIn, values: [z]}]",
            "a in (x,y),b notin (z)"
        ),
        ("matchLabels: {a: b}, matchExpressions: [{key: c, operator: Exists}]", "a=b,c"),
        ("matchExpressions: [{key: c, operator: DoesNotExist}]", "!c"),
        // What selects everything, or what nobody knows, selects nothing here.
        ("matchLabels: {}", nil),
        ("matchExpressions: [{key: c, operator: Near}]", nil),
        ("matchLabels: {a: [1]}", nil),
    ])
    func aSelectorIsAQuery(selector: String, query: String?) throws {
        let selector = try value("{\(selector)}")
        #expect(LabelSelector(selector)?.text == query)
    }

    @Test(arguments: [
        ("2026-11-27T20:00:00Z", "2026-11-27T20:00:01Z"),
        ("2026-11-27T20:00:00Z", "2026-11-27T20:00:00.1Z"),
        ("2026-11-27T20:00:00.05Z", "2026-11-27T20:00:00.1Z"),
        ("2026-11-27T20:00:00.1Z", "2026-11-27T20:00:00.100000001Z"),
    ])
    func timesAreInOrder(earlier: String, later: String) {
        #expect(LogTime(earlier) < LogTime(later))
        #expect(!(LogTime(later) < LogTime(earlier)))
    }

    @Test func theReplicaThatServesBestIsTheNewestReadyOne() throws {
        let pods = [
            "{metadata: {name: ends, creationTimestamp: '5', deletionTimestamp: '9'}, \(Self.ready)}",
            "{metadata: {name: waits, creationTimestamp: '4'}, status: {phase: Pending}}",
            "{metadata: {name: old, creationTimestamp: '1'}, \(Self.ready)}",
            "{metadata: {name: new, creationTimestamp: '2'}, \(Self.ready)}",
            "{metadata: {name: starts, creationTimestamp: '3'}, status: {phase: Running}}",
        ]
        let replicas = try pods.map { try #require(Replica(try value($0))) }
        #expect(replicas.sorted { $0.serves(before: $1) }.map(\.name) == ["new", "old", "starts", "waits", "ends"])
    }

    @Test func aReplicaHasItsContainersAndTheirPorts() throws {
        let pod = """
            metadata: {name: web-1, namespace: shop}
            spec:
              initContainers: [{name: prepare}]
              containers:
              - name: web
                ports: [{containerPort: 8080}, {containerPort: 53, protocol: UDP}, {containerPort: 90, protocol: TCP}]
              - {name: side}
            status:
              containerStatuses:
              - {name: web, containerID: 'containerd://1', state: {running: {}}}
            """
        let replica = try #require(Replica(try value(pod)))
        #expect(replica.containers.map(\.name) == ["prepare", "web", "side"])
        #expect(replica.containers.map(\.ports) == [[], [8080, 90], []])
        #expect(replica.containers.map(\.run) == ["", "containerd://1", ""])
        #expect(replica.containers.map(\.isRunning) == [false, true, false])
    }

    @Test func aLogGoesOnWhereItsConnectionBrokeOff() async throws {
        let phase = Atomic(0)
        let server = try Scripted { request in
            let path = request.target.prefix { $0 != "?" }
            switch path {
            case "/apis/apps/v1/namespaces/shop/deployments/web":
                return Scripted.json(#"{"spec":{"selector":{"matchLabels":{"app":"web"}}}}"#)
            case "/api/v1/namespaces/shop/pods":
                let run = phase.load(ordering: .relaxed) < 2 ? #"{"running":{}}"# : #"{"terminated":{}}"#
                return Scripted.json(
                    """
                    {"items":[{"metadata":{"name":"web-1","namespace":"shop"},"spec":{"containers":[{"name":"web"}]},
                    "status":{"containerStatuses":[{"name":"web","containerID":"c://1","state":\(run)}]}}]}
                    """
                )
            case "/api/v1/namespaces/shop/pods/web-1/log":
                guard phase.add(1, ordering: .relaxed).oldValue == 0 else {
                    return .response(status: 200, body: Array("\(Self.second)\(Self.third)".utf8))
                }
                let text = Self.first + Self.second
                return .cut(after: "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n\(text)")
            case _: return .response(status: 404)
            }
        }
        let lines = Mutex<[String]>([])
        let workloads = ClusterWorkloads(server.client())
        let following = Task {
            try await workloads.follow([Self.deployment], ClusterWorkloads.LogOptions()) { _, line in
                lines.withLock { $0.append("\(line.replica) \(line.container) \(line.text)") }
            }
        }
        while lines.withLock({ $0.count }) < 3 { try await Task.sleep(for: .milliseconds(20)) }
        following.cancel()
        _ = await following.result
        #expect(lines.withLock { $0 } == ["web-1 web one", "web-1 web two words", "web-1 web three"])
        let asked = server.seen.map(\.target).filter { $0.contains("/log?") }
        #expect(
            asked.prefix(2) == [
                "/api/v1/namespaces/shop/pods/web-1/log?container=web&follow=true&timestamps=true",
                "/api/v1/namespaces/shop/pods/web-1/log?container=web&follow=true"
                    + "&sinceTime=2026-11-27T20%3A00%3A00.2Z&timestamps=true",
            ]
        )
    }

    @Test func onlyTheYoungestLinesAreAskedFor() async throws {
        let server = try Scripted([.response(status: 200, body: Array("one\ntwo\n".utf8))])
        let replica = try #require(
            Replica(try value("{metadata: {name: web-1, namespace: shop}, spec: {containers: [{name: web}]}}"))
        )
        var options = ClusterWorkloads.LogOptions()
        (options.age, options.tail) = (.seconds(90), 2)
        var lines: [String] = []
        try await ClusterWorkloads(server.client()).log(of: replica, options) { lines.append($0.text) }
        #expect(lines == ["one", "two"])
        #expect(
            server.seen.map(\.target)
                == ["/api/v1/namespaces/shop/pods/web-1/log?container=web&tailLines=2&sinceSeconds=90"]
        )
    }

    @Test func aPodMayBeForbidden() async throws {
        let refusal = #"{"kind":"Status","code":403,"reason":"Forbidden","message":"pods is forbidden"}"#
        let server = try Scripted([.response(status: 403, body: Array(refusal.utf8))])
        let error = await #expect(throws: ApplyError.self) {
            try await ClusterWorkloads(server.client()).replicas(of: Self.deployment)
        }
        #expect(error?.code == "RAD6125")
        #expect(error?.message == "cannot look for the pods of apps/Deployment 'web'")
    }

    private static let first = "2026-11-27T20:00:00.1Z one\n"
    private static let second = "2026-11-27T20:00:00.2Z two words\n"
    private static let third = "2026-11-27T20:00:00.25Z three\n"

    private static let ready = "status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}"

    private static let deployment = RecordedOutput(
        id: .kubernetes(namespace: "shop", group: "apps", kind: "Deployment", name: "web"),
        platform: .kubernetes,
        type: "apps/Deployment",
        apiVersion: "apps/v1",
        name: "web",
        namespace: "shop",
        owner: ResourceID(group: "default", type: .containers, name: "web"),
        dependencies: [],
        wantedFingerprint: "",
        appliedFingerprint: "",
        location: "",
        place: ""
    )

    private func value(_ yaml: String) throws -> Value {
        try #require(YAMLReader.read(SourceFile(path: "pod.yaml", text: yaml)).documents.first?.value)
    }
}
