import AppModel
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import Testing

@Suite struct RecipeObjectTests {
    private let redis = "Applications.Datastores/redisCaches"

    @Test func theApplicationsNamespaceIsTheDefault() {
        var fixture = KubernetesFixture.legacy()
        fixture.addRecipe(
            "db",
            redis,
            [
                output("apps", "Deployment", "redis", ["metadata": ["labels": ["app": "r"]], "spec": [:]]),
                output("", "Service", "redis", [:], namespace: "shared", dependencies: ["db/Deployment"]),
                output("rbac.authorization.k8s.io", "ClusterRole", "reader", [:]),
            ]
        )
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(
            emission.outputs.first { $0.name == "redis" }?.body.json(.compact)
                == #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"redis","#
                + #""namespace":"default-demo","labels":{"app":"r"}},"spec":{}}"#
        )
        #expect(emission.outputs.map(\.namespace) == ["", "default-demo", "shared", ""])
        #expect(emission.outputs.map(\.address) == [nil, "db/Deployment", "db/Service", "db/ClusterRole"])
        #expect(emission.dependencies(of: "core/Service redis") == ["apps/Deployment redis"])
        #expect(emission.dependencies(of: "apps/Deployment redis") == ["core/Namespace default-demo"])
        #expect(emission.dependencies(of: "rbac.authorization.k8s.io/ClusterRole reader") == [])
    }

    @Test func aResourceOfNoApplicationLivesInTheEnvironment() {
        var fixture = KubernetesFixture.legacy()
        fixture.addRecipe("db", redis, [output("", "Service", "redis", [:])], properties: [:])
        let emission = fixture.emission
        #expect(emission.outputs.last?.namespace == "default")
        #expect(emission.dependencies(of: "core/Service redis") == [])
    }

    @Test func usersComeAfterAllThatNothingElseOfTheRecipeBuildsOn() {
        var fixture = KubernetesFixture.legacy()
        let db = fixture.addRecipe(
            "db",
            redis,
            [
                output("", "ConfigMap", "settings", [:]),
                output("apps", "Deployment", "redis", [:], dependencies: ["db/ConfigMap"]),
                output("", "Service", "redis", [:]),
            ]
        )
        fixture.addLegacy("web", connections: [connection("db", to: db)])
        #expect(
            fixture.emission.dependencies(of: "apps/Deployment web").suffix(2)
                == ["apps/Deployment redis", "core/Service redis"]
        )
    }

    @Test func azureResourcesPassThrough() {
        var fixture = KubernetesFixture.legacy()
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Cache/redis/r"
        let cache = RecipeOutput(
            kind: .azure(id: id, type: "Microsoft.Cache/redis", apiVersion: "2024-11-01"),
            name: "r",
            address: "db/cache",
            body: ["location": "westeurope", "properties": ["key": .secret("k")]],
            dependencies: []
        )
        fixture.addRecipe("db", redis, [cache])
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(emission.outputs.last?.id.description == id)
        #expect(emission.outputs.last?.platform == .azure)
        #expect(emission.outputs.last?.type == "Microsoft.Cache/redis")
        #expect(emission.outputs.last?.address == "db/cache")
    }

    @Test func aSecretInAPodMovesIntoASecret() {
        var fixture = KubernetesFixture.legacy()
        let pod: Value = [
            "containers": [
                [
                    "name": "pg",
                    "env": [["name": "USER", "value": "sa"], ["name": "PASSWORD", "value": .secret("p")]],
                ]
            ]
        ]
        fixture.addRecipe(
            "db",
            redis,
            [output("apps", "StatefulSet", "pg", ["spec": ["template": ["spec": pod]]])]
        )
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(emission.names.suffix(2) == ["core/Secret pg-env", "apps/StatefulSet pg"])
        #expect(emission.part("core/Secret pg-env", ["stringData"]) == #"{"pg.PASSWORD":"p"}"#)
        #expect(
            emission.part("apps/StatefulSet pg", ["spec", "template", "spec", "containers", 0, "env"])
                == #"[{"name":"USER","value":"sa"},{"name":"PASSWORD","valueFrom":{"secretKeyRef":"#
                + #"{"name":"pg-env","key":"pg.PASSWORD"}}}]"#
        )
        let hash: ValuePath = ["spec", "template", "metadata", "annotations", "radapp.io/secret-hash"]
        #expect(emission.part("apps/StatefulSet pg", hash) != "absent")
    }

    @Test func aSecretMayBeInASecretAndNowhereElse() {
        var fixture = KubernetesFixture.legacy()
        fixture.addRecipe("db", redis, [output("", "Secret", "s", ["stringData": ["k": .secret("v")]])])
        #expect(fixture.emission.codes == [])
        fixture.addRecipe("other", redis, [output("", "ConfigMap", "c", ["data": ["k": .secret("v")]])])
        #expect(fixture.emission.codes == ["RAD5005"])
    }

    @Test func twoResourcesCannotMakeOneObject() {
        var fixture = KubernetesFixture.legacy()
        fixture.addRecipe("cache", redis, [output("apps", "Deployment", "cache", [:])])
        fixture.addLegacy("cache")
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5003"])
        #expect(emission.names.filter { $0 == "apps/Deployment cache" }.count == 1)
    }

    @Test func anAzureResourceThatIsMadeTwiceIsInNoNamespace() {
        var fixture = KubernetesFixture.legacy()
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/shop"
        let account = ["a", "b"].map { address in
            RecipeOutput(
                kind: .azure(id: id, type: "Microsoft.Storage/storageAccounts", apiVersion: "2024-01-01"),
                name: "shop",
                address: address,
                body: ["kind": .string(address)],
                dependencies: []
            )
        }
        fixture.addRecipe("cache", redis, account)
        #expect(
            fixture.emission.diagnostics.map(\.message)
                == ["'cache' needs Microsoft.Storage/storageAccounts 'shop', which it makes already"]
        )
    }

    private func output(
        _ group: String,
        _ kind: String,
        _ name: String,
        _ body: ValueObject,
        namespace: String = "",
        dependencies: [String] = []
    ) -> RecipeOutput {
        RecipeOutput(
            kind: .kubernetes(group: group, version: "v1", kind: kind, namespace: namespace),
            name: name,
            address: "db/\(kind)",
            body: body,
            dependencies: dependencies
        )
    }
}
