import Foundation
import TestSupport
import Testing

/// Deployments that wait, against a real API server; the test does what controllers and nodes would.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(10)))
struct ClusterWaitingTests {
    /// A web server that uses a database: two Deployments, of which the second depends on the first.
    private static let pair = ClusterFixture.shop.replacing(
        "resource web ",
        with: """
            resource db 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'db'
              properties: {
                environment: environment
                application: app.id
                containers: { db: { image: 'registry.example/db:1' } }
              }
            }
            resource web 
            """
    ).replacing(
        "application: app.id\n    containers: {\n      web",
        with: "application: app.id\n    connections: { db: { source: db.id } }\n    containers: {\n      web"
    )

    @Test func aDependentWaitsUntilWhatItUsesIsReady() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.folder.write(Self.pair, to: "pair.bicep")
            let outcome = inBackground {
                try rad.run(["deploy", "pair.bicep", "-o", "json"], environment: ClusterFixture.variables)
            }
            try await until { try cluster.exists(deployment: "db", in: namespace) }
            #expect(try !cluster.exists(deployment: "web", in: namespace))
            try cluster.finishRollout("db", in: namespace)
            try await until { try cluster.exists(deployment: "web", in: namespace) }
            try cluster.finishRollout("web", in: namespace)
            let end = try await outcome.value
            #expect(end.status == 0, "\(end.errors)")
            #expect(end.errors == "")
            let events = try end.output.split(separator: "\n").map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            func order(_ name: String, _ event: String) -> Int? {
                events.firstIndex { item in
                    let object = item["object"] as? [String: Any]
                    return item["event"] as? String == event && object?["name"] as? String == name
                        && object?["type"] as? String == "apps/Deployment"
                }
            }
            let steps = [order("db", "began"), order("db", "progress"), order("db", "ended"), order("web", "began")]
            #expect(steps.compactMap { $0 }.count == 4)
            #expect(steps.compactMap { $0 } == steps.compactMap { $0 }.sorted())
            #expect(events.last?["event"] as? String == "result")
            #expect(try rad.succeedInCluster("plan", "pair.bicep").hasPrefix("No changes: "))
        }
    }

    @Test func whatIsNotReadyInTimeIsNamedAndWaitedForAgain() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let late = try rad.run(
                ["deploy", "shop.bicep", "--resource-timeout", "1s"],
                environment: ClusterFixture.variables
            )
            #expect(late.status == 1)
            let lines = late.errors.split(separator: "\n").map(String.init)
            #expect(
                lines.contains {
                    $0.hasSuffix("s  web: apps/Deployment 'web': the cluster has not seen the change yet")
                }
            )
            #expect(
                late.errors.withoutProgress == """
                    error: apps/Deployment 'web' is not ready after 1s: the cluster has not seen the change yet [RAD6141]
                    help: run the command again to wait once more, longer with '--resource-timeout', or not at all with \
                    '--no-wait'

                    """
            )
            try cluster.finishRollout("web", in: namespace)
            let again = try rad.run(["deploy", "shop.bicep"], environment: ClusterFixture.variables)
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.output.contains("1 to update"), "\(again.output)")
            let overall = try rad.run(
                ["deploy", "shop.bicep", "-p", "image=registry.example/web:2", "--timeout", "1"],
                environment: ClusterFixture.variables
            )
            #expect(overall.status == 1)
            #expect(overall.errors.contains("longer with '--timeout'"), "\(overall.errors)")
        }
    }

    @Test func aContainerThatCrashesAgainAndAgainIsReportedAtOnce() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let outcome = inBackground {
                try rad.run(["deploy", "shop.bicep"], environment: ClusterFixture.variables)
            }
            try await until { try cluster.exists(deployment: "web", in: namespace) }
            let crash =
                #"{"name":"web","image":"i","imageID":"","ready":false,"restartCount":2,"#
                + #""state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}},"#
                + #""lastState":{"terminated":{"exitCode":3,"reason":"Error","containerID":"c://1"}}}"#
            try cluster.makePod(of: "web", in: namespace, containers: crash)
            try cluster.makePod(of: "web", in: namespace, containers: crash.replacing(#"Count":2"#, with: #"Count":4"#))
            let end = try await outcome.value
            #expect(end.status == 1)
            #expect(
                end.errors.withoutProgress == """
                    error: apps/Deployment 'web' cannot become ready: pod 'web-1-pod', container 'web': crashes again and \
                    again: exit code 3, started again 4 times [RAD6140]
                    help: see why it ends, in its log, and deploy again

                    """,
                "\(end.errors)"
            )
        }
    }

    @Test func interruptingFinishesWhatIsAtWorkAndTheNextDeploymentGoesOn() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.folder.write(Self.pair, to: "pair.bicep")
            let outcome = try rad.run(
                script: """
                    : >errors
                    rad deploy pair.bicep 2>errors & pid=$!
                    until grep -q 'not seen the change' errors; do sleep 0.05; done
                    kill -INT $pid; wait $pid; echo "status $?"; cat errors >&2
                    """,
                environment: ClusterFixture.variables
            )
            #expect(outcome.output.contains("status 130\n"))
            #expect(
                outcome.errors.withoutProgress == """
                    Stopping: what is at work (1 object) is finished and recorded; Ctrl-C once more stops at once.
                    Stopped: of the changes, 1 made but not waited for, 2 not begun. Run the command again to go on.

                    """,
                "\(outcome.errors)"
            )
            #expect(try rad.succeedInCluster("plan", "pair.bicep").contains("left unfinished by an earlier deployment"))
            #expect(try !cluster.exists(deployment: "web", in: namespace))
            try rad.succeedInCluster("deploy", "pair.bicep")
            #expect(try rad.succeedInCluster("plan", "pair.bicep").hasPrefix("No changes: "))
        }
    }

    @Test func interruptingTwiceStopsAtOnceAndLosesNothing() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let outcome = try rad.run(
                script: """
                    : >errors
                    rad deploy shop.bicep 2>errors & pid=$!
                    until grep -q 'not seen the change' errors; do sleep 0.05; done
                    kill -INT $pid; kill -TERM $pid; wait $pid; echo "status $?"
                    """,
                environment: ClusterFixture.variables
            )
            #expect(outcome.output.contains("status 130\n"))
            #expect(try cluster.exists(deployment: "web", in: namespace))
            try rad.succeedInCluster("deploy", "shop.bicep")
            try rad.succeedInCluster("app", "delete", "shop", "--yes")
            #expect(try !cluster.exists(deployment: "web", in: namespace))
        }
    }

    @Test(arguments: ["5x", "-1", "1s5m", "99999999999999999999h"])
    func aTimeThatIsNoneIsRefused(time: String) async throws {
        try await Program.with { rad in
            let outcome = try rad.run("deploy", "app.bicep", "--timeout=\(time)")
            #expect(outcome.status == 64)
        }
    }

    /// Runs what blocks a thread beside the test.
    private func inBackground<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) -> Task<Result, any Error> {
        Task {
            try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread { continuation.resume(with: Swift.Result(catching: body)) }
            }
        }
    }

    private func until(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }
}

extension TestCluster {
    fileprivate func exists(deployment name: String, in namespace: String) throws -> Bool {
        try request("/apis/apps/v1/namespaces/\(namespace)/deployments/\(name)").status == 200
    }

    /// Lets a Deployment look as when its one pod is available.
    fileprivate func finishRollout(_ name: String, in namespace: String) throws {
        let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/\(name)"
        let metadata = try #require(try request(path).answer["metadata"] as? [String: Any])
        let generation = try #require(metadata["generation"] as? Int)
        let status = """
            {"status":{"observedGeneration":\(generation),"replicas":1,"updatedReplicas":1,"availableReplicas":1,
            "readyReplicas":1}}
            """
        let answer = try request("PATCH", "\(path)/status", status, type: "application/merge-patch+json")
        #expect(answer.status == 200)
    }

    /// Makes the pod that a Deployment's controller would make, with containers in some state.
    fileprivate func makePod(of name: String, in namespace: String, containers: String) throws {
        let root = "/apis/apps/v1/namespaces/\(namespace)"
        let deployment = try request("\(root)/deployments/\(name)").answer
        let metadata = try #require(deployment["metadata"] as? [String: Any])
        let uid = try #require(metadata["uid"] as? String)
        func owner(_ kind: String, _ name: String, _ uid: String) -> String {
            #"[{"apiVersion":"apps/v1","kind":"\#(kind)","name":"\#(name)","uid":"\#(uid)","controller":true}]"#
        }
        let revision = #"{"deployment.kubernetes.io/revision":"1"}"#
        let pod = #"{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"web","image":"i"}]}}"#
        try request(
            "PATCH",
            "\(root)/deployments/\(name)",
            #"{"metadata":{"annotations":\#(revision)}}"#,
            type: "application/merge-patch+json"
        )
        let set = """
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"\(name)-1","annotations":\(revision),
            "ownerReferences":\(owner("Deployment", name, uid))},
            "spec":{"selector":{"matchLabels":{"a":"b"}},"template":\(pod)}}
            """
        try request("POST", "\(root)/replicasets", set)
        let made = try request("\(root)/replicasets/\(name)-1").answer
        let setUID = try #require((made["metadata"] as? [String: Any])?["uid"] as? String)
        let core = "/api/v1/namespaces/\(namespace)/pods"
        let manifest = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"\(name)-1-pod",
            "ownerReferences":\(owner("ReplicaSet", "\(name)-1", setUID))},
            "spec":{"containers":[{"name":"web","image":"i"}]}}
            """
        try request("POST", core, manifest)
        try request(
            "PATCH",
            "\(core)/\(name)-1-pod/status",
            #"{"status":{"phase":"Pending","containerStatuses":[\#(containers)]}}"#,
            type: "application/merge-patch+json"
        )
        let observed = #"{"status":{"observedGeneration":\#(metadata["generation"] as? Int ?? 1),"replicas":1}}"#
        try request("PATCH", "\(root)/deployments/\(name)/status", observed, type: "application/merge-patch+json")
    }
}
