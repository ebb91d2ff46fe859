import Foundation
import TestSupport
import Testing

/// The commands that show what is deployed: `app`, `env`, `resource`.
@Suite struct InspectionTests {
    @Test func withNothingDeployedThereAreHeadingsAndTheDefaultEnvironment() async throws {
        try await Program.with { rad in
            try expectSnapshot(
                try rad.transcript(
                    "rad app list",
                    "rad app show shop",
                    "rad app delete shop",
                    "rad app graph shop",
                    "rad resource list",
                    "rad resource show Applications.Core/containers web",
                    "rad env list",
                    "rad env show",
                    "rad env show prod",
                    "rad env delete prod",
                    "rad workspace list"
                ),
                "inspect-nothing.txt"
            )
            #expect(try rad.folder.files() == [])
        }
    }

    @Test func tagsAreKeptForThoseWhoLookAtThem() async throws {
        try await Program.with { rad in
            let text = Applications.shop.replacingOccurrences(
                of: "  name: 'cache'\n",
                with: "  name: 'cache'\n  tags: { team: 'data', tier: 'small' }\n"
            )
            try rad.folder.write(text, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let shown = try rad.succeed(
                "resource",
                "show",
                "Applications.Datastores/redisCaches",
                "cache",
                "-o",
                "json"
            )
            let resource = try JSONSerialization.jsonObject(with: Data(shown.utf8)) as? [String: Any]
            #expect(resource?["tags"] as? [String: String] == ["team": "data", "tier": "small"])
            let other = try rad.succeed("resource", "show", "Applications.Core/containers", "web", "-o", "json")
            #expect(!other.contains("\"tags\""))
        }
    }

    @Test func whatIsDeployedIsShownInTables() async throws {
        try await deployed { rad in
            try expectSnapshot(
                try rad.transcript(
                    "rad app list",
                    "rad app list -e prod",
                    "rad app show shop -e prod",
                    "rad app show -a shop -e default",
                    "rad app show SHOP -e PROD",
                    "rad app show shop",
                    "rad app show shap",
                    "rad env list",
                    "rad env show prod",
                    "rad env show -e prad",
                    "rad resource list",
                    "rad resource list -e prod",
                    "rad resource list -a shop -e default",
                    "rad resource list applications.core/CONTAINERS",
                    "rad resource show Applications.Core/containers web -e prod",
                    "rad resource show Applications.Datastores/redisCaches cache -a shop -e default",
                    "rad resource show Applications.Core/containers wep",
                    "rad app list -g team",
                    "rad resource list -g team"
                ),
                "inspect-shop.txt"
            )
        }
    }

    @Test func whatIsDeployedIsShownToProgramsAsJSON() async throws {
        try await deployed { rad in
            var text = ""
            for command in [
                ["app", "list"], ["app", "show", "shop", "-e", "prod"], ["env", "list"], ["env", "show", "prod"],
                ["resource", "list"], ["resource", "show", "Applications.Core/containers", "web", "-e", "prod"],
                ["app", "graph", "shop", "-e", "prod"], ["workspace", "list"], ["workspace", "show"], ["version"],
            ] {
                let outcome = try rad.run(command + ["-o", "json"])
                #expect(outcome.status == 0 && outcome.errors == "")
                text += "$ rad \(command.joined(separator: " ")) -o json\n\(try shape(ofJSON: outcome.output))\n\n"
            }
            try expectSnapshot(text, "inspect-json.txt")
        }
    }

    @Test func theApplicationsOfTheNewGenerationAreShownAsSuch() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Applications.current(named: "kiosk") + """
                    resource web 'Radius.Compute/containers@2025-08-01-preview' = {
                      name: 'web'
                      properties: {
                        environment: environment
                        application: app.id
                        containers: { web: { image: 'registry.example/web:1', ports: { http: { containerPort: 80 } } } }
                      }
                    }
                    """,
                to: "app.bicep"
            )
            try rad.folder.write(
                """
                extension radius
                resource dev 'Radius.Core/environments@2025-08-01-preview' = {
                  name: 'dev'
                  properties: { providers: { kubernetes: { namespace: 'dev' } } }
                }
                """,
                to: "env.bicep"
            )
            try expectSnapshot(
                try rad.transcript(
                    "rad deploy env.bicep",
                    "rad deploy env.bicep",
                    "rad deploy app.bicep -e dev",
                    "rad app list",
                    "rad app delete kiosk --yes",
                    "rad env delete dev --yes",
                    "rad env delete dev --yes"
                ),
                "radius-core.txt"
            )
        }
    }

    @Test func twoApplicationsMayHaveResourcesOfOneName() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "shop.bicep")
            try rad.folder.write(
                Applications.shop.replacingOccurrences(of: "'shop'", with: "'store'"),
                to: "store.bicep"
            )
            try rad.succeed("deploy", "shop.bicep")
            try rad.succeed("deploy", "store.bicep")
            try rad.refuse(
                "resource",
                "show",
                "Applications.Core/containers",
                "web",
                saying: """
                    error: resource 'web' is deployed more than once: in application 'shop' in environment 'default', \
                    in application 'store' in environment 'default' [RAD7035]
                    help: name one, for example with '-a shop'
                    """
            )
            let shown = try rad.succeed("resource", "show", "Applications.Core/containers", "web", "-a", "store")
            #expect(shown.contains("default-store/deployment-web.yaml"))
        }
    }

    @Test func deletingWithoutATerminalNeedsYes() async throws {
        try await deployed { rad in
            try rad.refuse(
                "app",
                "delete",
                "shop",
                "-e",
                "prod",
                saying: """
                    error: this must be confirmed, and there is no terminal to ask at: \
                    Are you sure you want to delete application 'shop' from environment 'prod'? [RAD7036]
                    help: if you are sure, run the command again with '--yes'
                    """
            )
            try rad.refuse(
                "env",
                "delete",
                "prod",
                saying: """
                    error: this must be confirmed, and there is no terminal to ask at: The environment prod contains \
                    2 deployed resources. Are you sure you want to delete the environment and its resources? [RAD7036]
                    help: if you are sure, run the command again with '--yes'
                    """
            )
        }
    }

    @Test(arguments: [
        ["app", "show"], ["app", "show", "shop", "-a", "shop"], ["app", "graph"], ["app", "delete", "app.bicep"],
        ["app", "delete", "app.yml"],
        ["env", "show", "prod", "-e", "prod"], ["env", "delete"], ["resource", "list", "containers"],
        ["resource", "show", "containers", "web"], ["workspace", "show", "local", "-w", "local"],
    ])
    func wrongUsageShowsTheUsageOfTheCommand(arguments: [String]) async throws {
        try await Program.with { rad in
            let outcome = try rad.run(arguments)
            #expect(outcome.status == 64)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains("Usage: rad \(arguments[0]) \(arguments[1]) "), "\(outcome.errors)")
            #expect(try rad.folder.files() == [])
        }
    }

    /// Runs a test in a folder where `shop` is deployed to two environments.
    private func deployed(_ body: (Program) throws -> Void) async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            try rad.succeed("deploy", "app.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            try body(rad)
        }
    }
}
