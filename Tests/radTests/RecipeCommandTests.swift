import Foundation
import TestSupport
import Testing

/// `recipe register|unregister|list|show`.
@Suite struct RecipeCommandTests {
    static let type = "Applications.Datastores/redisCaches"

    static let recipe = """
        @description('What Radius tells.')
        param context object

        @description('How much memory the cache gets.')
        @allowed(['512Mi', '1Gi', '2Gi'])
        param memory string = '1Gi'

        @minValue(1)
        @maxValue(5)
        param replicas int = 1

        @secure()
        param password string = 'none'

        output result object = {
          values: { host: '${context.resource.name}-${toLower(memory)}.example', port: 6379 }
          secrets: { password: password }
        }

        """

    private func register(_ name: String, _ more: String...) -> [String] {
        ["recipe", "register", name, "--resource-type", Self.type, "--template-kind", "bicep"] + more
    }

    @Test func recipesAreRegisteredListedShownAndTakenAway() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
            let register = "rad recipe register large --resource-type \(Self.type) --template-kind bicep"
            try expectSnapshot(
                try rad.transcript(
                    "rad env create test",
                    "\(register) --template-path ./recipes/redis.bicep -e test -p memory=2Gi -p replicas=2 -p password=geheim",
                    "rad recipe list -e test",
                    "rad recipe list -e test -o json",
                    "rad recipe show large -e test",
                    "rad recipe show large -e test -o json",
                    "rad recipe show ./recipes/redis.bicep --resource-type \(Self.type)",
                    "rad recipe unregister Large --resource-type \(Self.type) -e test",
                    "rad recipe unregister large --resource-type \(Self.type) -e test",
                    "rad recipe list -e test"
                ),
                "recipe-commands.txt"
            )
            #expect(try rad.run(script: "grep -rl geheim .rad").output == "")
        }
    }

    /// What is registered in an environment that a file declares starts at the folder of that file.
    @Test func aPathIsRememberedWhereverTheEnvironmentWasDeclared() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            try rad.folder.write(Self.recipe, to: "other/redis.bicep")
            let arguments = register("default", "--template-path", "other/redis.bicep", "-e", "prod")
            #expect(try rad.run(arguments).status == 0)
            #expect(try rad.succeed("recipe", "list", "-e", "prod").contains("../other/redis.bicep"))
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            let files = try rad.folder.files().filter { $0.contains("/out/") }
            #expect(try files.contains { try rad.folder.read($0).contains("-1gi.example") })
        }
    }

    /// Who registers a recipe in the environment that is built in keeps the recipes that it has.
    @Test func theBuiltInEnvironmentIsDefinedByRegisteringInIt() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            let before = try rad.succeed("recipe", "list").split(separator: "\n").count
            let outcome = try rad.run(register("large", "--template-path", "redis.bicep"))
            #expect(outcome.output == "Successfully linked recipe \"large\" to environment \"default\"\n")
            let after = try rad.succeed("recipe", "list")
            #expect(after.split(separator: "\n").count == before + 1)
            #expect(after.contains("builtin:local-dev/Radius.Data/redisCaches"))
        }
    }

    /// Of commands at the same time one waits or is refused, and none undoes what another did.
    @Test(.timeLimit(.minutes(10)), arguments: ["test", "default"])
    func commandsAtTheSameTimeUndoNothingOfEachOther(environment: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            try rad.succeed("env", "create", "test")
            let options = register("$name", "--template-path", "redis.bicep", "-e", environment)
            let commands = (1...6).map { "name=r\($0); rad \(options.joined(separator: " ")) &" }
            let outcome = try rad.run(script: commands.joined(separator: "\n") + "\nwait")
            let done = outcome.output.matches(of: /linked recipe "(r\d)"/).map { String($0.output.1) }
            #expect(!done.isEmpty && outcome.errors.components(separatedBy: "[RAD6020]").count == 7 - done.count)
            let listed = try rad.succeed("recipe", "list", "-e", environment)
            for name in done { #expect(listed.contains("\n\(name) "), "\(listed)") }
        }
    }

    @Test func theTextOfABuiltInRecipeIsPrinted() async throws {
        try await Program.with { rad in
            let text = try rad.succeed("recipe", "show", "builtin:local-dev/Radius.Data/redisCaches", "--source")
            try rad.folder.write(text, to: "redis.bicep")
            try rad.succeed("bicep", "build", "redis.bicep")
            let registered = try rad.succeed(
                "recipe",
                "show",
                "default",
                "--resource-type",
                "radius.data/rediscaches",
                "--source"
            )
            #expect(registered == text)
        }
    }

    @Test(arguments: [
        ("register large T -p memry=2Gi", "RAD4006"),
        ("register large T -p memory=3Gi", "RAD2803"),
        ("register large T -p replicas=two", "RAD4101"),
        ("register large T -e tast", "RAD7031"),
        ("register large T -e core", "RAD7120"),
        ("unregister large --resource-type Applications.Datastores/redisCaches -e core", "RAD7120"),
        ("unregister large --resource-type Applications.Datastores/redisCaches", "RAD7121"),
        ("show large --resource-type Applications.Datastores/redisCaches", "RAD7121"),
        ("show default -e default", "RAD7122"),
        ("show large", "RAD7123"),
        ("show ./gone.bicep", "RAD4002"),
    ])
    func whatCannotBeDoneIsRefusedAndNothingIsWritten(arguments: String, code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            try rad.succeed("env", "create", "test")
            try rad.succeed("env", "create", "core", "--preview", "--kubernetes-namespace", "core")
            try rad.succeed("env", "switch", "test")
            let before = try rad.folder.fingerprint()
            let template = "--resource-type \(Self.type) --template-kind bicep --template-path ./redis.bicep"
            let words = arguments.replacingOccurrences(of: " T", with: " \(template)").split(separator: " ")
            let outcome = try rad.run(["recipe"] + words.map(String.init))
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test(arguments: [
        ("register large T --template-version 1", 64, "--template-version is for Terraform"),
        ("register large T -g taem", 1, "[RAD7113]"),
        (
            "test --resource-type Radius.Data/redisCaches", 64,
            "--resource-type can only be used together with --update."
        ),
        ("impact --resource-type redis", 64, "is no resource type"),
        ("impact --resource-type Radius.Data/redisCaches --template-version 1", 64, "Give --template-path"),
    ])
    func optionsThatDoNotGoTogetherAreRefused(arguments: String, status: Int32, expected: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            let template = "--resource-type \(Self.type) --template-kind bicep --template-path ./redis.bicep"
            let words = arguments.replacingOccurrences(of: " T", with: " \(template)").split(separator: " ")
            let outcome = try rad.run(["recipe"] + words.map(String.init))
            #expect(outcome.status == status, "\(outcome.errors)")
            #expect(outcome.errors.contains(expected), "\(outcome.errors)")
            #expect(try rad.folder.files() == ["redis.bicep"])
        }
    }

    @Test func aRecipeThatDoesNotGiveWhatItsTypeNeedsIsNotRegistered() async throws {
        try await Program.with { rad in
            try rad.folder.write("output result object = { values: { host: 'x' } }\n", to: "redis.bicep")
            try rad.succeed("env", "create", "test")
            try rad.refuse(
                "recipe",
                "register",
                "default",
                "--resource-type",
                Self.type,
                "--template-kind",
                "bicep",
                "--template-path",
                "redis.bicep",
                "-e",
                "test",
                saying: """
                    redis.bicep:1:8: error: recipe 'redis.bicep' gives no 'port', which 'Applications.Datastores/redisCaches' requires [RAD4104]
                      |
                    1 | output result object = { values: { host: 'x' } }
                      |        ^^^^^^
                    help: add 'port' to 'values' of the output 'result'
                    """
            )
        }
    }

    // MARK: - Recipe packs

    @Test func recipePacksAreCreatedShownAndDeleted() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad env create prod --preview --recipe-packs default --kubernetes-namespace prod",
                    "rad recipe-pack create team -e prod --recipe \(Self.type)=./recipes/redis.bicep",
                    "rad env update prod --preview --recipe-packs default",
                    "rad env create live --preview --kubernetes-namespace live",
                    "rad recipe-pack create team -e live --recipe Applications.Core/extenders=./recipes/redis.bicep",
                    "rad recipe-pack show team",
                    "rad recipe-pack show team -o json",
                    "rad recipe-pack show taem",
                    "rad recipe-pack delete local-dev -y",
                    "rad recipe-pack delete team",
                    "rad recipe-pack delete team -y",
                    "rad recipe-pack delete team -y",
                    "rad env create old",
                    "rad recipe-pack create team -e old --recipe Applications.Core/extenders=./recipes/redis.bicep",
                    "rad recipe-pack create local-dev -e live --recipe Applications.Core/extenders=./recipes/redis.bicep"
                ),
                "recipe-packs.txt"
            )
        }
    }

    @Test func packsAreListedWithTheEnvironmentsThatHaveThem() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            try rad.succeed("env", "create", "live", "--preview", "--kubernetes-namespace", "live")
            let recipe = "Applications.Core/extenders=./redis.bicep"
            // Some values are none that an extender has by itself, which is what extenders are for.
            try rad.succeed("recipe-pack", "create", "team", "-e", "live", "--recipe", recipe)
            #expect(try rad.succeed("recipe-pack", "list").hasPrefix("RECIPE PACK  GROUP\nlocal-dev    default\n"))
            let rows = try rad.succeed("recipe-pack", "list", "-o", "wide").split(separator: "\n")
            #expect(rows.contains("team         default   live          1"))
            let listed = try rad.succeed("recipe", "list", "-e", "live")
            #expect(listed.contains("default   Applications.Core/extenders"))
            #expect(listed.contains("builtin:local-dev/Radius.Data/redisCaches"))
        }
    }

    /// Codes that the snapshot of the packs shows.
    @Test func refusalsOfPacksAreInTheSnapshot() throws {
        let snapshot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Snapshots/recipe-packs.txt")
        let text = try String(contentsOf: snapshot, encoding: .utf8)
        for code in ["RAD7124", "RAD7125", "RAD7126"] { #expect(text.contains("[\(code)]")) }
    }
}
