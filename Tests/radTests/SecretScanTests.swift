import Foundation
import TestSupport
import Testing

/// Nobody reads a secret of a built-in recipe but those for whom it was made.
@Suite struct SecretScanTests {
    static let given = "Given-1-correct-horse"

    /// An environment with the recipes of a pack, on what they are made for.
    private static func environment(_ pack: String) -> String {
        """
        extension radius
        @secure()
        param password string
        resource prod 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'prod'
          location: 'westeurope'
          properties: {
            recipePacks: ['\(pack)']
            \(pack == "aci" ? "recipeParameters: { 'Radius.Data/neo4jDatabases': { password: password } }" : "")
            \(pack == "azure" ? "recipeParameters: { 'Applications.Dapr/secretStores': { tenantId: guid('t') } }" : "")
            providers: {
              \(pack == "aci" ? "" : "kubernetes: { namespace: 'prod' }")
              \(pack == "local-dev" ? "" : azure)
            }
          }
        }

        """
    }

    private static let azure =
        "azure: { subscriptionId: '00000000-0000-0000-0000-000000000000', resourceGroupName: 'shop' }"

    /// One resource of each type is deployed, and everything that can be asked about it is asked.
    ///
    /// `generated` is how many secrets the recipes of the pack make by themselves.
    @Test(arguments: [("local-dev", 8), ("aci", 8), ("azure", 1)])
    func noSecretOfARecipeIsReadableWhereItDoesNotBelong(pack: String, generated: Int) async throws {
        try await Program.with { rad in
            var scan = SecretScan(rad.folder)
            let password = ["-p", "password=\(Self.given)"]
            try rad.folder.write(Self.environment(pack), to: "env.bicep")
            #expect(try scan.run(rad, ["deploy", "env.bicep"] + password) == nil)
            let types = try Self.types(of: pack, rad)
            try rad.folder.write(Applications.withEach(of: types), to: "all.bicep")
            // A folder does not tell the keys of services that it only describes.
            let deployed = pack == "azure" ? types.filter(Self.withoutKeys.contains) : types
            try rad.folder.write(Applications.withEach(of: deployed), to: "app.bicep")
            for command in Self.drawing("all.bicep", password) + Self.commands(deployed, password) {
                let failure = try scan.run(rad, command)
                #expect(failure == nil)
            }
            let secrets = try scan.generated()
            #expect(secrets.count == generated)
            for secret in secrets.union([Self.given]) {
                #expect(try !scan.holders(of: secret).isEmpty, "it has to arrive somewhere")
                #expect(try scan.leaks(of: secret) == [])
            }
        }
    }

    /// What the scan says of a recipe that is careless with its password.
    @Test func aSecretThatARecipePutsInTheOpenIsFound() async throws {
        try await Program.with { rad in
            try rad.folder.write(SecretTests.environment(SecretTests.computes[0]), to: "env.bicep")
            try rad.folder.write(Self.careless, to: "redis.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            var scan = SecretScan(rad.folder)
            #expect(try scan.run(rad, ["deploy", "env.bicep", "-p", "password=unused"]) == nil)
            #expect(try scan.run(rad, ["deploy", "app.bicep", "-e", "prod"]) == nil)
            #expect(try scan.run(rad, ["resource", "show", SecretTests.cacheType, "cache", "-o", "json"]) == nil)
            let secret = try #require(try scan.generated().first)
            let leaks = try scan.leaks(of: secret)
            #expect(leaks.contains { $0.hasSuffix("configmap-cache.yaml") }, "\(leaks)")
            #expect(leaks.contains("rad resource show \(SecretTests.cacheType) cache -o json"), "\(leaks)")
        }
    }

    private static let careless = """
        extension kubernetes with {
          kubeConfig: ''
          namespace: context.runtime.kubernetes.namespace
        } as kubernetes
        param context object
        @secure()
        param password string
        param made string = newGuid()
        resource secret 'core/Secret@v1' = {
          metadata: { name: context.resource.name }
          stringData: { password: '${password}${made}' }
        }
        resource open 'core/ConfigMap@v1' = {
          metadata: { name: context.resource.name }
          data: { password: made }
        }
        output result object = {
          values: { host: 'redis', port: 6379, username: made }
          secrets: { password: made }
        }

        """

    /// The types of `azure` whose services have no keys that Azure makes.
    private static let withoutKeys: Set<String> = [
        "Applications.Datastores/sqlDatabases", "Radius.Data/mySqlDatabases", "Radius.Data/postgreSqlDatabases",
        "Radius.Data/sqlServerDatabases", "Applications.Dapr/secretStores",
    ]

    private static let formats = ["text", "json", "dot", "mermaid", "svg", "html"]

    /// Everything that reads a definition and changes nothing.
    private static func drawing(_ name: String, _ password: [String]) -> [[String]] {
        let file = [name, "-e", "prod"] + password
        return ["table", "wide", "json"].map { ["plan"] + file + ["-o", $0] }
            + formats.map { ["app", "graph"] + file + ["-o", $0] } + [["plan"] + file + ["--out", "\(name).json"]]
    }

    /// Everything that reads the application, before, while and after it is deployed.
    private static func commands(_ types: [String], _ password: [String]) -> [[String]] {
        let file = ["app.bicep", "-e", "prod"] + password
        return [["deploy"] + file, ["deploy"] + file + ["-o", "json"]] + drawing("app.bicep", password)
            + formats.map { ["app", "graph", "shop", "-e", "prod", "-o", $0] }
            + [
                ["app", "show", "shop", "-e", "prod", "-o", "json"], ["env", "show", "prod", "-o", "json"],
                ["resource", "list", "-e", "prod", "-o", "json"],
                ["app", "status", "shop", "-e", "prod", "-o", "json"],
                ["app", "history", "shop", "-e", "prod", "-o", "json"],
                ["app", "drift", "shop", "-e", "prod", "-o", "json"],
                ["state", "show", "shop", "-e", "prod", "-o", "json"], ["state", "verify"],
                ["recipe", "lock"] + file, ["recipe", "verify"], ["deploy"] + file,
            ]
            + types.map {
                ["resource", "show", $0, Applications.resourceName(of: $0), "-e", "prod", "-o", "json"]
            }
    }

    private static func types(of pack: String, _ rad: Program) throws -> [String] {
        let outcome = try rad.run("recipe-pack", "show", pack, "-o", "json")
        return outcome.output.matches(of: /"resourceType": "([^"]+)"/).map { String($0.output.1) }
    }
}
