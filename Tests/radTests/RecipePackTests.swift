import Foundation
import TestSupport
import Testing

/// Recipe packs that an environment refers to are remembered with it.
@Suite struct RecipePackTests {
    static let application =
        Applications.current(named: "kiosk") + """
            resource web 'Radius.Compute/containers@2025-08-01-preview' = {
              name: 'web'
              properties: {
                environment: environment
                application: app.id
                containers: { web: { image: 'registry.example/web:1', ports: { http: { containerPort: 80 } } } }
                connections: { cache: { source: cache.id } }
              }
            }
            resource cache 'Radius.Data/redisCaches@2025-08-01-preview' = {
              name: 'cache'
              properties: { environment: environment, application: app.id }
            }

            """

    static let pack = """
        extension radius
        @secure()
        param password string = 'correct-horse-battery'
        resource caches 'Radius.Core/recipePacks@2025-08-01-preview' = {
          name: 'caches'
          properties: {
            recipes: {
              'Radius.Data/redisCaches': {
                kind: 'bicep'
                source: './redis.bicep'
                parameters: { password: password }
              }
            }
          }
        }
        output id string = caches.id

        """

    static let recipe = """
        @secure()
        param password string
        output result object = { values: { host: 'redis.example', port: 6379 }, secrets: { password: password } }

        """

    static func environment(_ pack: String) -> String {
        """
        extension radius
        resource dev 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'dev'
          properties: { recipePacks: [ \(pack) ], providers: { kubernetes: { namespace: 'dev' } } }
        }

        """
    }

    @Test func theRecipesOfAPackBesideTheEnvironmentAreBoundLater() async throws {
        let pack = Self.pack.replacingOccurrences(of: "extension radius\n", with: "")
        try await checkCache(
            ["dev.bicep": Self.environment("caches.id") + pack, "redis.bicep": Self.recipe],
            environment: "dev.bicep",
            host: "redis.example"
        )
    }

    @Test func theRecipesOfAPackInAModuleAreBoundFromTheFolderOfTheModule() async throws {
        try await checkCache(
            [
                "env/dev.bicep": Self.environment("packs.outputs.id")
                    + "module packs '../packs/caches.bicep' = { name: 'packs' }\n",
                "packs/caches.bicep": Self.pack, "packs/redis.bicep": Self.recipe,
            ],
            environment: "env/dev.bicep",
            host: "redis.example"
        )
    }

    @Test func aPackThatIsBuiltInIsNamed() async throws {
        try await checkCache(
            ["dev.bicep": Self.environment("'local-dev'")],
            environment: "dev.bicep",
            host: "cache.dev.svc.cluster.local"
        )
    }

    @Test func aPackThatChangesChangesTheEnvironment() async throws {
        try await Program.with { rad in
            let module = "module packs 'caches.bicep' = { name: 'packs' }\n"
            try rad.folder.write(Self.environment("packs.outputs.id") + module, to: "dev.bicep")
            try rad.folder.write(Self.pack, to: "caches.bicep")
            try rad.succeed("deploy", "dev.bicep")
            #expect(try rad.succeed("deploy", "dev.bicep").hasPrefix("No changes: environment 'dev' is up to date"))
            let changed = Self.pack.replacingOccurrences(of: "./redis.bicep", with: "./valkey.bicep")
            try rad.folder.write(changed, to: "caches.bicep")
            #expect(try rad.run("plan", "dev.bicep", "--exit-code").status == 2)
            try rad.succeed("deploy", "dev.bicep")
            #expect(try rad.succeed("env", "show", "dev").contains("./valkey.bicep"))
        }
    }

    /// Two environments were deployed with packs of one name that differ.
    @Test func anEnvironmentKeepsThePackThatItWasDeployedWith() async throws {
        try await Program.with { rad in
            for (name, recipe) in [("dev", "./redis.bicep"), ("live", "./valkey.bicep")] {
                let text =
                    (Self.environment("caches.id") + Self.pack.replacingOccurrences(of: "extension radius\n", with: ""))
                    .replacingOccurrences(of: "'dev'", with: "'\(name)'")
                    .replacingOccurrences(of: "./redis.bicep", with: recipe)
                try rad.folder.write(text, to: "\(name).bicep")
                try rad.succeed("deploy", "\(name).bicep")
            }
            for (name, recipe) in [("dev", "./redis.bicep"), ("live", "./valkey.bicep")] {
                #expect(try rad.succeed("env", "show", name).contains(recipe))
                try rad.succeed("env", "update", name, "--aws-region", "r", "--aws-account-id", "a")
                #expect(try rad.succeed("env", "show", name).contains(recipe))
                #expect(try rad.succeed("env", "show", name, "-o", "wide").contains(recipe))
                _ = try rad.run("env", "update", name, "--preview", "--recipe-packs", "caches")
                #expect(try rad.succeed("env", "show", name).contains(recipe))
            }
        }
    }

    @Test func aPackOfAnotherGroupIsJoined() async throws {
        try await Program.with { rad in
            try rad.folder.write(EnvironmentCommandTests.teamEnvironment, to: "team.bicep")
            try rad.succeed("deploy", "team.bicep", "-g", "other")
            let packs = ["--recipe-packs", "team,local-dev", "--recipe-pack-group", "other"]
            for arguments in [["create", "prod", "--preview"], ["update", "prod", "--preview"]] {
                let outcome = try rad.run(["env"] + arguments + packs)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let shown = try rad.succeed("env", "show", "prod")
                #expect(shown.contains("./recipes/extender.bicep") && shown.contains("Radius.Data/redisCaches"))
            }
            // A change of something else leaves the pack of the other group where it is.
            try rad.succeed("env", "update", "prod", "--kubernetes-namespace", "live")
            #expect(try rad.succeed("env", "show", "prod").contains("./recipes/extender.bicep"))
            let lost = try rad.run("env", "create", "test", "--preview", "--recipe-packs", "team")
            #expect(lost.status == 1 && lost.errors.contains("[RAD7111]"))
        }
    }

    @Test func aPackThatIsNowhereIsRefused() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment("'caches'"), to: "dev.bicep")
            try rad.refuse(
                "deploy",
                "dev.bicep",
                saying: """
                    dev.bicep:4:32: error: no recipe pack is named 'caches' [RAD2024]
                      |
                    4 |   properties: { recipePacks: [ 'caches' ], providers: { kubernetes: { namespace: 'dev' } } }
                      |                                ^^^^^^^^
                    help: declare it in this file or in a module of it, as a 'Radius.Core/recipePacks'
                    """
            )
        }
    }

    /// Deploys an environment, then an application into it, and looks for the cache's host in what was made.
    private func checkCache(
        _ files: [String: String],
        environment: String,
        host: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await Program.with { rad in
            for (name, text) in files { try rad.folder.write(text, to: name) }
            try rad.folder.write(Self.application, to: "app.bicep")
            try rad.succeed("deploy", environment, sourceLocation: sourceLocation)
            try rad.succeed("deploy", "app.bicep", "-e", "dev", sourceLocation: sourceLocation)
            let resource = ["resource", "show", "Radius.Data/redisCaches", "cache", "-o", "json"]
            #expect(try rad.run(resource).output.contains("\"host\": \"\(host)\""), sourceLocation: sourceLocation)
            for file in try rad.folder.files() where file.hasPrefix(".rad/state/") {
                let isReadable = try rad.folder.read(file).contains("correct-horse-battery")
                #expect(!isReadable, "\(file) holds the secret", sourceLocation: sourceLocation)
            }
        }
    }
}
