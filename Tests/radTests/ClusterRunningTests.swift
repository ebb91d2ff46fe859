import Foundation
import TestSupport
import Testing

/// `rad resource logs|expose` against a real API server, in which nothing makes pods but the test.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(10)))
struct ClusterRunningTests {
    private static let web = ["Radius.Compute/containers", "web"]

    @Test func aResourceWithoutPodsHasWrittenNothing() async throws {
        try await ClusterFixture.with { rad, _, _ in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let logs = try run(rad, "logs")
            #expect(logs.status == 0)
            #expect(
                logs.errors == """
                    warning: 'web' has no replica at present, so nothing has been written [RAD7194]
                    help: 'rad app status' shows how its objects fare; '--follow' waits for the first one

                    """
            )
            let expose = try run(rad, "expose", "--port", "8080")
            #expect(expose.status == 1)
            #expect(expose.errors.hasPrefix("error: 'web' has no replica at present [RAD7195]\n"))
        }
    }

    @Test func whatIsNamedMustBeThere() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            try addPod(named: "web-1", in: namespace, cluster)
            let replica = try run(rad, "logs", "--replica", "web-2")
            #expect(replica.errors == "error: 'web' has no replica 'web-2' [RAD7192]\nhelp: did you mean 'web-1'?\n")
            let container = try run(rad, "logs", "--container", "database")
            #expect(container.errors == "error: 'web' has no container 'database' [RAD7193]\nhelp: it has 'web'\n")
            // A pod that no node has taken has written nothing.
            let logs = try run(rad, "logs")
            #expect((logs.status, logs.output, logs.errors) == (0, "", ""))
        }
    }

    @Test func aPortThatAnotherProgramHasIsRefused() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            try addPod(named: "web-1", in: namespace, cluster)
            let other = try LoopbackServer { _ in .silence }
            defer { other.stop() }
            let outcome = try run(rad, "expose", "--port", "\(other.port)", "--remote-port", "8080")
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.hasPrefix(
                    "error: port \(other.port) of 127.0.0.1 cannot be opened: another program has it, or you may not "
                        + "[RAD7196]\n"
                )
            )
        }
    }

    @Test func aResourceThatIsNoWorkloadRunsNothing() async throws {
        try await ClusterFixture.with { rad, _, _ in
            let secrets = """
                resource keys 'Radius.Security/secrets@2025-08-01-preview' = {
                  name: 'keys'
                  properties: { environment: environment, application: app.id, data: { a: { value: 'b' } } }
                }
                """
            try rad.folder.write(ClusterFixture.shop + "\n" + secrets, to: "shop.bicep")
            try rad.succeedInCluster("deploy", "shop.bicep")
            let outcome = try rad.run(
                ["resource", "logs", "Radius.Security/secrets", "keys"],
                environment: ClusterFixture.variables
            )
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.hasPrefix(
                    "error: nothing runs of 'keys': no pods come of what was made for this Radius.Security/secrets [RAD7191]"
                )
            )
        }
    }

    private func run(_ rad: Program, _ verb: String, _ rest: String...) throws -> Program.Outcome {
        try rad.run(["resource", verb] + Self.web + rest, environment: ClusterFixture.variables)
    }

    /// Makes a pod as the controllers would for the deployment `web`.
    private func addPod(named name: String, in namespace: String, _ cluster: TestCluster) throws {
        let live = try cluster.request("/apis/apps/v1/namespaces/\(namespace)/deployments/web").answer
        let spec = try #require(live["spec"] as? [String: Any])
        var template = try #require(spec["template"] as? [String: Any])
        var metadata = try #require(template["metadata"] as? [String: Any])
        metadata["name"] = name
        template["metadata"] = metadata
        template["apiVersion"] = "v1"
        template["kind"] = "Pod"
        let body = String(decoding: try JSONSerialization.data(withJSONObject: template), as: UTF8.self)
        #expect(try cluster.request("POST", "/api/v1/namespaces/\(namespace)/pods", body).status == 201)
    }
}
