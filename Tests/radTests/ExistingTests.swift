import Foundation
import TestSupport
import Testing

/// What a file only refers to has the properties with which it was deployed.
@Suite struct ExistingTests {
    @Test func aRecordedEnvironmentDecidesWhatIsDeployed() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(
                Applications.shop + """
                    resource env 'Applications.Core/environments@2023-10-01-preview' existing = { name: 'PROD' }
                    resource extra 'Applications.Core/containers@2023-10-01-preview' =
                      if (env.properties.compute.namespace == 'prod') {
                        name: 'extra'
                        properties: {
                          application: app.id
                          container: { image: 'i', env: { KIND: { value: env.properties.compute.kind } } }
                        }
                      }

                    """,
                to: "app.bicep"
            )
            let before = try rad.run("deploy", "app.bicep")
            #expect(before.status == 1)
            #expect(before.errors.contains("[RAD2807]"), "\(before.errors)")
            try rad.succeed("deploy", "env/prod.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-extra.yaml") })
            #expect(try rad.folder.read(file).contains("value: kubernetes"))
        }
    }

    @Test func theDefaultEnvironmentNeedsNoRecord() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Applications.shop.replacingOccurrences(of: "web:1.0'", with: "web:${env.properties.compute.namespace}'")
                    + "resource env 'Applications.Core/environments@2023-10-01-preview' existing = { name: 'default' }\n",
                to: "app.bicep"
            )
            try rad.succeed("deploy", "app.bicep")
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-web.yaml") })
            #expect(try rad.folder.read(file).contains("registry.example/web:default"))
        }
    }

    @Test func aRecordedApplicationKnowsItsEnvironment() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let other =
                Applications.shop.replacingOccurrences(of: "name: 'shop'", with: "name: 'kiosk'")
                .replacingOccurrences(of: "environment: environment", with: "environment: shop.properties.environment")
                .replacingOccurrences(of: "param environment string\n", with: "")
                .replacingOccurrences(of: "name: 'web'", with: "name: 'desk'")
                .replacingOccurrences(of: "name: 'cache'", with: "name: 'till'")
            let reference = """
                resource shop 'Applications.Core/applications@2023-10-01-preview' existing = { name: 'shop' }

                """
            try rad.folder.write(other + reference, to: "kiosk.bicep")
            try rad.succeed("deploy", "kiosk.bicep")
            #expect(try rad.succeed("app", "list").contains("kiosk"))
        }
    }

    @Test func aRecordedPackServesAnotherEnvironment() async throws {
        try await Program.with { rad in
            let pack = RecipePackTests.pack.replacingOccurrences(of: "extension radius\n", with: "")
            try rad.folder.write(RecipePackTests.environment("caches.id") + pack, to: "packs/dev.bicep")
            try rad.folder.write(RecipePackTests.recipe, to: "packs/redis.bicep")
            try rad.succeed("deploy", "packs/dev.bicep")
            let reference = """
                resource caches 'Radius.Core/recipePacks@2025-08-01-preview' existing = { name: 'caches' }

                """
            let test = RecipePackTests.environment("caches.id").replacingOccurrences(of: "'dev'", with: "'test'")
            try rad.folder.write(test + reference, to: "test.bicep")
            try rad.folder.write(RecipePackTests.application, to: "app.bicep")
            try rad.succeed("deploy", "test.bicep")
            try rad.succeed("env", "delete", "dev", "--yes")
            try rad.succeed("deploy", "app.bicep", "-e", "test")
            let resource = try rad.succeed("resource", "show", "Radius.Data/redisCaches", "cache", "-o", "json")
            #expect(resource.contains("\"host\": \"redis.example\""), "\(resource)")
        }
    }
}
