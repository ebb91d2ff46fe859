import Foundation
import TestSupport
import Testing

/// A recipe from its file to a registry, and from there to an application, by digest.
@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: RegistryServer.program != nil, "set RAD_TEST_REGISTRY to the path of docker-registry")
)
struct PublishedRecipeTests {
    private func register(_ path: String) -> [String] {
        [
            "recipe", "register", "default", "--resource-type", RecipeCommandTests.type, "--template-kind", "bicep",
            "--template-path", path, "--plain-http", "-e", "test",
        ]
    }

    /// What `rad bicep publish` prints is what `rad recipe register` takes.
    @Test func aRecipeIsPublishedAndRegisteredByItsDigest() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.folder.write(RecipeCommandTests.recipe, to: "redis.bicep")
                try rad.folder.write(Applications.shop, to: "app.bicep")
                let target = "br:\(server.address)/recipes/redis:1.0"
                let publish = ["bicep", "publish", "redis.bicep", "--target", target, "--plain-http"]
                let published = try rad.run(publish).output
                let pinned = try #require(published.split(separator: "\n").last.map(String.init))
                #expect(pinned.hasPrefix("br:\(server.address)/recipes/redis@sha256:"))

                try rad.succeed("env", "create", "test")
                for path in [pinned, String(pinned.dropFirst("br:".count))] {
                    let registered = try rad.run(register(path) + ["-p", "memory=2Gi"])
                    #expect(registered.status == 0 && registered.errors == "")
                }
                try rad.succeed("deploy", "app.bicep", "-e", "test")
                let files = try rad.folder.files().filter { $0.contains("/out/") }
                #expect(try files.contains { try rad.folder.read($0).contains("cache-2gi.example") })

                // The tag moves; the digest means what it meant.
                let other = RecipeCommandTests.recipe.replacing(".example", with: ".other")
                try rad.folder.write(other, to: "redis.bicep")
                #expect(try rad.run(publish + ["--force"]).status == 0)
                #expect(try rad.succeed("plan", "app.bicep", "-e", "test").hasPrefix("No changes: "))
                #expect(
                    try rad.run(register("\(server.address)/recipes/redis:1.0") + ["-p", "memory=2Gi"]).status == 0
                )
                let plan = try rad.succeed("plan", "app.bicep", "-e", "test")
                #expect(plan.contains("to update"), "\(plan)")
            }
        }
    }

    /// A compiled recipe says of itself what its source does.
    @Test func aPublishedRecipeIsShown() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                let recipe = RecipeCommandTests.recipe.replacing("port: 6379", with: "port: 6378 + replicas")
                try rad.folder.write(recipe, to: "redis.bicep")
                let address = "\(server.address)/recipes/redis:1.0"
                // The linter has something to say of a recipe with a password in it.
                let publish = ["bicep", "publish", "redis.bicep", "--target", "br:\(address)", "--plain-http"]
                #expect(try rad.run(publish).status == 0)
                let type = RecipeCommandTests.type
                let shown = try rad.succeed("recipe", "show", address, "--plain-http", "--resource-type", type)
                let local = try rad.succeed("recipe", "show", "./redis.bicep", "--resource-type", type)
                #expect(shown.replacing(address, with: "./redis.bicep") == local)
                let text = try rad.succeed("recipe", "show", address, "--plain-http", "--source")
                #expect(text == (try rad.run("bicep", "build", "redis.bicep", "--stdout").output))
            }
        }
    }

    @Test func whatIsNotThereIsNotRegistered() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                try rad.succeed("env", "create", "test")
                let before = try rad.succeed("recipe", "list", "-e", "test")
                let digest = String(repeating: "0", count: 64)
                for path in ["\(server.address)/recipes/redis:1.0", "\(server.address)/recipes/redis@sha256:\(digest)"]
                {
                    let outcome = try rad.run(register(path))
                    #expect(outcome.status == 1 && outcome.errors.contains("[RAD4003]"), "\(outcome.errors)")
                }
                let malformed = try rad.run(register("\(server.address)/recipes/redis@sha256:12"))
                #expect(malformed.status == 1 && malformed.errors.contains("[RAD1124]"), "\(malformed.errors)")
                #expect(try rad.succeed("recipe", "list", "-e", "test") == before)
            }
        }
    }
}
