import Foundation
import TestSupport
import Testing

/// What recipes in Terraform are fetched with: tokens for git and for registries, from secret stores.
@Suite(.enabled(if: !TerraformFixture.all.isEmpty), .serialized, .timeLimit(.minutes(10)))
struct TerraformAccessTests {
    private static let stores = "/planes/radius/local/resourceGroups/default/providers"

    /// A repository that asks who is there: for a recipe, and for a module that the recipe calls.
    @Test(arguments: TerraformFixture.all)
    func gitSignsInWithATokenOfASecretStore(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            try await GitServer.with(asksForPassword: true) { server in
                let host = server.url.replacingOccurrences(of: "http://", with: "")
                let calling = """
                    \(TerraformFixture.cache)
                    module "names" {
                      source = "git::\(server.url)/shop.git//names?ref=v1"
                    }

                    """
                let files = ["redis/main.tf": calling, "names/main.tf": "output \"name\" {\n  value = \"n\"\n}\n"]
                try server.commit(files, to: "shop", tag: "v1")
                try rad.folder.replace(
                    "'./recipes/redis'",
                    with: "'git::\(server.url)/shop.git//redis?ref=v1'",
                    in: "env.bicep"
                )
                try rad.succeed("deploy", "env.bicep")
                let refused = try rad.run("plan", "app.bicep", "-e", "tf")
                #expect(refused.errors.contains("'terraform get' cannot fetch 'git::"), "\(refused.errors)")

                try rad.folder.replace("recipes: {", with: Self.gitAccess(to: host), in: "env.bicep")
                try rad.folder.write(try rad.folder.read("env.bicep") + Self.gitTokens, to: "env.bicep")
                try rad.succeed("deploy", "env.bicep")
                var printed = try printing(rad, "plan", "app.bicep", "-e", "tf")
                printed += try printing(rad, "deploy", "app.bicep", "-e", "tf")
                #expect(try rad.variable("CONNECTION_CACHE_PORT") == "'6382'")
                printed += try printing(rad, "recipe", "show", "default", "-e", "tf")
                try expectNoSecret(in: printed, rad, holding: ["/kubernetes/tf/secret-tokens.yaml"])

                // What was fetched is used again, the inner module as well.
                server.stop()
                let again = try rad.succeed("plan", "app.bicep", "-e", "tf", "--offline").output
                #expect(again.hasPrefix("No changes: "), "\(again)")
                try rad.folder.replace("size: 3", with: "size: 4", in: "env.bicep")
                try rad.succeed("deploy", "env.bicep")
                try rad.succeed("deploy", "app.bicep", "-e", "tf", "--offline")
                #expect(try rad.variable("CONNECTION_CACHE_PORT") == "'6383'")
                try rad.succeed("app", "delete", "shop", "-e", "tf", "--yes")
            }
        }
    }

    private static let gitTokens = """
        resource tokens 'Applications.Core/secretStores@2023-10-01-preview' = {
          name: 'tokens'
          properties: {
            environment: env.id
            type: 'generic'
            data: { pat: { value: '\(GitServer.password)' }, username: { value: '\(GitServer.user)' } }
          }
        }

        """

    private static func gitAccess(to host: String) -> String {
        """
        recipeConfig: {
              terraform: {
                authentication: {
                  git: { pat: { '\(host)': { secret: '\(stores)/Applications.Core/secretStores/tokens' } } }
                }
              }
            }
            recipes: {
        """
    }

    /// A registry of modules behind TLS that wants a token; settings of the newer generation.
    @Test(arguments: TerraformFixture.all)
    func aRegistryIsShownItsToken(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            try await TLSFiles.with(token: "token-of-registry-1") { server in
                try server.publish(
                    """
                    \(TerraformFixture.cache)
                    resource "null_resource" "told" {
                      provisioner "local-exec" {
                        command = "echo apply $REGION >> \(rad.folder.path)/told"
                      }
                      provisioner "local-exec" {
                        when    = destroy
                        command = "echo destroy $REGION >> \(rad.folder.path)/told"
                      }
                    }

                    """
                )
                try rad.folder.write(Self.current(module: server.module, host: server.host), to: "current.bicep")
                var variables = rad.variables
                variables["SSL_CERT_FILE"] = server.certificate
                // The settings replace the user's own configuration; providers are where Terraform looks by itself.
                variables["HOME"] = rad.cache
                variables["TF_CLI_CONFIG_FILE"] = nil
                let plugins = "\(rad.cache)/.terraform.d/plugins"
                try FileManager.default.createDirectory(
                    atPath: "\(rad.cache)/.terraform.d",
                    withIntermediateDirectories: true
                )
                try FileManager.default.createSymbolicLink(
                    atPath: plugins,
                    withDestinationPath: TerraformFixture.mirror
                )
                var printed = ""
                for arguments in [
                    ["deploy", "current.bicep"], ["plan", "app.bicep", "-e", "current"],
                    ["deploy", "app.bicep", "-e", "current"], ["app", "delete", "shop", "-e", "current", "--yes"],
                ] {
                    let outcome = try rad.rad.run(arguments, environment: variables)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                    printed += outcome.output + outcome.errors
                }
                #expect(printed.contains("Apply complete!") && printed.contains("Destroy complete!"), "\(printed)")
                #expect(try rad.folder.read("told") == "apply north\ndestroy north\n")
                #expect(!printed.contains("token-of-registry-1"))
                let holding = try rad.folder.files().filter { try rad.folder.read($0).contains("token-of-registry-1") }
                let own = ["current.bicep", ".rad/out/current/_environment/kubernetes/current/secret-registry.yaml"]
                #expect(Set(holding).subtracting(own) == [], "\(holding)")
            }
        }
    }

    /// A mirror of the network behind TLS is the only place from which a provider may come.
    @Test(arguments: TerraformFixture.all)
    func providersComeFromAMirrorOfTheNetwork(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            try await TLSFiles.with { server in
                let mirrored = Self.current(module: "./recipes/redis", host: server.host)
                    .replacingOccurrences(of: "redis:1.0.0", with: "redis")
                    .replacingOccurrences(
                        of: "terraformrc: {",
                        with: """
                            terraformrc: {
                                  providerInstallation: {
                                    networkMirror: { url: 'https://\(server.host)/mirror/', include: ['*/*'] }
                                  }
                            """
                    )
                try rad.folder.write(mirrored, to: "current.bicep")
                var variables = rad.variables
                variables["HOME"] = rad.cache
                variables["TF_CLI_CONFIG_FILE"] = nil
                let planning = ["plan", "app.bicep", "-e", "current"]
                #expect(try rad.rad.run(["deploy", "current.bicep"], environment: variables).status == 0)

                // Whoever has no reason to trust the mirror does not use it, and who does not find anything says so.
                let distrusting = try rad.rad.run(planning, environment: variables)
                #expect(distrusting.status == 1)
                #expect(distrusting.errors.contains("certificate"), "\(distrusting.errors)")
                variables["SSL_CERT_FILE"] = server.certificate
                let empty = try rad.rad.run(planning, environment: variables)
                #expect(empty.status == 1)
                #expect(empty.errors.contains("hashicorp/null"), "\(empty.errors)")

                try server.publishProviders(of: TerraformFixture.mirror)
                for arguments in [
                    planning, ["deploy", "app.bicep", "-e", "current"],
                    ["app", "delete", "shop", "-e", "current", "--yes"],
                ] {
                    let outcome = try rad.rad.run(arguments, environment: variables)
                    #expect(outcome.status == 0, "\(outcome.errors)")
                }
            }
        }
    }

    private static func current(module: String, host: String) -> String {
        """
        extension radius
        resource registry 'Radius.Security/secrets@2025-08-01-preview' = {
          name: 'registry'
          properties: { environment: env.id, data: { token: { value: 'token-of-registry-1' } } }
        }
        resource settings 'Radius.Core/terraformSettings@2025-08-01-preview' = {
          name: 'settings'
          properties: {
            env: { REGION: 'north' }
            terraformrc: {
              credentials: { '\(host)': { secret: '\(stores)/Radius.Security/secrets/registry' } }
            }
          }
        }
        resource pack 'Radius.Core/recipePacks@2025-08-01-preview' = {
          name: 'team'
          properties: {
            recipes: {
              'Applications.Datastores/redisCaches': {
                kind: 'terraform'
                source: '\(module):1.0.0'
                parameters: { size: 3 }
              }
            }
          }
        }
        resource env 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'current'
          properties: {
            providers: { kubernetes: { namespace: 'current' } }
            recipePacks: [pack.id]
            terraformSettings: settings.id
          }
        }

        """
    }

    private func printing(_ rad: Terraformed, _ arguments: String...) throws -> String {
        let outcome = try rad.rad.run(arguments, environment: rad.variables)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output + outcome.errors
    }

    private func expectNoSecret(in printed: String, _ rad: Terraformed, holding allowed: [String]) throws {
        let secret = GitServer.password
        let encoded = Data("\(GitServer.user):\(secret)".utf8).base64EncodedString()
        for text in [secret, encoded] {
            #expect(!printed.contains(text))
            for root in [rad.folder.path, rad.cache] {
                for case let url as URL in FileManager.default.enumerator(
                    at: URL(fileURLWithPath: root),
                    includingPropertiesForKeys: nil
                ) ?? .init() {
                    guard let data = try? Data(contentsOf: url), data.firstRange(of: Data(text.utf8)) != nil else {
                        continue
                    }
                    let isAllowed = url.lastPathComponent == "env.bicep" || allowed.contains { url.path.hasSuffix($0) }
                    #expect(isAllowed, "\(url.path) holds \(text)")
                }
            }
        }
    }
}
