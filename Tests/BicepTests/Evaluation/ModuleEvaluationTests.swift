import Documents
import Testing

@testable import Bicep

@Suite struct ModuleEvaluationTests {
    private let network = """
        param name string
        param size int = 1
        param tags object?
        resource net 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: name, tags: tags }
        output id string = net.id
        output size int = size
        output deployment string = deployment().name
        """

    @Test func aModuleGivesItsResourcesAndOutputs() {
        checkEvaluation(
            """
            module network 'net.bicep' = {
              name: 'net-deployment'
              params: { name: 'n', size: null }
            }
            resource site 'Microsoft.Web/sites@2023-01-01' = {
              name: 'site'
              properties: { net: network.outputs.id, from: network.name }
            }
            output all object = network.outputs
            """,
            with: ["net.bicep": network],
            """
            network/net Microsoft.Network/virtualNetworks@2024-05-01 "n" {"name":"n","tags":null}
            site Microsoft.Web/sites@2023-01-01 "site" {"name":"site","properties":{"net":"\(group)/Microsoft.Network/virtualNetworks/n","from":"net-deployment"}} < network/net
            all = {"id":"\(group)/Microsoft.Network/virtualNetworks/n","size":1,"deployment":"net-deployment"}
            """
        )
    }

    @Test func aModuleWithoutANameIsNamedByItsSymbol() {
        checkEvaluation(
            """
            module a 'm.bicep' = {}
            module b 'm.bicep' = [for i in range(0, 2): {}]
            output names array = [a.name, b[1].name, a.outputs.name]
            """,
            with: ["m.bicep": "output name string = deployment().name"],
            """
            names = ["a-\(UniqueString.hash(["a", "main"]))","b-1-\(UniqueString.hash(["b", "main"]))","a-\(UniqueString.hash(["a", "main"]))"]
            """
        )
    }

    @Test func modulesWaitForWhatTheyAreGivenAndOthersWaitForThem() {
        checkEvaluation(
            """
            resource first 'Microsoft.Web/sites@2023-01-01' = { name: 'first' }
            module nets 'net.bicep' = [for i in range(0, 2): {
              name: 'n${i}'
              params: { name: '${first.properties.host}-${i}' }
            }]
            resource one 'Microsoft.Web/sites@2023-01-01' = { name: 'one', properties: { n: nets[1].outputs.id } }
            resource all 'Microsoft.Web/sites@2023-01-01' = { name: 'all', dependsOn: nets }
            """,
            with: ["net.bicep": network],
            """
            first Microsoft.Web/sites@2023-01-01 "first" {"name":"first"}
            nets[0]/net Microsoft.Network/virtualNetworks@2024-05-01 "(known after apply)" {"name":"(known after apply)","tags":null} < first
            nets[1]/net Microsoft.Network/virtualNetworks@2024-05-01 "(known after apply)" {"name":"(known after apply)","tags":null} < first
            one Microsoft.Web/sites@2023-01-01 "one" {"name":"one","properties":{"n":"(known after apply)"}} < nets[1]/net
            all Microsoft.Web/sites@2023-01-01 "all" {"name":"all"} < nets[0]/net, nets[1]/net
            """
        )
    }

    @Test func aModuleMovesWithItsScope() {
        checkEvaluation(
            """
            module here 'm.bicep' = { name: 'here' }
            module there 'm.bicep' = { name: 'there', scope: resourceGroup('other') }
            module up 'up.bicep' = { name: 'up', scope: subscription('s') }
            output ids array = [here.outputs.id, there.outputs.id, up.outputs.id]
            """,
            with: [
                "m.bicep": "output id string = resourceGroup().id",
                "up.bicep": "targetScope = 'subscription'\noutput id string = subscription().id",
            ],
            """
            ids = ["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default",\
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other","/subscriptions/s"]
            """
        )
    }

    @Test func aModuleWhoseConditionIsFalseIsNull() {
        checkEvaluation(
            """
            param on bool = false
            module m 'net.bicep' = if (on) { name: 'm', params: { name: fail('not needed') } }
            output a string = m.?outputs.id ?? 'none'
            output b string = on ? m!.outputs.id : 'none'
            """,
            with: ["net.bicep": network],
            """
            a = "none"
            b = "none"
            """
        )
    }

    @Test func oneOfTwoModulesIsChosen() {
        checkEvaluation(
            """
            param first bool = true
            module a 'm.bicep' = { name: 'a', params: { bar: 'abc' } }
            module b 'm.bicep' = { name: 'b', params: { bar: 'def' } }
            var chosen = first ? a : b
            output one string = (first ? a : b).outputs.foo.bar
            output two string = chosen.outputs.foo.bar
            """,
            with: ["m.bicep": "param bar string\noutput foo object = { bar: bar }"],
            """
            one = "abc"
            two = "abc"
            """
        )
    }

    @Test func aFaultInAParameterIsReportedWhereTheValueWasWritten() {
        checkFaults(
            """
            param count int = 0
            module m 'm.bicep' = {
              name: 'm'
              params: { size: count, other: '${count}' }
            //                ^^^^^ RAD2804 the parameter 'size' has a range of allowed values, and 0 is outside
            }
            """,
            with: ["m.bicep": "@minValue(1)\nparam size int\nparam other string\noutput o array = [size, other]"]
        )
    }
}

private let group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/default/providers"
