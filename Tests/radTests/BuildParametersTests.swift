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
            try rad.folder.write("using none\nparam p = az.getSecret('s', 'g', 'v', 'n')\n", to: "base.bicepparam")
            let partial = "using 'main.bicep'\nextends 'base.bicepparam'\nparam p = '${base.p}!'\n"
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

    @Test func whatTheDeployingToolGivesBecomesExpressions() async throws {
        try await check(
            """
            using none
            var plan = 'basic'
            var token = externalInput('sys.envVar', 'TOKEN')
            param name = '${plan}-${externalInput('sys.cli', 'name')}'
            param password = token
            param copy = name
            param sizes = map(externalInput('sys.cli', 'sizes'), size => { size: size, plan: toUpper(plan) })
            param plain = plan
            param again = { name: sys.externalInput('sys.cli', 'name'), vault: externalInput('my#vault', { id: 7 }) }

            """,
            """
            {
              "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
              "contentVersion": "1.0.0.0",
              "parameters": {
                "name": {
                  "expression": "[format('{0}-{1}', 'basic', externalInputs('sys_cli_0'))]"
                },
                "password": {
                  "expression": "[externalInputs('sys_envVar_3')]"
                },
                "copy": {
                  "expression": "[format('{0}-{1}', 'basic', externalInputs('sys_cli_0'))]"
                },
                "sizes": {
                  "expression": "[map(externalInputs('sys_cli_1'), lambda('size', createObject('size', lambdaVariables('size'), 'plan', 'BASIC')))]"
                },
                "plain": {
                  "value": "basic"
                },
                "again": {
                  "expression": "[createObject('name', externalInputs('sys_cli_0'), 'vault', externalInputs('my_vault_2'))]"
                }
              },
              "externalInputDefinitions": {
                "my_vault_2": {
                  "kind": "my#vault",
                  "config": {
                    "id": 7
                  }
                },
                "sys_cli_0": {
                  "kind": "sys.cli",
                  "config": "name"
                },
                "sys_cli_1": {
                  "kind": "sys.cli",
                  "config": "sizes"
                },
                "sys_envVar_3": {
                  "kind": "sys.envVar",
                  "config": "TOKEN"
                }
              }
            }

            """
        )
    }

    @Test func aFileThatSaysHowItIsDeployedKeepsThat() async throws {
        try await Program.with { rad in
            let feature = #"{ "experimentalFeaturesEnabled": { "deployCommands": true } }"#
            try rad.folder.write(feature, to: "bicepconfig.json")
            try rad.folder.write("param user string\noutput o string = user\n", to: "main.bicep")
            let file = """
                var group = readCliArg('group')
                using 'main.bicep' with { mode: 'stack', scope: '/subscriptions/s/resourceGroups/${group}' }
                param user = readEnvVar('USER')

                """
            try rad.folder.write(file, to: "main.bicepparam")
            let outcome = try rad.run("bicep", "build-params", "main.bicepparam", "--stdout")
            #expect(outcome.status == 0, "\(outcome.errors)")
            for expected in [
                #""expression": "[externalInputs('sys_envVar_0')]""#, #""kind": "sys.cliArg""#, #""config": "group""#,
                """
                "[createObject('mode', 'stack', 'scope', format('/subscriptions/s/resourceGroups/{0}', \
                externalInputs('sys_cliArg_1')))]"
                """,
            ] {
                #expect(outcome.output.contains(expected), "\(outcome.output)")
            }
        }
    }
}
