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
