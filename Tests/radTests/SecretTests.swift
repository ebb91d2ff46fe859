import Foundation
import TestSupport
import Testing

/// A secret is written where secrets belong, and nowhere else.
@Suite struct SecretTests {
    static let secret = "correct-horse-battery"
    static let cacheType = "Applications.Datastores/redisCaches"

    /// The shop with a secret in a variable of its container, and one that its recipe is given.
    static let shop = Applications.shop
        .replacingOccurrences(
            of: "param environment string",
            with: "param environment string\n@secure()\nparam token string"
        )
        .replacingOccurrences(
            of: "image: 'registry.example/web:1.0'",
            with: "image: 'registry.example/web:1.0'\n      env: { TOKEN: { value: 'Bearer ${token}' } }"
        )

    static func environment(_ compute: String) -> String {
        """
        extension radius
        @secure()
        param password string
        resource env 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'prod'
          location: 'westeurope'
          properties: {
            compute: \(compute)
            recipes: {
              'Applications.Datastores/redisCaches': {
                default: {
                  templateKind: 'bicep'
                  templatePath: './redis.bicep'
                  parameters: { password: password }
                }
              }
            }
          }
        }

        """
    }

    static let recipe = """
        @secure()
        param password string
        output result object = {
          values: { host: 'redis.example', port: 6379, username: 'shop' }
          secrets: { password: password }
        }

        """

    static let computes = [
        "{ kind: 'kubernetes', resourceId: 'self', namespace: 'prod' }",
        "{ kind: 'aci', resourceGroup: "
            + "'/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop' }",
    ]

    @Test(arguments: computes)
    func itIsReadableInFilesForSecretsOnly(compute: String) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment(compute), to: "env.bicep")
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            try rad.folder.write(Self.shop, to: "app.bicep")
            let token = ["-p", "token=\(Self.secret)"]
            let password = ["-p", "password=\(Self.secret)"]
            let commands: [[String]] = [
                ["plan", "env.bicep"] + password, ["deploy", "env.bicep"] + password,
                ["deploy", "env.bicep", "-o", "json"] + password,
                ["plan", "app.bicep", "-e", "prod"] + token, ["plan", "app.bicep", "-e", "prod", "-o", "json"] + token,
                ["app", "graph", "app.bicep", "-e", "prod"] + token,
                ["app", "graph", "app.bicep", "-e", "prod", "-o", "json"] + token,
                ["deploy", "app.bicep", "-e", "prod", "-o", "json"] + token,
                ["deploy", "app.bicep", "-e", "prod"] + token,
                ["deploy", "app.bicep", "-e", "prod", "-p", "token=other"],
                ["deploy", "app.bicep", "-e", "prod"] + token,
                ["app", "graph", "shop", "-o", "dot"], ["app", "graph", "shop", "-o", "json"],
                ["app", "show", "shop", "-o", "json"], ["env", "show", "prod", "-o", "json"],
                ["resource", "list", "-o", "json"],
                ["resource", "show", "Applications.Datastores/redisCaches", "cache", "-o", "json"],
            ]
            for command in commands {
                let outcome = try rad.run(command)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(!isReadable(in: outcome.output), "\(command)\n\(outcome.output)")
                #expect(!isReadable(in: outcome.errors), "\(command)\n\(outcome.errors)")
            }
            let holders = try rad.folder.files().filter { isReadable(in: try rad.folder.read($0)) }
            #expect(!holders.isEmpty, "the secret has to arrive somewhere")
            for file in holders {
                #expect(file.hasPrefix(".rad/out/"), "\(file) holds the secret")
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(rad.folder.path)/\(file)")
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file) is readable by others")
            }
        }
    }

    @Test(arguments: [
        "@secure()\nparam token object", "@secure()\n@minLength(40)\nparam token string",
        "@secure()\n@allowed(['a', 'b'])\nparam token string", "@secure()\nparam token { a: int }",
    ])
    func aSecretThatDoesNotFitIsNotRepeated(declaration: String) async throws {
        try await Program.with { rad in
            let text = Self.shop.replacingOccurrences(of: "@secure()\nparam token string", with: declaration)
            try rad.folder.write(text, to: "app.bicep")
            try rad.folder.write("{ \"parameters\": { \"token\": { \"value\": \"\(Self.secret)\" } } }", to: "p.json")
            try rad.folder.write(
                "using 'app.bicep'\nparam token = readEnvironmentVariable('TOKEN')\n",
                to: "p.bicepparam"
            )
            for argument in ["token=\(Self.secret)", "@p.json", "p.bicepparam", "tokn=\(Self.secret)"] {
                let outcome = try rad.run(["deploy", "app.bicep", "-p", argument], environment: ["TOKEN": Self.secret])
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("error: "))
                let isOwnFile = argument == "@p.json"
                #expect(isOwnFile || !isReadable(in: outcome.errors), "\(argument)\n\(outcome.errors)")
                #expect(!isReadable(in: outcome.output))
            }
        }
    }

    /// A property of a type that a user defines is marked in itself, or in what it is made of.
    @Test(arguments: [
        ("a: { type: string, x-radius-sensitive: true }", "'\(secret)'"),
        ("a: { $ref: '#/$defs/secret' }", "'\(secret)'"),
        ("a: { type: array, items: { $ref: '#/$defs/secret' } }", "['\(secret)']"),
        ("a: { type: object, additionalProperties: { type: string, x-radius-sensitive: true } }", "{ k: '\(secret)' }"),
        ("a: { type: string, readOnly: true, x-radius-sensitive: true }", nil),
        ("a: { type: object, readOnly: true, properties: { k: { $ref: '#/$defs/secret' } } }", nil),
    ])
    func aPropertyThatItsTypeMarksIsReadableNowhere(property: String, value: String?) async throws {
        try await Program.with { rad in
            try rad.folder.write(
                "namespace: MyCompany.Resources\ntypes:\n  queue:\n    apiVersions:\n      '2025-01-01':\n"
                    + "        schema:\n          $defs: { secret: { type: string, x-radius-sensitive: true } }\n"
                    + "          properties:\n            limits: { type: object, properties: {} }\n            \(property)\n",
                to: "types.yaml"
            )
            let application = ResourceTypeTests.application
                .replacingOccurrences(of: ", n: { source: note.id }", with: "")
                .replacingOccurrences(of: "limits: { memory: '1Gi' }", with: value.map { "a: \($0)" } ?? "")
            let start = try #require(application.range(of: "resource note"))
            let end = try #require(application.range(of: "resource web"))
            try rad.folder.write(
                application.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: ""),
                to: "app.bicep"
            )
            let given = property.contains("k: {") ? "{ k: '\(Self.secret)' }" : "'\(Self.secret)'"
            try rad.folder.write(
                "param context object\noutput result object = { values: { \(value == nil ? "a: \(given)" : "b: 'c'") } }\n",
                to: "recipes/queue.bicep"
            )
            try rad.folder.write(Environments.redis, to: "recipes/redis.bicep")
            try rad.folder.write(ResourceTypeTests.environment, to: "env/prod.bicep")
            try rad.succeed("resource-type", "create", "-f", "types.yaml")
            try rad.succeed("deploy", "env/prod.bicep")
            for command in [
                ["plan", "app.bicep", "-e", "prod", "-o", "json"],
                ["app", "graph", "app.bicep", "-e", "prod", "-o", "json"],
                ["deploy", "app.bicep", "-e", "prod"], ["app", "graph", "shop", "-o", "json"],
                ["resource", "show", "MyCompany.Resources/queue", "orders", "-o", "json"],
            ] {
                let outcome = try rad.run(command)
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(!isReadable(in: outcome.output + outcome.errors), "\(command)\n\(outcome.output)")
            }
            for file in try rad.folder.files() where file.hasPrefix(".rad/state/") {
                #expect(!isReadable(in: try rad.folder.read(file)), "\(file) holds the secret")
            }
        }
    }

    /// Whether the text has the secret, plain or in the encoding of Kubernetes' Secrets.
    private func isReadable(in text: String) -> Bool {
        let encoded = Data("Bearer \(Self.secret)".utf8).base64EncodedString()
        let alone = Data(Self.secret.utf8).base64EncodedString()
        return text.contains(Self.secret) || text.contains(encoded) || text.contains(alone)
    }
}
