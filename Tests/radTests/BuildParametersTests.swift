import Foundation
import TestSupport
import Testing

/// `rad bicep build-params`: a `.bicepparam` file in, an ARM parameters file out.
@Suite struct BuildParametersTests {
    private static let template = """
        param name string
        @secure()
        param password string
        param sizes array = []
        param plan object?
        output o array = [name, sizes, plan, length(password)]

        """

    private func check(
        _ parameters: String,
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.template, to: "main.bicep")
            try rad.folder.write(parameters, to: "main.bicepparam")
            let environment = ["PASSWORD": "hunter2"]
            let command = ["bicep", "build-params", "main.bicepparam"]
            let printed = try rad.run(command + ["--stdout"], environment: environment)
            #expect(printed.status == 0, "\(printed.errors)", sourceLocation: sourceLocation)
            #expect(printed.output == expected, sourceLocation: sourceLocation)
            let written = try rad.run(command, environment: environment)
            #expect(written.status == 0 && written.output == "", sourceLocation: sourceLocation)
            #expect(try rad.folder.read("main.parameters.json") == expected, sourceLocation: sourceLocation)
        }
    }

    @Test func valuesAreComputedAndSecretsInClear() async throws {
        try await check(
            """
            using 'main.bicep'
            var base = 'shop'
            param name = '${base}-${toUpper('x')}'
            param password = readEnvironmentVariable('PASSWORD')
            param sizes = [for i in range(1, 2): i * 10]
            param plan = null

            """,
            """
            {
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
              "contentVersion": "1.0.0.0",
              "parameters": {
                "name": {
                  "value": "shop-X"
                },
                "password": {
                  "value": "hunter2"
                },
                "sizes": {
                  "value": [
                    10,
                    20
                  ]
                },
                "plan": {
                  "value": null
                }
              }
            }

            """
        )
    }

    @Test func aSecretOfAKeyVaultStaysAReference() async throws {
        try await check(
            """
            using 'main.bicep'
            var vault = 'shop-vault'
            param name = 'shop'
            param password = az.getSecret('1111', 'group', vault, 'password', 'v2')

            """,
            """
            {
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
              "contentVersion": "1.0.0.0",
              "parameters": {
                "name": {
                  "value": "shop"
                },
                "password": {
                  "reference": {
                    "keyVault": {
                      "id": "/subscriptions/1111/resourceGroups/group/providers/Microsoft.KeyVault/vaults/shop-vault"
                    },
                    "secretName": "password",
                    "secretVersion": "v2"
                  }
                }
              }
            }

            """
        )
    }

    @Test func theResultGoesWhereTheUserSaysAndOnlyItsOwnerReadsIt() async throws {
        try await Program.with { rad in
            try rad.folder.write("param n int\noutput o int = n\n", to: "in/main.bicep")
            try rad.folder.write("using 'main.bicep'\nparam n = 1\n", to: "in/prod.bicepparam")
            for (arguments, name) in [
                (["--outdir", "a/b"], "a/b/prod.parameters.json"), (["--outfile", "c/p.json"], "c/p.json"),
            ] {
                let outcome = try rad.run(["bicep", "build-params", "in/prod.bicepparam"] + arguments)
                #expect(outcome.status == 0, "\(outcome.errors)")
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(rad.folder.path)/\(name)")
                #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            }
            let both = ["--stdout", "--outfile", "x"]
            #expect(try rad.run(["bicep", "build-params", "in/prod.bicepparam"] + both).status != 0)
        }
    }

    @Test(arguments: [
        ("main.bicep", "RAD7043"), ("partial.bicepparam", "RAD7044"), ("wrong.bicepparam", "BCP259"),
    ])
    func aFileWithErrorsWritesNothing(file: String, code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write("@secure()\nparam p string\noutput o int = length(p)\n", to: "main.bicep")
            let partial = "using 'main.bicep'\nvar s = externalInput('x', 'y')\nparam p = 'a${s}'\n"
            try rad.folder.write(partial, to: "partial.bicepparam")
            try rad.folder.write("using 'main.bicep'\nparam p = 'a'\nparam q = 1\n", to: "wrong.bicepparam")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run("bicep", "build-params", file)
            #expect(outcome.status == 1)
            #expect(outcome.output == "")
            #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
            #expect(try rad.folder.fingerprint() == before)
        }
    }
}
