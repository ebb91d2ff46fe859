import AppModel
import Bicep
import Documents
import Recipes
import Testing

/// Secrets that a recipe makes by itself, with `newGuid()` as the default of a parameter.
@Suite struct GeneratedSecretTests {
    private static let recipe = """
        param context object
        @secure()
        param password string = newGuid()
        output result object = {
          values: { host: 'cache', port: 6379 }
          #disable-next-line outputs-should-not-contain-secrets
          secrets: { password: password }
        }
        """

    private static func fixture(_ seed: GUIDSeed? = nil) throws -> Fixture {
        var fixture = Fixture()
        try fixture.register("Applications.Datastores/redisCaches", recipe)
        try fixture.add("cache", "Applications.Datastores/redisCaches")
        try fixture.add("sessions", "Applications.Datastores/redisCaches")
        fixture.guids = seed
        return fixture
    }

    @Test func aSecretStaysAndIsAnotherOneForEachResource() async throws {
        let seed = GUIDSeed()
        let first = try await Self.passwords(Self.fixture(seed))
        #expect(first.count == 2)
        #expect(Set(first).count == 2)
        #expect(try await Self.passwords(Self.fixture(seed)) == first)
    }

    @Test func aSecretIsAnotherOneInAnotherStateAndInAnotherEnvironment() async throws {
        let seed = GUIDSeed()
        let first = try await Self.passwords(Self.fixture(seed))
        #expect(try await Set(Self.passwords(Self.fixture(GUIDSeed()))).isDisjoint(with: first))
        var elsewhere = try Self.fixture(seed)
        elsewhere.environmentName = "prod"
        #expect(try await Set(Self.passwords(elsewhere)).isDisjoint(with: first))
    }

    /// What the application's file calls the resource is no part of it.
    @Test func aSecretStaysWhenTheSymbolOfTheResourceChanges() async throws {
        let seed = GUIDSeed()
        let first = try await Self.passwords(Self.fixture(seed))
        var renamed = try Self.fixture(seed)
        renamed.resources = renamed.resources.map { resource in
            Resource(
                id: resource.id,
                apiVersion: resource.apiVersion,
                address: "other-\(resource.address)",
                properties: resource.properties,
                origin: .none
            )
        }
        #expect(try await Self.passwords(renamed) == first)
    }

    /// A drawing needs no secrets, and so no key.
    @Test func withoutASeedGUIDsAreZeros() async throws {
        let zeros = "00000000-0000-0000-0000-000000000000"
        #expect(try await Self.passwords(Self.fixture()) == [zeros, zeros])
    }

    private static func passwords(_ fixture: Fixture) async throws -> [String] {
        let (graph, diagnostics) = await fixture.bind()
        #expect(rendered(diagnostics) == "")
        return try graph.resources.map { bound in
            guard case .recipe(let result) = bound.role else { return "" }
            return try #require(result.secrets["password"]?.revealed.stringValue)
        }
    }
}
