import Foundation
import TestSupport
import Testing

/// Resource types that users define: `rad resource-type`, and applications of such types.
@Suite struct ResourceTypeTests {
    static let manifest = """
        namespace: MyCompany.Resources
        types:
          queue:
            description: |
              A queue of messages.
              Ask the platform team for more.
            apiVersions:
              '2025-01-01':
                schema:
                  type: object
                  properties:
                    size:
                      type: string
                      enum: [S, M]
                      default: S
                      description: How large it is.
                    limits:
                      type: object
                      properties:
                        memory: { type: string, description: "As in Kubernetes.\\nDefault: none." }
                    host: { type: string, readOnly: true }
                  required: [environment]
              '2025-01-01-preview':
                schema: { type: object, properties: {} }
          note:
            capabilities: [ManualResourceProvisioning]
            apiVersions:
              '2025-01-01':
                schema:
                  type: object
                  properties: { text: { type: string } }
                  required: [text]

        """

    static let application =
        Applications.legacy(named: "shop") + """
            resource queue 'MyCompany.Resources/queue@2025-01-01' = {
              name: 'orders'
              properties: { environment: environment, application: app.id, limits: { memory: '1Gi' } }
            }
            resource note 'MyCompany.Resources/note@2025-01-01' = {
              name: 'hint'
              properties: { environment: environment, application: app.id, text: 'be kind' }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: {
                application: app.id
                container: { image: 'web' }
                connections: { q: { source: queue.id }, n: { source: note.id } }
              }
            }

            """

    static let environment = Environments.prod.replacingOccurrences(
        of: "    recipes: {\n",
        with: "    recipes: {\n      'MyCompany.Resources/queue': {\n"
            + "        default: { templateKind: 'bicep', templatePath: '../recipes/queue.bicep' }\n      }\n"
    )

    static let recipe = """
        param context object
        output result object = { values: { host: '${context.resource.name}.${context.resource.properties.size}' } }

        """

    @Test func typesAreRegisteredShownAndRemoved() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            try rad.folder.write("<svg xmlns='http://www.w3.org/2000/svg'/>", to: "note.svg")
            try expectSnapshot(
                try rad.transcript(
                    "rad resource-type create queue -f types.yaml",
                    "rad resource-type create -f types.yaml",
                    "rad rt create note -f types.yaml --icon note.svg",
                    "rad resource-type create nota -f types.yaml",
                    "rad resource-type create -f types.yaml --icon note.svg",
                    "rad resource-type show MyCompany.Resources/queue",
                    "rad resource-type show mycompany.resources/NOTE",
                    "rad resource-type show MyCompany.Resources/not",
                    "rad resource-type show queue",
                    "rad resource-type delete MyCompany.Resources/note",
                    "rad resource-type delete MyCompany.Resources/note -y",
                    "rad resource-type delete MyCompany.Resources/note -y",
                    "rad resource-type delete Radius.Data/redisCaches -y"
                ),
                "resource-types.txt"
            )
            let list = try rad.succeed("resource-type", "list")
            #expect(list.hasPrefix("TYPE "))
            #expect(list.contains("Radius.Data/redisCaches "))
            let rows = list.split(separator: "\n").drop { !$0.hasPrefix("MyCompany.Resources/queue ") }.prefix(2)
            #expect(rows.map { $0.split(separator: " ").last } == ["2025-01-01-preview", "2025-01-01"])
            #expect(list.contains("MyCompany.Resources/note") == false)
        }
    }

    @Test func typesAreShownToProgramsAsJSON() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            try rad.folder.write("<svg/>", to: "note.svg")
            let created = try rad.succeed(
                "resource-type",
                "create",
                "note",
                "-f",
                "types.yaml",
                "--icon",
                "note.svg",
                "-o",
                "json"
            )
            let shown = try rad.succeed("resource-type", "show", "MyCompany.Resources/note", "-o", "json")
            let list = try rad.succeed("resource-type", "list", "-o", "json")
            try expectSnapshot(
                "create\n\(created)\nshow\n\(shown)\nlist\n\(try shape(ofJSON: list))\n",
                "resource-types-json.txt"
            )
        }
    }

    @Test func whatIsWrongWithAManifestIsReportedAndNothingIsRegistered() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                "namespace: MyCompany.Resources\ntypes:\n  queue:\n    apiVersions:\n      v1:\n"
                    + "        schema: { type: object, properties: { a: { type: strin } } }\n",
                to: "types.yaml"
            )
            try rad.refuse(
                "resource-type",
                "create",
                "-f",
                "types.yaml",
                saying: """
                    types.yaml:5:7: error: 'v1' must be a valid API version [RAD2163]
                      |
                    5 |       v1:
                      |       ^^
                    help: write a date as YYYY-MM-DD, which may end in '-preview', for example '2025-01-01'

                    types.yaml:6:58: error: unsupported type: strin [RAD2171]
                      |
                    6 |         schema: { type: object, properties: { a: { type: strin } } }
                      |                                                          ^^^^^
                    help: did you mean 'string'?
                    """
            )
            try rad.folder.write(
                "namespace: Applications.Core\ntypes: { containers: { apiVersions: { '2025-01-01': { schema: {} } } } }",
                to: "own.yaml"
            )
            let outcome = try rad.run("resource-type", "create", "-f", "own.yaml")
            #expect(outcome.status == 1 && outcome.errors.contains("own.yaml:2:10: error"))
            #expect(outcome.errors.contains("RAD7103"))
        }
    }

    @Test func whatIsRegisteredBeforeAFailureIsNamed() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            try rad.folder.write("", to: ".rad/state/resource-types/mycompany.resources/note.json/here")
            let outcome = try rad.run("resource-type", "create", "-f", "types.yaml")
            #expect(outcome.status == 1 && outcome.output == "")
            let warning = "warning: of the manifest's types, only MyCompany.Resources/queue is registered [RAD7106]\n"
            #expect(outcome.errors.hasPrefix(warning), "\(outcome.errors)")
            #expect(outcome.errors.contains("[RAD6021]"), "\(outcome.errors)")
        }
    }

    /// A description is somebody's text, and must not be able to control the terminal.
    @Test func controlCharactersOfAManifestReachNoTerminal() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                namespace: MyCompany.Resources
                types:
                  queue:
                    description: "a\\e]0;title\\a\\e[31mred"
                    apiVersions:
                      '2025-01-01':
                        schema: { properties: { size: { type: string, description: "b\\e[2Jc" } } }
                """,
                to: "types.yaml"
            )
            try rad.succeed("resource-type", "create", "-f", "types.yaml")
            for command in [["show", "MyCompany.Resources/queue"], ["list"]] {
                let shown = try rad.run(["resource-type"] + command).output
                #expect(!shown.contains("\u{1B}") && !shown.contains("\u{07}"), "\(command)")
            }
            let shown = try rad.succeed("resource-type", "show", "MyCompany.Resources/queue")
            #expect(shown.contains("a\u{FFFD}]0;title\u{FFFD}\u{FFFD}[31mred") && shown.contains("b\u{FFFD}[2Jc"))
        }
    }

    @Test(arguments: [
        ("create nota -f types.yaml", "RAD7101"),
        ("create -f types.yaml --icon note.svg", "RAD7102"),
        ("delete radius.core/Environments -y", "RAD7103"),
        ("show MyCompany.Resources/queue", "RAD7104"),
    ])
    func whatCannotBeDoneIsRefused(arguments: String, code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            try rad.folder.write("<svg/>", to: "note.svg")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run(["resource-type"] + arguments.split(separator: " ").map(String.init))
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains("[\(code)]") && outcome.errors.contains("help: "))
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test func anApplicationUsesTypesOnceTheyAreRegistered() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            try rad.folder.write(Self.application, to: "app.bicep")
            try rad.folder.write(Self.environment, to: "env/prod.bicep")
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(Self.recipe, to: "recipes/queue.bicep")
            let before = try rad.run("deploy", "app.bicep")
            #expect(before.status == 1 && before.errors.contains("RAD2001"))
            #expect(before.errors.contains("rad resource-type create -f <file>"))

            try rad.succeed("resource-type", "create", "-f", "types.yaml")
            try rad.succeed("deploy", "env/prod.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            #expect(try rad.succeed("plan", "app.bicep", "-e", "prod").contains("No changes"))
            let shown = try rad.succeed("resource", "show", "MyCompany.Resources/queue", "orders", "-o", "json")
            #expect(shown.contains(#""size": "S""#) && shown.contains(#""host": "orders.S""#))
            let manifests = try rad.folder.files().filter { $0.hasPrefix(".rad/out/") }.map { try rad.folder.read($0) }
            let all = manifests.joined(separator: "\n")
            #expect(all.contains("CONNECTION_Q_HOST") && all.contains("CONNECTION_N_TEXT"))

            try rad.refuse(
                "resource-type",
                "delete",
                "MyCompany.Resources/queue",
                "-y",
                saying: """
                    error: resources of type 'MyCompany.Resources/queue' are deployed: 'orders' of application 'shop' in environment 'prod' [RAD7105]
                    help: remove them from their definitions and deploy again, or delete the applications
                    """
            )
            try rad.succeed("app", "delete", "shop", "-e", "prod", "-y")
            try rad.succeed("resource-type", "delete", "MyCompany.Resources/queue", "-y")
        }
    }

    @Test func wrongBodiesAreReportedByDeployAndByTheLinter() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            let text = Self.application.replacingOccurrences(of: "text: 'be kind'", with: "txt: 'be kind'")
            try rad.folder.write(text, to: "app.bicep")
            try rad.succeed("resource-type", "create", "-f", "types.yaml")
            let deployed = try rad.run("plan", "app.bicep")
            #expect(deployed.errors.contains("app.bicep:13:64: error: unknown property 'txt' [RAD2003]"))
            #expect(deployed.errors.contains("help: did you mean 'text'?"))
            let linted = try rad.run("bicep", "lint", "app.bicep")
            #expect(linted.output.contains("app.bicep:13:"))
            #expect(linted.output.contains("'txt'"))
        }
    }

    /// `rad bicep publish-extension` names extensions so; without a bicepconfig.json nothing else says where they are.
    @Test(arguments: ["mycompany", "resources", "queue", "MyCompany.Resources"])
    func extensionsAreNamedLikeRegisteredTypesOrTheirNamespace(name: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.manifest, to: "types.yaml")
            let quoted = name.contains(".") ? "'\(name)'" : name
            let text =
                "extension radius\nextension \(quoted)\n\n"
                + "resource note 'MyCompany.Resources/note@2025-01-01' = {\n  name: 'hint'\n"
                + "  properties: { environment: 'default', text: 'a' }\n}\n"
            try rad.folder.write(text, to: "app.bicep")
            let before = try rad.run("plan", "app.bicep", "-a", "shop")
            #expect(before.errors.contains("BCP204"))
            try rad.succeed("resource-type", "create", "-f", "types.yaml")
            let after = try rad.run("plan", "app.bicep", "-a", "shop")
            #expect(after.errors.contains("BCP204") == (name == "mycompany"))
        }
    }
}
