import AppModel
import Bicep
import Diagnostics
import Documents
import Recipes
import TestSupport
import Testing

/// An application with one resource of every type that a pack has a recipe for.
@Suite struct BuiltinTypeTests {
    private static let names = ["local-dev", "aci", "azure", "aws"]

    @Test(arguments: names)
    func everyTypeOfAPackBindsToIt(pack: String) async throws {
        let bound = try await Self.bound(to: pack)
        #expect(rendered(bound.diagnostics) == "")
        try expectSnapshot(bound.outline, "builtin-types-\(pack).txt")
    }

    /// What an application reads of a resource has the same name wherever it is deployed.
    @Test(arguments: names)
    func aTypeGivesTheSameNamesInEveryPack(pack: String) async throws {
        let development = try await Self.results(of: "local-dev")
        for (name, result) in try await Self.results(of: pack) {
            let expected = try #require(development[name])
            #expect(Set(result.values.names).isSuperset(of: expected.values.names), "\(name)")
            #expect(Set(result.secrets.names).isSuperset(of: expected.secrets.names), "\(name)")
        }
    }

    /// Containers of a group are given passwords and keys as secure values, or in a file of a secret volume.
    @Test func noContainerGroupHasASecretInAPlainVariable() async throws {
        var secured: Set<String> = []
        for (name, result) in try await Self.results(of: "aci") {
            for output in result.outputs {
                let body = json(.object(output.body))
                #expect(!body.contains(#""value":"<redacted>""#), "\(name)")
                if body.contains(#""secureValue":"<redacted>""#) { secured.insert(name) }
            }
        }
        let expected: Set<String> = [
            "data-sqlserverdatabases", "data-mongodatabases", "data-neo4jdatabases", "messaging-rabbitmq",
            "storage-objectstorage", "ai-models", "ai-search",
        ]
        #expect(secured.isSuperset(of: expected), "\(secured.sorted())")
    }

    /// Keys of managed services are unknown until the services are there, and are secret even then.
    @Test func keysOfManagedServicesWaitForTheServices() async throws {
        let results = try await Self.results(of: "azure")
        for (name, key) in [
            ("data-mongodatabases", "connectionString"), ("messaging-kafka", "connectionString"),
            ("storage-objectstorage", "accountKey"), ("storage-objectstorage", "connectionString"),
            ("ai-models", "apiKey"), ("ai-search", "apiKey"),
        ] {
            let secret = try #require(results[name]?.secrets[key], "\(name)")
            #expect(!secret.unknownSources.isEmpty, "\(name)")
            #expect(json(secret) == "\"<redacted>\"", "\(name)")
        }
    }

    /// What is known of managed services without asking Azure: nobody reads without a key or over an old TLS.
    @Test func managedServicesAreClosedToThoseWithoutAKey() async throws {
        let results = try await Self.results(of: "azure")
        for (name, type, path, expected) in [
            ("storage-objectstorage", "Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", Value.bool(false)),
            ("storage-objectstorage", "Microsoft.Storage/storageAccounts", "supportsHttpsTrafficOnly", .bool(true)),
            ("storage-objectstorage", "Microsoft.Storage/storageAccounts", "minimumTlsVersion", "TLS1_2"),
            ("data-mongodatabases", "Microsoft.DocumentDB/databaseAccounts", "minimalTlsVersion", "Tls12"),
            ("data-sqlserverdatabases", "Microsoft.Sql/servers", "minimalTlsVersion", "1.2"),
            ("messaging-kafka", "Microsoft.EventHub/namespaces", "minimumTlsVersion", "1.2"),
            ("dapr-secretstores", "Microsoft.KeyVault/vaults", "enableRbacAuthorization", .bool(true)),
            ("dapr-secretstores", "Microsoft.KeyVault/vaults", "enableSoftDelete", .bool(true)),
            ("dapr-secretstores", "Microsoft.KeyVault/vaults", "enablePurgeProtection", .bool(true)),
        ] {
            let outputs = try #require(results[name]?.outputs, "\(name)")
            let body = outputs.first { output in
                guard case .azure(_, type, _) = output.kind else { return false }
                return true
            }?
            .body
            #expect(body?["properties"]?[path] == expected, "\(name) \(path)")
        }
    }

    /// A broker in a container group cannot read a secret that the application names, and says so.
    @Test func aBrokerInAContainerGroupNeedsToBeToldThePasswordOfANamedSecret() async throws {
        let text = Applications.withEach(of: ["Radius.Messaging/rabbitMQ"])
            .replacing(
                "    environment: environment\n    \n",
                with: "    environment: environment\n    password: login.id\n"
            )
        let refused = try await Self.bound(to: "aci", text)
        #expect(
            refused.diagnostics.filter { $0.severity == .error }.map(\.message).joined().contains(
                "cannot read the secret"
            )
        )
        let told = try await Self.bound(to: "aci", text, ["Radius.Messaging/rabbitMQ": ["password": .secret("known")]])
        #expect(rendered(told.diagnostics) == "")
        let password = told.results["messaging-rabbitmq"]?.secrets["password"]?.revealed
        #expect(password == "known")
    }

    /// ElastiCache speaks TLS on the port on which Redis does not.
    @Test func aCacheOfAmazonSpeaksTLS() async throws {
        let bound = try await Self.bound(to: "aws")
        let cache = try #require(bound.graph.resources.first { $0.resource.name == "datastores-rediscaches" })
        #expect(cache.resource.properties["tls"] == true)
    }

    @Test func whatAmazonDoesNotRunIsRefused() async throws {
        let bound = try await Self.bound(to: "aws", Applications.withEach(of: ["Radius.Data/postgreSqlDatabases"]))
        let errors = bound.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(errors.joined().contains("Amazon RDS runs no initial SQL"), "\(errors)")
    }

    /// A component of Dapr is an object of Kubernetes.
    @Test func aSecretStoreOfDaprIsRefusedWhereContainersDoNotRunOnKubernetes() async throws {
        let bound = try await BoundDefinition(
            SourceFile(path: "app.bicep", text: Applications.withEach(of: ["Applications.Dapr/secretStores"])),
            in: BuiltinEnvironment.with(pack: "azure", isOnContainerInstances: true)
        )
        let errors = bound.diagnostics.filter { $0.severity == .error }.map(\.message)
        #expect(errors.joined().contains("a component of Dapr is an object of Kubernetes"), "\(errors)")
    }

    private static func results(of pack: String) async throws -> [String: RecipeResult] {
        try await bound(to: pack).results
    }

    private static func bound(
        to pack: String,
        _ text: String? = nil,
        _ parameters: [String: ValueObject] = [:]
    ) async throws -> BoundDefinition {
        let types = BuiltinEnvironment.pack(pack)?.recipes.map(\.type.description).sorted() ?? []
        var every = Applications.withEach(of: types)
        // Nothing runs it in AWS, and the recipe says so.
        if pack == "aws" { every = every.replacing(", initSql: 'select 1'", with: "") }
        return try await BoundDefinition(
            SourceFile(path: "app.bicep", text: text ?? every),
            in: BuiltinEnvironment.with(pack: pack, parameters: parameters)
        )
    }
}
