import Foundation
import TestSupport
import Testing

/// The database of TraderX from recipes of every kind, and not a word of the application changes.
@Suite(
    .timeLimit(.minutes(10)),
    .enabled(
        if: RegistryServer.program != nil && !TerraformFixture.all.isEmpty,
        "set RAD_TEST_REGISTRY and RAD_TEST_TERRAFORM"
    )
)
struct FiveRecipesTests {
    /// A database that somebody else runs: the module only knows where it is.
    private static let module = """
        variable "context" {
          type = any
        }

        resource "null_resource" "database" {
          triggers = { name = var.context.resource.name }
        }

        output "result" {
          value = {
            values = {
              server   = "${null_resource.database.triggers.name}.databases.example.com"
              port     = 5432
              database = "traderx"
              username = "sa"
            }
            secrets = { password = "sealed-${null_resource.database.id}" }
          }
          sensitive = true
        }

        """

    /// A server of Azure's own, by its API.
    private static let managed = """
        param context object
        @secure()
        param password string
        resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
          name: 'db-${context.azure.resourceNameHash}'
          location: 'westeurope'
          sku: { name: 'Standard_B1ms', tier: 'Burstable' }
          properties: {
            version: '16'
            administratorLogin: 'sa'
            administratorLoginPassword: password
            storage: { storageSizeGB: 32 }
          }
        }
        output result object = {
          values: { server: server.properties.fullyQualifiedDomainName, port: 5432, database: 'traderx', username: 'sa' }
          secrets: { password: password }
        }

        """

    @Test func oneApplicationTakesAnyOfThem() async throws {
        let terraform = try #require(TerraformFixture.all.last)
        try await RegistryServer.with { server in
            try await terraform.with(module: TerraformFixture.cache) { rad in
                let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                    .deletingLastPathComponent().appendingPathComponent("samples/traderx").path
                try FileManager.default.copyItem(atPath: sample, toPath: "\(rad.folder.path)/traderx")
                let application = try rad.folder.read("traderx/app.bicep")
                let address = "br:\(server.address)/recipes/database:1.0"
                let recipe = "traderx/recipes/kubernetes/sql-database.bicep"
                let published = try rad.succeed("bicep", "publish", recipe, "--target", address, "--plain-http")
                let digest = try #require(published.output.split(separator: "\n").last).dropFirst("br:".count)
                try await GitServer.with { repository in
                    try repository.commit(["database/main.tf": Self.module], to: "shop", tag: "v1")
                    try rad.folder.write(Self.module, to: "database/main.tf")
                    try rad.folder.write(Self.managed, to: "managed.bicep")

                    let recipes = [
                        ("local", "bicep", recipe, "", "core/Service database"),
                        ("registry", "bicep", String(digest), "plainHttp: true", "core/Service database"),
                        ("terraform", "terraform", "./database", "", "terraform/Module database"),
                        (
                            "git", "terraform", "git::\(repository.url)/shop.git//database?ref=v1", "",
                            "terraform/Module database"
                        ),
                        (
                            "managed", "bicep", "./managed.bicep", "parameters: { password: 'hidden-managed' }",
                            "Microsoft.DBforPostgreSQL/flexibleServers db-"
                        ),
                    ]
                    for (name, kind, source, more, object) in recipes {
                        try rad.folder.write(environment(name, kind, source, more), to: "env-\(name).bicep")
                        try rad.succeed("deploy", "env-\(name).bicep")
                        let plan = try rad.succeed("plan", "traderx/app.bicep", "-e", name).output
                        #expect(plan.contains("+ \(object)"), "\(name): \(plan)")
                        let managed = try rad.run("deploy", "traderx/app.bicep", "-e", name)
                        // What only Azure knows stays unknown in a folder, and is said.
                        #expect(
                            managed.status == 0 || name == "managed" && managed.errors.contains("[RAD6010]"),
                            "\(managed.errors)"
                        )
                        #expect(!(plan + managed.output + managed.errors).contains("hidden-managed"))
                    }
                    #expect(try rad.folder.read("traderx/app.bicep") == application)
                    // A file in Bicep takes the place of a recipe of any kind.
                    let impact = try rad.succeed(
                        "recipe",
                        "impact",
                        "--resource-type",
                        "Applications.Datastores/sqlDatabases",
                        "--template-path",
                        recipe
                    )
                    #expect(impact.output.contains("5 resources use the recipe: 3 would change."), "\(impact.output)")
                    #expect(impact.output.contains("- terraform/Module database"))
                }
            }
        }
    }

    private func environment(_ name: String, _ kind: String, _ source: String, _ more: String) -> String {
        """
        extension radius
        resource env 'Applications.Core/environments@2023-10-01-preview' = {
          name: '\(name)'
          properties: {
            compute: { kind: 'kubernetes', namespace: '\(name)' }
            providers: { azure: { scope: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/five' } }
            recipes: {
              'Applications.Datastores/sqlDatabases': {
                default: {
                  templateKind: '\(kind)'
                  templatePath: '\(source.hasPrefix("traderx") ? "./\(source)" : source)'
                  \(more)
                }
              }
            }
          }
        }

        """
    }
}
