import AppModel
import Documents
import Engine
import Recipes
import Targets
import Testing

/// Environment variables and volumes: where values come from, and that secrets stay out of sight.
@Suite struct ContainerInstancesVariableTests {
    private static let password = "correct horse battery staple"
    private static let database = BoundResource.id("database", BoundResource.database)
    private static let credentials = ResourceType(namespace: "Radius.Security", name: "secrets")

    private func variables(_ fixture: ContainerInstancesFixture) throws -> Value? {
        let container = try fixture.body("containerGroupProfiles/web")["properties"]?["containers"]?.arrayValue?.first
        return container?["properties"]?["environmentVariables"]
    }

    @Test func connectionsAreSecureAndTheAuthorsValueWins() throws {
        let connection = ResolvedConnection.to(
            "db",
            Self.database,
            variables: [
                ConnectionVariable(name: "CONNECTION_DB_PASSWORD", value: .secret(.string(Self.password))),
                ConnectionVariable(name: "CONNECTION_DB_HOST", value: "db.example.com"),
                ConnectionVariable(name: "CONNECTION_DB_PORT", value: "5432"),
            ]
        )
        let fixture = ContainerInstancesFixture(
            .container("web", connections: [connection]) { _, spec in
                spec.environment = [
                    .plain("CONNECTION_DB_PORT", "1"), .plain("SHOWN", "yes"), .plain("FLAG", true),
                    .plain("HIDDEN", .secret(.string(Self.password))),
                    .plain("LATER", .unknown(Unknown(expression: "x.id", sources: ["x"]) { $0["x"] ?? .null })),
                ]
            }
        )
        #expect(
            try variables(fixture)?.json(.compact) == """
                [{"name":"CONNECTION_DB_HOST","secureValue":"<redacted>"},\
                {"name":"CONNECTION_DB_PASSWORD","secureValue":"<redacted>"},\
                {"name":"CONNECTION_DB_PORT","value":"1"},{"name":"FLAG","value":"true"},\
                {"name":"HIDDEN","secureValue":"<redacted>"},{"name":"LATER","secureValue":"<redacted>"},\
                {"name":"SHOWN","value":"yes"}]
                """
        )
    }

    @Test func namesThatACIRefusesAreReplacedAndSaid() throws {
        let connection = ResolvedConnection.to(
            "my-db",
            Self.database,
            variables: [ConnectionVariable(name: "CONNECTION_MY-DB_HOST", value: "h")]
        )
        let fixture = ContainerInstancesFixture(
            .compute("web", [.named("one"), .named("two")], connections: [connection])
        )
        #expect(
            fixture.emission.messages == [
                """
                warning RAD5114 Azure Container Instances takes letters, digits and '_' in the names of variables: \
                'CONNECTION_MY-DB_HOST' becomes 'CONNECTION_MY_DB_HOST' in 'web'
                """
            ]
        )
        #expect(try variables(fixture) == [["name": "CONNECTION_MY_DB_HOST", "secureValue": .secret("h")]])
    }

    @Test func theAuthorsNamesMustBeGood() {
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(.container("web") { $1.environment = [.plain("1-A", "x")] }),
            """
            error RAD5115 '1-A' cannot be the name of a variable on Azure Container Instances; \
            expected a name of letters, digits and '_' that starts with no digit
            """
        )
    }

    @Test(arguments: ["/planes/radius/local/resourceGroups/default/providers/Radius.Security/secrets/keys", "keys"])
    func aSecretOfTheApplicationIsPutIn(source: String) throws {
        let keys = BoundResource.configuration(
            "keys",
            type: Self.credentials,
            properties: ["data": ["token": ["value": .secret(.string(Self.password))]]]
        )
        let fixture = ContainerInstancesFixture(
            keys,
            .container("web") { _, spec in
                let secret = EnvironmentVariable.Source.secret(secret: .string(source), key: "token")
                spec.environment = [EnvironmentVariable(name: "TOKEN", source: secret)]
            }
        )
        #expect(fixture.emission.messages == [])
        #expect(try variables(fixture) == [["name": "TOKEN", "secureValue": .secret(.string(Self.password))]])
    }

    @Test func theSecretsOfARecipeAreFoundByTheNameThatKubernetesGivesThem() throws {
        let connection = ResolvedConnection.to(
            "db",
            Self.database,
            properties: ["secrets": ["name": "database-0a1b2c3d-secrets"]],
            secrets: ["url": .secret(.string(Self.password))],
            secretSources: [.init(prefix: "CONNECTION_DB_", secret: "database-0a1b2c3d-secrets")]
        )
        let fixture = ContainerInstancesFixture(.compute("web", [.named("web")], connections: [connection]))
        #expect(fixture.emission.messages == [])
        #expect(
            try variables(fixture) == [["name": "CONNECTION_DB_url", "secureValue": .secret(.string(Self.password))]]
        )
    }

    @Test func aSecretThatIsNowhereIsAnError() {
        let secret = EnvironmentVariable.Source.secret(secret: "elsewhere", key: "token")
        let source = ResolvedConnection.SecretSource(prefix: "CONNECTION_DB_", secret: "none")
        let reason =
            "comes from a secret that is not part of the application;"
            + " Azure Container Instances has no store from which to read it"
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                .compute(
                    "web",
                    [.named("web") { $0.environment = [EnvironmentVariable(name: "TOKEN", source: secret)] }],
                    connections: [.to("db", Self.database, secretSources: [source])]
                ) { container in
                    container.volumes = [Volume(name: "v", source: .secret(name: "elsewhere"), path: ["volumes", "v"])]
                }
            ),
            "error RAD5104 the secret 'none' of connection 'db' of 'web' \(reason)",
            "error RAD5104 variable 'TOKEN' of 'web' \(reason)",
            "error RAD5104 volume 'v' of 'web' \(reason)"
        )
    }

    @Test func volumesAreEmptyFoldersFileSharesAndSecrets() throws {
        let volumes = ResourceType(namespace: "Radius.Compute", name: "persistentVolumes")
        let share = BoundResource.recipe(
            "data",
            type: volumes,
            values: ["storageAccountName": "account", "shareName": "share"],
            secrets: ["storageAccountKey": .secret(.string(Self.password))]
        )
        let keys = BoundResource.configuration(
            "keys",
            type: Self.credentials,
            properties: ["data": ["token": ["value": .secret("any carnal pleas")]]]
        )
        let source = Value.string(BoundResource.id("data", volumes).description)
        let fixture = ContainerInstancesFixture(
            share,
            keys,
            .compute(
                "web",
                [.named("web") { $0.mounts = [VolumeMount(volume: "Data", mountPath: "/d", isReadOnly: true)] }]
            ) { container in
                container.volumes = [
                    Volume(name: "tmp", source: .ephemeral(inMemory: false), path: ["volumes", "tmp"]),
                    Volume(name: "Data", source: .persistent(resource: source, access: "ReadOnlyMany"), path: []),
                    Volume(name: "keys", source: .secret(name: "keys"), path: ["volumes", "keys"]),
                ]
            }
        )
        #expect(fixture.emission.messages == [])
        let properties = try fixture.body("containerGroupProfiles/web")["properties"]
        #expect(
            properties?["volumes"] == [
                ["name": "tmp", "emptyDir": [:]],
                [
                    "name": "data",
                    "azureFile": [
                        "shareName": "share", "storageAccountName": "account",
                        "storageAccountKey": .secret(.string(Self.password)), "readOnly": true,
                    ],
                ],
                ["name": "keys", "secret": ["token": .secret("YW55IGNhcm5hbCBwbGVhcw==")]],
            ]
        )
        #expect(
            properties?["containers"]?.arrayValue?.first?["properties"]?["volumeMounts"] == [
                ["name": "data", "mountPath": "/d", "readOnly": true]
            ]
        )
    }

    @Test func aSecretIsNowhereToBeReadInWhatIsShown() {
        let connection = ResolvedConnection.to(
            "db",
            Self.database,
            variables: [ConnectionVariable(name: "CONNECTION_DB_PASSWORD", value: .secret(.string(Self.password)))]
        )
        let fixture = ContainerInstancesFixture(
            .recipe("database", secrets: ["password": .secret(.string(Self.password))]),
            .container("web", ports: .web(80), connections: [connection]) { _, spec in
                spec.environment = [.plain("URL", .secret(.string("pg://sa:\(Self.password)@database:1/x")))]
            }
        )
        let emission = fixture.emission
        #expect(!emission.requestText.contains(Self.password))
        #expect(!emission.messages.joined().contains(Self.password))
        for output in emission.outputs { #expect(Self.misplacedSecrets(in: output.body) == []) }
    }

    @Test func aSecretInAnOpenFieldIsAnError() {
        let secret = Value.secret(.string(Self.password))
        let headers = [Probe.Header(name: "Key", value: secret)]
        checkContainerInstancesDiagnostics(
            ContainerInstancesFixture(
                .container("web") { _, spec in
                    spec.command = ["run", secret]
                    spec.liveness = Probe(check: .http(port: 80, path: "/", scheme: nil, headers: headers))
                }
            ),
            """
            error RAD5116 'command' of container 'web' of 'web' holds a secret, and Azure shows it to everybody \
            who may read the container group
            """,
            """
            error RAD5116 'livenessProbe' of container 'web' of 'web' holds a secret, and Azure shows it to everybody \
            who may read the container group
            """
        )
    }

    /// The paths of secrets outside the fields that ARM keeps from view.
    private static func misplacedSecrets(in value: Value, at path: String = "") -> [String] {
        switch value {
        case .secret: path.hasSuffix(".secureValue") ? [] : [path]
        case .array(let elements): elements.flatMap { misplacedSecrets(in: $0, at: path) }
        case .object(let members): members.flatMap { misplacedSecrets(in: $0.value, at: "\(path).\($0.key)") }
        case .null, .bool, .integer, .number, .string, .unknown: []
        }
    }
}
