import Foundation
import TestSupport
import Testing

/// Recipes of registries that want a name and a password, which the environment has in a secret store.
@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: RegistryServer.program != nil, "set RAD_TEST_REGISTRY to the path of docker-registry")
)
struct RegistryAccountTests {
    private static let stores = "/planes/radius/local/resourceGroups/default/providers"

    /// Both generations sign in with what the store has; before it is deployed with them, nothing is fetched.
    @Test(arguments: ["older", "newer"])
    func aRecipeIsFetchedWithTheAccountOfTheEnvironment(generation: String) async throws {
        try await withRecipe { rad, server in
            let write = generation == "older" ? older : newer
            try rad.folder.write(write(server.address, "", RegistryServer.password), to: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let refused = try rad.run("plan", "app.bicep", "-e", "prod")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("asks for credentials, and none are stored for it"), "\(refused.errors)")

            try rad.folder.write(write(server.address, server.address, "wrong-password"), to: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let wrong = try rad.run("plan", "app.bicep", "-e", "prod")
            #expect(wrong.status == 1)
            #expect(
                wrong.errors.contains("does not accept the name and the password that the environment has for it"),
                "\(wrong.errors)"
            )
            #expect(wrong.errors.contains("help: correct the secret that the environment's settings name for"))

            try rad.folder.write(write(server.address, server.address, RegistryServer.password), to: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            var printed = wrong.errors
            for arguments in [
                ["recipe", "show", "default", "-e", "prod", "--resource-type", RecipeCommandTests.type],
                ["plan", "app.bicep", "-e", "prod"], ["deploy", "app.bicep", "-e", "prod"],
            ] {
                let outcome = try rad.run(arguments)
                #expect(outcome.status == 0, "\(outcome.errors)")
                printed += outcome.output + outcome.errors
            }
            let outputs = try rad.folder.files().filter { $0.contains("/out/") }
            #expect(try outputs.contains { try rad.folder.read($0).contains("cache-1gi.example") })
            try expectNoSecret(in: printed, rad)
        }
    }

    /// The file of an environment that also declares the application is enough: nothing has to be deployed before.
    @Test func theStoreMayBeOfTheSameFile() async throws {
        try await withRecipe { rad, server in
            let environment = older(server.address, server.address, RegistryServer.password)
            let application = try rad.folder.read("app.bicep")
                .replacing("extension radius\n", with: "").replacing("param environment string\n", with: "")
                .replacing("environment: environment", with: "environment: env.id")
            try rad.folder.write(environment + application, to: "all.bicep")
            let outcome = try rad.run("deploy", "all.bicep")
            #expect(outcome.status == 0, "\(outcome.errors)")
            try expectNoSecret(in: outcome.output + outcome.errors, rad)
        }
    }

    /// What is not there is an error at its place, with the store and the key.
    @Test func aStoreThatIsNowhereIsNamed() async throws {
        try await withRecipe { rad, server in
            let text = older(server.address, server.address, RegistryServer.password)
            let environment = try #require(text.components(separatedBy: "resource access ").first)
            try rad.folder.write(environment, to: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let outcome = try rad.run("deploy", "app.bicep", "-e", "prod")
            #expect(outcome.status == 1)
            let store = "\(Self.stores)/Applications.Core/secretStores/access"
            #expect(
                outcome.errors.contains(
                    "environment 'prod' needs the secret username of \(store), which was not found"
                ),
                "\(outcome.errors)"
            )
        }
    }

    /// A registry that lets in nobody without a password, with a recipe that was published by somebody who knows it.
    private func withRecipe(_ test: (Program, RegistryServer) async throws -> Void) async throws {
        try await RegistryServer.with(.password) { server in
            try await Program.with { rad in
                let auth = Data("\(RegistryServer.user):\(RegistryServer.password)".utf8).base64EncodedString()
                let login = #"{"auths": {"\#(server.address)": {"auth": "\#(auth)"}}}"#
                try rad.folder.write(login, to: ".docker/config.json")
                try rad.folder.write(RecipeCommandTests.recipe, to: "redis.bicep")
                try rad.folder.write(Applications.shop, to: "app.bicep")
                let target = "br:\(server.address)/recipes/redis:1.0"
                let published = try rad.run("bicep", "publish", "redis.bicep", "--target", target, "--plain-http")
                #expect(published.status == 0, "\(published.errors)")
                try rad.folder.write("{}", to: ".docker/config.json")
                try await test(rad, server)
            }
        }
    }

    private func older(_ registry: String, _ host: String, _ password: String) -> String {
        let access = "{ '\(host)': { secret: '\(Self.stores)/Applications.Core/secretStores/access' } }"
        return """
            extension radius
            resource env 'Applications.Core/environments@2023-10-01-preview' = {
              name: 'prod'
              properties: {
                compute: { kind: 'kubernetes', namespace: 'prod' }
                recipeConfig: { bicep: { authentication: \(host.isEmpty ? "{}" : access) } }
                recipes: {
                  '\(RecipeCommandTests.type)': {
                    default: { templateKind: 'bicep', templatePath: '\(registry)/recipes/redis:1.0', plainHttp: true }
                  }
                }
              }
            }
            resource access 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'access'
              properties: {
                environment: env.id
                type: 'basicAuthentication'
                data: { username: { value: '\(RegistryServer.user)' }, password: { value: '\(password)' } }
              }
            }

            """
    }

    private func newer(_ registry: String, _ host: String, _ password: String) -> String {
        let secret = "\(Self.stores)/Radius.Security/secrets/access"
        let access = "{ '\(host)': { authenticationMethod: 'BasicAuth', basicAuthSecretId: '\(secret)' } }"
        return """
            extension radius
            resource access 'Radius.Security/secrets@2025-08-01-preview' = {
              name: 'access'
              properties: {
                environment: env.id
                kind: 'basicAuthentication'
                data: { username: { value: '\(RegistryServer.user)' }, password: { value: '\(password)' } }
              }
            }
            resource settings 'Radius.Core/bicepSettings@2025-08-01-preview' = {
              name: 'settings'
              properties: { registryAuthentications: \(host.isEmpty ? "{}" : access) }
            }
            resource pack 'Radius.Core/recipePacks@2025-08-01-preview' = {
              name: 'team'
              properties: {
                recipes: {
                  '\(RecipeCommandTests.type)': {
                    kind: 'bicep'
                    source: '\(registry)/recipes/redis:1.0'
                    plainHttp: true
                  }
                }
              }
            }
            resource env 'Radius.Core/environments@2025-08-01-preview' = {
              name: 'prod'
              properties: {
                providers: { kubernetes: { namespace: 'prod' } }
                recipePacks: [pack.id]
                bicepSettings: settings.id
              }
            }

            """
    }

    /// The password is nowhere but in what the user wrote and in the Secret that was made of it.
    private func expectNoSecret(in printed: String, _ rad: Program) throws {
        let secret = RegistryServer.password
        let encoded = Data("\(RegistryServer.user):\(secret)".utf8).base64EncodedString()
        let own = ["env.bicep", "all.bicep"]
        for text in [secret, encoded, "wrong-password"] {
            #expect(!printed.contains(text))
            let holding = try rad.folder.files().filter { try rad.folder.read($0).contains(text) }
            let others = holding.filter { !own.contains($0) && !$0.hasSuffix("/secret-access.yaml") }
            #expect(others == [], "\(text) is in \(others)")
        }
    }
}
