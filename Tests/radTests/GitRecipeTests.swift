import Foundation
import TestSupport
import Testing

/// Recipes from repositories of git, behind a real server.
@Suite(.timeLimit(.minutes(10)))
struct GitRecipeTests {
    private static let recipe = """
        import { port } from '../shared/ports.bicep'
        param context object
        output result object = {
          values: { host: '${context.resource.name}.${loadTextContent('domain.txt')}', port: port }
        }
        """

    private static let files = [
        "redis/main.bicep": recipe,
        "redis/domain.txt": "one.example",
        "shared/ports.bicep": "@export()\nvar port = 6380",
    ]

    /// Runs a test with a repository that has a recipe under the tag `v1`.
    private static func with(
        asksForPassword: Bool = false,
        _ test: (Program, GitServer) async throws -> Void
    ) async throws {
        try await GitServer.with(asksForPassword: asksForPassword) { server in
            try server.commit(files, tag: "v1")
            try await Program.with { rad in
                try rad.folder.write(Applications.shop, to: "app.bicep")
                try await test(rad, server)
            }
        }
    }

    /// Registers a source for the caches of the environment `git`, and plans.
    private static func plan(
        _ source: String,
        _ more: [String] = [],
        in rad: Program,
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        try rad.folder.write(Environments.withRecipe(source), to: "env.bicep")
        let deployed = try rad.run("deploy", "env.bicep")
        #expect(deployed.status == 0, "\(deployed.errors)")
        return try rad.run(["plan", "app.bicep", "-e", "fetched"] + more, environment: environment)
    }

    /// What the container is told of the cache.
    private static func host(in rad: Program) throws -> String {
        let deployed = try rad.run("deploy", "app.bicep", "-e", "fetched", "--no-restore")
        #expect(deployed.status == 0, "\(deployed.errors)")
        let files = try rad.folder.files().filter { $0.hasPrefix(".rad/out/fetched/") }
        let texts = try files.map { try rad.folder.read($0) }
        let match = texts.lazy.compactMap { $0.firstMatch(of: /cache\.[a-z]+\.example/) }.first
        return match.map { String($0.output) } ?? ""
    }

    @Test(arguments: ["//redis?ref=v1", "//redis/main.bicep?ref=v1", "//redis?ref=main&depth=1", "//redis"])
    func aRecipeIsFetchedOnceWithTheFilesThatItRefersTo(rest: String) async throws {
        try await Self.with { rad, server in
            let source = "git::\(server.url)/recipes.git\(rest)"
            let offline = try Self.plan(source, ["--no-restore"], in: rad)
            #expect(offline.errors.contains("has not been fetched: it is not in "), "\(offline.errors)")
            #expect(offline.errors.contains("[RAD4003]"))
            let plan = try Self.plan(source, in: rad)
            #expect(plan.status == 0, "\(plan.errors)")
            server.stop()
            #expect(try Self.host(in: rad) == "cache.one.example")
            let trees = try rad.folder.files().filter { $0.hasPrefix(".rad/cache/git/") }
            #expect(trees.contains { $0.hasSuffix("/shared/ports.bicep") })
            #expect(!trees.contains { $0.contains("draft") || $0.contains(".git/") || $0.contains("repository/") })
        }
    }

    /// A name means what it meant when it was first looked up; a commit is what it is.
    @Test func aVersionStaysUntilItIsUpdated() async throws {
        try await Self.with { rad, server in
            let first = try server.commit([:], tag: "v1")
            let source = "git::\(server.url)/recipes.git//redis?ref=v1"
            #expect(try Self.plan(source, in: rad).status == 0)
            let locked = try rad.run("recipe", "lock", "app.bicep", "-e", "fetched")
            #expect(locked.status == 0, "\(locked.errors)")
            try server.commit(["redis/domain.txt": "two.example"], tag: "v1")
            #expect(try Self.plan(source, in: rad).status == 0)
            #expect(try Self.host(in: rad) == "cache.one.example")

            let updated = try rad.run("recipe", "update")
            #expect(updated.status == 0, "\(updated.errors)")
            #expect(try Self.plan(source, in: rad).status == 0)
            #expect(try Self.host(in: rad) == "cache.two.example")
            try FileManager.default.removeItem(atPath: "\(rad.folder.path)/rad.lock")
            for commit in [first, String(first.prefix(10))] {
                let plan = try Self.plan("git::\(server.url)/recipes.git//redis?ref=\(commit)", in: rad)
                #expect(plan.status == 0, "\(plan.errors)")
                #expect(try Self.host(in: rad) == "cache.one.example")
            }
        }
    }

    @Test func whatAServerDoesNotHaveIsSaid() async throws {
        try await Self.with { rad, server in
            let base = "\(server.url)/recipes.git"
            let bad = [
                ("git::\(base)//redis?ref=v2", "'\(base)' has no branch, tag or commit 'v2' [RAD4134]"),
                (
                    "git::\(base)//redis?ref=\(String(repeating: "0", count: 40))",
                    "has no branch, tag or commit '0000000000000000000000000000000000000000' [RAD4134]"
                ),
                ("git::\(base)//shared?ref=v1", "'shared/main.bicep' of 'git::\(base)@"),
                ("git::\(base)//gone.bicep?ref=v1", "cannot be read: there is no such file [RAD4135]"),
                ("git::\(server.url)/gone.git//redis", "git cannot read '\(server.url)/gone.git': repository "),
                ("git::\(server.url)/gone.git//redis", "not found [RAD4132]"),
                ("git::http://127.0.0.1:1/r.git//redis", "[RAD4132]"),
            ]
            for (source, expected) in bad {
                let plan = try Self.plan(source, in: rad)
                #expect(plan.status == 1)
                #expect(plan.errors.contains("cannot fetch recipe '\(source)': "), "\(plan.errors)")
                #expect(plan.errors.contains(expected), "\(plan.errors)")
                #expect(!plan.errors.contains("/.rad/cache"), "\(plan.errors)")
            }
            #expect(try rad.folder.files().allSatisfy { !$0.contains("draft") })
        }
    }

    /// Nobody is asked anything; who has a credential stored with git needs no more.
    @Test func aServerThatAsksWhoIsThereIsLeftToGitsOwnCredentials() async throws {
        try await Self.with(asksForPassword: true) { rad, server in
            let source = "git::\(server.url)/recipes.git//redis?ref=v1"
            let refused = try Self.plan(source, in: rad)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("'\(server.url)/recipes.git' does not let git in: "), "\(refused.errors)")
            #expect(refused.errors.contains("[RAD4133]"))
            #expect(refused.errors.contains("git credential approve"), "\(refused.errors)")
            let known = server.url.replacing("http://", with: "http://\(GitServer.user):\(GitServer.password)@")
            try rad.folder.write("\(known)\n", to: ".git-credentials")
            try rad.folder.write("[credential]\n\thelper = store\n", to: ".gitconfig")
            let plan = try Self.plan(source, in: rad)
            #expect(plan.status == 0, "\(plan.errors)")
            for file in try rad.folder.files() where file != ".git-credentials" {
                #expect(try !rad.folder.read(file).contains(GitServer.password), "\(file)")
            }
        }
    }

    @Test func withoutGitThatIsSaid() async throws {
        try await Self.with { rad, server in
            let source = "git::\(server.url)/recipes.git//redis"
            let plan = try Self.plan(source, in: rad, environment: ["PATH": rad.folder.path])
            #expect(plan.errors.contains("there is no program 'git' in the folders of PATH [RAD4131]"))
        }
    }

    /// Links and `..` lead nowhere but to what came with the recipe.
    @Test func aRecipeCannotLeaveItsRepository() async throws {
        try await Self.with { rad, server in
            try rad.folder.write("stolen", to: "secret.txt")
            let secret = "\(rad.folder.path)/secret.txt"
            func reading(_ path: String) -> String {
                Self.recipe.replacing("'domain.txt'", with: "'\(path)'")
            }
            try server.commit(
                [
                    "linked/main.bicep": reading("secret.txt"),
                    "up/main.bicep": reading("../../secret.txt"),
                    "far/main.bicep": reading("../../../../../../../../../../../..\(secret)"),
                ],
                script: """
                    ln -s \(secret) linked/secret.txt
                    ln -s \(secret) link.bicep
                    ln -s redis again
                    """
            )
            for name in ["linked", "up", "far"] {
                let plan = try Self.plan("git::\(server.url)/recipes.git//\(name)", in: rad)
                #expect(plan.status == 1)
                #expect(plan.errors.contains("it lies outside of what was fetched from 'git::"), "\(plan.errors)")
                #expect(plan.errors.contains(".git@") && plan.errors.contains("//\(name)/main.bicep:"))
                #expect(plan.errors.contains("[RAD1140]"), "\(plan.errors)")
                #expect(!plan.errors.contains("stolen"))
            }
            let link = try Self.plan("git::\(server.url)/recipes.git//link.bicep", in: rad)
            #expect(link.errors.contains("it lies outside of what was fetched from"), "\(link.errors)")
            #expect(link.errors.contains("[RAD4135]"))
            let inside = try Self.plan("git::\(server.url)/recipes.git//again", in: rad)
            #expect(inside.status == 0, "\(inside.errors)")
        }
    }

    /// What a repository wants run is not run, and what it wants fetched besides is not fetched.
    @Test func nothingOfTheRepositoryIsRun() async throws {
        try await Self.with { rad, server in
            let mark = "\(rad.folder.path)/ran"
            try server.commit(
                [
                    ".gitattributes": "*.txt filter=evil\n*.bicep text eol=crlf\n",
                    ".gitmodules": "[submodule \"x\"]\n\tpath = x\n\turl = \(server.url)/other.git\n",
                ]
            )
            try rad.folder.write(
                "[filter \"evil\"]\n\tsmudge = touch \(mark)\n[core]\n\thooksPath = \(rad.folder.path)/hooks\n[submodule]\n\trecurse = true\n",
                to: ".gitconfig"
            )
            try rad.folder.writeProgram("touch \(mark)", to: "hooks/post-checkout")
            let plan = try Self.plan("git::\(server.url)/recipes.git//redis", in: rad)
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(!FileManager.default.fileExists(atPath: mark))
        }
    }

    /// Two that fetch the same at once both have it.
    @Test func severalMayFetchAtOnce() async throws {
        try await Self.with { rad, server in
            #expect(try Self.plan("git::\(server.url)/recipes.git//redis", ["--no-restore"], in: rad).status == 1)
            try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
                for _ in 0..<4 {
                    group.addTask { try rad.run("plan", "app.bicep", "-e", "fetched") }
                }
                for try await outcome in group { #expect(outcome.status == 0, "\(outcome.errors)") }
            }
            let trees = try rad.folder.files().filter { $0.hasSuffix("redis/main.bicep") && $0.contains("cache/git") }
            #expect(trees.count == 1)
        }
    }

    /// An error in a fetched file is shown where it comes from.
    @Test func anErrorInAFetchedFileNamesItsRepository() async throws {
        try await Self.with { rad, server in
            let commit = try server.commit(["bad.bicep": "param context object\nvar x = wrong\n"])
            let plan = try Self.plan("git::\(server.url)/recipes.git//bad.bicep", in: rad)
            let place = "git::\(server.url)/recipes.git@\(commit.prefix(12))//bad.bicep:2:9: error: "
            #expect(plan.errors.hasPrefix(place), "\(plan.errors)")
        }
    }

    /// A recipe is shown and registered from a repository as from anywhere else.
    @Test func commandsOfRecipesTakeSuchAddresses() async throws {
        try await Self.with { rad, server in
            let source = "git::\(server.url)/recipes.git//redis?ref=v1"
            let shown = try rad.run("recipe", "show", "--source", source)
            #expect(shown.output == Self.recipe, "\(shown.errors)")
            #expect(try rad.run("group", "create", "default").status == 0)
            #expect(try rad.run("env", "create", "made").status == 0)
            let registered = try rad.run(
                "recipe",
                "register",
                "default",
                "-e",
                "made",
                "--resource-type",
                "Applications.Datastores/redisCaches",
                "--template-kind",
                "bicep",
                "--template-path",
                source
            )
            #expect(registered.status == 0, "\(registered.errors)")
            #expect(try rad.run("recipe", "list", "-e", "made").output.contains(source))
        }
    }
}
