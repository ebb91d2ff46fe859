import Foundation
import TestSupport
import Testing

/// Environments that are defined by commands: `env create|update|switch`.
@Suite struct EnvironmentCommandTests {
    @Test func environmentsOfBothGenerationsAreCreatedChangedAndShown() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.teamEnvironment, to: "team.bicep")
            try rad.succeed("deploy", "team.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad env create test",
                    "rad env create test --kubernetes-namespace team-test --aws-region eu-west-1 --aws-account-id 123",
                    "rad env create cloud --azure-subscription-id s --azure-resource-group r",
                    "rad env create prod --preview",
                    "rad env show prod",
                    "rad env create prod --preview --recipe-packs local-dev,team --kubernetes-namespace prod",
                    "rad env create aci --preview --azure-subscription-id s --azure-resource-group r --location westeurope",
                    "rad env list",
                    "rad env list --preview",
                    "rad env list -o wide",
                    "rad env list -o plain-text",
                    "rad env show test",
                    "rad env show test -o wide",
                    "rad env update test --kubernetes-namespace other --clear-aws",
                    "rad env show test -o wide",
                    "rad env update prod --preview --recipe-packs team --aws-region eu-west-1 --aws-account-id 123",
                    "rad env show prod --preview",
                    "rad env update prod --azure-subscription-id s --azure-resource-group r",
                    "rad env show prod",
                    "rad env delete cloud -y"
                ),
                "env-commands.txt"
            )
        }
    }

    @Test(arguments: [
        ("create test --kubernetes-namespace Team_Test", "RAD7110"),
        ("create test --preview --recipe-packs local-def", "RAD7111"),
        ("update aci --kubernetes-namespace shop", "RAD7112"),
        ("create test -g taem", "RAD7113"),
        ("update default --kubernetes-namespace shop", "RAD7114"),
        ("update tast --kubernetes-namespace shop", "RAD7031"),
        ("update test --preview --recipe-packs local-dev", "RAD7115"),
        ("switch tast", "RAD7116"),
        ("create aci --preview --azure-subscription-id s --azure-resource-group r", "RAD2021"),
    ])
    func whatCannotBeDoneIsRefusedAndNothingIsWritten(arguments: String, code: String) async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "test")
            try rad.folder.write(Self.containerInstances, to: "aci.bicep")
            try rad.succeed("deploy", "aci.bicep")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run(["env"] + arguments.split(separator: " ").map(String.init))
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test(arguments: [
        ("create", "Name the environment to create."),
        ("create a -e b", "Name the environment once, as an argument or with -e."),
        ("create a --azure-subscription-id s", "Give --azure-subscription-id and --azure-resource-group together."),
        ("create a --aws-region r", "Give --aws-region and --aws-account-id together."),
        ("create a -n b --kubernetes-namespace b", "Give the namespace once"),
        (
            "create a --recipe-packs b",
            "The --recipe-packs flag requires preview mode. Re-run with --preview or set RADIUS_PREVIEW=true."
        ),
        (
            "create a --preview --recipe-pack-group g",
            "--recipe-pack-group can only be used together with --recipe-packs."
        ),
        ("create a --preview --recipe-packs ,", "No valid recipe packs were provided."),
        ("update a", "Say what to change, for example --kubernetes-namespace."),
        (
            "update a --clear-kubernetes",
            "The --clear-kubernetes flag requires preview mode. Re-run with --preview or set RADIUS_PREVIEW=true."
        ),
        ("update a --clear-aws --aws-region r --aws-account-id i", "A provider is either set or cleared, not both."),
    ])
    func optionsThatDoNotGoTogetherAreRefused(arguments: String, expected: String) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(["env"] + arguments.split(separator: " ").map(String.init))
            #expect(outcome.status == 64)
            #expect(outcome.errors.contains(expected), "\(outcome.errors)")
            #expect(try rad.folder.files() == [])
        }
    }

    /// What the refusal says to do leads to what was wanted.
    @Test func anEnvironmentOfTheOlderGenerationIsDeletedBeforeItTakesPacks() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "test")
            try rad.refuse(
                "env",
                "update",
                "test",
                "--preview",
                "--recipe-packs",
                "local-dev",
                saying: """
                    error: environment 'test' is of Applications.Core, which has no recipe packs [RAD7115]
                    help: delete it first with 'rad env delete test', then define it anew with 'rad env create test --preview'
                    """
            )
            try rad.succeed("env", "delete", "test", "-y")
            try rad.succeed("env", "create", "test", "--preview")
            #expect(try rad.succeed("env", "show", "test").contains("Radius.Core/environments"))
        }
    }

    @Test func theEnvironmentVariableAsksForTheCurrentGeneration() async throws {
        try await Program.with { rad in
            let outcome = try rad.run("env", "create", "prod", environment: ["RADIUS_PREVIEW": "TRUE"])
            #expect(outcome.output == "Radius.Core/environments/prod created\n")
            let other = try rad.run("env", "create", "test", environment: ["RADIUS_PREVIEW": "1"])
            #expect(other.output == "Applications.Core/environments/test created\n")
        }
    }

    @Test func anApplicationIsDeployedToAnEnvironmentThatWasCreated() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("env", "create", "prod", "--preview", "--kubernetes-namespace", "live")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            #expect(try rad.folder.files().contains { $0.contains("/live/") })
            #expect(try rad.succeed("plan", "app.bicep", "-e", "prod").contains("No changes"))
            try rad.succeed("env", "update", "prod", "--kubernetes-namespace", "moved")
            // What is deployed does not move with it by itself.
            #expect(try rad.run("plan", "app.bicep", "-e", "prod").errors.contains("[RAD7047]"))
            try rad.succeed("app", "delete", "shop", "-e", "prod", "-y")
            #expect(try rad.succeed("plan", "app.bicep", "-e", "prod").contains("moved"))
        }
    }

    /// What a file says of an environment stays when a command changes a part of it.
    @Test func updatingKeepsRecipesAndTheirFolder() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            try rad.succeed("env", "update", "prod", "--kubernetes-namespace", "other")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            #expect(try rad.succeed("env", "show", "prod", "-o", "wide").contains("../recipes/redis.bicep"))
        }
    }

    @Test func theDefaultEnvironmentIsWrittenToTheConfiguration() async throws {
        try await Program.with { rad in
            try rad.succeed("env", "create", "test")
            try rad.succeed("env", "create", "prod", "--preview")
            #expect(try rad.succeed("env", "switch", "test") == "Switching default environment from default to test\n")
            #expect(try rad.succeed("env", "switch", "test") == "Default environment is already set to test\n")
            #expect(try rad.succeed("env", "switch", "PROD") == "Switching default environment from test to prod\n")
            #expect(try rad.succeed("env", "show").contains("Radius.Core/environments"))
            let id = "/planes/radius/local/resourceGroups/default/providers/Radius.Core/environments/prod"
            #expect(
                try rad.folder.read(".rad/config.yaml") == """
                    workspaces:
                      items:
                        local: { connection: { kind: directory, path: .rad }, environment: \(id) }

                    """
            )
            let other = try rad.run("env", "delete", "test", "--yes")
            #expect(other.errors.isEmpty)
            let used = try rad.run("env", "delete", "prod", "--yes")
            #expect(used.output == "Radius.Core/environments/prod deleted\n")
            #expect(
                used.errors
                    == "Workspace 'local' still uses it when none is named: choose another with 'rad env switch'.\n"
            )
        }
    }

    static let written =
        "/planes/radius/local/resourceGroups/default/providers/Applications.Core/environments/test"

    @Test(arguments: [
        (
            "# Ours.\nworkspaces:\n  default: a\n  items:\n    a:\n      connection: { kind: directory } # here\n",
            "# Ours.\nworkspaces:\n  default: a\n  items:\n    a:\n      environment: \(written)\n"
                + "      connection: { kind: directory } # here\n"
        ),
        (
            "workspaces:\n  default: a\n  items:\n    a: { connection: { kind: directory }, environment: 'old' }\n",
            "workspaces:\n  default: a\n  items:\n    a: { connection: { kind: directory }, environment: \(written) }\n"
        ),
        (
            "workspaces:\n  default: a\n  items:\n    a:\n      environment:\n      connection: { kind: directory }\n",
            "workspaces:\n  default: a\n  items:\n    a:\n      environment: \(written)\n"
                + "      connection: { kind: directory }\n"
        ),
        (
            "workspaces:\n  items:\n    b: { connection: { kind: directory } }\n",
            "workspaces:\n  items:\n    local: { connection: { kind: directory, path: .rad }, environment: \(written) }\n"
                + "    b: { connection: { kind: directory } }\n"
        ),
        (
            "workspaces:\n  default: local\n",
            "workspaces:\n  items: { local: { connection: { kind: directory, path: .rad }, environment: \(written) } }\n"
                + "  default: local\n"
        ),
        (
            "workspaces:\n  default: a\n  items:\n    a:\n      environment: |\n        old\n      connection: { kind: directory }",
            "workspaces:\n  default: a\n  items:\n    a:\n      environment: \(written)\n"
                + "      connection: { kind: directory }"
        ),
        (
            "workspaces:\n  default: b\n  items:\n    a: &w { connection: { kind: directory }, environment: old }\n"
                + "    b:\n      <<: *w\n",
            "workspaces:\n  default: b\n  items:\n    a: &w { connection: { kind: directory }, environment: old }\n"
                + "    b:\n      environment: \(written)\n      <<: *w\n"
        ),
        (
            "# Nothing yet.",
            "# Nothing yet.\nworkspaces:\n  items:\n"
                + "    local: { connection: { kind: directory, path: .rad }, environment: \(written) }\n"
        ),
        (
            "workspaces: {}\n",
            "workspaces: {items: { local: { connection: { kind: directory, path: .rad }, environment: \(written) } }}\n"
        ),
        (
            "workspaces:\n",
            "workspaces: { items: { local: { connection: { kind: directory, path: .rad }, environment: \(written) } } }\n"
        ),
        (
            "workspaces:\n  items:\n",
            "workspaces:\n  items: { local: { connection: { kind: directory, path: .rad }, environment: \(written) } }\n"
        ),
    ])
    func switchingWritesTheEnvironmentAndNothingElse(before: String, after: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(before, to: "c.yaml")
            try rad.succeed("env", "create", "test", "--config", "c.yaml")
            try rad.succeed("env", "switch", "test", "--config", "c.yaml")
            #expect(try rad.folder.read("c.yaml") == after)
            let again = try rad.succeed("env", "switch", "test", "--config", "c.yaml")
            #expect(again == "Default environment is already set to test\n")
        }
    }

    /// Changing one of two workspaces that are one mapping would change the other as well.
    @Test(arguments: ["a", "b"])
    func aWorkspaceThatStandsForAnotherIsLeftAsItIs(workspace: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(
                "workspaces:\n  items:\n    a: &w\n      environment: default\n"
                    + "      connection: { kind: directory, path: .rad }\n    b: *w\n",
                to: "c.yaml"
            )
            try rad.succeed("env", "create", "test", "--config", "c.yaml", "-w", "a")
            try rad.refuse(
                "env",
                "switch",
                "test",
                "--config",
                "c.yaml",
                "-w",
                workspace,
                saying: """
                    error: the environment of workspace '\(workspace)' cannot be changed in 'c.yaml' without changing something else [RAD7006]
                    help: edit the file: write 'environment: \(Self.written)' there, in a mapping that nothing else stands for
                    """
            )
        }
    }

    @Test func aConfigurationBehindALinkIsChangedWhereItIs() async throws {
        try await Program.with { rad in
            try rad.folder.write("workspaces: {}\n", to: "dotfiles/rad.yaml")
            let link = "\(rad.folder.path)/c.yaml"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "dotfiles/rad.yaml")
            try rad.succeed("env", "create", "test", "--config", "c.yaml")
            try rad.succeed("env", "switch", "test", "--config", "c.yaml")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "dotfiles/rad.yaml")
            #expect(try rad.folder.read("dotfiles/rad.yaml").contains(Self.written))
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func commandsAtTheSameTimeUndoNothingOfEachOther() async throws {
        try await Program.with { rad in
            let names = (1...8).map { "w\($0)" }
            let items = names.map { "    \($0): { connection: { kind: directory, path: .rad } }\n" }
            try rad.folder.write("workspaces:\n  items:\n\(items.joined())", to: "c.yaml")
            try rad.succeed("env", "create", "test", "--config", "c.yaml", "-w", "w1")
            let commands = names.map { "rad env switch test --config c.yaml -w \($0) &" }
            #expect(try rad.run(script: commands.joined(separator: "\n") + "\nwait").errors == "")
            let text = try rad.folder.read("c.yaml")
            #expect(text.components(separatedBy: Self.written).count == names.count + 1)
        }
    }

    /// An environment of the current generation with a recipe pack of its own.
    static let teamEnvironment = """
        extension radius

        resource team 'Radius.Core/recipePacks@2025-08-01-preview' = {
          name: 'team'
          properties: {
            recipes: { 'Applications.Core/extenders': { kind: 'bicep', source: './recipes/extender.bicep' } }
          }
        }

        resource base 'Radius.Core/environments@2025-08-01-preview' = {
          name: 'base'
          properties: { recipePacks: [team.id], providers: { kubernetes: { namespace: 'base' } } }
        }

        """

    static let containerInstances = """
        extension radius

        resource aci 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'aci'
          location: 'westeurope'
          properties: {
            compute: { kind: 'aci', resourceGroup: '/subscriptions/s/resourceGroups/r' }
          }
        }

        """
}
