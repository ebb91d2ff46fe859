import Foundation
import Glibc
import TestSupport
import Testing

/// What a file refers to is read within its project, or not at all.
@Suite struct ConfinementTests {
    /// A folder with a project `home/shop`, and files beside and around it that the project must not read.
    private func withProject(_ body: (Program, ScratchFolder) throws -> Void) async throws {
        try await Program.with { rad in
            let outside = rad.folder
            try outside.write("output o string = 'outside'\n", to: "outside/secret.bicep")
            try outside.write("param p string = 'outside'\n", to: "outside/base.bicepparam")
            try outside.write("outside", to: "outside/secret.txt")
            try outside.write("{ \"a\": \"outside\" }", to: "outside/secret.json")
            try outside.write("", to: "shop/.git/HEAD")
            try outside.write("output o string = 'inside'\n", to: "shop/modules/m.bicep")
            try outside.write("", to: "shop/infra/notes.txt")
            try body(rad.inside("shop/infra"), outside)
        }
    }

    /// Checks that a file is refused because of what it refers to, and accepted with the flag.
    private func checkRefused(
        _ text: String,
        at place: String,
        as name: String = "main.bicep",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await withProject { rad, outside in
            try outside.write(text, to: "shop/infra/\(name)")
            let refused = try rad.run("bicep", "lint", name)
            #expect(refused.status == 1, sourceLocation: sourceLocation)
            #expect(
                refused.output.contains("\(name):\(place): error: "),
                "\(refused.output)",
                sourceLocation: sourceLocation
            )
            #expect(refused.output.contains("lies outside the project folder"), sourceLocation: sourceLocation)
            #expect(refused.output.contains("[RAD1140]"), "\(refused.output)", sourceLocation: sourceLocation)
            #expect(refused.output.contains("--project FOLDER"), sourceLocation: sourceLocation)
            let allowed = try rad.run("bicep", "lint", name, "--project", "../..")
            #expect(!allowed.output.contains("RAD1140"), "\(allowed.output)", sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: [
        "loadTextContent('../../outside/secret.txt')", "loadJsonContent('../../outside/secret.json')",
        "loadYamlContent('../../outside/secret.json')", "loadFileAsBase64('../../outside/secret.txt')",
        "loadTextContent('../modules/../../outside/secret.txt')", "loadDirectoryFileInfo('../../outside')",
    ])
    func aLoadedFileLiesInTheProject(call: String) async throws {
        let column = 13 + call.prefix { $0 != "'" }.count - 4
        try await checkRefused("var x = \(call)\noutput o object = { x: x }\n", at: "1:\(column)")
    }

    @Test func aFolderThatIsListedIsThere() async throws {
        try await Program.with { rad in
            try rad.folder.write("", to: "data/a.txt")
            for (path, code) in [("data", nil), ("gone", "BCP428"), ("data/a.txt", "BCP430"), (".", "BCP086")] {
                try rad.folder.write("output o array = loadDirectoryFileInfo('\(path)')\n", to: "main.bicep")
                let outcome = try rad.run("bicep", "lint", "main.bicep")
                #expect(outcome.output.contains("error") == (code != nil), "\(outcome.output)")
                if let code {
                    #expect(outcome.output.contains("main.bicep:1:40: error"))
                    #expect(outcome.output.contains(code))
                }
            }
        }
    }

    @Test func aModuleLiesInTheProject() async throws {
        try await checkRefused("module m '../../outside/secret.bicep' = {}\n", at: "1:10")
    }

    @Test func whatIsImportedLiesInTheProject() async throws {
        try await checkRefused("import * as x from '../../outside/secret.bicep'\n", at: "1:20")
    }

    @Test func whatAParameterFileUsesLiesInTheProject() async throws {
        try await checkRefused("using '../../outside/secret.bicep'\n", at: "1:7", as: "main.bicepparam")
    }

    @Test func whatAParameterFileExtendsLiesInTheProject() async throws {
        try await checkRefused(
            "using none\nextends '../../outside/base.bicepparam'\n",
            at: "2:9",
            as: "main.bicepparam"
        )
    }

    @Test func absolutePathsAreNoWayOut() async throws {
        try await withProject { rad, outside in
            let path = "\(outside.path)/outside"
            for (name, text) in [
                ("main.bicep", "var x = loadTextContent('\(path)/secret.txt')\n"),
                ("main.bicep", "module m '\(path)/secret.bicep' = {}\n"),
                ("main.bicepparam", "using '\(path)/secret.bicep'\n"),
                ("main.bicepparam", "using none\nextends '\(path)/base.bicepparam'\n"),
            ] {
                try outside.write(text, to: "shop/infra/\(name)")
                let refused = try rad.run("bicep", "lint", name)
                #expect(refused.status == 1)
                #expect(["BCP051", "RAD1140"].contains { refused.output.contains($0) }, "\(refused.output)")
            }
        }
    }

    @Test(arguments: ["folder", "file"]) func aSymbolicLinkIsNoWayOut(kind: String) async throws {
        try await withProject { rad, outside in
            let isFolder = kind == "folder"
            let link = "\(outside.path)/shop/infra/\(isFolder ? "link" : "link.txt")"
            let target = isFolder ? "../../outside" : "../../outside/secret.txt"
            #expect(symlink(target, link) == 0)
            let path = isFolder ? "link/secret.txt" : "link.txt"
            try outside.write("output o string = loadTextContent('\(path)')\n", to: "shop/infra/main.bicep")
            for command in ["lint", "build", "snapshot"] {
                let refused = try rad.run("bicep", command, "main.bicep")
                #expect(refused.status == 1)
                #expect((refused.output + refused.errors).contains("[RAD1140]"), "\(refused.errors)")
                #expect(!(refused.output + refused.errors).contains("'outside'"))
            }
            let allowed = try rad.run("bicep", "snapshot", "main.bicep", "--project", outside.path)
            #expect(allowed.status == 0, "\(allowed.errors)")
            #expect(allowed.output.contains("outside"))
        }
    }

    @Test func aSymbolicLinkWithinTheProjectIsFollowed() async throws {
        try await withProject { rad, outside in
            #expect(symlink("modules", "\(outside.path)/shop/infra-modules") == 0)
            try outside.write("module m '../infra-modules/m.bicep' = { name: 'm' }\n", to: "shop/infra/main.bicep")
            #expect(try rad.run("bicep", "lint", "main.bicep").status == 0)
        }
    }

    @Test func whereNothingIsNothingIsLearned() async throws {
        try await withProject { rad, outside in
            for path in ["../../outside/secret.bicep", "../../outside/missing.bicep", "../../no/such/folder.bicep"] {
                try outside.write("module m '\(path)' = {}\n", to: "shop/infra/main.bicep")
                let refused = try rad.run("bicep", "lint", "main.bicep")
                #expect(refused.output.contains("[RAD1140]"), "\(refused.output)")
                #expect(!refused.output.contains("no such file"))
            }
        }
    }

    @Test(.timeLimit(.minutes(10))) func specialFilesAreRefusedWithoutWaiting() async throws {
        try await withProject { rad, outside in
            #expect(mkfifo("\(outside.path)/shop/infra/pipe", 0o600) == 0)
            #expect(symlink("/dev/zero", "\(outside.path)/shop/infra/zero") == 0)
            for path in ["pipe", "zero", "../modules"] {
                try outside.write("output o string = loadTextContent('\(path)')\n", to: "shop/infra/main.bicep")
                let refused = try rad.run("bicep", "lint", "main.bicep", "--project", "/")
                #expect(refused.status == 1)
                #expect(refused.output.contains("main.bicep:1:35: error: '\(path)' cannot be read: it is"))
            }
            let entry = try rad.run("bicep", "lint", "pipe")
            #expect(entry.status == 1)
            #expect(entry.errors.contains("it is no regular file"), "\(entry.errors)")
        }
    }

    @Test(arguments: ["deploy", "plan", "app graph"]) func deploymentsAreConfinedToo(command: String) async throws {
        try await withProject { rad, outside in
            let text = "\(Applications.shop)\noutput o string = loadTextContent('../../outside/secret.txt')\n"
            try outside.write(text, to: "shop/infra/main.bicep")
            let words = command.split(separator: " ").map(String.init)
            let refused = try rad.run(words + ["main.bicep"])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("[RAD1140]"), "\(refused.errors)")
            let allowed = try rad.run(words + ["main.bicep", "--project", outside.path])
            #expect(allowed.status == 0, "\(allowed.errors)")
        }
    }

    @Test func recipesAreReadFromTheProjectOfTheirEnvironment() async throws {
        try await withProject { rad, outside in
            let environment = """
                extension radius
                resource env 'Applications.Core/environments@2023-10-01-preview' = {
                  name: 'default'
                  properties: {
                    compute: { kind: 'kubernetes', namespace: 'default' }
                    recipes: {
                      'Applications.Datastores/redisCaches': {
                        default: { templateKind: 'bicep', templatePath: 'PATH' }
                      }
                    }
                  }
                }
                """
            let recipe = "param context object\noutput result object = { values: { host: 'h', port: 1 } }\n"
            try outside.write("", to: "platform/.git/HEAD")
            try outside.write(recipe, to: "platform/recipes/redis.bicep")
            try outside.write(recipe, to: "outside/redis.bicep")
            try outside.write(Applications.shop, to: "shop/infra/main.bicep")
            let root = rad.inside("../..")
            for (path, isRead) in [("./recipes/redis.bicep", true), ("../outside/redis.bicep", false)] {
                try outside.write(
                    environment.replacingOccurrences(of: "PATH", with: path),
                    to: "platform/env.bicep"
                )
                let defined = try root.run("deploy", "platform/env.bicep")
                #expect(defined.status == 0, "\(defined.errors)")
                let plan = try root.run("plan", "shop/infra/main.bicep")
                #expect(plan.errors.contains("lies outside the project folder") != isRead, "\(plan.errors)")
                #expect((plan.status == 0) == isRead, "\(plan.errors)")
                let allowed = try root.run("plan", "shop/infra/main.bicep", "--project", ".")
                #expect(allowed.status == 0, "\(allowed.errors)")
            }
        }
    }

    // MARK: - What comes from a registry

    /// Calls of a template that would show a secret: a file by its path from the root, and a variable.
    private func revealing(_ folder: ScratchFolder) -> [String] {
        [
            "loadTextContent('\(folder.path)/shop/secret.txt')", "loadTextContent('../../../../../../shop/secret.txt')",
            "loadFileAsBase64('\(folder.path)/shop/secret.txt')", "readEnvironmentVariable('TOKEN')",
        ]
    }

    @Test func aModuleOfARegistryReadsNothingOfThisMachine() async throws {
        try await withProject { rad, folder in
            try folder.write("geheim", to: "shop/secret.txt")
            let text = "module m 'br:example.com/shop/m:1' = { name: 'm' }\noutput o string = m.outputs.o\n"
            try folder.write(text, to: "shop/infra/main.bicep")
            for call in revealing(folder) {
                let template = #"{"resources": [], "outputs": {"o": {"type": "string", "value": "[\#(call)]"}}}"#
                try folder.write(template, to: ".rad/cache/br/example.com/shop$m/1$/main.json")
                let environment = ["TOKEN": "geheim"]
                let refused = try rad.run("bicep", "snapshot", "main.bicep", "--project", "/", environment: environment)
                #expect(refused.status == 1, "\(refused.output)")
                #expect(refused.errors.contains("is not known"), "\(refused.errors)")
                #expect(!(refused.output + refused.errors).contains("geheim"))
            }
        }
    }

    @Test func aRecipeOfARegistryReadsNothingOfThisMachine() async throws {
        try await withProject { rad, folder in
            let path = "templatePath: '../recipes/redis.bicep'"
            #expect(Environments.prod.contains(path))
            let remote = "templatePath: 'example.com/shop/redis:1'"
            try folder.write("geheim", to: "shop/secret.txt")
            try folder.write(Environments.prod.replacing(path, with: remote), to: "shop/infra/prod.bicep")
            try folder.write(Applications.shop, to: "shop/infra/main.bicep")
            try rad.succeed("deploy", "prod.bicep")
            for call in revealing(folder) {
                let value = #"{"values": {"host": "[\#(call)]", "port": 6379}}"#
                let template = #"{"resources": [], "outputs": {"result": {"type": "object", "value": \#(value)}}}"#
                try folder.write(template, to: ".rad/cache/br/example.com/shop$redis/1$/main.json")
                let environment = ["TOKEN": "geheim"]
                let refused = try rad.run(["plan", "main.bicep", "-e", "prod"], environment: environment)
                #expect(refused.status == 1, "\(refused.output)")
                #expect(refused.errors.contains("is not known"), "\(refused.errors)")
                #expect(!(refused.output + refused.errors).contains("geheim"))
            }
        }
    }

    // MARK: - Which folder it is

    @Test func withoutARepositoryTheProjectIsTheOutermostFolderBelowTheHome() async throws {
        try await Program.with { rad in
            #expect(rmdir("\(rad.folder.path)/.git") == 0)
            try rad.folder.write("output o string = 'shared'\n", to: "projects/shared/m.bicep")
            try rad.folder.write("output o string = 'home'\n", to: "m.bicep")
            try rad.folder.write(
                "module m '../../shared/m.bicep' = { name: 'm' }\n",
                to: "projects/shop/infra/main.bicep"
            )
            try rad.folder.write("module m '../m.bicep' = { name: 'm' }\n", to: "projects/main.bicep")
            #expect(try rad.run("bicep", "lint", "projects/shop/infra/main.bicep").status == 0)
            let refused = try rad.run("bicep", "lint", "projects/main.bicep")
            #expect(refused.output.contains("the project folder '\(try rad.folder.realPath)/projects'"))
        }
    }

    @Test func outsideTheHomeTheProjectIsBelowAFolderOfTheRoot() async throws {
        try await Program.with { rad in
            #expect(rmdir("\(rad.folder.path)/.git") == 0)
            let real = try rad.folder.realPath
            let parts = real.split(separator: "/")
            try rad.folder.write("module m '../../../../m.bicep' = { name: 'm' }\n", to: "a/b/main.bicep")
            let environment = ["HOME": "\(real)/elsewhere"]
            let refused = try rad.run("bicep", "lint", "a/b/main.bicep", environment: environment)
            #expect(refused.output.contains("the project folder '/\(parts[0])/\(parts[1])'"), "\(refused.output)")
        }
    }

    @Test func aFolderThatAnybodyWritesToIsNoProject() async throws {
        try await Program.with { rad in
            #expect(rmdir("\(rad.folder.path)/.git") == 0)
            let shared = "\(rad.folder.path)/shared"
            try rad.folder.write("output o string = 'planted'\n", to: "shared/m.bicep")
            try rad.folder.write("", to: "shared/.git/HEAD")
            try rad.folder.write("{ \"experimentalFeaturesEnabled\": 1 }", to: "shared/bicepconfig.json")
            try rad.folder.write("module m '../m.bicep' = { name: 'm' }\n", to: "shared/mine/main.bicep")
            #expect(chmod(shared, 0o1777) == 0)
            let refused = try rad.run("bicep", "lint", "shared/mine/main.bicep")
            #expect(refused.output.contains("the project folder '\(try rad.folder.realPath)/shared/mine'"))
        }
    }

    @Test func theFlagNamesAFolder() async throws {
        try await Program.with { rad in
            try rad.folder.write("output o string = 'a'\n", to: "main.bicep")
            for name in ["missing", "main.bicep"] {
                let refused = try rad.run("bicep", "lint", "main.bicep", "--project", name)
                #expect(refused.status == 1)
                #expect(refused.errors.contains("'--project \(name)' names no folder [RAD1141]"), "\(refused.errors)")
            }
        }
    }
}

extension ScratchFolder {
    /// The path of the folder without symbolic links.
    fileprivate var realPath: String {
        get throws {
            let real = try #require(realpath(path, nil))
            defer { free(real) }
            return String(cString: real)
        }
    }
}
