import Foundation
import TestSupport
import Testing

/// `rad recipe lock|update|verify`, and what a deployment makes of `rad.lock`.
@Suite(.timeLimit(.minutes(10))) struct RecipeLockTests {
    private static let recipe = """
        extension kubernetes with { kubeConfig: '', namespace: context.runtime.kubernetes.namespace }
        param context object
        param memory string = '256Mi'

        resource service 'core/Service@v1' = {
          metadata: { name: context.resource.name }
          spec: { ports: [ { port: 6379 } ] }
        }

        output result object = { values: { host: '${service.metadata.name}.${toLower(memory)}', port: 6379 } }

        """

    private static let changed = recipe.replacing("'256Mi'", with: "'512Mi'\nparam port int = 6380")
        .replacing("port: 6379 } ]", with: "port: port } ]")

    private func register(_ path: String, _ more: String...) -> [String] {
        [
            "recipe", "register", "default", "--resource-type", RecipeCommandTests.type, "--template-kind", "bicep",
            "--template-path", path, "-e", "test",
        ] + more
    }

    @Test func aLocalRecipeIsLockedRefusedAndAccepted() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
            try rad.folder.write(Applications.shop, to: "shop/app.bicep")
            try rad.succeed("env", "create", "test")
            #expect(try rad.run(register("./recipes/redis.bicep")).status == 0)
            let lock = "rad recipe lock shop/app.bicep -e test"
            let before = try rad.transcript(
                "rad recipe verify",
                lock,
                lock,
                "rad recipe verify --lock-file shop/rad.lock"
            )
            #expect(try rad.folder.read("shop/rad.lock").contains("\"source\": \"../recipes/redis.bicep\""))
            try rad.succeed("deploy", "shop/app.bicep", "-e", "test")

            try rad.folder.write(Self.changed, to: "recipes/redis.bicep")
            try expectSnapshot(
                before
                    + (try rad.transcript(
                        "rad plan shop/app.bicep -e test",
                        "rad deploy shop/app.bicep -e test",
                        lock,
                        "rad recipe verify --lock-file shop/rad.lock",
                        "rad recipe verify --lock-file shop/rad.lock -o json",
                        "rad recipe update ../recipes/rediss.bicep --lock-file shop/rad.lock",
                        "rad recipe update ../recipes/redis.bicep --lock-file shop/rad.lock",
                        "rad recipe update --lock-file shop/rad.lock",
                        "rad deploy shop/app.bicep -e test"
                    )),
                "recipe-lock.txt"
            )
            for (arguments, code) in [
                (["verify"], "RAD7150"), (["update", "x", "--lock-file", "shop/rad.lock"], "RAD7151"),
            ] {
                #expect(try rad.run(["recipe"] + arguments).errors.contains("[\(code)]"))
            }
            // A drawing changes nothing, and needs no permission.
            try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
            try rad.succeed("app", "graph", "shop/app.bicep", "-e", "test")
        }
    }

    /// A lock of the project holds for every definition in it; one outside of the project does not.
    @Test func theNearestLockOfTheProjectCounts() async throws {
        try await Program.with { rad in
            try rad.folder.write("{\"lockVersion\": 1}", to: "rad.lock")
            try rad.folder.write(Applications.shop, to: "a/b/app.bicep")
            let refused = try rad.run("plan", "a/b/app.bicep")
            #expect(refused.status == 1 && refused.errors.contains("[RAD4152]"), "\(refused.errors)")
            #expect(refused.errors.contains("'rad recipe lock a/b/app.bicep'"))
            let inside = try rad.inside("a/b").run("plan", "app.bicep")
            #expect(inside.errors.contains("is not in '../../rad.lock'"), "\(inside.errors)")

            try FileManager.default.createDirectory(
                atPath: "\(rad.folder.path)/a/.git",
                withIntermediateDirectories: false
            )
            try rad.succeed("plan", "a/b/app.bicep")
            try rad.succeed("recipe", "lock", "a/b/app.bicep")
            #expect(try rad.folder.read("a/b/rad.lock").contains("builtin:local-dev/"))
            #expect(try rad.folder.read("rad.lock") == "{\"lockVersion\": 1}")
            try rad.succeed("deploy", "a/b/app.bicep")

            try rad.folder.write("{\"lockVersion\": 9}", to: "a/b/rad.lock")
            let newer = try rad.run("deploy", "a/b/app.bicep")
            #expect(
                newer.status == 1 && newer.errors.contains("a/b/rad.lock:1:17: error: ")
                    && newer.errors.contains("[RAD4154]")
            )
            try rad.folder.write("", to: "a/b/rad.lock")
            #expect(try rad.run("deploy", "a/b/app.bicep").status == 1)
        }
    }

    @Test(.enabled(if: RegistryServer.program != nil, "set RAD_TEST_REGISTRY to the path of docker-registry"))
    func aTagThatMovedIsRefused() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                let source = "\(server.address)/recipes/redis:1.0"
                let publish = [
                    "bicep", "publish", "redis.bicep", "--target", "br:\(source)", "--plain-http", "--force",
                ]
                try rad.folder.write(Self.recipe, to: "redis.bicep")
                try rad.folder.write(Applications.shop, to: "app.bicep")
                let pinned = try #require(try rad.run(publish).output.split(separator: "\n").last).dropFirst(
                    "br:".count
                )
                let digest = String(try #require(pinned.split(separator: "@").last))
                try rad.succeed("env", "create", "test")
                #expect(try rad.run(register(source, "--plain-http")).status == 0)
                try rad.succeed("recipe", "lock", "app.bicep", "-e", "test")
                #expect(try rad.folder.read("rad.lock").contains(digest))
                try rad.succeed("deploy", "app.bicep", "-e", "test")

                try rad.folder.write(Self.changed, to: "redis.bicep")
                #expect(try rad.run(publish).status == 0)
                // What the cache has is what was locked; a machine without it finds another recipe under the tag.
                try rad.succeed("deploy", "app.bicep", "-e", "test")
                let fresh = ["RAD_CACHE_DIR": "\(rad.folder.path)/fresh"]
                let refused = try rad.run("deploy", "app.bicep", "-e", "test", environment: fresh)
                #expect(refused.status == 1)
                for part in [
                    "[RAD4150]", "locked: \(digest)", "found:  sha256:", "+ parameter port: int, default 6380",
                    "~ object core/Service example", "~ spec.ports[0].port: 6379 -> 6380",
                    "rad recipe update \(source)",
                ] { #expect(refused.errors.contains(part), "\(refused.errors)") }

                let verified = try rad.run("recipe", "verify")
                #expect(verified.status == 1 && verified.output.contains("Verified 'rad.lock': 1 recipe, 1 changed."))
                // By its digest the recipe is what it was.
                #expect(try rad.run(register(String(pinned), "--plain-http")).status == 0)
                #expect(try rad.run("deploy", "app.bicep", "-e", "test").errors.contains("[RAD4152]"))
                try rad.succeed("recipe", "lock", "app.bicep", "-e", "test")
                #expect(try rad.succeed("deploy", "app.bicep", "-e", "test").hasPrefix("No changes: "))
                let updated = try rad.succeed("recipe", "update", source)
                #expect(updated.contains("+ parameter port: int, default 6380"), "\(updated)")
                #expect(
                    try rad.succeed("recipe", "verify").hasPrefix("Verified 'rad.lock': 2 recipes, nothing changed.")
                )
            }
        }
    }

    @Test(.enabled(if: RegistryServer.program != nil, "set RAD_TEST_REGISTRY to the path of docker-registry"))
    func modulesAreLockedToo() async throws {
        try await RegistryServer.with { server in
            try await Program.with { rad in
                let reference = "br:\(server.address)/modules/name:1"
                let publish = ["bicep", "publish", "name.bicep", "--target", reference, "--plain-http", "--force"]
                try rad.folder.write("output name string = 'one'\n", to: "name.bicep")
                let text = Applications.shop + "\nmodule name '\(reference)' = {}\n"
                try rad.folder.write(text, to: "app.bicep")
                #expect(try rad.run(publish).status == 0)
                try rad.succeed("bicep", "restore", "app.bicep", "--plain-http")
                let locked = try rad.succeed("recipe", "lock", "app.bicep")
                #expect(locked.contains("and 1 module"), "\(locked)")
                #expect(try rad.folder.read("rad.lock").contains("\"\(reference)\": \"sha256:"))
                try rad.succeed("plan", "app.bicep")

                try rad.folder.write("output name string = 'two'\n", to: "name.bicep")
                #expect(try rad.run(publish).status == 0)
                try rad.succeed("bicep", "restore", "app.bicep", "--plain-http", "--force")
                let refused = try rad.run("plan", "app.bicep")
                #expect(refused.status == 1 && refused.errors.contains("[RAD4151]"), "\(refused.errors)")
                #expect(try rad.run("recipe", "verify", "--plain-http").status == 1)
                try rad.succeed("recipe", "update", reference, "--plain-http")
                try rad.succeed("plan", "app.bicep")
            }
        }
    }

    /// What cannot be had is neither verified nor changed.
    @Test func aRegistryThatIsDown() async throws {
        try await Program.with { rad in
            let digest = "sha256:" + String(repeating: "0", count: 64)
            let lock = """
                {
                  "lockVersion": 1,
                  "recipes": [
                    {
                      "source": "127.0.0.1:1/recipes/redis:1.0",
                      "kind": "bicep",
                      "plainHttp": true,
                      "resourceType": "Applications.Datastores/redisCaches",
                      "digest": "\(digest)"
                    }
                  ],
                  "modules": { "br:127.0.0.1:1/modules/name:1": "\(digest)", "nonsense": "\(digest)" }
                }

                """
            try rad.folder.write(lock, to: "rad.lock")
            let verified = try rad.run("recipe", "verify", "--plain-http")
            #expect(verified.status == 1)
            #expect(verified.output.contains("3 could not be had"), "\(verified.output)")
            for code in ["RAD4003", "RAD7152", "RAD7153"] {
                #expect(verified.errors.contains(code), "\(verified.errors)")
            }
            let updated = try rad.run("recipe", "update", "--plain-http")
            #expect(updated.status == 1)
            #expect(try rad.folder.read("rad.lock") == lock)
        }
    }
}
