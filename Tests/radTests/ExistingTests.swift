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

    @Test func aModuleReadsWhatAnotherModuleDeclares() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.parts, to: "parts.bicep")
            try rad.folder.write(Self.web("${gateway.properties.url}/web"), to: "web.bicep")
            try rad.folder.write(
                """
                param application string
                param environment string
                module web 'web.bicep' = { name: 'web', params: { application: application, cache: parts.outputs.cache } }
                module parts 'parts.bicep' = {
                  name: 'parts'
                  params: { application: application, environment: environment }
                }

                """,
                to: "app.bicep"
            )
            try rad.succeed("deploy", "app.bicep", "-a", "shop")
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-web.yaml") })
            let manifest = try rad.folder.read(file)
            #expect(manifest.contains("value: cache.default-shop.svc.cluster.local:6379"), "\(manifest)")
            #expect(manifest.contains("value: http://shop/web"))
            let secret = try #require(try rad.folder.files().first { $0.hasSuffix("secret-web.yaml") })
            #expect(
                try rad.folder.read(secret).contains("LINE: cache.default-shop.svc.cluster.local:6379,abortConnect")
            )
        }
    }

    @Test func whatIsOnlyReferredToStaysAsItWasDeployed() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.parts, to: "parts.bicep")
            try rad.folder.write(Self.web("${gateway.properties.url}/web", line: "''"), to: "web.bicep")
            let missing = try rad.run("deploy", "web.bicep", "-a", "shop", "-p", "cache=cache")
            #expect(missing.status == 1)
            #expect(missing.errors.contains("web.bicep:10:23: error: ''${gateway.properties.url}/web'' is a value"))
            #expect(missing.errors.contains("[RAD4020]"), "\(missing.errors)")

            try rad.succeed("deploy", "parts.bicep", "-a", "shop")
            let report = try rad.succeed("deploy", "web.bicep", "-a", "shop", "-p", "cache=cache")
            #expect(report.contains("http://shop\n"), "\(report)")
            // What is not even referred to goes.
            #expect(report.contains("- front") && !report.contains("- gateway") && !report.contains("- cache"))
            #expect(try rad.folder.files().contains { $0.hasSuffix("httpproxy-gateway.yaml") })
            // What was read is recorded still, so that nothing changes when it is read again.
            let again = try rad.succeed("deploy", "web.bicep", "-a", "shop", "-p", "cache=cache")
            #expect(again.contains("No changes"), "\(again)")
            try rad.succeed("deploy", "web.bicep", "-a", "shop", "-e", "default", "-p", "cache=cache")
        }
    }

    @Test func aSecretOfAnEarlierDeploymentIsNotAtHand() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.parts, to: "parts.bicep")
            try rad.folder.write(Self.web("x"), to: "web.bicep")
            try rad.succeed("deploy", "parts.bicep", "-a", "shop")
            let outcome = try rad.run("deploy", "web.bicep", "-a", "shop", "-p", "cache=cache")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("error: 'cacheOfShop.listSecrets().connectionString' is a value"))
            #expect(outcome.errors.contains("[RAD4020]"))
        }
    }

    @Test func anApplicationThatIsOnlyReferredToKeepsItsNamespace() async throws {
        try await Program.with { rad in
            let web = """
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  properties: { application: app.id, container: { image: 'web:1' } }
                }

                """
            let application = """
                extension radius
                param environment string
                resource app 'Applications.Core/applications@2023-10-01-preview' = {
                  name: 'shop'
                  properties: {
                    environment: environment
                    extensions: [{ kind: 'kubernetesNamespace', namespace: 'own' }]
                  }
                }

                """
            let reference = """
                extension radius
                resource app 'Applications.Core/applications@2023-10-01-preview' existing = { name: 'shop' }

                """
            try rad.folder.write(application + web, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            try rad.folder.write(reference + web.replacingOccurrences(of: "web:1", with: "web:2"), to: "next.bicep")
            try rad.succeed("deploy", "next.bicep")
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("own/deployment-web.yaml") })
            #expect(try rad.folder.read(file).contains("web:2"))
        }
    }

    /// How many applications of the one environment use it does not matter.
    @Test func aResourceThatTwoApplicationsUseIsKnown() async throws {
        try await Program.with { rad in
            let database = """
                resource db 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
                  name: 'db'
                  properties: { environment: environment, resourceProvisioning: 'manual', host: 'db.example', port: 6379 }
                }

                """
            func application(_ name: String, _ properties: String) -> String {
                """
                extension radius
                param environment string
                resource app 'Applications.Core/applications@2023-10-01-preview' = {
                  name: '\(name)'
                  properties: { environment: environment }
                }
                resource web 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'web'
                  properties: { application: app.id, \(properties) }
                }

                """
            }
            let user = "connections: { db: { source: db.id } }, container: { image: 'web:1' }"
            for name in ["one", "two"] {
                try rad.folder.write(application(name, user) + database, to: "app.bicep")
                try rad.succeed("deploy", "app.bicep")
            }
            try rad.succeed("env", "create", "prod")
            let reader = "container: { image: 'web:1', env: { PLACE: { value: db.properties.host } } }"
            let reference =
                "resource db 'Applications.Datastores/redisCaches@2023-10-01-preview' existing = { name: 'db' }\n"
            try rad.folder.write(application("three", reader) + reference, to: "app.bicep")
            let outcome = try rad.run("deploy", "app.bicep", "-e", "prod")
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    /// A cache, and a gateway with a container behind it.
    private static let parts = """
        extension radius
        param application string
        param environment string
        resource store 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
          name: 'cache'
          properties: { application: application, environment: environment }
        }
        resource gateway 'Applications.Core/gateways@2023-10-01-preview' = {
          name: 'gateway'
          properties: { application: application, routes: [{ path: '/', destination: 'http://front:80' }] }
        }
        resource front 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'front'
          properties: { application: application, container: { image: 'i', ports: { http: { containerPort: 80 } } } }
        }
        output cache string = store.name

        """

    /// A web server that refers to both.
    private static func web(_ url: String, line: String = "cacheOfShop.listSecrets().connectionString") -> String {
        """
        extension radius
        param application string
        param cache string
        resource web 'Applications.Core/containers@2023-10-01-preview' = {
          name: 'web'
          properties: {
            application: application
            container: {
              image: 'web:1', ports: { http: { containerPort: 80 } }, env: {
                URL: { value: '\(url)' }
                ADDRESS: { value: '${cacheOfShop.properties.host}:${cacheOfShop.properties.port}' }
                LINE: { value: \(line) }
                NOBODY: { value: cacheOfShop.properties.?username ?? '' }
              }
            }
          }
        }
        resource gateway 'Applications.Core/gateways@2023-10-01-preview' existing = { name: 'gateway' }
        resource cacheOfShop 'Applications.Datastores/redisCaches@2023-10-01-preview' existing = { name: cache }

        """
    }
}
