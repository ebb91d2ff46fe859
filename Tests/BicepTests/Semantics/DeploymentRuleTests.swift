import Testing

@testable import Bicep

/// What Azure wants to know when a deployment starts, and what it cannot tell apart.
@Suite struct DeploymentRuleTests {
    @Test func namesMustBeKnownWhenTheDeploymentStarts() {
        checkDiagnostics(
            """
            param tag string
            resource a 'A.B/c@2020-01-01' = { name: 'a-${tag}', location: 'north' }
            var state = a.properties.state
            var fixed = { id: a.id, apiVersion: a['apiVersion'] }
            resource b 'A.B/d@2020-01-01' = { name: '${a.properties.state}-b', location: a.location }
            //                                         ^^^^^^^^^^^^^^^^^^ BCP120 'name' must be known when the deployment
            resource c 'A.B/e@2020-01-01' = { name: state, tags: { x: a.properties.state, y: fixed.id } }
            //                                      ^^^^^ BCP120
            //                                                        ^^^^^^^^^^^^^^^^^^ BCP120 'tags' must be known
            resource d 'A.B/f@2020-01-01' existing = { name: state }
            resource e 'A.B/g@2020-01-01' = { name: 'e', location: d.location, properties: { at: d.location } }
            //                                                     ^^^^^^^^^^ BCP120 'location' must be known
            module m 'm.bicep' = { name: m2.outputs.o }
            //                           ^^^^^^^^^^^^ BCP120
            module m2 'm.bicep' = { name: '${m3.name}-2' }
            module m3 'm.bicep' = { name: reference(a.id).x }
            //                            ^^^^^^^^^^^^^^^^^ BCP120
            """,
            with: ["m.bicep": "output o string = ''"],
            leavingOut: madeUpTypes
        )
    }

    @Test func conditionsAndLoopsMustBeDecidedWhenTheDeploymentStarts() {
        checkDiagnostics(
            """
            resource a 'A.B/c@2020-01-01' = { name: 'a' }
            resource b 'A.B/d@2020-01-01' = if (a.properties.on) { name: 'b' }
            //                                 ^^^^^^^^^^^^^^^^^ BCP177
            resource c 'A.B/e@2020-01-01' = [for x in a.properties.list: { name: x }]
            //                                        ^^^^^^^^^^^^^^^^^ BCP178
            var list = [for x in [1, 2]: a.properties.value]
            //                           ^^^^^^^^^^^^^^^^^^ BCP182 the loop of the variable 'list' must be known
            output ids array = [for x in [1, 2]: a.properties.value]
            output all array = list
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func namesAreComparedByWhatTheyComeTo() {
        checkDiagnostics(
            """
            param on bool
            param name string
            var prefix = 'x'
            resource a 'A.B/c@2020-01-01' = { name: 'x-1' }
            //                                      ^^^^^ BCP121
            resource b 'A.B/c@2020-01-01' = { name: '${prefix}-1' }
            //                                      ^^^^^^^^^^^^^ BCP121
            resource c 'A.B/c@2020-01-01' = { name: a.name }
            //                                      ^^^^^^ BCP121
            resource d 'A.B/c@2020-01-01' = if (on) { name: 'x-1' }
            resource e 'A.B/c@2020-01-01' existing = { name: 'x-1' }
            resource f 'A.B/c@2020-01-01' = { name: 'x-1', scope: a }
            resource g 'A.B/d@2020-01-01' = { name: name }
            resource h 'A.B/d@2020-01-01' = { name: name }
            output id string = e.id
            module m 'm.bicep' = { name: 'x' }
            //                           ^^^ BCP122
            module n 'm.bicep' = { name: prefix, scope: resourceGroup() }
            //                           ^^^^^^ BCP122
            """,
            with: ["m.bicep": ""],
            leavingOut: madeUpTypes
        )
    }

    @Test func aParentHasTheTypeOfTheFirstPartOfItsChild() {
        checkDiagnostics(
            """
            resource a 'A.B/c@2020-01-01' = { name: 'a' }
            resource b 'a.b/C/d@2020-01-01' = { name: 'b', parent: a }
            resource c 'A.B/x/d@2020-01-01' = { name: 'c', parent: a }
            //                                                     ^ BCP036 'parent' must be of type A.B/x, found A.B/c
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func secretsOfVaultsGoIntoSecretParametersOfModulesOnly() {
        checkDiagnostics(
            """
            param first bool
            resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'v' }
            module good 'm.bicep' = {
              params: { key: first ? vault.getSecret('a') : vault.getSecret('b'), name: 'x' }
            }
            module bad 'm.bicep' = { params: { key: '${vault.getSecret('a')}', name: vault.getSecret('b') } }
            //                                         ^^^^^^^^^^^^^^^^^^^^ BCP180
            //                                                                       ^^^^^^^^^^^^^^^^^^^^ BCP180
            output o string = vault.getSecret('a')
            //                ^^^^^^^^^^^^^^^^^^^^ BCP180 'getSecret' can be used only
            """,
            with: ["m.bicep": "@secure()\nparam key string\nparam name string\noutput o string = '${key}${name}'"]
        )
    }

    @Test func onlyResourcesAndModulesCanBeWaitedFor() {
        checkDiagnostics(
            """
            param other string
            resource a 'A.B/c@2020-01-01' = { name: 'a' }
            resource b 'A.B/d@2020-01-01' = { name: 'b', dependsOn: [a, 'a', a.id, other] }
            //                                                          ^^^ BCP034 expected items of type 'resource' or
            //                                                               ^^^^ BCP034
            //                                                                     ^^^^^ BCP034
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func membersAreReadByNamesThatAreWorkedOut() {
        checkDiagnostics(
            """
            param flag bool
            resource a 'A.B/c@2020-01-01' = { name: 'a' }
            var names = ['id', 'properties']
            var ids = [for i in range(0, 2): a[flag ? first(names) : 'name']]
            var others = [for i in range(0, 2): a[last(names)]]
            //                                  ^^^^^^^^^^^^^^ BCP182
            output all array = [ids, others]
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func namesHaveAPartForEachPartOfTheType() {
        checkDiagnostics(
            """
            param name string
            resource a 'A.B/c@2020-01-01' = { name: 'a/b' }
            //                                      ^^^^^ BCP169 the name has 2 parts, and the resource type asks for 1
            resource b 'A.B/c/d@2020-01-01' = { name: 'b' }
            //                                        ^^^ BCP169
            resource c 'A.B/c/d@2020-01-01' = { name: 'c/${name}' }
            resource g 'A.B/c/d@2020-01-01' = { name: name }
            resource h 'A.B/c/d@2020-01-01' = { name: '${name}' }
            resource i 'A.B/c@2020-01-01' = { name: 'a/${name}' }
            //                                      ^^^^^^^^^^^ BCP169
            resource d 'A.B/c@2020-01-01' = {
              name: 'd'
              resource e 'd' = { name: '${name}/e' }
            //                         ^^^^^^^^^^^ BCP170
            }
            resource f 'A.B/c/d@2020-01-01' = { name: 'f', parent: d, scope: resourceGroup('g') }
            //                                                               ^^^^^^^^^^^^^^^^^^ BCP164
            """,
            leavingOut: madeUpTypes
        )
    }

    @Test func bodiesAreWrittenOut() {
        checkDiagnostics(
            """
            var more = { location: 'north' }
            resource a 'A.B/c@2020-01-01' = { name: 'a', ...more }
            //                                              ^^^^ BCP401
            resource b 'A.B/c@2020-01-01' = { name: 'b', properties: { ...more } }
            """,
            leavingOut: madeUpTypes
        )
    }
}
