import AppModel
import Bicep
import Diagnostics
import Documents
import Recipes
import TestSupport
import Testing

/// One application, bound to each of the packs that are built in.
@Suite struct BuiltinPackTests {
    private static let names = ["local-dev", "aci", "azure"]

    @Test(arguments: names)
    func theSameApplicationBindsToEveryPack(pack: String) async throws {
        let bound = try await Self.bound(to: pack)
        #expect(rendered(bound.diagnostics) == "")
        try expectSnapshot(bound.outline, "builtin-pack-\(pack).txt")
    }

    @Test func theTypesAreTheSameInEveryPack() throws {
        let types = Self.names.map { name in Set(BuiltinEnvironment.pack(name)?.recipes.map(\.type) ?? []) }
        for found in types { #expect(found.isSuperset(of: Self.types)) }
    }

    @Test(arguments: names)
    func everyPackGivesTheSameNames(pack: String) async throws {
        let development = try await Self.results(of: "local-dev")
        let found = try await Self.results(of: pack)
        #expect(found.count == 7)
        for (name, result) in found {
            let expected = try #require(development[name])
            #expect(Set(result.values.names).isSuperset(of: expected.values.names), "\(name)")
            #expect(Set(result.secrets.names).isSuperset(of: expected.secrets.names), "\(name)")
        }
    }

    @Test func containerGroupsGiveExactlyTheNamesOfDevelopment() async throws {
        let development = try await Self.results(of: "local-dev")
        for (name, result) in try await Self.results(of: "aci") {
            #expect(result.values.names.sorted() == development[name]?.values.names.sorted(), "\(name)")
            #expect(result.secrets.names.sorted() == development[name]?.secrets.names.sorted(), "\(name)")
        }
    }

    /// Keys of managed services are known once the services are there, and are secret even then.
    @Test func keysOfManagedServicesAreUnknownAndSecretUntilTheyAreRead() async throws {
        let results = try await Self.results(of: "azure")
        for (name, key) in [("cache", "password"), ("documents", "connectionString"), ("orders", "uri")] {
            let secret = try #require(results[name]?.secrets[key])
            #expect(!secret.unknownSources.isEmpty, "\(name)")
            #expect(json(secret) == "\"<redacted>\"", "\(name)")
        }
    }

    /// Passwords that nobody gives stay, and nobody can compute them who does not have the key.
    @Test(arguments: names)
    func generatedPasswordsFollowFromTheSeedAndNotFromNames(pack: String) async throws {
        let seed = GUIDSeed(bytes: Array(repeating: 1, count: 32))
        let first = try await Self.passwords(of: pack, seed)
        let servers = pack == "azure" ? ["accounts"] : ["accounts", "documents", "orders"]
        #expect(first.keys.sorted() == servers)
        #expect(try await Self.passwords(of: pack, seed) == first)
        #expect(Set(first.values).count == servers.count)
        let other = try await Self.passwords(of: pack, GUIDSeed())
        #expect(Set(other.values).isDisjoint(with: first.values))
    }

    /// The passwords that the recipes made by themselves, by the names of the resources.
    private static func passwords(of pack: String, _ seed: GUIDSeed) async throws -> [String: String] {
        let results = try await results(of: pack, seed)
        return ["accounts", "documents", "orders"].reduce(into: [:]) { passwords, name in
            passwords[name] = results[name]?.secrets["password"]?.revealed.stringValue
        }
    }

    /// The region is the environment's on Kubernetes too, where Azure is only beside it.
    @Test func managedServicesAreInTheRegionOfTheEnvironment() async throws {
        let outputs = try await Self.results(of: "azure").values.flatMap(\.outputs)
        let regions = outputs.compactMap { $0.body["location"]?.stringValue }
        #expect(regions == Array(repeating: "westeurope", count: 9))
    }

    @Test func containerGroupsAreGivenPasswordsAsSecureValuesOnly() async throws {
        var secured = 0
        for (name, result) in try await Self.results(of: "aci") {
            for output in result.outputs {
                let body = json(.object(output.body))
                #expect(!body.contains(#""value":"<redacted>""#), "\(name)")
                secured += body.contains(#""secureValue":"<redacted>""#) ? 1 : 0
            }
        }
        #expect(secured == 5)
    }

    @Test func eachContainerGroupHasAnAddressThatIsLeftToRecipes() async throws {
        var addresses: [String] = []
        for result in try await Self.results(of: "aci").values {
            let balancer = try #require(result.outputs.first { $0.address.hasSuffix("/loadBalancer") })
            let frontend = balancer.body["properties"]?["frontendIPConfigurations"]?.arrayValue?.first
            let address = try #require(frontend?["properties"]?["privateIPAddress"]?.stringValue)
            let last = try #require(address.split(separator: ".").last.flatMap { Int($0) })
            #expect(address.hasPrefix("10.2.255.") && (4...254).contains(last), "\(address)")
            addresses.append(address)
        }
        #expect(Set(addresses).count == addresses.count)
    }

    private static func results(of pack: String, _ guids: GUIDSeed? = nil) async throws -> [String: RecipeResult] {
        try await bound(to: pack, guids).results
    }

    private static func bound(to pack: String, _ guids: GUIDSeed? = nil) async throws -> BoundDefinition {
        try await BoundDefinition(
            SourceFile(path: "app.bicep", text: application),
            in: BuiltinEnvironment.with(pack: pack),
            guids: guids
        )
    }

    private static let types: Set<ResourceType> = Set(
        [
            "Applications.Datastores/redisCaches", "Applications.Datastores/mongoDatabases",
            "Applications.Datastores/sqlDatabases", "Applications.Messaging/rabbitMQQueues",
            "Radius.Data/redisCaches", "Radius.Data/mySqlDatabases", "Radius.Data/postgreSqlDatabases",
        ]
        .compactMap { ResourceType($0) }
    )

    private static let application =
        Applications.legacy(named: "shop") + """


            @secure()
            #disable-next-line secure-parameter-default
            param password string = 'hidden'

            resource cache 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
              name: 'cache'
              properties: { application: app.id, environment: environment }
            }
            resource documents 'Applications.Datastores/mongoDatabases@2023-10-01-preview' = {
              name: 'documents'
              properties: { application: app.id, environment: environment }
            }
            resource accounts 'Applications.Datastores/sqlDatabases@2023-10-01-preview' = {
              name: 'accounts'
              properties: { application: app.id, environment: environment }
            }
            resource orders 'Applications.Messaging/rabbitMQQueues@2023-10-01-preview' = {
              name: 'orders'
              properties: { application: app.id, environment: environment }
            }
            resource sessions 'Radius.Data/redisCaches@2025-08-01-preview' = {
              name: 'sessions'
              properties: { application: app.id, environment: environment, size: 'M' }
            }
            resource stock 'Radius.Data/mySqlDatabases@2025-08-01-preview' = {
              name: 'stock'
              properties: { application: app.id, environment: environment, username: 'owner', password: password }
            }
            resource people 'Radius.Data/postgreSqlDatabases@2025-08-01-preview' = {
              name: 'people'
              properties: {
                application: app.id
                environment: environment
                username: 'owner'
                password: password
                initSql: 'create table people (name text)'
              }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'nginx' }
                connections: {
                  cache: { source: cache.id }
                  documents: { source: documents.id }
                  accounts: { source: accounts.id }
                  orders: { source: orders.id }
                  sessions: { source: sessions.id }
                  stock: { source: stock.id }
                  people: { source: people.id }
                }
              }
            }
            """
}
