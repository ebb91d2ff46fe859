import Diagnostics
import TestSupport
import Testing

@testable import Bicep

/// What is known of Azure's resource types by their names.
@Suite struct AzureTypeTests {
    @Test func typesAreFoundWithoutRegardToCase() {
        var index = AzureTypeIndex()
        let type = index.type("microsoft.storage/STORAGEACCOUNTS")
        #expect(type?.name == "Microsoft.Storage/storageAccounts")
        #expect(type?.apiVersions.contains("2023-01-01") == true)
        #expect(type?.apiVersions == type?.apiVersions.sorted())
    }

    @Test(arguments: ["Microsoft.Storage/storageAccount", "Microsoft.Nothing/at/all", "", "/", "Microsoft.Storage"])
    func otherNamesAreNotFound(name: String) {
        var index = AzureTypeIndex()
        #expect(index.type(name)?.name == nil)
    }

    @Test func everyLineOfTheListIsUnderstood() {
        var index = AzureTypeIndex()
        var count = 0
        for (provider, text) in AzureTypeIndex.sections {
            for line in text.split(separator: "\n").dropFirst() where !line.hasPrefix("  ") {
                let name = "\(provider)/\(line.split(separator: " ")[0])"
                let type = index.type(name)
                let versions = type?.apiVersions ?? []
                #expect(type?.name.lowercased() == name.lowercased())
                #expect(!versions.isEmpty && !versions.contains { APIVersion($0) == nil }, "\(name)")
                count += 1
            }
        }
        #expect(Set(AzureTypeIndex.sections.map(\.provider)).count == AzureTypeIndex.sections.count)
        #expect(count > 3000)
    }

    @Test func secretsAreKnownByVersion() {
        var index = AzureTypeIndex()
        let machines = index.type("Microsoft.Compute/virtualMachines")
        #expect(machines?.securePaths(in: "2023-03-01") == ["properties.osProfile.adminPassword"])
        #expect(machines?.securePaths(in: "1999-01-01") == [])
    }

    @Test func typesThatAzureDoesNotHaveAreReported() {
        expectMarks(
            in: """
                resource a 'Microsoft.Storage/storageAcounts@2023-01-01' = {
                //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP081 the resource type 'Microsoft.Storage/storageAcounts' is not known
                  name: 'a'
                  location: 'x'
                }
                resource b 'Microsoft.Storage/storageAccounts@2023-01-02' = {
                //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP081 'Microsoft.Storage/storageAccounts' has no version '2023-01-02'
                  name: 'b'
                  location: 'x'
                  resource nested 'blobServices' = {
                //                ^^^^^^^^^^^^^^ BCP081
                    name: 'default'
                  }
                }
                resource c 'microsoft.storage/storageaccounts@2023-01-01' existing = {
                  name: 'c'
                }
                #disable-next-line BCP081
                resource d 'My.Rp/ds@2023-01-01' existing = {
                  name: c.name
                }
                output d string = d.id
                """
        )
    }

    @Test func misspeltTypesInCallsAreReported() {
        checkFindings(
            of: .useRecognizedResourceType,
            in: """
                var type = 'Microsoft.Storage/storageAcounts'
                output a object = reference(resourceId('Microsoft.Storage/storageAcounts', 'a'))
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recognized-resource-type 'reference' is called for the resource type 'Microsoft.Storage/storageAcounts'
                output b object = az.listKeys(resourceId(subscription().subscriptionId, type, 'a'), '2023-01-01')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recognized-resource-type
                output c object = reference(resourceId('Microsoft.Storage/storageAccounts', 'a'))
                output d object = reference('a')
                output e object = reference('${type}/a')
                """
        )
    }

    @Test func secretsThatEverybodyCanReadAreReported() {
        checkFindings(
            of: .useSecureValueForSecureInputs,
            in: """
                param plain string
                @secure()
                param secret string
                var passedOn = secret
                var made = '${plain}!'
                resource a 'Microsoft.Compute/virtualMachines@2023-03-01' = {
                  name: 'a'
                  location: 'x'
                  properties: {
                    osProfile: {
                      adminUsername: plain
                      adminPassword: plain
                //                   ^^^^^ use-secure-value-for-secure-inputs 'adminPassword' takes a secret
                    }
                  }
                }
                resource b 'Microsoft.Compute/virtualMachines@2023-03-01' = {
                  name: 'b'
                  location: 'x'
                  properties: {
                    osProfile: a.name == 'x' ? { adminPassword: passedOn } : { adminPassword: made }
                //                                                                            ^^^^ use-secure-value-for-secure-inputs
                  }
                }
                resource c 'Microsoft.Compute/virtualMachines@2023-03-01' = [for i in [1]: {
                  name: 'c${i}'
                  location: 'x'
                  properties: {
                    osProfile: {
                      adminPassword: i == 1 ? secret : 'x'
                //                   ^^^^^^^^^^^^^^^^^^^^^ use-secure-value-for-secure-inputs
                    }
                  }
                }]
                resource made2 'Microsoft.Compute/virtualMachines@2023-03-01' = {
                  name: 'made'
                  location: 'x'
                  properties: {
                    osProfile: {
                      adminPassword: toLower('${passedOn}!')
                //                   ^^^^^^^^^^^^^^^^^^^^^^^ use-secure-value-for-secure-inputs 'adminPassword' takes a secret, and is given a text made from one
                    }
                  }
                }
                resource d 'Microsoft.Compute/virtualMachines@2023-03-01' = {
                  name: 'd'
                  location: 'x'
                  properties: { osProfile: { adminPassword: a.properties.x.y } }
                }
                resource e 'Microsoft.AAD/domainServices@2022-12-01' = {
                  name: 'e'
                  properties: {
                    resourceForestSettings: { settings: [{ trustPassword: plain }, { trustPassword: secret }] }
                //                                                        ^^^^^ use-secure-value-for-secure-inputs
                  }
                }
                """
        )
    }

    @Test func oldVersionsAreReported() {
        checkFindings(
            of: .useRecentAPIVersions,
            in: """
                resource a 'Microsoft.Storage/storageAccounts@2015-06-15' = {
                //                                            ^^^^^^^^^^ use-recent-api-versions '2015-06-15' of 'Microsoft.Storage/storageAccounts' is 4084 days old, older than 730
                  name: 'a'
                  location: 'x'
                }
                resource b 'Microsoft.Storage/storageAccounts@2025-06-01' = {
                  name: 'b'
                  location: 'x'
                }
                resource c 'Astronomer.Astro/organizations@2024-08-27-preview' = {
                //                                         ^^^^^^^^^^^^^^^^^^ use-recent-api-versions '2024-08-27-preview' of 'Astronomer.Astro/organizations' is a preview of a version that is stable by now
                  name: 'c'
                  location: 'x'
                }
                output d object = reference(resourceId('Microsoft.Storage/storageAccounts', 'd'), '2016-01-01')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recent-api-versions
                output e object = reference(a.id, '2016-01-02')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recent-api-versions 'Microsoft.Storage/storageAccounts' has no version '2016-01-02'
                output f object = reference(resourceId('Microsoft.Storage/storageAcounts', 'd'), '2016-01-01')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recent-api-versions the resource type 'Microsoft.Storage/storageAcounts' is not known
                output g object = reference(resourceId('Microsoft.Storage/storageAccounts', 'the-name-1'), '2016-01-01')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recent-api-versions '2016-01-01' of 'Microsoft.Storage/storageAccounts' is
                output h object = reference(resourceId('Microsoft.Storage/storageAcounts', 'the-name-1'), '2016-01-01')
                //                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ use-recent-api-versions the resource type 'Microsoft.Storage/storageAcounts' is not known
                """,
            settings: "\"maxAgeInDays\": 730, \"gracePeriodInDays\": 0"
        )
    }

    @Test func whatIsOldAndWhatIsNewCanBeSet() {
        checkFindings(
            of: .useRecentAPIVersions,
            in: """
                resource a 'Microsoft.Storage/storageAccounts@2015-06-15' = {
                  name: 'a'
                  location: 'x'
                }
                resource b 'Microsoft.Storage/storageAccounts@2026-04-01' = {
                  name: 'b'
                  location: 'x'
                }
                """,
            settings: "\"maxAgeInDays\": 7300, \"gracePeriodInDays\": 365"
        )
    }

    @Test(arguments: ["2023-01-01", "2023-01-01-preview", "2023-01-01-privatepreview"])
    func versionsAreRead(text: String) { #expect(APIVersion(text)?.text == text) }

    @Test(arguments: ["", "2023", "2023-1-1", "2023-13-01", "2023-02-30", "2023-01-01-x", "2023-01-01 ", "20é3-01-01"])
    func otherTextsAreNoVersions(text: String) { #expect(APIVersion(text) == nil) }
}

private func expectMarks(in text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let file = SourceFile(path: "main.bicep", text: text)
    let found = BoundModule.check(file, files: NoFiles()).diagnostics.filter { $0.severity == .warning }
    expectMarks(in: text, found, sourceLocation: sourceLocation)
}
