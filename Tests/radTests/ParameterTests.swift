import Foundation
import TestSupport
import Testing

/// The forms of `-p`.
@Suite struct ParameterTests {
    /// The shop with an image, ports and labels that can be chosen.
    static let shop = Applications.shop
        .replacingOccurrences(
            of: "param environment string",
            with: "param environment string\nparam image string\nparam ports object = { http: { containerPort: 8080 } }"
        )
        .replacingOccurrences(of: "image: 'registry.example/web:1.0'", with: "image: image")
        .replacingOccurrences(of: "ports: { http: { containerPort: 8080 } }\n", with: "ports: ports\n")

    /// Where an argument gets its value from.
    struct Form: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        var files: [String: String] = [:]
        let image: String
        var port = 8080

        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let forms: [Form] = [
        Form(arguments: ["-p", "image=web:2"], image: "web:2"),
        Form(arguments: ["-p", "IMAGE=web:2=b"], image: "web:2=b"),
        Form(arguments: ["--parameters", "image=web:1", "-p", "image=web:2"], image: "web:2"),
        Form(
            arguments: ["-p", "image=web:2", "-p", "ports={ \"admin\": { \"containerPort\": 9000 } }"],
            image: "web:2",
            port: 9000
        ),
        Form(
            arguments: ["-p", "image=web:2", "-p", "ports=@ports.json"],
            files: ["ports.json": "{ \"admin\": { \"containerPort\": 9001 } }"],
            image: "web:2",
            port: 9001
        ),
        Form(
            arguments: ["-p", "@p.json"],
            files: ["p.json": "{ \"parameters\": { \"image\": { \"value\": \"web:3\" } } }"],
            image: "web:3"
        ),
        Form(
            arguments: ["-p", "@p.json", "-p", "image=web:4"],
            files: ["p.json": "{ \"parameters\": { \"image\": { \"value\": \"web:3\" } } }"],
            image: "web:4"
        ),
        Form(
            arguments: ["-p", "image=web:4", "-p", "@p.json"],
            files: ["p.json": "{ \"parameters\": { \"image\": { \"value\": \"web:3\" } } }"],
            image: "web:3"
        ),
        Form(
            arguments: ["-p", "@p.json", "-p", "prod.bicepparam", "-p", "ports=@ports.json"],
            files: [
                "p.json": "{ \"parameters\": { \"image\": { \"value\": \"web:3\" } } }",
                "prod.bicepparam": "using 'app.bicep'\nparam image = 'web:5'\n",
                "ports.json": "{ \"admin\": { \"containerPort\": 9003 } }",
            ],
            image: "web:5",
            port: 9003
        ),
        Form(
            arguments: ["-p", "prod.bicepparam"],
            files: [
                "prod.bicepparam": """
                using 'app.bicep'
                var port = 9002
                param image = 'web:${port}'
                param ports = { http: { containerPort: port } }
                """
            ],
            image: "web:9002",
            port: 9002
        ),
    ]

    @Test(arguments: forms)
    func theValueArrives(form: Form) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            for (name, text) in form.files { try rad.folder.write(text, to: name) }
            let outcome = try rad.run(["deploy", "app.bicep"] + form.arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let file = try #require(try rad.folder.files().first { $0.hasSuffix("deployment-web.yaml") })
            let manifest = try rad.folder.read(file)
            #expect(manifest.contains("image: \(form.image)\n"), "\(manifest)")
            #expect(manifest.contains("containerPort: \(form.port)\n"), "\(manifest)")
            #expect(try rad.run(["deploy", "app.bicep"] + form.arguments).output.hasPrefix("No changes: "))
        }
    }

    @Test func aFileOfParametersThatCannotBeReadIsNamed() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            for argument in ["@none.json", "image=@none.json"] {
                try rad.refuse(
                    "deploy",
                    "app.bicep",
                    "-p",
                    argument,
                    saying: """
                        error: 'none.json' cannot be read: there is no such file [RAD7010]
                        help: check the path; a relative one starts at the folder that rad runs in
                        """
                )
            }
        }
    }

    @Test func anArgumentWithoutANameIsRefusedWithoutItsValue() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            try rad.refuse(
                "deploy",
                "app.bicep",
                "-p",
                "=hunter2",
                saying: """
                    error: '-p =…' is no parameter; \
                    expected NAME=VALUE, NAME=@FILE, @FILE or FILE.bicepparam [RAD7020]
                    help: write for example '-p image=nginx:1.27'
                    """
            )
        }
    }

    @Test func aParameterFileWithErrorsIsRefusedWithTheirPlaces() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            try rad.folder.write("using 'app.bicep'\nparam image = imgae\n", to: "prod.bicepparam")
            let outcome = try rad.run("deploy", "app.bicep", "-p", "prod.bicepparam")
            #expect(outcome.status == 1)
            #expect(outcome.errors.hasPrefix("prod.bicepparam:2:15: error: "), "\(outcome.errors)")
            #expect(outcome.errors.contains("[BCP"), "\(outcome.errors)")
            #expect(try rad.folder.files() == ["app.bicep", "prod.bicepparam"])
        }
    }

    @Test func aValueThatIsMissingIsAskedForWithTheOption() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.shop, to: "app.bicep")
            let outcome = try rad.run("deploy", "app.bicep")
            #expect(outcome.errors.contains("help: give it with '-p image=<value>'"), "\(outcome.errors)")
        }
    }
}
