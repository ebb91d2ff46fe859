import Foundation
import TestSupport
import Testing

/// What is wrong around the definition: the configuration, the arguments, the names on the command line.
@Suite struct RefusalTests {
    /// A command that must be refused, and what it says.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let name: String
        var files: [String: String] = [:]
        let arguments: [String]
        /// The first line on standard error.
        let error: String

        var testDescription: String { name }
    }

    static func configured(_ text: String) -> [String: String] { [".rad/config.yaml": text] }

    static let refused: [Refusal] = [
        Refusal(
            name: "an unknown workspace",
            arguments: ["app", "list", "-w", "prod"],
            error: "error: there is no workspace 'prod' [RAD7001]"
        ),
        Refusal(
            name: "a workspace without a connection",
            files: configured("workspaces:\n  items:\n    prod:\n      environment: prod\n"),
            arguments: ["workspace", "list"],
            error: "/.rad/config.yaml:3:5: error: workspace 'prod' has no connection.kind [RAD7002]"
        ),
        Refusal(
            name: "an unknown kind of connection",
            files: configured("workspaces:\n  items:\n    prod:\n      connection: { kind: cloud }\n"),
            arguments: ["workspace", "list"],
            error: "/.rad/config.yaml:4:27: error: 'cloud' is no kind of connection; "
                + "expected 'directory' or 'kubernetes' [RAD7003]"
        ),
        Refusal(
            name: "an unknown place for the state",
            files: configured(
                "workspaces:\n  items:\n    prod:\n      state: cluster\n      connection: { kind: directory }\n"
            ),
            arguments: ["workspace", "list"],
            error: "/.rad/config.yaml:4:14: error: 'cluster' is no place for the state of the workspace; "
                + "expected 'files' or, for a cluster, 'cluster' [RAD7007]"
        ),
        Refusal(
            name: "a list where a mapping is expected",
            files: configured("workspaces: [prod]\n"),
            arguments: ["workspace", "list"],
            error: "/.rad/config.yaml:1:13: error: expected a mapping, found a list [RAD7004]"
        ),
        Refusal(
            name: "an unknown member of the configuration",
            files: configured("workspace:\n  default: prod\n"),
            arguments: ["workspace", "list"],
            error: "/.rad/config.yaml:1:1: error: 'workspace' is not part of the configuration; "
                + "expected workspaces [RAD7005]"
        ),
        Refusal(
            name: "a file of resources that belong to no application",
            files: ["app.bicep": "param size int = 1\noutput size int = size\n"],
            arguments: ["deploy", "app.bicep"],
            error: "app.bicep:1:1: error: the file declares no environment and no application, "
                + "and its resources name none [RAD7014]"
        ),
        Refusal(
            name: "a parameter without a value",
            files: ["app.bicep": Applications.shop],
            arguments: ["deploy", "app.bicep", "-p", "tag"],
            error: "error: '-p tag' is no parameter; "
                + "expected NAME=VALUE, NAME=@FILE, @FILE or FILE.bicepparam [RAD7020]"
        ),
        Refusal(
            name: "a parameter file without parameters",
            files: ["app.bicep": Applications.shop, "p.json": "{ \"tag\": 1 }"],
            arguments: ["deploy", "app.bicep", "-p", "@p.json"],
            error: "p.json:1:1: error: 'p.json' has no 'parameters' object [RAD7021]"
        ),
        Refusal(
            name: "a parameter file with a bare value",
            files: ["app.bicep": Applications.shop, "p.json": "{ \"parameters\": { \"tag\": 1 } }"],
            arguments: ["deploy", "app.bicep", "-p", "@p.json"],
            error: "p.json:1:26: error: parameter 'tag' has no 'value' [RAD7022]"
        ),
        Refusal(
            name: "a workspace that is a cluster without a kubeconfig",
            files: configured(
                "workspaces:\n  items:\n    prod:\n      connection: { kind: kubernetes, context: east }\n"
            ).merging(["app.bicep": Applications.shop]) { first, _ in first },
            arguments: ["deploy", "app.bicep", "-w", "prod"],
            error: "error: there is no context 'east': there is no kubeconfig [RAD6102]"
        ),
        Refusal(
            name: "an application that is not deployed",
            arguments: ["app", "show", "shop"],
            error: "error: application 'shop' is not deployed [RAD7032]"
        ),
        Refusal(
            name: "a resource that is not deployed",
            arguments: ["resource", "show", "Applications.Core/containers", "web"],
            error: "error: there is no resource 'web' of type Applications.Core/containers [RAD7034]"
        ),
    ]

    @Test(arguments: refused)
    func itIsOneErrorWithTheNextStepAndNothingIsWritten(refusal: Refusal) async throws {
        try await Program.with { rad in
            for (name, text) in refusal.files { try rad.folder.write(text, to: name) }
            let outcome = try rad.run(refusal.arguments)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            let first = outcome.errors.split(separator: "\n").first.map(String.init) ?? ""
            #expect(
                first.replacingOccurrences(of: rad.folder.path, with: "").hasPrefix(refusal.error),
                "\(outcome.errors)"
            )
            #expect(outcome.errors.components(separatedBy: "error: ").count == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("help: "), "\(outcome.errors)")
            #expect(try rad.folder.files() == refusal.files.keys.sorted())
        }
    }

    /// A name as long as a name can be leaves no room for that of the file that is to replace it;
    /// permissions would say nothing to a test that runs as root.
    @Test func anUnwritableConfigurationStaysAsItIs() async throws {
        try await Program.with { rad in
            let name = String(repeating: "c", count: 255)
            let text = "workspaces:\n  default: other\n  items:\n    other: { connection: { kind: directory } }\n"
            try rad.folder.write(text, to: name)
            let outcome = try rad.run("workspace", "switch", "local", "--config", name)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(
                outcome.errors == """
                    error: '\(name)' cannot be written: File name too long [RAD7012]
                    help: check the permissions of the folder and the space on the disk

                    """
            )
            #expect(try rad.folder.read(name) == text)
            #expect(try rad.folder.files() == [name])
        }
    }

    @Test func whatStandsInTwoEnvironmentsMustBeNamedWithOne() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(
                """
                extension radius
                resource prod 'Applications.Core/environments@2023-10-01-preview' = {
                  name: 'prod'
                  properties: {
                    compute: { kind: 'kubernetes', namespace: 'prod', resourceId: 'self' }
                    recipes: {
                      'Applications.Datastores/redisCaches': {
                        default: { templateKind: 'bicep', templatePath: 'redis.bicep' }
                      }
                    }
                  }
                }
                """,
                to: "env.bicep"
            )
            try rad.folder.write(
                "output result object = { values: { host: 'redis.example', port: 6379 } }\n",
                to: "redis.bicep"
            )
            for command in [["env.bicep"], ["app.bicep"], ["app.bicep", "-e", "prod"]] {
                let outcome = try rad.run(["deploy"] + command)
                #expect(outcome.status == 0, "\(outcome.errors)")
            }
            let application = try rad.run("app", "show", "shop")
            #expect(application.status == 1)
            #expect(
                application.errors == """
                    error: application 'shop' is deployed in several environments: default, prod [RAD7033]
                    help: name one, for example '-e default'

                    """
            )
            let resource = try rad.run("resource", "show", "Applications.Core/containers", "web")
            #expect(resource.status == 1)
            #expect(
                resource.errors == """
                    error: resource 'web' is deployed more than once: in application 'shop' in environment 'default', \
                    in application 'shop' in environment 'prod' [RAD7035]
                    help: name one, for example with '-e default'

                    """
            )
            #expect(try rad.run("app", "show", "shop", "-e", "prod").status == 0)
        }
    }
}
