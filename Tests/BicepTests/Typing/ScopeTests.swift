import Testing

@testable import Bicep

/// Where resources and modules can be deployed to.
@Suite struct ScopeTests {
    private let files = [
        "group.bicep": "",
        "subscription.bicep": "targetScope = 'subscription'",
        "management.bicep": "targetScope = 'managementGroup'",
    ]

    @Test func modulesGoWhereTheyAreMadeFor() {
        checkDiagnostics(
            """
            resource other 'Microsoft.Resources/resourceGroups@2022-09-01' existing = {
              scope: subscription()
              name: 'other'
            }
            module a 'group.bicep' = { name: 'a' }
            module b 'group.bicep' = { name: 'b', scope: other }
            module c 'group.bicep' = { name: 'c', scope: subscription() }
            //                                           ^^^^^^^^^^^^^^ BCP134
            module d 'group.bicep' = { name: 'd', scope: a }
            //                                           ^ BCP134
            module e 'subscription.bicep' = { name: 'e' }
            //     ^ BCP035 'module' lacks 'scope'
            //                              ^^^^^^^^^^^^^ BCP134
            module f 'group.bicep' = { name: 'f', scope: 'rg' }
            //                                           ^^^^ BCP036
            module g 'management.bicep' = { name: 'g', scope: managementGroup('x') }
            //                                                ^^^^^^^^^^^^^^^^^^^^ BCP114
            module h 'group.bicep' = { name: 'h', scope: any('x') }
            //                                           ^^^^^^^^ BCP176
            """,
            with: files
        )
    }

    @Test func aSubscriptionReachesNoManagementGroup() {
        checkDiagnostics(
            """
            targetScope = 'subscription'
            module a 'management.bicep' = { name: 'a', scope: managementGroup('x') }
            //                                                ^^^^^^^^^^^^^^^^^^^^ BCP115
            module b 'group.bicep' = { name: 'b', scope: resourceGroup('x') }
            """,
            with: files
        )
    }

    @Test func resourcesGoWhereTheirFileGoes() {
        checkDiagnostics(
            """
            resource a 'Mock.Rp/things@2020-01-01' = {
              name: 'a'
              scope: resourceGroup('other')
              //     ^^^^^^^^^^^^^^^^^^^^^^ BCP139
            }
            resource b 'Mock.Rp/things@2020-01-01' = {
              name: 'b'
              scope: resourceGroup()
            }
            resource c 'Mock.Rp/locks@2020-01-01' = {
              name: 'c'
              scope: b
              dependsOn: [any(a)]
              //          ^^^^^^ BCP176
            }
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func whatAzureGivesIsNotWritten() {
        checkDiagnostics(
            """
            resource a 'Mock.Rp/things@2020-01-01' = {
              name: 'a'
              id: 'x'
            //^^ BCP073
            }
            resource b 'Mock.Rp/things@2020-01-01' existing = {
              name: 'b'
              location: 'x'
            //^^^^^^^^ BCP173
            }
            resource c 'Mock.Rp/things@2020-01-01' = if (reference('x').y) {
              //                                         ^^^^^^^^^^^^^^ BCP066
              name: b.name
            }
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func whereAResourceIsReadMayBeComputed() {
        checkDiagnostics(
            """
            param flag bool
            resource a 'Mock.Rp/things@2020-01-01' = {
              name: 'a'
            }
            var names = ['id', 'name']
            resource b 'Mock.Rp/things@2020-01-01' = {
              name: a[flag ? 'id' : 'name']
            }
            resource c 'Mock.Rp/things@2020-01-01' = {
              name: '${a[names[0]]}-c'
            }
            resource d 'Mock.Rp/things@2020-01-01' = {
              name: a[flag ? 'id' : 'location']
              //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ BCP120
            }
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func filesThatUseEachOtherSaySo() {
        checkDiagnostics(
            """
            module a 'a.bicep' = {}
            //       ^^^^^^^^^ BCP095
            """,
            with: ["a.bicep": "module b 'main.bicep' = {}", "main.bicep": "module a 'a.bicep' = {}"]
        )
    }

    @Test(arguments: [
        ("''", "BCP050"), ("'/etc/hosts'", "BCP051"), ("'C:/x.bicep'", "BCP051"), ("'a?.bicep'", "BCP085"),
        ("'a.'", "BCP086"), ("'a\\\\b.bicep'", "BCP098"), ("'a\\u{1}b.bicep'", "BCP255"),
    ])
    func pathsHoldForEverySystem(path: String, code: String) {
        let found = diagnosticCodes(of: "output a string = loadTextContent(\(path))")
        #expect(found == [code])
    }
}
