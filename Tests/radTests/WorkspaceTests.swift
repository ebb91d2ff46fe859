import Foundation
import TestSupport
import Testing

/// Workspaces and groups: `workspace list|show|switch`, `-w`, `-g`, `--config`.
@Suite struct WorkspaceTests {
    static let configuration = """
        # The team's workspaces.
        workspaces:
          default: files   # where we try things
          items:
            production:
              connection:
                kind: kubernetes
                context: kind-radius
              scope: /planes/radius/local/resourceGroups/shop
              environment: /planes/radius/local/resourceGroups/shop/providers/Applications.Core/environments/prod
            files:
              connection: { kind: directory, path: build }
              scope: /planes/radius/local/resourceGroups/team

        """

    @Test func workspacesAreListedShownAndSwitched() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.configuration, to: ".rad/config.yaml")
            try expectSnapshot(
                try rad.transcript(
                    "rad workspace list",
                    "rad workspace show",
                    "rad workspace show Production",
                    "rad workspace show -w local",
                    "rad workspace show none",
                    "rad workspace switch files",
                    "rad workspace switch production",
                    "rad workspace show",
                    "rad app list",
                    "rad workspace switch local",
                    "rad app list",
                    "rad workspace switch none"
                ),
                "workspaces.txt"
            )
            #expect(
                try rad.folder.read(".rad/config.yaml")
                    == Self.configuration.replacingOccurrences(of: "default: files", with: "default: local")
            )
        }
    }

    @Test func withoutAConfigurationTheDefaultIsLocalAlready() async throws {
        try await Program.with { rad in
            let output = try rad.succeed("workspace", "switch", "local")
            #expect(output == "Default workspace is already set to local\n")
            #expect(try rad.folder.files() == [])
        }
    }

    @Test(arguments: [
        (
            "workspaces:\n  default: gone\n  items:\n    one: { connection: { kind: directory } }\n",
            "workspaces:\n  default: one\n  items:\n    one: { connection: { kind: directory } }\n"
        ),
        (
            "workspaces:\n  items:\n    one: { connection: { kind: directory } }\n",
            "workspaces:\n  default: one\n  items:\n    one: { connection: { kind: directory } }\n"
        ),
        (
            "workspaces:\n  default:\n  items:\n    one: { connection: { kind: directory } }",
            "workspaces:\n  default: one\n  items:\n    one: { connection: { kind: directory } }"
        ),
        (
            "{workspaces: {items: {one: {connection: {kind: directory}}}}}\n",
            "{workspaces: {default: one, items: {one: {connection: {kind: directory}}}}}\n"
        ),
    ])
    func switchingChangesTheNameAndNothingElse(before: String, after: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(before, to: "c.yaml")
            let outcome = try rad.run("workspace", "switch", "one", "--config", "c.yaml")
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try rad.folder.read("c.yaml") == after)
            #expect(try rad.run("workspace", "show", "--config", "c.yaml").output.contains("\none "))
        }
    }

    @Test func theWorkspaceSaysWhereTheOutputAndTheStateGo() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.configuration, to: ".rad/config.yaml")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let output = try rad.succeed("deploy", "app.bicep")
            #expect(output.contains("from workspace 'files'"))
            #expect(output.contains("The output is in build/out."))
            let made = try rad.folder.files().filter { $0 != "app.bicep" && $0 != ".rad/config.yaml" }
            #expect(made.contains("build/state/groups/team/environments/default/applications/shop.journal"))
            #expect(made.allSatisfy { $0.hasPrefix("build/") })
            #expect(try rad.succeed("app", "list").contains("shop "))
            #expect(try rad.succeed("app", "list", "-w", "local").contains("shop ") == false)
        }
    }

    /// A workspace whose folder is absolute serves several working directories.
    @Test func anEnvironmentFindsItsRecipesFromAnotherFolder() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                "workspaces:\n  default: all\n  items:\n    all:\n"
                    + "      connection: { kind: directory, path: '\(rad.folder.path)/build' }\n",
                to: ".rad/config.yaml"
            )
            try rad.folder.write(Environments.prod, to: "one/env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "one/recipes/redis.bicep")
            try rad.folder.write(Applications.shop, to: "two/app.bicep")
            try rad.inside("one").succeed("deploy", "env/prod.bicep")
            try rad.inside("two").succeed("deploy", "app.bicep", "-e", "prod")
            #expect(try rad.succeed("resource", "list").contains("cache "))
        }
    }

    @Test func groupsAreApart() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep", "-g", "team")
            #expect(try rad.succeed("app", "list").contains("shop ") == false)
            #expect(try rad.succeed("app", "list", "-g", "TEAM").contains("shop "))
            #expect(try rad.succeed("resource", "list", "-g", "team", "-o", "json").contains("/resourceGroups/team/"))
            #expect(try rad.succeed("app", "delete", "shop", "--yes").hasSuffix("shop not found\n"))
            #expect(try rad.succeed("app", "delete", "shop", "--yes", "-g", "team").hasSuffix("shop deleted\n"))
        }
    }

    /// An id names its group, whatever group the command works in.
    @Test func anIDReachesIntoItsGroup() async throws {
        try await Program.with { rad in
            let team = "/planes/radius/local/resourceGroups/team/providers/Applications.Core"
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.succeed("deploy", "app.bicep")
            try rad.refuse(
                "app",
                "show",
                "\(team)/applications/shop",
                saying: "error: application 'shop' is not deployed [RAD7032]\n"
                    + "help: 'rad app list' shows what is deployed"
            )
            let gone = "Applications.Core/applications/shop not found\n"
            #expect(try rad.succeed("app", "delete", "\(team)/applications/shop", "--yes") == gone)
            #expect(try rad.succeed("app", "list").contains("shop "))
            try rad.succeed("app", "delete", "shop", "--yes")

            try rad.succeed("deploy", "env/prod.bicep", "-g", "team")
            try rad.succeed("deploy", "app.bicep", "-e", "prod", "-g", "team")
            let resource = ["resource", "show", "Applications.Core/containers", "web"]
            #expect(try rad.run(resource).status == 1)
            #expect(try rad.run(resource + ["-a", "\(team)/applications/shop"]).status == 0)
            let listed = try rad.succeed("app", "list", "-g", "team", "-e", "\(team)/environments/prod")
            #expect(listed.contains("shop "))
            try rad.succeed("env", "delete", "\(team)/environments/prod", "--yes")
            #expect(try rad.succeed("app", "list", "-g", "team").contains("shop ") == false)
            #expect(try rad.folder.files().contains { $0.hasPrefix(".rad/out/") } == false)
        }
    }

    @Test func everyMistakeInTheConfigurationIsReportedOnce() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                workspaces:
                  items:
                    a: {}
                    b: { connection: { kind: cloud } }
                    c: { connection: [] }
                    d: { connection: { kind: directory, pth: x } }
                    e: { connection: { kind: 3 } }
                    f: directory
                  defualt: a
                """,
                to: "c.yaml"
            )
            try expectSnapshot(try rad.transcript("rad workspace list --config c.yaml"), "configuration-mistakes.txt")
        }
    }

    @Test func aClusterWithoutAContextIsNamedAsOne() async throws {
        try await Program.with { rad in
            try rad.folder.write("workspaces:\n  items:\n    k: { connection: { kind: kubernetes } }\n", to: "c.yaml")
            try rad.refuse(
                "app",
                "list",
                "--config",
                "c.yaml",
                "-w",
                "k",
                saying: """
                    error: the workspace names no context, and there is no kubeconfig [RAD6103]
                    help: name the file in the variable KUBECONFIG, or put it at ~/.kube/config
                    """
            )
        }
    }
}
