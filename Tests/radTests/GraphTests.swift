import Foundation
import TestSupport
import Testing

/// `rad app graph`, from a definition and as it was deployed.
@Suite struct GraphTests {
    @Test func aDefinitionIsDrawnInEveryForm() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad app graph app.bicep",
                    "rad app graph app.bicep -o json",
                    "rad app graph app.bicep -o dot"
                ),
                "graph-shop.txt"
            )
            #expect(try rad.folder.files() == ["app.bicep"], "drawing writes nothing")
        }
    }

    @Test func whatIsDeployedIsDrawnLikeItsDefinition() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let before = try rad.folder.fingerprint()
            for format in ["text", "dot"] {
                let drawn = try rad.succeed("app", "graph", "app.bicep", "-o", format)
                #expect(try rad.succeed("app", "graph", "shop", "-o", format) == drawn)
                #expect(try rad.succeed("app", "graph", "-a", "SHOP", "-e", "default", "-o", format) == drawn)
            }
            #expect(try rad.folder.fingerprint() == before, "drawing writes nothing")
            try rad.folder.write(Applications.shopWithoutWeb, to: "app.bicep")
            #expect(try rad.succeed("app", "graph", "app.bicep").contains("web") == false)
            #expect(try rad.succeed("app", "graph", "shop").contains("web -> cache"))
        }
    }

    @Test func theDeployedGraphTellsProgramsTheStateAndWhatTheRecipeGave() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let text = try rad.succeed("app", "graph", "shop", "-o", "json")
            let graph = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]]
            let resources = try #require(graph?["resources"])
            #expect(resources.map { $0["name"] as? String } == ["web", "cache"])
            #expect(resources.allSatisfy { $0["provisioningState"] as? String == "Succeeded" })
            let cache = try #require(resources.last?["properties"] as? [String: Any])
            #expect(cache["host"] as? String == "cache.default-shop.svc.cluster.local")
            #expect(cache["port"] as? Int == 6379)
        }
    }

    private static let outside =
        Applications.legacy(named: "shop") + """
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1' }
                connections: {
                  files: { source: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/files' }
                  bucket: { source: '/planes/aws/aws/accounts/1/regions/us/providers/AWS.S3/Bucket/photos' }
                  bank: { source: 'https://bank.example/v1' }
                  mainframe: { source: 'https://bank.example/v2' }
                }
              }
            }
            resource worker 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'worker'
              properties: {
                application: app.id
                container: { image: 'worker:1' }
                resourceProvisioning: 'manual'
                resources: [
                  { id: '/planes/kubernetes/local/namespaces/batch/providers/apps/Deployment/worker' }
                  { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/secrets/token' }
                ]
              }
            }

            """

    @Test func whatIsOutsideIsDrawnToo() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.outside, to: "app.bicep")
            let drawn = try rad.succeed("app", "graph", "app.bicep")
            #expect(
                drawn == """
                    Displaying application: shop

                    Name: web (Applications.Core/containers)
                    Connections:
                      web -> photos (AWS.S3/Bucket)
                      web -> files (Microsoft.Storage/storageAccounts)
                      web -> bank.example (External/url)
                    Resources:
                      web (apps/Deployment)
                      web (core/ServiceAccount)
                      web (rbac.authorization.k8s.io/Role)
                      web (rbac.authorization.k8s.io/RoleBinding)

                    Name: worker (Applications.Core/containers)
                    Connections: (none)
                    Resources:
                      token (Microsoft.KeyVault/vaults/secrets)
                      worker (apps/Deployment)

                    Name: photos (AWS.S3/Bucket)
                    Connections:
                      web (Applications.Core/containers) -> photos
                    Resources: (none)

                    Name: bank.example (External/url)
                    Connections:
                      web (Applications.Core/containers) -> bank.example
                    Resources: (none)

                    Name: files (Microsoft.Storage/storageAccounts)
                    Connections:
                      web (Applications.Core/containers) -> files
                    Resources: (none)



                    """
            )
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.succeed("app", "graph", "shop") == drawn)
            let text = try rad.succeed("app", "graph", "app.bicep", "-o", "json")
            let graph = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]]
            let bucket = try #require(graph?["resources"]?.first { $0["name"] as? String == "photos" })
            #expect(bucket["id"] as? String == "/planes/aws/aws/accounts/1/regions/us/providers/AWS.S3/Bucket/photos")
            #expect(bucket["provisioningState"] as? String == "Succeeded")
            #expect(bucket["properties"] == nil && bucket["diffHash"] == nil)
            for format in ["dot", "svg", "html", "mermaid"] {
                let picture = try rad.succeed("app", "graph", "app.bicep", "-o", format)
                #expect(picture.contains("photos") && picture.contains("bank.example"), "\(format)")
            }
            let next = Self.outside.replacingOccurrences(of: "bank.example/v1", with: "bank.example:8443/v1")
            try rad.folder.write(next, to: "next.bicep")
            let diff = try rad.succeed("app", "graph", "shop", "--diff", "next.bicep")
            #expect(diff.contains("+ web -> bank.example:8443 (bank)\n"), "\(diff)")
            #expect(diff.contains("- web -> bank.example (bank)\n"), "\(diff)")
        }
    }

    @Test func picturesOfTypesComeWithTheirHashes() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let text = try rad.succeed("app", "graph", "app.bicep", "-o", "json", "--include-icons")
            let graph = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            let icons = try #require(graph["icons"] as? [String: String])
            let resources = try #require(graph["resources"] as? [[String: Any]])
            let hashes = try resources.map { try #require($0["iconHash"] as? String) }
            #expect(Set(hashes) == Set(icons.keys) && hashes.count == 2)
            #expect(icons.values.allSatisfy { $0.hasPrefix("<svg xmlns=") && $0.hasSuffix("</svg>") })
            #expect(try !rad.succeed("app", "graph", "app.bicep", "-o", "json").contains("\"icons\""))
            let refused = try rad.run("app", "graph", "app.bicep", "--include-icons")
            #expect(refused.status == 64 && refused.errors.contains("use it with '-o json'"), "\(refused.errors)")
        }
    }

    @Test func aTypeIsShownWithItsOwnPicture() async throws {
        try await Program.with { rad in
            let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"4\"/></svg>\n"
            try rad.folder.write(picture, to: "queue.svg")
            try rad.folder.write(
                """
                namespace: Shop.Resources
                types:
                  queues:
                    capabilities: [ManualResourceProvisioning]
                    apiVersions:
                      '2025-01-01':
                        schema:
                          type: object
                          properties:
                            environment: { type: string }
                            application: { type: string }
                          required: [environment]
                """,
                to: "types.yaml"
            )
            try rad.succeed("resource-type", "create", "-f", "types.yaml", "--icon", "queue.svg")
            try rad.folder.write(
                """
                extension radius
                param environment string
                param application string
                resource queue 'Shop.Resources/queues@2025-01-01' = {
                  name: 'jobs'
                  properties: { environment: environment, application: application }
                }

                """,
                to: "app.bicep"
            )
            let text = try rad.succeed("app", "graph", "app.bicep", "-a", "shop", "-o", "json", "--include-icons")
            let graph = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            #expect((graph?["icons"] as? [String: String])?.values.contains(picture) == true)
        }
    }

    @Test func whatIsWrongIsOneErrorAndNoGraph() async throws {
        try await Program.with { rad in
            let text = Applications.shop.replacingOccurrences(of: "source: cache.id", with: "source: cahce.id")
            try rad.folder.write(text, to: "app.bicep")
            for format in ["text", "json", "dot"] {
                let outcome = try rad.run("app", "graph", "app.bicep", "-o", format)
                #expect(outcome.status == 1)
                #expect(outcome.output == "")
                #expect(outcome.errors.hasPrefix("app.bicep:21:24: error: "), "\(outcome.errors)")
                #expect(outcome.errors.components(separatedBy: "error: ").count == 2, "\(outcome.errors)")
            }
        }
    }

    @Test func picturesNeedNoOtherProgram() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            for (format, beginning) in [("svg", "<svg "), ("html", "<!DOCTYPE html>"), ("mermaid", "---\ntitle: ")] {
                let drawn = try rad.succeed("app", "graph", "app.bicep", "-o", format)
                #expect(drawn.hasPrefix(beginning), "\(drawn.prefix(100))")
                #expect(drawn.contains("cache"))
            }
        }
    }

    @Test func whatADefinitionChangesIsShown() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.succeed("app", "graph", "shop", "--diff", "app.bicep").hasSuffix("\n\nNo differences.\n"))
            try rad.folder.write(Applications.shopWithoutWeb, to: "next.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad app graph shop --diff next.bicep",
                    "rad app graph next.bicep --diff app.bicep -o json",
                    "rad app graph next.bicep --diff app.bicep -o mermaid",
                    "rad app graph shop --diff nothing",
                    "rad app graph shop --diff-environment default"
                ),
                "graph-diff.txt"
            )
        }
    }

    @Test func onlyOneApplicationIsCompared() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let other = """

                resource second 'Applications.Core/applications@2023-10-01-preview' = {
                  name: 'second'
                  properties: { environment: 'default' }
                }

                """
            try rad.folder.write(Applications.shop + other, to: "two.bicep")
            let outcome = try rad.run("app", "graph", "app.bicep", "--diff", "two.bicep")
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(
                outcome.errors == """
                    error: 'two.bicep' declares several applications: shop, second [RAD7046]
                    help: keep each application in a definition of its own

                    """
            )
            #expect(try rad.succeed("app", "graph", "two.bicep").contains("Displaying application: second"))
            for format in ["json", "svg", "html", "dot", "mermaid"] {
                let drawn = try rad.run("app", "graph", "two.bicep", "-o", format)
                #expect(drawn.status == 1 && drawn.output == "")
                #expect(drawn.errors.contains("RAD7046"))
            }
        }
    }

    @Test(arguments: ["text", "json", "svg"]) func aDefinitionWithoutApplicationHasNoGraph(format: String) async throws
    {
        try await Program.with { rad in
            let environment = """
                extension radius

                resource place 'Applications.Core/environments@2023-10-01-preview' = {
                  name: 'place'
                  properties: { compute: { kind: 'kubernetes', namespace: 'place' } }
                }

                """
            try rad.folder.write(environment, to: "env.bicep")
            let outcome = try rad.run("app", "graph", "env.bicep", "-o", format)
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(
                outcome.errors == """
                    error: 'env.bicep' declares no application [RAD7046]
                    help: name a definition with an application

                    """
            )
        }
    }

    @Test func objectsOfPlatformsAreComparedWithWhatWasDeployed() async throws {
        func definition(_ value: String, _ secret: String) -> String {
            """
            extension radius
            extension kubernetes with { namespace: 'default', kubeConfig: '' }

            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'shop'
              properties: { environment: 'default' }
            }
            resource settings 'core/ConfigMap@v1' = {
              metadata: { name: 'settings' }
              data: { level: '\(value)' }
            }
            resource key 'core/Secret@v1' = {
              metadata: { name: 'key' }
              stringData: { level: '\(secret)' }
            }

            """
        }
        try await Program.with { rad in
            try rad.folder.write(definition("low", "mellon-one"), to: "app.bicep")
            try rad.folder.write(definition("high", "mellon-two"), to: "next.bicep")
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.succeed("app", "graph", "shop", "--diff", "app.bicep").hasSuffix("\n\nNo differences.\n"))
            for source in ["shop", "app.bicep"] {
                let difference = try rad.succeed("app", "graph", source, "--diff", "next.bicep")
                #expect(difference.contains("    ~ data.level: \"low\" -> \"high\"\n"), "\(difference)")
                #expect(difference.hasSuffix("0 added, 0 removed, 1 changed, 1 unchanged.\n"), "\(difference)")
                #expect(!difference.contains("mellon"))
            }
            for format in ["json", "html"] {
                #expect(try !rad.succeed("app", "graph", "next.bicep", "-o", format).contains("mellon"))
                #expect(try !rad.succeed("app", "graph", "shop", "-o", format).contains("mellon"))
            }
        }
    }
}
