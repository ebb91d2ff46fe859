import Testing

@testable import Bicep

@Suite struct SecretRuleTests {
    @Test func outputsThatTellSecretsAreReported() {
        checkFindings(
            of: .outputsShouldNotContainSecrets,
            in: """
                @secure()
                param key string
                param whole {
                  @secure()
                  inner: string
                  outer: string
                }
                var copy = made
                var made = 'x${key}'
                resource s 'Microsoft.Storage/storageAccounts@2023-01-01' existing = {
                  name: 's'
                }
                output a string = 'the ${key}'
                //                       ^^^ outputs-should-not-contain-secrets the output 'a' may tell a secret
                output b string = whole.inner
                //                      ^^^^^ outputs-should-not-contain-secrets
                output c string = whole.outer
                output d object = whole
                //                ^^^^^ outputs-should-not-contain-secrets
                output e string = copy
                //                ^^^^ outputs-should-not-contain-secrets
                output f string = s.listKeys().keys[0].value
                //                ^^^^^^^^^^^^ outputs-should-not-contain-secrets
                output g object = listKeys(s.id, '2023-01-01')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ outputs-should-not-contain-secrets
                /* */ output myPassword string = 'x'
                //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ outputs-should-not-contain-secrets the name of the output
                @secure()
                output i string = key
                """
        )
    }

    @Test func defaultsOfSecureParametersAreReported() {
        checkFindings(
            of: .secureParameterDefault,
            in: """
                @secure()
                param a string = 'hidden'
                //             ^^^^^^^^^^ secure-parameter-default the default of the secure parameter 'a'
                @secure()
                param b string = ''
                @secure()
                param c object = {}
                @secure()
                param d string = newGuid()
                @secure()
                param e string = '${a}-${b}'
                param f string = 'open'
                @secure()
                param g string = f
                //             ^^^ secure-parameter-default
                """
        )
    }

    @Test func parametersThatSeemToBeSecretsAreReported() {
        checkFindings(
            of: .secureSecretsInParameters,
            in: """
                param adminPassword string
                //    ^^^^^^^^^^^^^ secure-secrets-in-params the parameter 'adminPassword' seems to be a secret
                param secretName string
                param passwordLength int
                @secure()
                param key string
                param accountKey object
                //    ^^^^^^^^^^ secure-secrets-in-params
                param made string = 'x${key}'
                //    ^^^^ secure-secrets-in-params
                """
        )
    }

    @Test func secretsInPlainParametersOfAParameterFileAreReported() {
        checkFindings(
            of: .secureParametersInParameterFile,
            inParameters: """
                using 'main.bicep'
                param key = 'a'
                var copy = key
                param plain = 'x${copy}'
                //            ^^^^^^^^^^ secure-params-in-parameters-file 'plain' is kept in clear
                param other = 'b'
                """,
            with: [
                "main.bicep": """
                @secure()
                param key string
                param plain string
                param other string
                output o string = '${key}${plain}${other}'
                """
            ]
        )
    }

    @Test func commandsWithSecretsBelongToProtectedSettings() {
        checkFindings(
            of: .protectCommandToExecuteSecrets,
            in: """
                @secure()
                param key string
                resource a 'Microsoft.Compute/virtualMachines/extensions@2023-03-01' = {
                  name: 'vm/a'
                  properties: {
                    publisher: 'Microsoft.Compute'
                    type: 'CustomScriptExtension'
                    settings: {
                      commandToExecute: 'run ${key}'
                //    ^^^^^^^^^^^^^^^^ protect-commandtoexecute-secrets 'commandToExecute' is kept in clear
                    }
                  }
                }
                """
        )
    }

    @Test func administratorsAreNotNamedInTheFile() {
        checkFindings(
            of: .adminUsernameShouldNotBeLiteral,
            in: """
                param name string
                var fixed = 'root'
                resource a 'Microsoft.Compute/virtualMachines@2023-03-01' = {
                  name: 'a'
                  properties: {
                    osProfile: { adminUsername: 'root' }
                //                              ^^^^^^ adminusername-should-not-be-literal
                    other: [{ adminUserName: fixed }, { adminUsername: name }]
                //                           ^^^^^ adminusername-should-not-be-literal
                  }
                }
                """
        )
    }

    @Test func templatesOfNestedDeploymentsKeepWhatTheyAreGiven() {
        checkFindings(
            of: .secureParametersInNestedDeployments,
            .noDeploymentsResources,
            in: """
                @secure()
                param key string
                resource outer 'Microsoft.Resources/deployments@2022-09-01' = {
                //       ^^^^^ secure-params-in-nested-deploy the template of 'outer' is kept with the values of 'key'
                //       ^^^^^ secure-params-in-nested-deploy the template of 'outer' is kept with what 'listKeys' gives
                //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-deployments-resources 'outer' is a deployment
                  name: 'outer'
                  properties: {
                    mode: 'Incremental'
                    template: { a: key, b: listKeys('x', '2020-01-01') }
                  }
                }
                """
        )
    }

    @Test func templatesThatAreEvaluatedOnTheirOwnReachNothingOutside() {
        checkFindings(
            of: .nestedDeploymentTemplateScoping,
            .secureParametersInNestedDeployments,
            in: """
                @secure()
                param key string
                var mode = 'Incremental'
                resource inner 'Microsoft.Resources/deployments@2022-09-01' = {
                  name: 'inner'
                  properties: {
                    mode: mode
                    expressionEvaluationOptions: { scope: 'inner' }
                    template: { a: key }
                //                 ^^^ nested-deployment-template-scoping 'key' is declared outside of the template
                  }
                }
                """
        )
    }
}
