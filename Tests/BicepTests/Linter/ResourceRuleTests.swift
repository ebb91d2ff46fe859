import Diagnostics
import Testing

@testable import Bicep

@Suite struct ResourceRuleTests {
    @Test func whatIsWaitedForAnywayNeedsNoDependsOn() {
        checkFindings(
            of: .noUnnecessaryDependsOn,
            in: """
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a'
                }
                resource b 'My.Rp/as@2020-01-01' = {
                  name: 'b'
                  properties: { a: a.id }
                }
                resource c 'My.Rp/as@2020-01-01' = {
                  name: 'c'
                  properties: { b: b.id }
                  dependsOn: [
                    a
                //  ^ no-unnecessary-dependson 'a' is waited for without this entry
                    b
                //  ^ no-unnecessary-dependson
                    d
                  ]
                }
                resource d 'My.Rp/as@2020-01-01' = {
                  name: 'd'
                }
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func namesThatRepeatTheParentsAreReported() {
        checkFindings(
            of: .useParentProperty,
            in: """
                param name string
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a-${name}'
                }
                resource b 'My.Rp/as/bs@2020-01-01' = {
                  name: '${a.name}/b'
                //      ^^^^^^^^^^^^^ use-parent-property the name of 'b' repeats that of its parent 'a'
                }
                resource c 'My.Rp/as/bs@2020-01-01' = {
                  name: 'a-${ name }/c'
                //      ^^^^^^^^^^^^^^^ use-parent-property
                }
                resource d 'My.Rp/as@2020-01-01' = {
                  name: name
                }
                resource e 'My.Rp/as/bs@2020-01-01' = {
                  name: '${name}/e'
                //      ^^^^^^^^^^^ use-parent-property the name of 'e' repeats that of its parent 'd'
                }
                resource f 'My.Rp/as/bs@2020-01-01' = {
                  name: 'other/f'
                }
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func idsThatArePutTogetherByHandAreReported() {
        checkFindings(
            of: .useResourceIDFunctions,
            in: """
                param given string
                var made = '/subscriptions/x/${given}'
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a'
                  properties: {
                    otherId: '/subscriptions/x'
                //  ^^^^^^^ use-resource-id-functions 'otherId' seems to be the id of a resource
                    lists: [{ id: made }]
                //            ^^ use-resource-id-functions
                    vaultId: given
                    plainId: 'x'
                    diskId: resourceId('My.Rp/disks', 'd')
                    tenantId: '/x/y'
                    guid: '/x/y'
                  }
                }
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func functionsThatGoAroundASymbolAreReported() {
        checkFindings(
            of: .useResourceSymbolReference,
            in: """
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a'
                }
                output b object = reference(a.id)
                //                ^^^^^^^^^^^^^^^ use-resource-symbol-reference 'reference' is called for a resource
                output c object = az.listKeys(resourceId('My.Rp/as', 'a'), a.apiVersion)
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-resource-symbol-reference
                output d object = listKeys(resourceId('My.Rp/as', 'a'), '2021-01-01')
                output e object = reference(resourceId('My.Rp/as', 'e'))
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func namesThatChangeAtEachDeploymentAreReported() {
        checkFindings(
            of: .useStableResourceIdentifiers,
            in: """
                param now string = utcNow()
                param fresh string = newGuid()
                var name = 'x${fresh}'
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a-${now}'
                //      ^^^^^^^^^^ use-stable-resource-identifiers the name of 'a' is another one at each deployment
                  tags: { now: now }
                }
                resource b 'My.Rp/as@2020-01-01' = {
                  name: name
                //      ^^^^ use-stable-resource-identifiers
                }
                """,
            leavingOut: madeUpTypes
        )
    }

    @Test func previewsOfMachinesAreReported() {
        checkFindings(
            of: .useStableVirtualMachineImage,
            in: """
                resource a 'Microsoft.Compute/virtualMachines@2023-03-01' = {
                  name: 'a'
                  properties: {
                    storageProfile: { imageReference: { offer: 'x', sku: 'y-Preview' } }
                //                                                       ^^^^^^^^^^^ use-stable-vm-image
                  }
                }
                """
        )
    }

    @Test func oldScriptsAreReportedWhole() {
        checkFindings(
            of: .useRecentAzPowerShellVersion,
            in: """
                /* */ resource a 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
                //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recent-az-powershell-version
                  name: 'a'
                  kind: 'AzurePowerShell'
                  properties: { azPowerShellVersion: '12.1' }
                }
                resource b 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
                  name: 'b'
                  kind: 'AzurePowerShell'
                  properties: { azPowerShellVersion: '12.3' }
                }
                """,
            settings: "\"minimumVersion\": \"12.2\""
        )
    }

    @Test func hostsOfOneCloudAreReported() {
        checkFindings(
            of: .noHardcodedEnvironmentURLs,
            in: """
                metadata source = 'https://management.azure.com'
                @description('see management.azure.com')
                param a string = 'https://MANAGEMENT.azure.com/x'
                //                        ^^^^^^^^^^^^^^^^^^^^ no-hardcoded-env-urls 'MANAGEMENT.azure.com' belongs
                var b = 'https://schema.management.azure.com/x'
                var c = 'https://notmanagement.azure.com ${a}.blob.core.windows.net'
                var d = 'core.windows.net ${a} x.core.windows.net'
                //       ^^^^^^^^^^^^^^^^ no-hardcoded-env-urls
                //                               ^^^^^^^^^^^^^^^^ no-hardcoded-env-urls
                """
        )
        checkFindings(
            of: .noHardcodedEnvironmentURLs,
            in: """
                var a = 'https://example.org https://management.azure.com'
                //               ^^^^^^^^^^^ no-hardcoded-env-urls
                """,
            settings: "\"disallowedHosts\": [\"example.org\"]"
        )
    }

    @Test func placesThatAreWrittenOutAreReported() {
        checkFindings(
            of: .noHardcodedLocation,
            .noLocationExpressionOutsideParameters,
            .explicitValuesForLocationParameters,
            in: """
                param location string = resourceGroup().location
                var fixed = 'westus'
                //  ^^^^^ no-hardcoded-location the variable 'fixed' is a fixed place
                var here = resourceGroup().location
                //         ^^^^^^^^^^^^^^^^^^^^^^^^ no-loc-expr-outside-params
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a'
                  location: 'eastus'
                //          ^^^^^^^^ no-hardcoded-location the location is the fixed place 'eastus'
                }
                resource b 'My.Rp/as@2020-01-01' = {
                  name: 'b'
                  location: fixed
                }
                resource c 'My.Rp/as@2020-01-01' = {
                  name: 'c'
                  location: 'Global'
                }
                module m 'm.bicep' = {
                  params: { place: 'northeurope' }
                //                 ^^^^^^^^^^^^^ no-hardcoded-location 'place' may place resources
                }
                module n 'm.bicep' = {
                //     ^ explicit-values-for-loc-params 'place' of the module 'n' places resources
                }
                output o array = [location, here]
                """,
            with: [
                "m.bicep": """
                param place string = 'westus'
                resource r 'My.Rp/as@2020-01-01' = {
                  name: 'r'
                  location: place
                }
                """
            ],
            leavingOut: madeUpTypes
        )
    }

    @Test func artifactsTakeTwoParameters() {
        checkFindings(
            of: .artifactsParameters,
            in: """
                param _artifactsLocation string = 'x'
                //                                ^^^ artifacts-parameters the default of '_artifactsLocation' is no address
                param _artifactsLocationSasToken string = 'y'
                //                               ^^^^^^ artifacts-parameters '_artifactsLocationSasToken' is a secret
                //                                        ^^^ artifacts-parameters the default of
                module m 'm.bicep' = {
                //     ^ artifacts-parameters '_artifactsLocation' of the module 'm' is left to its default
                }
                """,
            with: ["m.bicep": "param _artifactsLocation string = deployment().properties.templateLink.uri"]
        )
        checkFindings(
            of: .artifactsParameters,
            in: """
                param _artifactsLocation string = deployment().properties.templateLink.uri
                //    ^^^^^^^^^^^^^^^^^^ artifacts-parameters '_artifactsLocation' is a parameter
                """
        )
    }

    @Test func valuesThatComeTooLateForADecisionAreReported() {
        checkFindings(
            of: .whatIfShortCircuiting,
            in: """
                resource a 'My.Rp/as@2020-01-01' = {
                  name: 'a'
                }
                module m 'm.bicep' = {
                  params: {
                    name: a.properties.x
                //        ^^^^^^^^^^^^^^ what-if-short-circuiting only the deployment tells 'name'
                    size: a.properties.y
                    when: a.name
                  }
                }
                """,
            with: [
                "m.bicep": """
                param name string
                param size string
                param when string
                param full string = 'x${name}'
                resource r 'My.Rp/as@2020-01-01' = if (when == 'x') {
                  name: full
                  properties: { size: size }
                }
                """
            ],
            leavingOut: madeUpTypes
        )
    }

    @Test(arguments: [
        ("param p{} string", 257, LinterRule.maximumParameters), ("var v{} = 1", 513, .maximumVariables),
        ("output o{} int = 1", 65, .maximumOutputs), ("assert a{} = true", 33, .maximumAssertions),
        ("resource r{} 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'r{}'\n}", 801, .maximumResources),
    ])
    func whatATemplateCannotHoldIsAnError(line: String, count: Int, rule: LinterRule) {
        let text = (0..<count).map { line.replacing("{}", with: "\($0)") }.joined(separator: "\n")
        let file = SourceFile(path: "main.bicep", text: text)
        let found = BoundModule.check(file, files: NoFiles()).diagnostics.filter { $0.code == rule.rawValue }
        #expect(found.map(\.severity) == [.error])
        #expect(BoundModule.check(file, files: NoFiles(), linting: .errors).diagnostics.isEmpty)
    }
}
