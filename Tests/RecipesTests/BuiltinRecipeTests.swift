import AppModel
import Diagnostics
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

    @Test(arguments: ["stateStores", "pubSubBrokers"])
    func buildingBlocksOfDaprAreKeptInRedis(type: String) async throws {
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

    @Test(arguments: ["Radius.Data/mongoDatabases", "Radius.Messaging/rabbitMQ"])
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

    @Test func theTextOfEachRecipeCanBeCopied() {
        #expect(BuiltinRecipes.names.count == 25)
        for name in BuiltinRecipes.names {
            #expect(BuiltinRecipes.text(named: name)?.contains("output result object") == true)
        }
        #expect(BuiltinRecipes.text(named: "local-dev/nothing") == nil)
    }
}
