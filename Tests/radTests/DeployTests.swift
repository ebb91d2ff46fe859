import Foundation
import TestSupport
import Testing

/// `rad deploy` as a user runs it, into the folder of the embedded default.
@Suite struct DeployTests {
    @Test func theFirstDeploymentShowsThePlanAndTheResources() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors == "")
            try expectSnapshot(outcome.output, "deploy-shop.txt")
        }
    }

    @Test func theSecondDeploymentSaysSoInOneLineAndWritesNothing() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            _ = try rad.run("deploy", "app.bicep")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.status == 0)
            #expect(outcome.output.split(separator: "\n").count == 1)
            #expect(outcome.output.hasPrefix("No changes: application 'shop' in environment 'default' is up to date"))
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test func whatLeavesTheFileLeavesTheTarget() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            _ = try rad.run("deploy", "app.bicep")
            #expect(try rad.folder.files().contains { $0.hasSuffix("deployment-web.yaml") })
            try rad.folder.write(Applications.shopWithoutWeb, to: "app.bicep")
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.status == 0, "\(outcome.errors)")
            let files = try rad.folder.files()
            #expect(!files.contains { $0.contains("-web.") })
            #expect(files.contains { $0.hasSuffix("deployment-cache.yaml") })
        }
    }

    @Test func aFileThatSomebodyChangedIsRestored() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            _ = try rad.run("deploy", "app.bicep")
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-web.yaml") })
            let before = try rad.folder.read(file)
            try rad.folder.write("replicas: 7\n", to: file)
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try rad.folder.read(file) == before)
        }
    }

    /// Until it is deployed, 'default' could as well be the environment that is built in, which is of the other generation.
    @Test func anApplicationOfTheCommandLineGoesToTheEnvironmentOfTheFile() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                extension radius
                resource env 'Radius.Core/environments@2025-08-01-preview' = {
                  name: 'default'
                  properties: { providers: { kubernetes: { namespace: 'public' } } }
                }
                param application string
                resource web 'Radius.Compute/containers@2025-08-01-preview' = {
                  name: 'web'
                  properties: { application: application, environment: env.id, containers: { web: { image: 'web' } } }
                }

                """,
                to: "env.bicep"
            )
            try rad.succeed("deploy", "env.bicep", "-a", "shop")
            #expect(try rad.succeed("app", "list").contains("shop"))
            #expect(try rad.succeed("deploy", "env.bicep", "-a", "shop").hasPrefix("No changes:"))
        }
    }

    @Test func deletingAnApplicationLeavesNothing() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            _ = try rad.run("deploy", "app.bicep")
            let outcome = try rad.run("app", "delete", "shop", "--yes")
            #expect(outcome.output == "Applications.Core/applications/shop deleted\n")
            #expect(try rad.folder.files().filter { !$0.contains("/state/") } == ["app.bicep"])
            #expect(try rad.run("app", "delete", "shop", "--yes").output.hasSuffix("shop not found\n"))
        }
    }

    @Test func theOutputFolderCanBeChosen() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            #expect(try rad.run("deploy", "app.bicep", "--output-dir", "manifests").status == 0)
            let files = try rad.folder.files()
            #expect(files.contains { $0.hasPrefix("manifests/") && $0.hasSuffix("deployment-web.yaml") })
            #expect(!files.contains { $0.hasPrefix(".rad/out") })
        }
    }

    @Test func noSecretIsReadableInAnyOutput() async throws {
        try await Program.with { rad in
            let secret = "correct-horse-battery"
            try rad.folder.write(
                Applications.shop.replacingOccurrences(
                    of: "image: 'registry.example/web:1.0'",
                    with: "image: 'registry.example/web:1.0'\n      env: { TOKEN: { value: token } }"
                )
                .replacingOccurrences(
                    of: "param environment string",
                    with: "param environment string\n@secure()\nparam token string"
                ),
                to: "app.bicep"
            )
            for command in [["deploy"], ["plan"], ["app", "graph"]] {
                let outcome = try rad.run(command + ["app.bicep", "-p", "token=\(secret)"])
                #expect(!outcome.output.contains(secret))
                #expect(!outcome.errors.contains(secret))
            }
            for file in try rad.folder.files() where try rad.folder.read(file).contains(secret) {
                #expect(file.contains("secret-"), "\(file) holds the secret")
            }
        }
    }

    @Test func whatBelongsToNoApplicationIsMadeForTheEnvironmentOfItsFile() async throws {
        try await Program.with { rad in
            let store = """
                resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
                  name: 'tokens'
                  properties: { environment: prod.id, data: { git: { value: 'abc' } } }
                }

                """
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Environments.prod + store, to: "env/prod.bicep")
            let outcome = try rad.run("deploy", "env/prod.bicep")
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            #expect(try rad.folder.files().contains { $0.hasSuffix("_environment/kubernetes/prod/secret-tokens.yaml") })
            #expect(try rad.succeed("deploy", "env/prod.bicep").contains("No changes"))
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            #expect(try !rad.folder.files().contains { $0.hasSuffix("secret-tokens.yaml") })
        }
    }

    /// A store of secrets that belongs to the environment.
    private static let tokens = """
        resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
          name: 'tokens'
          properties: { environment: prod.id, data: { git: { value: 'abc' } } }
        }

        """

    /// Commands do not know the file that declares what else belongs to the environment.
    @Test(arguments: [
        "update prod --aws-region r --aws-account-id a", "update prod --kubernetes-namespace moved", "create prod",
    ])
    func whatBelongsToAnEnvironmentStaysWhenACommandChangesIt(command: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Environments.prod + Self.tokens, to: "env/prod.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            let made = try rad.folder.files().filter { $0.contains("/out/") }
            #expect(made.contains { $0.hasSuffix("secret-tokens.yaml") })
            let outcome = try rad.run(["env"] + command.split(separator: " ").map(String.init))
            #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
            #expect(Set(made).isSubset(of: try rad.folder.files()))
            try rad.succeed("deploy", "env/prod.bicep")
            #expect(try rad.folder.files().filter { $0.contains("/out/") } == made)
            try rad.succeed("env", "delete", "prod", "--yes")
            #expect(try !rad.folder.files().contains { $0.contains("/out/") })
        }
    }

    @Test func whatAFileOfTheEnvironmentOnlyRefersToStays() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Environments.prod + Self.tokens, to: "env/prod.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            let reference =
                "resource store 'Applications.Core/secretStores@2023-10-01-preview' existing = { name: 'tokens' }\n"
            try rad.folder.write(Environments.prod + reference, to: "env/prod.bicep")
            #expect(try rad.succeed("deploy", "env/prod.bicep").contains("No changes"))
            #expect(try rad.folder.files().contains { $0.hasSuffix("secret-tokens.yaml") })
        }
    }

    /// An environment, a cache of it, and an application that is connected to it if so wanted.
    private static func caches(isConnected: Bool) -> String {
        Environments.prod + """
            resource db 'Applications.Core/secretStores@2023-10-01-preview' = {
              name: 'db'
              properties: { environment: prod.id, data: { git: { value: 'abc' } } }
            }
            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'shop'
              properties: { environment: prod.id }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web:1' }
                \(isConnected ? "connections: { db: { source: db.id } }" : "")
              }
            }

            """
    }

    /// What it holds would be lost if it were removed in one place and made in the other.
    @Test(arguments: [false, true])
    func whoeverMadeAResourceOfTheEnvironmentKeepsIt(isConnected: Bool) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.caches(isConnected: isConnected), to: "app.bicep")
            try rad.run("deploy", "app.bicep").requireSuccess()
            let made = try rad.folder.files().filter { $0.hasSuffix("secret-db.yaml") }
            #expect(made.count == 1 && made.contains { $0.contains("/_environment/") } != isConnected, "\(made)")
            try rad.folder.write(Self.caches(isConnected: !isConnected), to: "app.bicep")
            try rad.run("deploy", "app.bicep").requireSuccess()
            let files = try rad.folder.files()
            #expect(files.contains(made[0]), "\(files)")
            #expect(try rad.run("deploy", "app.bicep").output.contains("No changes"))
            try rad.folder.write(Environments.prod, to: "app.bicep")
            try rad.run("deploy", "app.bicep").requireSuccess()
            #expect(
                try !rad.folder.files().contains { $0.contains("/_environment/") && $0.hasSuffix("secret-db.yaml") }
            )
        }
    }

    @Test func aResourceOfTheEnvironmentUsesWhatAnApplicationUsesToo() async throws {
        try await Program.with { rad in
            let other = """
                resource job 'Applications.Core/containers@2023-10-01-preview' = {
                  name: 'job'
                  properties: { application: app.id, container: { image: 'job:1' } }
                }
                resource other 'Applications.Core/secretStores@2023-10-01-preview' = {
                  name: 'other'
                  properties: { environment: prod.id, data: { place: { value: db.properties.data.git.value } } }
                  dependsOn: [db]
                }

                """
            try rad.folder.write(Self.caches(isConnected: true) + other, to: "app.bicep")
            try rad.run("deploy", "app.bicep").requireSuccess()
            let files = try rad.folder.files().filter { $0.contains("/_environment/") }
            #expect(
                files.contains { $0.hasSuffix("secret-other.yaml") }
                    && files.contains { $0.hasSuffix("secret-db.yaml") }
            )
        }
    }

    @Test func whatNobodyMakesIsNamed() async throws {
        try await Program.with { rad in
            let store = """
                resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
                  name: 'tokens'
                  properties: { resource: 'shared/tokens', data: { git: {} } }
                }

                """
            try rad.folder.write(Applications.shop + store, to: "app.bicep")
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.status == 0)
            let line = Applications.shop.components(separatedBy: "\n").count
            #expect(
                outcome.errors.hasPrefix("app.bicep:\(line):10: warning: 'tokens' is not deployed: it belongs to no")
            )
            #expect(outcome.errors.contains("[RAD7039]"))
        }
    }
}

extension Program.Outcome {
    fileprivate func requireSuccess(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try #require(status == 0, "\(errors)", sourceLocation: sourceLocation)
    }
}
