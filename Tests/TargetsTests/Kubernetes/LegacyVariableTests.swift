import AppModel
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import Testing

@Suite struct LegacyVariableTests {
    private let database = ResourceID(group: "default", type: .extenders, name: "db")
    private let variables: ValuePath = ["spec", "template", "spec", "containers", 0, "env"]
    private let hash: ValuePath = ["spec", "template", "metadata", "annotations", "radapp.io/secret-hash"]

    @Test func variablesAreSortedAndTheAuthorsWin() {
        var fixture = KubernetesFixture.legacy()
        let db = connection("db", to: database, ["CONNECTION_DB_PORT": "5432", "CONNECTION_DB_HOST": "pg"])
        fixture.addLegacy("web", connections: [db]) {
            $1.environment = [
                EnvironmentVariable(name: "Z", source: .value("last")),
                EnvironmentVariable(name: "CONNECTION_DB_HOST", source: .value("mine")),
                EnvironmentVariable(name: "A", source: .value(1.5)),
            ]
        }
        let emission = fixture.emission
        #expect(
            emission.part("apps/Deployment web", variables)
                == #"[{"name":"A","value":"1.5"},{"name":"CONNECTION_DB_HOST","value":"mine"},"#
                + #"{"name":"CONNECTION_DB_PORT","valueFrom":{"secretKeyRef":{"name":"web","key":"CONNECTION_DB_PORT"}}},"#
                + #"{"name":"Z","value":"last"}]"#
        )
        #expect(
            emission.part("core/Secret web", ["stringData"])
                == #"{"CONNECTION_DB_HOST":"pg","CONNECTION_DB_PORT":"5432"}"#
        )
    }

    @Test func theSecretHashIsThatOfRadius() {
        var fixture = KubernetesFixture.legacy()
        let db = connection("db", to: database, ["CONNECTION_DB_PORT": "6379", "CONNECTION_DB_HOST": .secret("redis")])
        fixture.addLegacy("web", connections: [db])
        #expect(
            fixture.emission.part("apps/Deployment web", hash) == #""1f15a1ca7d351ad6c3be23e391144296b65c9473""#
        )
    }

    @Test func theHashOfWhatIsUnknownIsUnknownUntilItIsThere() throws {
        var fixture = KubernetesFixture.legacy()
        let db = connection(
            "db",
            to: database,
            ["CONNECTION_DB_HOST": .secret(unknown("db/service", "host")), "CONNECTION_DB_PORT": "6379"]
        )
        fixture.addLegacy("web", connections: [db])
        let deployment = try #require(fixture.emission.outputs.first { $0.type == "apps/Deployment" })
        #expect(deployment.body.part(at: hash)?.unknownSources == ["db/service"])

        var runtime = RuntimeValues()
        runtime["db/service"] = ["host": "redis"]
        let resolved = deployment.body.resolved(with: runtime)
        #expect(resolved.part(at: hash) == "1f15a1ca7d351ad6c3be23e391144296b65c9473")
        #expect(resolved.isKnown)
    }

    @Test func whatWaitsForAValueComesAfterTheObjectThatGivesIt() {
        var fixture = KubernetesFixture.legacy()
        let outputs = ["service", "other"].map { name in
            RecipeOutput(
                kind: .kubernetes(group: "", version: "v1", kind: "Service", namespace: ""),
                name: name,
                address: "db/\(name)",
                body: [:],
                dependencies: []
            )
        }
        let db = fixture.addRecipe("db", "Applications.Datastores/redisCaches", outputs)
        let redis = connection("redis", to: db, ["CONNECTION_REDIS_HOST": unknown("db/service", "host")])
        fixture.addLegacy("web", connections: [redis])
        let emission = fixture.emission
        #expect(
            emission.dependencies(of: "core/Secret web") == ["core/Namespace default-demo", "core/Service service"]
        )
        #expect(
            emission.dependencies(of: "apps/Deployment web").suffix(2) == [
                "core/Service service", "core/Service other",
            ]
        )
    }

    @Test func aSecretOfTheAuthorMovesIntoTheSecret() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") {
            $1.environment = [EnvironmentVariable(name: "PASSWORD", source: .value(.secret("p")))]
        }
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(
            emission.part("apps/Deployment web", variables)
                == #"[{"name":"PASSWORD","valueFrom":{"secretKeyRef":{"name":"web","key":"PASSWORD"}}}]"#
        )
        #expect(emission.part("core/Secret web", ["stringData"]) == #"{"PASSWORD":"p"}"#)
        #expect(emission.part("apps/Deployment web", hash) != "absent")
    }

    @Test func aSecretArgumentGoesByWayOfAVariable() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") {
            $1.arguments = ["--password", .secret("p")]
            $1.environment = [EnvironmentVariable(name: "A", source: .value("a"))]
        }
        let emission = fixture.emission
        #expect(emission.codes == [])
        let arguments: ValuePath = ["spec", "template", "spec", "containers", 0, "args"]
        #expect(emission.part("apps/Deployment web", arguments) == #"["--password","$(SECRET_ARGS_1)"]"#)
        #expect(
            emission.part("apps/Deployment web", variables)
                == #"[{"name":"A","value":"a"},{"name":"SECRET_ARGS_1","valueFrom":{"secretKeyRef":"#
                + #"{"name":"web","key":"SECRET_ARGS_1"}}}]"#
        )
        #expect(emission.part("core/Secret web", ["stringData"]) == #"{"SECRET_ARGS_1":"p"}"#)
        #expect(emission.part("apps/Deployment web", hash) != "absent")
    }

    @Test func aCommandLineThatIsSecretAsAWholeMovesWordByWord() {
        var fixture = KubernetesFixture.legacy()
        let pod: Value = ["containers": [["name": "c", "command": .secret(["run", "p"])]]]
        let job = RecipeOutput(
            kind: .kubernetes(group: "", version: "v1", kind: "Pod", namespace: ""),
            name: "job",
            address: "job",
            body: ["spec": pod],
            dependencies: []
        )
        fixture.addRecipe("job", "Applications.Core/extenders", [job])
        let emission = fixture.emission
        #expect(emission.codes == [])
        #expect(
            emission.part("core/Pod job", ["spec", "containers", 0, "command"])
                == #"["$(SECRET_COMMAND_0)","$(SECRET_COMMAND_1)"]"#
        )
        #expect(
            emission.part("core/Secret job-env", ["stringData"])
                == #"{"c.SECRET_COMMAND_0":"run","c.SECRET_COMMAND_1":"p"}"#
        )
    }

    @Test func aSecretElsewhereIsAnError() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web", image: .secret("p"))
        let emission = fixture.emission
        #expect(emission.codes == ["RAD5005"])
        #expect(emission.diagnostics.first?.message.contains("spec.template.spec.containers[0].image") == true)
    }

    @Test func urlConnectionsArePlain() {
        var fixture = KubernetesFixture.legacy()
        let url = ResolvedConnection(
            connection: Connection(name: "api", source: "http://api:80"),
            target: .url(scheme: "http", host: "api", port: 80),
            variables: [ConnectionVariable(name: "CONNECTION_API_SCHEME", value: "http")]
        )
        fixture.addLegacy("web", connections: [url])
        let emission = fixture.emission
        #expect(
            emission.part("apps/Deployment web", variables) == #"[{"name":"CONNECTION_API_SCHEME","value":"http"}]"#
        )
        #expect(!emission.names.contains("core/Secret web"))
    }

    @Test(arguments: [
        (Value.null, "certificates"), (Value.string("default-demo/tls"), "tls"), (Value.string("tls"), "tls"),
    ])
    func aSecretStoreStandsForItsSecret(resource: Value, name: String) {
        var fixture = KubernetesFixture.legacy()
        let type = ResourceType(namespace: "Applications.Core", name: "secretStores")
        let properties: ValueObject = ["application": "demo", "resource": resource]
        let store = fixture.add("certificates", type, .none, properties: properties)
        fixture.addLegacy("web") {
            $1.environment = [
                EnvironmentVariable(name: "KEY", source: .secret(secret: .string(store.description), key: "tls.key"))
            ]
        }
        #expect(
            fixture.emission.part("apps/Deployment web", variables)
                == #"[{"name":"KEY","valueFrom":{"secretKeyRef":{"name":"\#(name)","key":"tls.key"}}}]"#
        )
    }

    @Test func aSecretStoreThatIsNotThereIsAnError() {
        var fixture = KubernetesFixture.legacy()
        fixture.addLegacy("web") {
            $1.environment = [
                EnvironmentVariable(name: "PLAIN", source: .secret(secret: "by-name", key: "k")),
                EnvironmentVariable(name: "LOST", source: .secret(secret: "/planes/radius/local/nowhere", key: "k")),
            ]
        }
        #expect(fixture.emission.codes == ["RAD5006"])
    }
}
