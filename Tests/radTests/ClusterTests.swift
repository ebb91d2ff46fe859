import Foundation
import TestSupport
import Testing

/// Deployments to a real API server: `rad deploy|plan|app delete` in a workspace of kind `kubernetes`.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(5))) struct ClusterTests {
    private static let marked = "?labelSelector=radapp.io/deployment"

    @Test func theSampleIsDeployedChangedAndRemoved() async throws {
        try await ClusterFixture.with { rad, cluster, _ in
            try cluster.defineProxies()
            let sample = Self.samples.appendingPathComponent("traderx").path
            let files = FileManager.default
            for part in ["app.bicep", "next.bicep", "environments", "recipes"] {
                try files.copyItem(atPath: "\(sample)/\(part)", toPath: "\(rad.folder.path)/\(part)")
            }
            defer { for name in ["trading", "trading-traderx"] { try? cluster.finish(namespace: name) } }
            try rad.succeedInCluster("deploy", "environments/kubernetes.bicep")
            #expect(
                try rad.succeedInCluster("deploy", "app.bicep", "-e", "kubernetes").contains("Plan: 58 to create.\n")
            )
            let quiet = "No changes: application 'traderx' in environment 'kubernetes' is up to date "
            #expect(try rad.succeedInCluster("plan", "app.bicep", "-e", "kubernetes") == "\(quiet)(58 objects).\n")
            #expect(try rad.succeedInCluster("deploy", "app.bicep", "-e", "kubernetes") == "\(quiet)(58 objects).\n")
            let changed = try rad.succeedInCluster("deploy", "next.bicep", "-e", "kubernetes")
            #expect(changed.contains("Plan: 6 to create, 3 to update, 1 to delete, 54 unchanged.\n"))
            #expect(try rad.succeedInCluster("plan", "next.bicep", "-e", "kubernetes") == "\(quiet)(63 objects).\n")
            let place = "namespaces/trading-traderx"
            #expect(try cluster.names("/api/v1/\(place)/secrets\(Self.marked)").contains("trade-service") == false)
            #expect(try cluster.names("/apis/apps/v1/\(place)/deployments\(Self.marked)").count == 10)

            try rad.succeedInCluster("app", "delete", "traderx", "-e", "kubernetes", "--yes", "--no-wait")
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
            #expect(try rad.succeedInCluster("app", "list", "-e", "kubernetes").contains("traderx") == false)
        }
    }

    @Test func anotherManagersFieldIsAConflictThatTheUserMayWin() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/web"
            let other = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"template":{"spec":{
                "containers":[{"name":"web","image":"other:2"}]}}}}
                """
            #expect(try cluster.apply(path, other, as: "robot").status == 200)
            #expect(try rad.succeedInCluster("plan", "shop.bicep").contains("(changed at the target)"))
            let refused = try rad.run(["deploy", "shop.bicep"], environment: ClusterFixture.variables)
            #expect(refused.status == 1)
            #expect(
                refused.errors.withoutProgress.hasPrefix(
                    "error: cannot apply apps/Deployment 'web': others have set fields to other values: "
                        + #".spec.template.spec.containers[name="web"].image belongs to 'robot' [RAD6126]"#
                ),
                "\(refused.errors)"
            )
            try rad.succeedInCluster("deploy", "shop.bicep", "--force-conflicts")
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
        }
    }

    @Test func aPlanTellsWhichFieldsChangeAndNothingThatTheServerFillsIn() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            #expect(try rad.succeedInCluster("plan", "shop.bicep").contains("(known after apply") == false)
            try rad.succeedInCluster("deploy", "shop.bicep")
            #expect(
                try rad.succeedInCluster("plan", "shop.bicep", "-p", "image=registry.example/web:2.0") == """
                    application 'shop' in environment 'default'

                    Plan: 1 to update, 1 unchanged.
                      ~ web  Radius.Compute/containers  1 object
                          ~ apps/Deployment web in \(namespace)  (changed)
                              ~ spec.template.spec.containers[0].image: registry.example/web:1.0 -> \
                    registry.example/web:2.0

                    """
            )
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/web"
            let other =
                #"{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"web","#
                + #""image":"theirs:1"}]}}}}"#
            try cluster.request("PATCH", path, other, type: "application/strategic-merge-patch+json")
            let drift = try rad.succeedInCluster("plan", "shop.bicep", "--force-conflicts")
            #expect(drift.contains("(changed at the target)\n"), "\(drift)")
            let back = "~ spec.template.spec.containers[0].image: theirs:1 -> registry.example/web:1.0\n"
            #expect(drift.contains(back), "\(drift)")
            let conflict = try rad.succeedInCluster("plan", "shop.bicep", "-o", "json")
            #expect(conflict.contains(#""refused": "others have set fields to other values"#), "\(conflict)")
        }
    }

    @Test func aPlanSaysWhatOnlyTheDeploymentCanTell() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let file = try rad.folder.read("environment.bicep")
            try rad.folder.write(file.replacing("'\(namespace)'", with: "'\(namespace)-none'"), to: "environment.bicep")
            try rad.succeedInCluster("deploy", "environment.bicep")
            let plan = try rad.succeedInCluster("plan", "shop.bicep")
            #expect(plan.contains("(known after apply: there is no namespace '\(namespace)-none' yet)"), "\(plan)")
        }
    }

    @Test func aWebhookThatTakesNoPartInTrialsLeavesFieldsUnknownAndTheDeploymentGoesOn() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let path = "/apis/admissionregistration.k8s.io/v1beta1/validatingwebhookconfigurations"
            // Only the older version of the API can say that a webhook has side effects.
            let hook = """
                {"apiVersion":"admissionregistration.k8s.io/v1beta1","kind":"ValidatingWebhookConfiguration",
                "metadata":{"name":"\(namespace)"},"webhooks":[{"name":"side.effects.example","sideEffects":"Some",
                "failurePolicy":"Ignore","clientConfig":{"url":"https://127.0.0.1:1/"},"timeoutSeconds":1,
                "namespaceSelector":{"matchLabels":{"test":"\(namespace)"}},"rules":[{"apiGroups":["apps"],
                "apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["deployments"]}]}]}
                """
            let label = #"{"metadata":{"labels":{"test":"\#(namespace)"}}}"#
            let merge = "application/merge-patch+json"
            #expect(try cluster.request("PATCH", "/api/v1/namespaces/\(namespace)", label, type: merge).status == 200)
            #expect(try cluster.request("POST", path, hook).status == 201)
            defer { _ = try? cluster.request("DELETE", "\(path)/\(namespace)") }
            let reason =
                #"(known after apply: admission webhook "side.effects.example" does not support dry run)"#
            // The server takes a moment until it asks the webhook.
            var plan = ""
            for _ in 0..<100 where !plan.contains(reason) { plan = try rad.succeedInCluster("plan", "shop.bicep") }
            #expect(
                plan == """
                    application 'shop' in environment 'default'

                    Plan: 2 to create.
                      + web  Radius.Compute/containers  2 objects
                          + apps/Deployment web in \(namespace)
                              \(reason)
                          + core/Service web-web in \(namespace)

                    """
            )
            try rad.succeedInCluster("deploy", "shop.bicep")
            #expect(try cluster.names("/apis/apps/v1/namespaces/\(namespace)/deployments") == ["web"])
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
            let change = ["plan", "shop.bicep", "-p", "image=registry.example/web:2.0", "-o", "json"]
            let outcome = try rad.run(change, environment: ClusterFixture.variables)
            #expect(outcome.output.contains(#""unknown": "admission webhook \"side.effects.example\" does not"#))
            try rad.succeedInCluster("deploy", "shop.bicep", "-p", "image=registry.example/web:2.0")
        }
    }

    @Test func aTerminalShowsATableThatIsDrawnInPlace() async throws {
        try await ClusterFixture.with { rad, _, _ in
            func typescript(_ terminal: String) throws -> String {
                let variables = ClusterFixture.variables.merging(["TERM": terminal]) { $1 }
                let command = "script -qec 'stty cols 60; rad deploy shop.bicep --resource-timeout 1s' typescript"
                return try rad.run(script: command, environment: variables).output
            }
            let table = try typescript("xterm")
            #expect(table.contains("  web  failed    "), "\(table)")
            #expect(table.contains("\u{1B}[") && table.contains("A\r  web"), "\(table)")
            // What is wider than the terminal is cut off.
            #expect(table.contains("…\u{1B}[K"), "\(table)")
            let lines = try typescript("dumb")
            #expect(!lines.contains("\u{1B}"), "\(lines)")
            #expect(lines.contains("0s  web: applying 2 objects"), "\(lines)")
        }
    }

    @Test func whatOthersAddToAnObjectIsNoChange() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/web"
            let other = """
                {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","annotations":{"a":"b"}},
                "spec":{"minReadySeconds":3}}
                """
            #expect(try cluster.apply(path, other, as: "robot").status == 200)
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
            try rad.succeedInCluster("deploy", "shop.bicep", "-p", "image=registry.example/web:2.0")
            let live = try cluster.request(path).answer
            #expect((live["spec"] as? [String: Any])?["minReadySeconds"] as? Int == 3)
        }
    }

    @Test func anObjectThatIsThereAlreadyIsLeftAloneUnlessItIsAdopted() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments"
            #expect(try cluster.request("POST", path, Self.foreignDeployment).status == 201)
            let refused = try rad.run(["deploy", "shop.bicep"], environment: ClusterFixture.variables)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("apps/Deployment 'web' exists already"))
            #expect(refused.errors.contains("[RAD6003]"))
            #expect(try cluster.names("/api/v1/namespaces/\(namespace)/services") == [])
            try rad.succeedInCluster("deploy", "shop.bicep", "--adopt", "--force-conflicts")
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
            try rad.succeedInCluster("app", "delete", "shop", "--yes")
            #expect(try cluster.names(path) == [])
        }
    }

    @Test func anObjectThatSomebodyMadeAgainIsTheirs() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments"
            try cluster.request("DELETE", "\(path)/web")
            #expect(try rad.succeedInCluster("plan", "shop.bicep").contains("(missing at the target)"))
            #expect(try cluster.request("POST", path, Self.foreignDeployment).status == 201)
            let refused = try rad.run(["deploy", "shop.bicep"], environment: ClusterFixture.variables)
            #expect(refused.errors.contains("[RAD6003]"))
            let deleted = try rad.run(["app", "delete", "shop", "--yes"], environment: ClusterFixture.variables)
            #expect(deleted.status == 0)
            #expect(
                deleted.errors.withoutProgress.hasPrefix(
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
        try await ClusterFixture.with { rad, cluster, namespace in
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments"
            let other = Self.foreignDeployment.replacing("radapp.io/resource", with: "app")
            #expect(try cluster.request("POST", path, other).status == 201)
            let outcome = try rad.run(
                ["deploy", "shop.bicep", "--adopt", "--force-conflicts"],
                environment: ClusterFixture.variables
            )
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("[RAD6127]"), "\(outcome.errors)")
            #expect(outcome.errors.contains("spec.selector: "), "\(outcome.errors)")
            try cluster.request("DELETE", "\(path)/web")
            try rad.succeedInCluster("deploy", "shop.bicep")
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
        }
    }

    @Test func anEnvironmentOfAzureIsNotForClusters() async throws {
        try await ClusterFixture.with { rad, _, _ in
            let sample = Self.samples.appendingPathComponent("traderx").path
            let text = try String(contentsOfFile: "\(sample)/environments/aci.bicep", encoding: .utf8)
            try rad.folder.write(text, to: "environments/aci.bicep")
            try FileManager.default.copyItem(atPath: "\(sample)/recipes", toPath: "\(rad.folder.path)/recipes")
            let outcome = try rad.run(["deploy", "environments/aci.bicep"], environment: ClusterFixture.variables)
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
}
