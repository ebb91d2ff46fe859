import Foundation
import TestSupport
import Testing

/// The state in a real cluster: `state: cluster`, `rad state move|export|import`, `rad lock show|break`.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(10))) struct SharedStateTests
{
    /// The workspace, a namespace for its objects, and one for its state, with the application of `ClusterTests`.
    private func with(
        _ state: String,
        _ body: (Program, TestCluster, _ stateNamespace: String) async throws -> Void
    ) async throws {
        let cluster = try TestCluster()
        try await cluster.withNamespace { namespace in
            let stateNamespace = "\(namespace)-state"
            defer { try? cluster.finish(namespace: stateNamespace) }
            try await Program.with { rad in
                try rad.folder.write(
                    """
                    workspaces:
                      default: c
                      items:
                        c: { connection: { kind: kubernetes }\(state.replacing("NAMESPACE", with: stateNamespace)) }

                    """,
                    to: ".rad/config.yaml"
                )
                try rad.folder.write(ClusterFixture.shop, to: "shop.bicep")
                try rad.folder.write(
                    """
                    extension radius
                    resource default 'Radius.Core/environments@2025-08-01-preview' = {
                      name: 'default'
                      properties: { providers: { kubernetes: { namespace: '\(namespace)' } } }
                    }
                    """,
                    to: "environment.bicep"
                )
                try await body(rad, cluster, stateNamespace)
            }
        }
    }

    private static let inCluster = ", state: { kind: cluster, namespace: NAMESPACE }"
    private static var variables: [String: String] { ["KUBECONFIG": TestCluster.kubeconfig ?? ""] }

    @discardableResult
    private func run(
        _ rad: Program,
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        // Nothing in an API server alone makes pods, so that a deployment does not wait for them.
        let rest = arguments.first == "deploy" ? ["--no-wait"] : []
        let outcome = try rad.run(arguments + rest, environment: Self.variables)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.output
    }

    private func failure(_ rad: Program, _ arguments: String...) throws -> String {
        let outcome = try rad.run(arguments, environment: Self.variables)
        #expect(outcome.status == 1)
        return outcome.errors
    }

    @Test func twoMachinesShareTheState() async throws {
        try await with(Self.inCluster) { rad, cluster, namespace in
            try run(rad, "deploy", "environment.bicep")
            try run(rad, "deploy", "shop.bicep")
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
            #expect(try run(rad, "state", "verify").contains("all whole"))
            #expect(try rad.folder.files().contains { $0.contains("clusters/") } == false)
            // Another machine knows nothing but where the state is.
            try await Program.with { other in
                for file in [".rad/config.yaml", "shop.bicep"] {
                    try other.folder.write(try rad.folder.read(file), to: file)
                }
                #expect(try run(other, "plan", "shop.bicep").hasPrefix("No changes: "))
                #expect(try run(other, "app", "list").contains("shop"))
                try run(other, "app", "delete", "shop", "--yes")
            }
            #expect(try run(rad, "app", "list").contains("shop") == false)
            let leases = "/apis/coordination.k8s.io/v1/namespaces/\(namespace)/leases"
            #expect(try cluster.names(leases) == [])
            #expect(
                try cluster.names("/api/v1/namespaces/\(namespace)/secrets").allSatisfy {
                    !$0.contains("journal") || $0.hasPrefix("rad-journal-")
                }
            )
        }
    }

    @Test func noSecretIsReadableInTheState() async throws {
        try await with(Self.inCluster) { rad, cluster, namespace in
            try rad.folder.write(RollbackTests.old, to: "old.bicep")
            try run(rad, "deploy", "environment.bicep")
            try run(rad, "deploy", "old.bicep")
            try run(rad, "deploy", "old.bicep", "-p", "password=secret-two")
            try run(rad, "app", "rollback", "shop", "--yes")
            let secrets = try cluster.request("/api/v1/namespaces/\(namespace)/secrets").answer["items"]
            var texts: [String] = []
            for secret in secrets as? [[String: Any]] ?? [] {
                for value in (secret["data"] as? [String: String] ?? [:]).values {
                    texts.append(String(decoding: try #require(Data(base64Encoded: value)), as: UTF8.self))
                }
            }
            #expect(texts.contains { $0.contains("rad app rollback shop --to 1") })
            #expect(texts.contains { $0.contains("$sealed") })
            #expect(!texts.contains { $0.contains("hunter2") || $0.contains("secret-two") })
            let live = try cluster.request("/api/v1/namespaces/\(namespace.dropLast(6))/secrets/keys").answer["data"]
            let password = (live as? [String: String])?["password"].flatMap { Data(base64Encoded: $0) }
            #expect(password.map { String(decoding: $0, as: UTF8.self) } == "hunter2")
        }
    }

    @Test func aLockIsShownAndBroken() async throws {
        try await with(Self.inCluster) { rad, cluster, namespace in
            try run(rad, "deploy", "environment.bicep")
            try run(rad, "deploy", "shop.bicep")
            #expect(
                try run(rad, "lock", "break", "shop")
                    == "Nobody holds the lock of application 'shop' in environment 'default'.\n"
            )
            let journal = try #require(
                cluster.names("/api/v1/namespaces/\(namespace)/secrets?labelSelector=radapp.io/state=head")
                    .first { name in
                        let notes = try? cluster.request("/api/v1/namespaces/\(namespace)/secrets/\(name)").answer[
                            "metadata"
                        ]
                        return "\(notes ?? "")".contains("state-application")
                    }
            )
            let digest = journal.dropFirst("rad-journal-".count)
            let now = ISO8601DateFormatter().string(from: Date()).dropLast() + ".000000Z"
            let lease = """
                {"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"rad-lock-\(digest)",
                "annotations":{"radapp.io/lock-command":"rad deploy far.bicep","radapp.io/lock-host":"far",
                "radapp.io/lock-process":"42"}},"spec":{"holderIdentity":"x","leaseDurationSeconds":600,
                "acquireTime":"2026-01-31T08:15:00.000000Z","renewTime":"\(now)"}}
                """
            let path = "/apis/coordination.k8s.io/v1/namespaces/\(namespace)/leases"
            #expect(try cluster.request("POST", path, lease).status == 201)
            let refused = try failure(rad, "deploy", "shop.bicep", "-p", "image=registry.example/web:2.0")
            #expect(
                refused.hasPrefix(
                    "error: application 'shop' in environment 'default' is being worked on by 'rad deploy far.bicep', "
                        + "process 42 on far, since 2026-01-31T08:15:00Z [RAD6020]"
                )
            )
            #expect(try run(rad, "lock", "show").contains("rad deploy far.bicep"))
            let asked = try failure(rad, "lock", "break", "shop")
            #expect(asked.contains("is held by 'rad deploy far.bicep', process 42 on far, since 2026-01-31T08:15:00Z"))
            #expect(asked.contains("[RAD7036]"))
            #expect(try run(rad, "lock", "break", "shop", "--yes").contains("is broken"))
            try run(rad, "deploy", "shop.bicep", "-p", "image=registry.example/web:2.0")
        }
    }

    @Test func aStateMovesIntoTheClusterAndBack() async throws {
        try await with("") { rad, cluster, namespace in
            try run(rad, "deploy", "environment.bicep")
            try run(rad, "deploy", "shop.bicep")
            #expect(
                try run(rad, "state", "move", "--to", "cluster", "--namespace", namespace)
                    == "Moved 2 deployments and 1 environment to the cluster\n"
            )
            let configuration = try rad.folder.read(".rad/config.yaml")
            #expect(configuration.contains("{state: { kind: cluster, namespace: \(namespace) }, "))
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
            #expect(try run(rad, "state", "history", "shop").contains("rad deploy shop.bicep"))
            // A folder that is there once more is not ignored.
            try rad.folder.write("{}", to: ".rad/clusters/test/state/groups/default/group.json")
            #expect(try failure(rad, "app", "list").contains("[RAD7170]"))
            try FileManager.default.removeItem(atPath: "\(rad.folder.path)/.rad/clusters/test/state")
            try run(rad, "state", "move", "--to", "files")
            #expect(try cluster.names("/api/v1/namespaces/\(namespace)/secrets") == [])
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
            #expect(try rad.folder.read(".rad/config.yaml").contains("state: files"))
        }
    }

    @Test func aStateInTheClusterIsNotOverlooked() async throws {
        // In a group of its own: other tests, whose state is in files, find what the namespace that is the usual one
        // knows of theirs.
        try await with(", state: cluster, scope: /planes/radius/local/resourceGroups/shared") { rad, cluster, _ in
            defer { try? cluster.finish(namespace: "rad-state") }
            try run(rad, "deploy", "environment.bicep")
            try run(rad, "deploy", "shop.bicep")
            let configuration = try rad.folder.read(".rad/config.yaml")
            try rad.folder.write(configuration.replacing(", state: cluster", with: ""), to: ".rad/config.yaml")
            #expect(try failure(rad, "deploy", "environment.bicep").contains("[RAD7171]"))
            try rad.folder.write(configuration, to: ".rad/config.yaml")
            try? FileManager.default.removeItem(atPath: "\(rad.folder.path)/.rad/clusters")
            let exported = try run(rad, "state", "export", "state.json", "--with-key")
            #expect(exported == "Exported 2 deployments and 1 environment to state.json\n")
            try run(rad, "app", "delete", "shop", "--yes")
            #expect(try failure(rad, "state", "import", "none.json").contains("[RAD7174]"))
            try run(rad, "state", "import", "state.json")
            #expect(try run(rad, "plan", "shop.bicep").contains("missing at the target"))
            try run(rad, "app", "delete", "shop", "--yes")
            try run(rad, "env", "delete", "default", "--yes")
        }
    }

    @Test func whatCannotBeSharedOrMovedIsRefused() async throws {
        try await with("") { rad, _, namespace in
            #expect(try failure(rad, "state", "move", "--to", "cluster", "-w", "local").contains("[RAD7175]"))
            try rad.folder.write("", to: ".rad/clusters/test/state/terraform/x/state.sealed")
            let terraform = try failure(rad, "state", "move", "--to", "cluster", "--namespace", namespace)
            #expect(terraform.contains("[RAD7176]"))
        }
    }
}
