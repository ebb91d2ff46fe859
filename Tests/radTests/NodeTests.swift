import Foundation
import TestSupport
import Testing

/// An application on a node on which pods run: what is deployed really serves, and what is removed is gone.
@Suite(
    .enabled(if: Node.kubeconfig != nil, "set RAD_TEST_NODE_KUBECONFIG to that of a cluster with a node for tests"),
    .serialized,  // The node is a small one.
    .timeLimit(.minutes(10))
)
struct NodeTests {
    /// Three services, of which each asks the next one; the middle one knows a password.
    private static let application = """
        extension radius
        param environment string
        param version string = '1'
        param image string = 'localhost/rad-service:1'
        param crash string = ''
        @secure()
        param password string
        resource app 'Applications.Core/applications@2023-10-01-preview' = {
          name: 'trade'
          properties: { environment: environment }
        }
        resource web 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'web'
          properties: {
            application: app.id
            container: {
              image: image
              imagePullPolicy: 'Never'
              args: [ 'web' ]
              env: { VERSION: { value: version } }
              ports: { http: { containerPort: 8080 } }
              readinessProbe: { kind: 'httpGet', path: '/', containerPort: 8080, periodSeconds: 1 }
            }
            connections: { api: { source: 'http://api:8080' } }
          }
          dependsOn: [ api ]
        }
        resource api 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'api'
          properties: {
            application: app.id
            container: {
              image: image
              imagePullPolicy: 'Never'
              args: [ 'api' ]
              env: union(
                { VERSION: { value: version }, PASSWORD: { value: password } },
                crash == '' ? {} : { CRASH: { value: crash } }
              )
              ports: { http: { containerPort: 8080 } }
              readinessProbe: { kind: 'httpGet', path: '/', containerPort: 8080, periodSeconds: 1 }
            }
            connections: { db: { source: 'http://db:8080' } }
          }
          dependsOn: [ db ]
        }
        resource db 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'db'
          properties: {
            application: app.id
            container: {
              image: 'localhost/rad-service:1'
              imagePullPolicy: 'Never'
              args: [ 'db' ]
              ports: { http: { containerPort: 8080 } }
            }
          }
        }
        """

    private static let environment = """
        extension radius
        resource default 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'default'
          properties: { compute: { kind: 'kubernetes', namespace: 'NAMESPACE' } }
        }
        """

    @Test func anApplicationServesIsUpdatedFailsAndGoes() async throws {
        try await Program.with { rad in
            let node = try Node(in: rad)
            let namespace = "node-\(UUID().uuidString.lowercased().prefix(6))"
            try rad.folder.write(Self.environment.replacing("NAMESPACE", with: namespace), to: "env.bicep")
            try rad.folder.write(Self.application, to: "app.bicep")
            try node.succeed("deploy", "env.bicep")

            let deploy = ["deploy", "app.bicep", "-p", "password=hunter2", "--timeout", "4m"]
            try node.succeed(deploy)
            try await node.answers("web 1 (api 1 (db 1))", "web", in: "\(namespace)-trade")

            try node.succeed(deploy + ["-p", "version=2"])
            try await node.answers("web 2 (api 2 (db 1))", "web", in: "\(namespace)-trade")
            #expect(try node.succeed(Array(deploy.dropLast(2)) + ["-p", "version=2"]).hasPrefix("No changes: "))

            let missing = try node.run(deploy + ["-p", "version=2", "-p", "image=localhost/none:1"])
            #expect(missing.status == 1)
            #expect(
                missing.errors.contains(
                    "container 'api': image 'localhost/none:1' is not on the node, and 'imagePullPolicy' forbids to pull it"
                ),
                "\(missing.errors)"
            )
            #expect(missing.errors.contains("[RAD6140]"))
            // The old pods serve on.
            try await node.answers("web 2 (api 2 (db 1))", "web", in: "\(namespace)-trade")

            let crash = Array(deploy.dropLast(2)) + ["-p", "version=2", "-p", "crash=yes", "--resource-timeout", "8s"]
            let crashed = try node.run(crash)
            #expect(crashed.status == 1)
            #expect(crashed.errors.contains("exit code 3"), "\(crashed.errors)")
            #expect(crashed.errors.contains("note: log: cannot sign in with <redacted>\n"), "\(crashed.errors)")
            #expect(!crashed.errors.contains("hunter2"))

            try node.succeed(deploy + ["-p", "version=3"])
            try await node.answers("web 3 (api 3 (db 1))", "web", in: "\(namespace)-trade")

            try node.succeed(["app", "delete", "trade", "--yes"])
            let gone = try node.cluster.request("/api/v1/namespaces/\(namespace)-trade")
            #expect(gone.status == 404)
            #expect(try node.cluster.names("/api/v1/namespaces/\(namespace)-trade/pods") == [])
            try node.succeed(["env", "delete", "default", "--yes"])
        }
    }

    /// Objects that no cluster of one small node can make ready, each for a reason of its own.
    private static let impossible = """
        extension kubernetes with { namespace: 'NAMESPACE', kubeConfig: '' }
        param kind string
        var pod = {
          containers: [
            {
              name: 'web'
              image: 'localhost/rad-service:1'
              imagePullPolicy: 'Never'
              args: [ 'web' ]
              resources: { requests: kind == 'large' ? { cpu: '64' } : {} }
            }
          ]
        }
        resource home 'core/Namespace@v1' = { metadata: { name: 'NAMESPACE' } }
        resource quota 'core/ResourceQuota@v1' = if (kind == 'quota') {
          metadata: { name: 'few' }
          spec: { hard: { pods: '0' } }
          dependsOn: [ home ]
        }
        resource claim 'core/PersistentVolumeClaim@v1' = if (kind == 'volume') {
          metadata: { name: 'data' }
          spec: { accessModes: [ 'ReadWriteOnce' ], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } }
          dependsOn: [ home ]
        }
        resource web 'apps/Deployment@v1' = if (kind != 'volume') {
          metadata: { name: 'web' }
          spec: {
            selector: { matchLabels: { app: 'web' } }
            template: { metadata: { labels: { app: 'web' } }, spec: pod }
          }
          dependsOn: [ quota, home ]
        }
        """

    @Test(arguments: [
        ("large", ["apps/Deployment 'web'", "Unschedulable", "Insufficient cpu"]),
        ("quota", ["apps/Deployment 'web'", "exceeded quota: few"]),
        ("volume", ["core/PersistentVolumeClaim 'data'", "storageclass.storage.k8s.io \"none\" not found"]),
    ])
    func whatCannotRunIsToldInSeconds(kind: String, told: [String]) async throws {
        try await Program.with { rad in
            let node = try Node(in: rad)
            let namespace = "node-\(UUID().uuidString.lowercased().prefix(6))"
            try rad.folder.write(Self.impossible.replacing("NAMESPACE", with: namespace), to: "app.bicep")
            let outcome = try node.run(
                ["deploy", "app.bicep", "-a", "impossible", "-p", "kind=\(kind)", "--resource-timeout", "6s"]
            )
            #expect(outcome.status == 1)
            for text in told { #expect(outcome.errors.contains(text), "\(outcome.errors)") }
            try node.succeed(["app", "delete", "impossible", "--yes"])
        }
    }

    @Test func whatRunsIsFollowedAndReached() async throws {
        try await Program.with { rad in
            let node = try Node(in: rad)
            let namespace = "node-\(UUID().uuidString.lowercased().prefix(6))"
            try rad.folder.write(Self.environment.replacing("NAMESPACE", with: namespace), to: "env.bicep")
            try rad.folder.write(Self.application, to: "app.bicep")
            try node.succeed("deploy", "env.bicep")

            let outcome = try node.run(
                script: """
                    rad run app.bicep -p password=hunter2 >out 2>err & run=$!
                    await() {
                        tries=0
                        until "$@" >/dev/null || [ $tries -gt 600 ]; do tries=$((tries + 1)); sleep 0.2; done
                    }
                    await grep '^web *| \\[port-forward\\]' err
                    port=$(sed -n 's/^web *| \\[port-forward\\] connected from localhost:\\([0-9]*\\) -> ::8080$/\\1/p' err)
                    curl -s --max-time 20 "http://127.0.0.1:$port/"
                    await grep '^db *| db answers$' out
                    kill -INT $run
                    wait $run
                    echo ", status $?"
                    """
            )
            let errors = try rad.folder.read("err")
            #expect(outcome.output == "web 1 (api 1 (db 1)), status 0\n", "\(errors)")
            let written = Set(try rad.folder.read("out").split(separator: "\n"))
            for line in ["web | web answers", "api | api listens", "api | api answers", "db  | db answers"] {
                #expect(written.contains(line[...]), "\(written)")
            }
            #expect(
                try rad.folder.read("err").hasSuffix("The application goes on running; 'rad app delete' removes it.\n")
            )

            let database = ["Applications.Core/containers", "db"]
            let logs = try node.succeed(["resource", "logs"] + database)
            #expect(logs.hasPrefix("db listens\ndb answers\n"))
            #expect(try node.succeed(["resource", "logs"] + database + ["--tail", "1"]) == "db answers\n")
            // The probes of the others are answered all the while, so that the log grows.
            let since = try node.succeed(["resource", "logs"] + database + ["--since", "1h", "--tail=-1"])
            #expect(since.hasPrefix(logs), "\(since)")
            let timed = try node.succeed(["resource", "logs"] + database + ["--tail", "1", "--timestamps"])
            #expect(timed.wholeMatch(of: /\d{4}-\d\d-\d\dT[0-9:.]+Z db answers\n/) != nil, "\(timed)")

            let exposed = try node.run(
                script: """
                    rad resource expose Applications.Core/containers db -p 18080 --remote-port 8080 2>right & first=$!
                    rad resource expose Applications.Core/containers db -p 18081 2>wrong & second=$!
                    curl -s --retry 50 --retry-delay 1 --retry-connrefused --max-time 60 http://127.0.0.1:18080/
                    curl -s --retry 50 --retry-delay 1 --retry-connrefused --max-time 60 http://127.0.0.1:18081/
                    kill $first $second
                    """
            )
            #expect(exposed.output == "db 1")
            #expect(try rad.folder.read("right").hasPrefix("Exposing replica db-"))
            #expect(try rad.folder.read("wrong").contains("error: cannot connect to port 18081 of pod 'db-"))
            #expect(try rad.folder.read("wrong").contains("[RAD6160]"))

            // By kubectl, behind a proxy that lets no WebSocket through.
            let tools = Node.root + "/Tests/Tools"
            let carried = try node.run(
                script: """
                    export PATH="$(dirname '\(Node.kubectl)'):$PATH"
                    '\(Node.python)' -B '\(tools)/without-websocket.py' "$KUBECONFIG" . >proxy & proxy=$!
                    until grep -q serves proxy; do sleep 0.1; done
                    export KUBECONFIG=$PWD/proxy.kubeconfig
                    rad resource expose Applications.Core/containers db -p 18082 --remote-port 8080 2>carried & expose=$!
                    for _ in 1 2; do
                        curl -s --retry 50 --retry-delay 1 --retry-all-errors --max-time 60 http://127.0.0.1:18082/
                    done
                    kill $expose
                    wait $expose
                    echo ", status $?"
                    kill $proxy
                    pgrep -f '[k]ubectl port-forward' || echo no kubectl
                    """
            )
            let messages = try rad.folder.read("carried")
            #expect(carried.output == "db 1db 1, status 0\nno kubectl\n", "\(messages)")
            #expect(!messages.contains("error"), "\(messages)")
            try node.succeed(["app", "delete", "trade", "--yes"])
            try node.succeed(["env", "delete", "default", "--yes"])
        }
    }
}

/// The node that `Scripts/kubernetes-node.sh` starts.
private struct Node {
    static let kubeconfig = ProcessInfo.processInfo.environment["RAD_TEST_NODE_KUBECONFIG"]
        .flatMap { $0.isEmpty ? nil : $0 }

    static let python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"] ?? "python3"
    static let kubectl = ProcessInfo.processInfo.environment["RAD_TEST_KUBECTL"] ?? "kubectl"
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    let rad: Program
    let cluster: TestCluster

    /// Sets the workspace up, and gives the node the image of the service.
    init(in rad: Program) throws {
        self.rad = rad
        cluster = try TestCluster(kubeconfig: try #require(Self.kubeconfig))
        try rad.folder.write(
            "workspaces:\n  default: c\n  items:\n    c: { connection: { kind: kubernetes } }\n",
            to: ".rad/config.yaml"
        )
        let socket = try #require(ProcessInfo.processInfo.environment["RAD_TEST_NODE_CONTAINERD"])
        let made = try rad.run(
            script: """
                set -e
                gcc -static -Os -o service '\(Self.root)/Tests/Tools/service.c' -lresolv
                '\(Self.root)/Scripts/image.sh' localhost/rad-service:1 service service.tar
                ctr -a '\(socket)' -n k8s.io images import service.tar
                """
        )
        #expect(made.status == 0, "\(made.errors)")
    }

    func run(_ arguments: [String]) throws -> Program.Outcome {
        try rad.run(arguments, environment: ["KUBECONFIG": Self.kubeconfig ?? ""])
    }

    /// Runs a script of a shell, which finds the program as `rad`.
    func run(script: String) throws -> Program.Outcome {
        try rad.run(script: script, environment: ["KUBECONFIG": Self.kubeconfig ?? ""])
    }

    @discardableResult
    func succeed(_ arguments: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> String {
        let outcome = try run(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.output
    }

    @discardableResult
    func succeed(_ arguments: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> String {
        try succeed(arguments, sourceLocation: sourceLocation)
    }

    /// Waits until a service says something, asked at its address in the cluster.
    ///
    /// The rules by which addresses are rewritten follow the pods a moment later.
    func answers(
        _ expected: String,
        _ service: String,
        in namespace: String,
        sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) async throws {
        let live = try cluster.request("/api/v1/namespaces/\(namespace)/services/\(service)").answer
        let address = try #require((live["spec"] as? [String: Any])?["clusterIP"] as? String)
        var answer = ""
        for _ in 0..<50 where answer != expected {
            if !answer.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
            answer = try rad.run(script: "curl -s --max-time 20 http://\(address):8080/").output
        }
        #expect(answer == expected, sourceLocation: sourceLocation)
    }
}
