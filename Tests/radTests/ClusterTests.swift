import Foundation
import TestSupport
import Testing

/// Deployments to a real API server: `rad deploy|plan|app delete` in a workspace of kind `kubernetes`.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(5))) struct ClusterTests {
    private static let marked = "?labelSelector=radapp.io/deployment"

    /// One web server, in a namespace that is there.
    static let shop = """
        extension radius
        param environment string
        param image string = 'registry.example/web:1.0'
        resource app 'Radius.Core/applications@2025-08-01-preview' = {
          name: 'shop'
          properties: { environment: environment }
        }
        resource web 'Radius.Compute/containers@2025-08-01-preview' = {
          name: 'web'
          properties: {
            environment: environment
            application: app.id
            containers: {
              web: { image: image, ports: { http: { containerPort: 8080 } } }
            }
          }
        }
        """

    @Test func theSampleIsDeployedChangedAndRemoved() async throws {
        try await withCluster { rad, cluster, _ in
            try cluster.defineProxies()
            let sample = Self.samples.appendingPathComponent("traderx").path
            let files = FileManager.default
            for part in ["app.bicep", "next.bicep", "environments", "recipes"] {
                try files.copyItem(atPath: "\(sample)/\(part)", toPath: "\(rad.folder.path)/\(part)")
            }
            defer { for name in ["trading", "trading-traderx"] { try? cluster.finish(namespace: name) } }
            try run(rad, "deploy", "environments/kubernetes.bicep")
            #expect(try run(rad, "deploy", "app.bicep", "-e", "kubernetes").contains("Plan: 58 to create.\n"))
            let quiet = "No changes: application 'traderx' in environment 'kubernetes' is up to date "
            #expect(try run(rad, "plan", "app.bicep", "-e", "kubernetes") == "\(quiet)(58 objects).\n")
            #expect(try run(rad, "deploy", "app.bicep", "-e", "kubernetes") == "\(quiet)(58 objects).\n")
            let changed = try run(rad, "deploy", "next.bicep", "-e", "kubernetes")
            #expect(changed.contains("Plan: 6 to create, 3 to update, 1 to delete, 54 unchanged.\n"))
            #expect(try run(rad, "plan", "next.bicep", "-e", "kubernetes") == "\(quiet)(63 objects).\n")
            let place = "namespaces/trading-traderx"
            #expect(try cluster.names("/api/v1/\(place)/secrets\(Self.marked)").contains("trade-service") == false)
            #expect(try cluster.names("/apis/apps/v1/\(place)/deployments\(Self.marked)").count == 10)

            try run(rad, "app", "delete", "traderx", "-e", "kubernetes", "--yes", "--no-wait")
            for path in [
                "/api/v1/\(place)/secrets", "/api/v1/\(place)/services", "/api/v1/\(place)/serviceaccounts",
                "/apis/apps/v1/\(place)/deployments", "/apis/rbac.authorization.k8s.io/v1/\(place)/roles",
                "/apis/rbac.authorization.k8s.io/v1/\(place)/rolebindings",
                "/apis/projectcontour.io/v1/\(place)/httpproxies",
            ] {
                #expect(try cluster.names(path + Self.marked) == [], "\(path)")
            }
            let namespace = try cluster.request("/api/v1/\(place)").answer["metadata"] as? [String: Any]
            #expect(namespace?["deletionTimestamp"] != nil)
            #expect(try run(rad, "app", "list", "-e", "kubernetes").contains("traderx") == false)
        }
    }

    @Test func anotherManagersFieldIsAConflictThatTheUserMayWin() async throws {
        try await withCluster { rad, cluster, namespace in
            try run(rad, "deploy", "shop.bicep")
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/web"
            let other = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"template":{"spec":{
                "containers":[{"name":"web","image":"other:2"}]}}}}
                """
            #expect(try cluster.apply(path, other, as: "robot").status == 200)
            #expect(try run(rad, "plan", "shop.bicep").contains("(changed at the target)"))
            let refused = try rad.run(["deploy", "shop.bicep"], environment: Self.variables)
            #expect(refused.status == 1)
            #expect(
                refused.errors.hasPrefix(
                    "error: cannot apply apps/Deployment 'web': others have set fields to other values: "
                        + #".spec.template.spec.containers[name="web"].image belongs to 'robot' [RAD6126]"#
                ),
                "\(refused.errors)"
            )
            try run(rad, "deploy", "shop.bicep", "--force-conflicts")
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
        }
    }

    @Test func whatOthersAddToAnObjectIsNoChange() async throws {
        try await withCluster { rad, cluster, namespace in
            try run(rad, "deploy", "shop.bicep")
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/web"
            let other = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","annotations":{"a":"b"}},
                "spec":{"minReadySeconds":3}}
                """
            #expect(try cluster.apply(path, other, as: "robot").status == 200)
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
            try run(rad, "deploy", "shop.bicep", "-p", "image=registry.example/web:2.0")
            let live = try cluster.request(path).answer
            #expect((live["spec"] as? [String: Any])?["minReadySeconds"] as? Int == 3)
        }
    }

    @Test func anObjectThatIsThereAlreadyIsLeftAloneUnlessItIsAdopted() async throws {
        try await withCluster { rad, cluster, namespace in
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments"
            #expect(try cluster.request("POST", path, Self.foreignDeployment).status == 201)
            let refused = try rad.run(["deploy", "shop.bicep"], environment: Self.variables)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("apps/Deployment 'web' exists already"))
            #expect(refused.errors.contains("[RAD6003]"))
            #expect(try cluster.names("/api/v1/namespaces/\(namespace)/services") == [])
            try run(rad, "deploy", "shop.bicep", "--adopt", "--force-conflicts")
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
            try run(rad, "app", "delete", "shop", "--yes")
            #expect(try cluster.names(path) == [])
        }
    }

    @Test func anObjectThatSomebodyMadeAgainIsTheirs() async throws {
        try await withCluster { rad, cluster, namespace in
            try run(rad, "deploy", "shop.bicep")
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments"
            try cluster.request("DELETE", "\(path)/web")
            #expect(try run(rad, "plan", "shop.bicep").contains("(missing at the target)"))
            #expect(try cluster.request("POST", path, Self.foreignDeployment).status == 201)
            let refused = try rad.run(["deploy", "shop.bicep"], environment: Self.variables)
            #expect(refused.errors.contains("[RAD6003]"))
            let deleted = try rad.run(["app", "delete", "shop", "--yes"], environment: Self.variables)
            #expect(deleted.status == 0)
            #expect(
                deleted.errors.hasPrefix(
                    "warning: apps/Deployment 'web' in namespace '\(namespace)' is not the one that rad made for 'web', "
                        + "and stays [RAD6130]"
                ),
                "\(deleted.errors)"
            )
            #expect(try cluster.names(path) == ["web"])
            #expect(try cluster.names("/api/v1/namespaces/\(namespace)/services\(Self.marked)") == [])
        }
    }

    @Test func whatTheServerRefusesIsNamedAndLaterMade() async throws {
        try await withCluster { rad, cluster, namespace in
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments"
            let other = Self.foreignDeployment.replacing("radapp.io/resource", with: "app")
            #expect(try cluster.request("POST", path, other).status == 201)
            let outcome = try rad.run(
                ["deploy", "shop.bicep", "--adopt", "--force-conflicts"],
                environment: Self.variables
            )
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("[RAD6127]"), "\(outcome.errors)")
            #expect(outcome.errors.contains("spec.selector: "), "\(outcome.errors)")
            try cluster.request("DELETE", "\(path)/web")
            try run(rad, "deploy", "shop.bicep")
            #expect(try run(rad, "plan", "shop.bicep").hasPrefix("No changes: "))
        }
    }

    @Test func anEnvironmentOfAzureIsNotForClusters() async throws {
        try await withCluster { rad, _, _ in
            let sample = Self.samples.appendingPathComponent("traderx").path
            let text = try String(contentsOfFile: "\(sample)/environments/aci.bicep", encoding: .utf8)
            try rad.folder.write(text, to: "environments/aci.bicep")
            try FileManager.default.copyItem(atPath: "\(sample)/recipes", toPath: "\(rad.folder.path)/recipes")
            let outcome = try rad.run(["deploy", "environments/aci.bicep"], environment: Self.variables)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("[RAD6131]"), "\(outcome.errors)")
        }
    }

    private static let foreignDeployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{
        "selector":{"matchLabels":{"radapp.io/resource":"web"}},"template":{
        "metadata":{"labels":{"radapp.io/resource":"web"}},"spec":{"containers":[{"name":"web","image":"old"}]}}}}
        """

    private static let samples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("samples")

    private static var variables: [String: String] { ["KUBECONFIG": TestCluster.kubeconfig ?? ""] }

    /// Runs a test with a namespace, an environment in it, and a workspace that leads there.
    private func withCluster(_ body: (Program, TestCluster, _ namespace: String) async throws -> Void) async throws {
        let cluster = try TestCluster()
        try await cluster.withNamespace { namespace in
            try await Program.with { rad in
                try rad.folder.write(
                    "workspaces:\n  default: c\n  items:\n    c: { connection: { kind: kubernetes } }\n",
                    to: ".rad/config.yaml"
                )
                try rad.folder.write(Self.shop, to: "shop.bicep")
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
                try run(rad, "deploy", "environment.bicep")
                try await body(rad, cluster, namespace)
            }
        }
    }

    /// Runs a command that must succeed without a word on standard error, and gives what it printed.
    @discardableResult
    private func run(
        _ rad: Program,
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try rad.run(arguments, environment: Self.variables)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors == "", sourceLocation: sourceLocation)
        return outcome.output
    }
}
