import AppModel
import Diagnostics
import Documents
import Recipes
import TestSupport
import Testing

/// The recipes of the environment that is there without configuration.
@Suite struct BuiltinRecipeTests {
    private func check(_ resources: String, _ snapshot: String) async throws {
        let text =
            Applications.legacy(named: "demo") + """

                """
        let bound = try await BoundDefinition(
            SourceFile(path: "app.bicep", text: text + resources),
            in: BuiltinRecipes.defaultEnvironment(group: "default")
        )
        #expect(rendered(bound.diagnostics) == "")
        try expectSnapshot(bound.summary, snapshot)
    }

    @Test(arguments: [
        "Applications.Datastores/redisCaches", "Applications.Datastores/mongoDatabases",
        "Applications.Datastores/sqlDatabases", "Applications.Messaging/rabbitMQQueues",
    ])
    func portableResourcesHaveADevelopmentRecipe(type: String) async throws {
        try await check(
            """
            resource db '\(type)@2023-10-01-preview' = {
              name: 'db'
              properties: { application: app.id, environment: environment }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'nginx' }
                connections: { db: { source: db.id } }
              }
            }
            """,
            "builtin-\(type.split(separator: "/")[1]).txt"
        )
    }

    @Test(arguments: ["stateStores", "pubSubBrokers", "configurationStores", "secretStores"])
    func buildingBlocksOfDaprAreComponents(type: String) async throws {
        try await check(
            """
            resource block 'Applications.Dapr/\(type)@2023-10-01-preview' = {
              name: 'block'
              properties: { application: app.id, environment: environment }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'nginx' }
                connections: { block: { source: block.id } }
              }
            }
            """,
            "builtin-dapr-\(type).txt"
        )
    }

    @Test(arguments: [
        "Radius.Data/mongoDatabases", "Radius.Messaging/rabbitMQ", "Radius.Messaging/kafka",
        "Radius.Storage/objectStorage", "Radius.AI/models", "Radius.AI/search",
    ])
    func serversOfTheCurrentGenerationHaveADevelopmentRecipe(type: String) async throws {
        try await check(
            """
            resource server '\(type)@2025-08-01-preview' = {
              name: 'server'
              properties: { application: app.id, environment: environment }
            }
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                environment: environment
                containers: { web: { image: 'nginx' } }
                connections: { server: { source: server.id } }
              }
            }
            """,
            "builtin-current-\(type.split(separator: "/")[1]).txt"
        )
    }

    /// A broker whose password is another resource's makes no Secret of its own.
    @Test func aBrokerTakesThePasswordOfTheSecretThatItIsGiven() async throws {
        try await check(
            """
            @secure()
            #disable-next-line secure-parameter-default
            param password string = 'hidden'
            resource login 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'login'
              properties: { application: app.id, environment: environment, data: { password: { value: password } } }
            }
            resource server 'Radius.Messaging/rabbitMQ@2025-08-01-preview' = {
              name: 'server'
              properties: { application: app.id, environment: environment, password: login.id }
            }
            """,
            "builtin-current-rabbitMQ-given.txt"
        )
    }

    /// The server is told what to make by a script, in which names and the password are quoted.
    @Test func aSQLServerMakesTheDatabaseAndItsOwner() async throws {
        try await check(
            """
            @secure()
            #disable-next-line secure-parameter-default
            param password string = 'it\\'s hidden'
            resource server 'Radius.Data/sqlServerDatabases@2025-08-01-preview' = {
              name: 'server'
              properties: {
                application: app.id
                environment: environment
                database: 'app[1]'
                username: 'owner'
                password: password
              }
            }
            """,
            "builtin-current-sqlServerDatabases.txt"
        )
    }

    @Test(arguments: [("owner", true), ("sa", false)])
    func onlyTheOwnerIsMadeWhoIsNotThere(username: String, isMade: Bool) async throws {
        let result = try await Self.result(
            of: "Radius.Data/sqlServerDatabases",
            properties: "database: 'a\\'b]c', username: '\(username)', password: 'p\\'w'"
        )
        let secret = try #require(result.outputs.first { $0.name == "server-credentials" })
        let script = try #require(secret.body["stringData"]?["init.sql"]?.revealed.stringValue)
        #expect(script.hasPrefix("IF DB_ID(N'a''b]c') IS NULL CREATE DATABASE [a'b]]c];\nGO\n"))
        #expect(script.contains("CREATE LOGIN [\(username)] WITH PASSWORD = N'p''w';") == isMade)
        #expect(script.contains("ALTER ROLE db_owner ADD MEMBER [\(username)];") == isMade)
    }

    /// A graph database has no Secret of its own: it reads the one that the resource names.
    @Test func aGraphDatabaseTakesItsPasswordFromTheSecretThatItNames() async throws {
        try await check(
            """
            @secure()
            #disable-next-line secure-parameter-default
            param password string = 'hidden'
            resource login 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'login'
              properties: {
                application: app.id
                environment: environment
                data: { USERNAME: { value: 'neo4j' }, PASSWORD: { value: password } }
              }
            }
            resource people 'Radius.Data/neo4jDatabases@2025-09-11-preview' = {
              name: 'people'
              properties: { application: app.id, environment: environment, secretName: login.name }
            }
            """,
            "builtin-current-neo4jDatabases.txt"
        )
    }

    /// The name of a database must have three characters.
    @Test(arguments: [("db", "", "neo4j"), ("graph", "", "graph"), ("graph", ", database: 'people'", "people")])
    func aGraphDatabaseIsCalledLikeItsResourceWhereItMay(name: String, property: String, expected: String) async throws
    {
        let result = try await Self.result(
            of: "Radius.Data/neo4jDatabases",
            version: "2025-09-11-preview",
            named: name,
            properties: "secretName: 'login'\(property)"
        )
        #expect(result.values["database"] == .string(expected))
    }

    @Test func aRedisCacheOfTheCurrentGenerationKeepsItsSecrets() async throws {
        try await check(
            """
            resource cache 'Radius.Data/redisCaches@2025-08-01-preview' = {
              name: 'cache'
              properties: { application: app.id, environment: environment }
            }
            resource frontend 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'frontend'
              properties: {
                application: app.id
                environment: environment
                containers: {
                  web: {
                    image: 'nginx'
                    env: {
                      URL: {
                        valueFrom: { secretKeyRef: { secretName: cache.properties.secrets.name, key: 'url' } }
                      }
                      HOST: { value: cache.properties.host }
                    }
                  }
                }
                connections: { cache: { source: cache.id } }
              }
            }
            """,
            "builtin-current-redis.txt"
        )
    }

    @Test(arguments: ["postgreSqlDatabases", "mySqlDatabases"])
    func aDatabaseOfTheCurrentGenerationNeverShowsItsPassword(type: String) async throws {
        try await check(
            """
            @secure()
            #disable-next-line secure-parameter-default
            param password string = 'hidden'
            resource db 'Radius.Data/\(type)@2025-08-01-preview' = {
              name: 'db'
              properties: {
                application: app.id
                environment: environment
                username: 'owner'
                password: password
              }
            }
            resource frontend 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'frontend'
              properties: {
                application: app.id
                environment: environment
                containers: { web: { image: 'nginx' } }
                connections: { db: { source: db.id } }
              }
            }
            resource old 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'old'
              properties: {
                application: app.id
                container: { image: 'nginx' }
                connections: { db: { source: db.id } }
              }
            }
            """,
            "builtin-\(type).txt"
        )
    }

    /// What 'rad recipe register' says of each recipe: nothing, but that a password must be given where it must.
    @Test(arguments: BuiltinRecipes.names)
    func everyRecipeCanBeRegistered(name: String) throws {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let registration = RecipeRegistration(
            type: try #require(ResourceType(parts[1])),
            name: "default",
            kind: .bicep,
            source: "builtin:\(name)"
        )
        let environment = RecipeExample.environment(
            compute: parts[0] == "aci"
                ? .containerInstances(
                    .init(subscriptionID: Self.subscription, resourceGroup: "shop", location: "westeurope")
                )
                : .kubernetes(.init(namespace: "dev", separatesApplications: true)),
            providers: .init(
                azureScope: "/subscriptions/\(Self.subscription)/resourceGroups/shop",
                awsScope: "/planes/aws/aws/accounts/123456789012/regions/eu-west-1"
            )
        )
        let (recipe, diagnostics) = InspectedRecipe.read(registration, files: GivenFiles(texts: [:]))
        #expect(diagnostics.isEmpty)
        let inspected = try #require(recipe)
        let found = inspected.check(in: environment, types: .builtin)
        let expected = (Self.required[name] ?? []).map {
            "recipe 'builtin:\(name)' requires the parameter '\($0)', which the registration does not give"
        }
        #expect(found.map(\.message) == expected)
        let example = RecipeExample(of: registration.type, in: environment, types: .builtin)
        guard case .known(let outputs) = inspected.outcome(for: example, types: .builtin) else {
            Issue.record("the recipe cannot be evaluated for a made-up resource")
            return
        }
        #expect(!outputs.isEmpty)
    }

    private static let subscription = "00000000-0000-0000-0000-000000000000"

    /// What no recipe can guess.
    private static let required = [
        "aci/Radius.Data/neo4jDatabases": ["password"], "azure/Applications.Dapr/secretStores": ["tenantId"],
        "aws/Radius.Storage/objectStorage": ["accessKeyId", "secretAccessKey"], "aws/Radius.AI/search": ["subnetIds"],
    ]

    /// A container of development is watched, has a size, and is what it was yesterday.
    @Test(arguments: BuiltinRecipes.localDev.all.map(\.type).filter { $0.name != "secretStores" })
    func everyContainerIsWatchedSizedAndPinned(type: ResourceType) throws {
        let text = try #require(BuiltinRecipes.text(named: "local-dev/\(type)"))
        for part in ["readinessProbe:", "livenessProbe:", "requests:", "limits:"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("latest"))
        // These begin as root to make their folder, and go on as a user whose number depends on the image.
        let stepsDown = text.contains("postgres:") || text.contains("rabbitmq:")
        #expect(text.contains("runAsNonRoot: true") != stepsDown)
    }

    /// Who asks for more memory is not stopped by the limit that goes with the usual amount.
    @Test(arguments: [("", "512Mi", "1Gi"), ("memory: '3Gi'", "3Gi", "3Gi"), ("memoryLimit: '2Gi'", "512Mi", "2Gi")])
    func theLimitFollowsTheMemoryThatIsAskedFor(parameters: String, asked: String, limit: String) async throws {
        let result = try await Self.result(
            of: "Radius.Data/mongoDatabases",
            properties: "recipe: { parameters: { \(parameters) } }"
        )
        let deployment = try #require(result.outputs.first { $0.address.hasSuffix("/deployment") })
        let pod = deployment.body["spec"]?["template"]?["spec"]
        let resources = pod?["containers"]?.arrayValue?.first?["resources"]
        #expect(resources?["requests"]?["memory"] == .string(asked))
        #expect(resources?["limits"]?["memory"] == .string(limit))
    }

    /// What the recipe of `local-dev` gives for a resource `server` of a type.
    private static func result(
        of type: String,
        version: String = "2025-08-01-preview",
        named name: String = "server",
        properties: String
    ) async throws -> RecipeResult {
        let text =
            Applications.legacy(named: "demo") + """

                resource server '\(type)@\(version)' = {
                  name: '\(name)'
                  properties: { application: app.id, environment: environment, \(properties) }
                }
                """
        let bound = try await BoundDefinition(
            SourceFile(path: "app.bicep", text: text),
            in: BuiltinRecipes.defaultEnvironment(group: "default")
        )
        #expect(bound.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let found = bound.graph.resources.compactMap { bound -> RecipeResult? in
            guard case .recipe(let result) = bound.role else { return nil }
            return result
        }
        return try #require(found.first)
    }

    @Test func theTextOfEachRecipeCanBeCopied() {
        #expect(BuiltinRecipes.names.count == 61)
        for name in BuiltinRecipes.names {
            #expect(BuiltinRecipes.text(named: name)?.contains("output result object") == true)
        }
        #expect(BuiltinRecipes.text(named: "local-dev/nothing") == nil)
    }
}
