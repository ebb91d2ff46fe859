import Documents
import Engine
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Targets

/// Ports of this machine that lead to those of pods: over WebSocket, or by kubectl where that is refused.
@Suite(.timeLimit(.minutes(5))) struct PortForwardTests {
    @Test func aPortThatCannotBeReachedIsToldOnceAndEndsTheConnection() async throws {
        let refusal = #"{"kind":"Status","code":404,"message":"pods \"web-1\" not found"}"#
        let server = try Scripted([.response(status: 404, body: Array(refusal.utf8))])
        let told = try await forwarding(server.client()) { url in
            for _ in 0..<2 { #expect(await Self.answer(of: url) == nil) }
        }
        #expect(told == ["cannot connect to port 80 of pod 'web-1': pods \"web-1\" not found [RAD6160]"])
        let seen = try #require(server.seen.first)
        #expect(seen.target == "/api/v1/namespaces/shop/pods/web-1/portforward?ports=80")
        #expect(seen.headers["sec-websocket-protocol"] == "v4.channel.k8s.io")
    }

    @Test func aPortOfThisMachineIsOpenedOnce() throws {
        let workloads = ClusterWorkloads(try Scripted([]).client())
        let replica = try Self.replica("web-1")
        let forward = try #require(PortForward(workloads, to: replica, remotePort: 80, localPort: 0))
        #expect(PortForward(workloads, to: replica, remotePort: 80, localPort: forward.localPort) == nil)
    }

    @Test(arguments: [
        (400, #"{"kind":"Status","message":"Upgrade request required"}"#), (405, ""), (426, ""), (501, ""),
    ])
    func kubectlForwardsWhereAWebSocketIsRefused(status: Int, body: String) async throws {
        let server = try Scripted([.response(status: status, body: Array(body.utf8))])
        try await ScratchFolder.with { folder in
            let pod = try LoopbackServer { _ in .response(status: 200, body: Array("from the pod".utf8)) }
            try folder.writeProgram(
                """
                echo "$@" >>'\(folder.path)/started'
                echo "Forwarding from 127.0.0.1:\(pod.port) -> 80"
                trap "echo ended >>'\(folder.path)/started'; exit 0" INT
                while :; do sleep 0.1; done
                """,
                to: "kubectl"
            )
            let client = server.client(environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
            let told = try await forwarding(client) { url in
                for _ in 0..<3 { #expect(await Self.answer(of: url) == "from the pod") }
            }
            #expect(told == [])
            // One does for all connections, and it ends with the last.
            #expect(
                try folder.read("started")
                    == "port-forward --address 127.0.0.1 --context test -n shop pod/web-1 :80\nended\n"
            )
            #expect(server.seen.count == 1)
        }
    }

    @Test func whatKubectlSaysIsTold() async throws {
        let server = try Scripted([.response(status: 426)])
        try await ScratchFolder.with { folder in
            try folder.writeProgram(
                """
                echo "error: unable to forward port because pod is not running. Current status=Pending" >&2
                exit 1
                """,
                to: "kubectl"
            )
            let client = server.client(environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
            let told = try await forwarding(client) { url in #expect(await Self.answer(of: url) == nil) }
            #expect(
                told == [
                    "cannot connect to port 80 of pod 'web-1': error: unable to forward port because pod is not "
                        + "running. Current status=Pending [RAD6160]"
                ]
            )
        }
    }

    @Test func aConnectionThatKubectlDoesNotGetThroughIsTold() async throws {
        let server = try Scripted([.response(status: 426)])
        try await ScratchFolder.with { folder in
            let pod = try LoopbackServer { _ in .response(status: 200) }
            try folder.writeProgram(
                """
                echo 'E1128 02:40:01.123456   12345 portforward.go:413] "no such port"' >&2
                echo "Forwarding from 127.0.0.1:\(pod.port) -> 80"
                exec sleep 60
                """,
                to: "kubectl"
            )
            let client = server.client(environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
            let told = try await forwarding(client) { url in #expect(await Self.answer(of: url) == "") }
            #expect(told == ["cannot connect to port 80 of pod 'web-1': \"no such port\" [RAD6160]"])
        }
    }

    @Test func kubectlIsStartedAnewForAnotherPodAndAfterItsEnd() async throws {
        let server = try Scripted([.response(status: 426)])
        try await ScratchFolder.with { folder in
            let pod = try LoopbackServer { _ in .response(status: 200, body: Array("served".utf8)) }
            // The first one leads nowhere any more.
            try folder.writeProgram(
                """
                echo "$8" >>'\(folder.path)/started'
                if [ "$(wc -l <'\(folder.path)/started')" = 1 ]; then port=1; else port=\(pod.port); fi
                echo "Forwarding from 127.0.0.1:$port -> 80"
                exec sleep 60
                """,
                to: "kubectl"
            )
            let client = server.client(environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
            let workloads = ClusterWorkloads(client)
            let forward = try #require(try PortForward(workloads, to: Self.replica("a"), remotePort: 80, localPort: 0))
            let running = Task { await forward.run { _ in } }
            let url = "http://127.0.0.1:\(forward.localPort)/"
            #expect(await Self.answer(of: url) == "served")
            forward.lead(to: try Self.replica("b"))
            #expect(await Self.answer(of: url) == "served")
            running.cancel()
            await running.value
            #expect(try folder.read("started") == "pod/a\npod/a\npod/b\n")
        }
    }

    @Test func withoutKubectlTheWayOutIsTold() async throws {
        let server = try Scripted([.response(status: 426)])
        let told = try await forwarding(server.client()) { url in #expect(await Self.answer(of: url) == nil) }
        #expect(
            told == [
                "cannot connect to port 80 of pod 'web-1': the API server, or a proxy before it, lets no WebSocket "
                    + "through: 'kubectl', which can do without, is not on the PATH [RAD6161]"
            ]
        )
    }

    /// Opens a port to a pod while it is used, and gives what was complained about.
    private func forwarding(_ client: ClusterClient, _ use: (String) async -> Void) async throws -> [String] {
        let workloads = ClusterWorkloads(client)
        let forward = try #require(try PortForward(workloads, to: Self.replica("web-1"), remotePort: 80, localPort: 0))
        let told = Mutex<[String]>([])
        let running = Task { await forward.run { error in told.withLock { $0.append(error.description) } } }
        await use("http://127.0.0.1:\(forward.localPort)/")
        running.cancel()
        await running.value
        return told.withLock { $0 }
    }

    /// What is answered; `nil` if the connection ends before.
    private static func answer(of url: String) async -> String? {
        var configuration = HTTPClient.Configuration(userAgent: "rad/test")
        configuration.totalTimeout = nil
        do throws(HTTPError) {
            let response = try await HTTPClient(configuration: configuration).send(HTTPRequest(url: url))
            return String(decoding: response.body, as: UTF8.self)
        } catch {
            #expect(error.code == .connectionLost)
            return nil
        }
    }

    private static func replica(_ name: String) throws -> Replica {
        try #require(Replica(["metadata": ["name": .string(name), "namespace": "shop"]]))
    }
}
