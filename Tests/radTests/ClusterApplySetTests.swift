import Foundation
import TestSupport
import Testing

/// What tells other tools which objects of a cluster a deployment made (KEP-3659), against a real API server.
@Suite(.enabled(if: TestCluster.kubeconfig != nil, TestCluster.need), .timeLimit(.minutes(5)))
struct ClusterApplySetTests {
    private static let label = "applyset.kubernetes.io/part-of"
    private static let kubectl = ProcessInfo.processInfo.environment["RAD_TEST_KUBECTL"].flatMap {
        $0.isEmpty ? nil : $0
    }

    /// The one ConfigMap of a namespace that is the parent of a set; `nil` if there is none.
    private func parent(_ cluster: TestCluster, _ namespace: String) throws -> Parent? {
        let path = "/api/v1/namespaces/\(namespace)/configmaps?labelSelector=applyset.kubernetes.io/id"
        let items = try cluster.request(path).answer["items"] as? [[String: Any]] ?? []
        #expect(items.count <= 1)
        return items.first.flatMap { $0["metadata"] as? [String: Any] }.map(Parent.init)
    }

    private struct Parent {
        let name: String
        let id: String
        let notes: [String: String]

        init(_ metadata: [String: Any]) {
            name = metadata["name"] as? String ?? ""
            id = (metadata["labels"] as? [String: String])?["applyset.kubernetes.io/id"] ?? ""
            let all = metadata["annotations"] as? [String: String] ?? [:]
            notes = Dictionary(
                uniqueKeysWithValues: all.map { ($0.key.replacing("applyset.kubernetes.io/", with: ""), $0.value) }
            )
        }
    }

    /// A definition with a ConfigMap in another namespace and a role of the cluster.
    private static func wider(_ namespace: String) -> String {
        """
        extension kubernetes with { namespace: '\(namespace)', kubeConfig: '' } as k8s
        \(ClusterFixture.shop)
        resource settings 'core/ConfigMap@v1' = { metadata: { name: 'settings', namespace: '\(namespace)' } }
        resource role 'rbac.authorization.k8s.io/ClusterRole@v1' = { metadata: { name: '\(namespace)' }, rules: [] }
        """
    }

    @Test func whatADeploymentMadeIsASetFromTheFirstObjectToTheLast() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try await cluster.withNamespace { other in
                #expect(try parent(cluster, namespace) == nil)
                try rad.succeedInCluster("deploy", "shop.bicep")
                let first = try #require(try parent(cluster, namespace))
                #expect(
                    first.notes == [
                        "tooling": "rad/0.1.0", "contains-group-kinds": "Deployment.apps,Service",
                        "additional-namespaces": "",
                    ]
                )
                try rad.folder.write(Self.wider(other), to: "shop.bicep")
                try rad.succeedInCluster("deploy", "shop.bicep")
                let second = try #require(try parent(cluster, namespace))
                #expect(second.id == first.id)
                #expect(
                    second.notes["contains-group-kinds"]
                        == "ClusterRole.rbac.authorization.k8s.io,ConfigMap,Deployment.apps,Service"
                )
                #expect(second.notes["additional-namespaces"] == other)
                let members = "?labelSelector=\(Self.label)%3D\(first.id)"
                #expect(try cluster.names("/apis/apps/v1/deployments\(members)") == ["web"])
                #expect(try cluster.names("/api/v1/configmaps\(members)") == ["settings"])
                let roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
                #expect(try cluster.names("\(roles)\(members)") == [other])
                #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))

                try rad.folder.write(ClusterFixture.shop, to: "shop.bicep")
                try rad.succeedInCluster("deploy", "shop.bicep")
                #expect(try parent(cluster, namespace)?.notes == first.notes)
                try rad.succeedInCluster("app", "delete", "shop", "--yes")
                #expect(try parent(cluster, namespace) == nil)
                #expect(try cluster.names("\(roles)\(members)") == [])
            }
        }
    }

    @Test func objectsOfOlderRadsBecomeMembersWithoutAChange() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let set = try #require(try parent(cluster, namespace))
            let path = "/apis/apps/v1/namespaces/\(namespace)/deployments/web"
            func web() throws -> (member: String?, template: String?, generation: Int?) {
                let live = try cluster.request(path).answer
                let metadata = live["metadata"] as? [String: Any]
                let template = (live["spec"] as? [String: Any])?["template"] as? [String: Any]
                let labels = (template?["metadata"] as? [String: Any])?["labels"] as? [String: String]
                return (
                    (metadata?["labels"] as? [String: String])?[Self.label], labels?[Self.label],
                    metadata?["generation"] as? Int
                )
            }
            #expect(try web().member == set.id)
            #expect(try web().template == nil)
            let merge = "application/merge-patch+json"
            try cluster.request("PATCH", path, #"{"metadata":{"labels":{"\#(Self.label)":null}}}"#, type: merge)
            try cluster.request("DELETE", "/api/v1/namespaces/\(namespace)/configmaps/\(set.name)")
            #expect(try web().member == nil)
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
            #expect(try rad.succeedInCluster("deploy", "shop.bicep").hasPrefix("No changes: "))
            #expect(try web().member == set.id)
            #expect(try web().generation == 1)
            #expect(try parent(cluster, namespace)?.notes == set.notes)
            #expect(try rad.succeedInCluster("plan", "shop.bicep").hasPrefix("No changes: "))
            let change = try rad.succeedInCluster("plan", "shop.bicep", "-p", "image=registry.example/web:2.0")
            #expect(!change.contains(Self.label), "\(change)")
        }
    }

    @Test(.enabled(if: kubectl != nil, "set RAD_TEST_KUBECTL to the path of kubectl"))
    func kubectlListsWhatRadMadeAndLeavesTheSetToRad() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let set = try #require(try parent(cluster, namespace))
            let kubectl = "\(try #require(Self.kubectl)) -n \(namespace)"
            let listed = try rad.run(
                script: "\(kubectl) get deployments,services,configmaps,secrets -l \(Self.label)=\(set.id) -o name",
                environment: ClusterFixture.variables
            )
            #expect(listed.output == "deployment.apps/web\nservice/web-web\n", "\(listed.errors)")
            let pruned = try rad.run(
                script: """
                    echo '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}' | KUBECTL_APPLYSET=true \(kubectl) \
                    apply --prune --applyset=configmaps/\(set.name) --validate=false -f -
                    """,
                environment: ClusterFixture.variables
            )
            #expect(pruned.status != 0)
            #expect(pruned.errors.contains(#"is managed by tooling "rad" instead of "kubectl""#), "\(pruned.errors)")
        }
    }

    @Test func whatIsNotRadsStaysAndADefinitionDoesNotNameASet() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            try rad.succeedInCluster("deploy", "shop.bicep")
            let set = try #require(try parent(cluster, namespace))
            let path = "/api/v1/namespaces/\(namespace)/configmaps/\(set.name)"
            let patch = #"{"metadata":{"annotations":{"applyset.kubernetes.io/tooling":"kubectl/v1.37.1"}}}"#
            try cluster.request("PATCH", path, patch, type: "application/merge-patch+json")
            let arguments = ["deploy", "shop.bicep", "--no-wait", "-p", "image=registry.example/web:2.0"]
            let refused = try rad.run(arguments, environment: ClusterFixture.variables)
            #expect(refused.status == 1)
            #expect(
                refused.errors.hasPrefix(
                    "error: ConfigMap '\(set.name)' in namespace '\(namespace)', in which rad notes what it makes, is not "
                        + "rad's: it is the parent of an ApplySet of 'kubectl/v1.37.1' [RAD6170]"
                ),
                "\(refused.errors)"
            )
            try cluster.request("DELETE", path)
            let named = Self.wider(namespace).replacing(
                "name: 'settings',",
                with: "name: 'settings', labels: { '\(Self.label)': 'x' },"
            )
            try rad.folder.write(named, to: "shop.bicep")
            let member = try rad.run(["deploy", "shop.bicep", "--no-wait"], environment: ClusterFixture.variables)
            #expect(member.status == 1)
            #expect(
                member.errors.contains("' has the label 'applyset.kubernetes.io/part-of': rad writes it itself"),
                "\(member.errors)"
            )
            #expect(member.errors.contains("[RAD6171]"))
        }
    }

    @Test func whoMayNotWriteTheParentIsToldAndDeploys() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/\(namespace)"
            let role = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"deployer"},"rules":[
                {"apiGroups":["","apps"],"resources":["services","deployments"],"verbs":["*"]}]}
                """
            let binding = """
                {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"deployer"},
                "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"deployer"},
                "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"anna"}]}
                """
            #expect(try cluster.request("POST", "\(roles)/roles", role).status == 201)
            #expect(try cluster.request("POST", "\(roles)/rolebindings", binding).status == 201)
            let path = try #require(TestCluster.kubeconfig)
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let file = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("certificates/", with: "\(folder)/certificates/").replacing(
                    "user: {token",
                    with: "user: {as: anna, token"
                )
            try rad.folder.write(file, to: "anna.yaml")
            let anna = ["KUBECONFIG": "\(rad.folder.path)/anna.yaml"]
            let outcome = try rad.run(["deploy", "shop.bicep", "--no-wait"], environment: anna)
            #expect(outcome.status == 0)
            #expect(
                outcome.errors.withoutProgress.hasPrefix("warning: cannot note in ConfigMap 'rad-"),
                "\(outcome.errors)"
            )
            #expect(outcome.errors.contains(#"User "anna" cannot get resource "configmaps""#), "\(outcome.errors)")
            #expect(outcome.errors.contains("[RAD6172]"))
            #expect(try cluster.names("/apis/apps/v1/namespaces/\(namespace)/deployments") == ["web"])
            #expect(try rad.run(["app", "delete", "shop", "--yes"], environment: anna).status == 0)
        }
    }

    @Test func aNamespaceThatIsMissingIsOneError() async throws {
        try await ClusterFixture.with { rad, cluster, namespace in
            let file = try rad.folder.read("environment.bicep")
            try rad.folder.write(file.replacing("'\(namespace)'", with: "'\(namespace)-none'"), to: "environment.bicep")
            try rad.succeedInCluster("deploy", "environment.bicep")
            let outcome = try rad.run(["deploy", "shop.bicep", "--no-wait"], environment: ClusterFixture.variables)
            #expect(outcome.status == 1)
            #expect(
                outcome.errors == """
                    error: there is no namespace '\(namespace)-none', and the deployment does not make it [RAD6133]
                    help: 'kubectl create namespace \(namespace)-none' first, or name another namespace in the environment

                    """
            )
            #expect(try rad.succeedInCluster("app", "list").contains("shop") == false)
        }
    }
}
