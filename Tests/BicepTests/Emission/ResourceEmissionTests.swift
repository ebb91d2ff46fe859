import Documents
import Testing

@testable import Bicep

/// Resources and modules as templates have them.
@Suite struct ResourceEmissionTests {
    private static let network = """
        param count int = 2
        resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = [for i in range(0, count): {
          name: 'vnet${i}'
        }]
        resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = [for j in range(0, count): {
          parent: vnet[j]
          name: 'default'
        }]

        """

    @Test func childrenCarryTheNamesOfTheirParents() {
        checkEmission(
            Self.network,
            "resources/1",
            """
            {"copy":{"name":"subnet","count":"[length(range(0, parameters('count')))]"},\
            "type":"Microsoft.Network/virtualNetworks/subnets","apiVersion":"2024-05-01",\
            "name":"[format('{0}/{1}', format('vnet{0}', range(0, parameters('count'))[range(0, parameters('count'))\
            [copyIndex()]]), 'default')]",\
            "dependsOn":["[resourceId('Microsoft.Network/virtualNetworks', format('vnet{0}', range(0, \
            parameters('count'))[range(0, parameters('count'))[copyIndex()]]))]"]}
            """
        )
    }

    @Test func nestedResourcesComeFirstAndShareTheirParentsConditions() {
        checkEmission(
            """
            param on bool
            resource a 'My.Rp/as@2020-01-01' = if (on) {
              name: 'a'
              resource b 'bs' = if (!on) {
                name: 'b'
              }
            }
            output id string = a::b.id
            """,
            "resources/0",
            """
            {"condition":"[and(parameters('on'), not(parameters('on')))]","type":"My.Rp/as/bs",\
            "apiVersion":"2020-01-01","name":"[format('{0}/{1}', 'a', 'b')]",\
            "dependsOn":["[resourceId('My.Rp/as', 'a')]"]}
            """
        )
    }

    @Test func symbolicNamesStandForResources() {
        checkEmission(
            """
            extension radius
            param environment string
            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'shop'
              properties: { environment: environment }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'web'
              properties: { application: app.id }
            }
            """,
            "resources/web",
            """
            {"import":"radius","type":"Applications.Core/containers@2023-10-01-preview","properties":{"name":"web",\
            "properties":{"application":"[reference('app').id]"}},"dependsOn":["app"]}
            """
        )
    }

    @Test func existingResourcesAreMentionedOnlyBySymbolicNames() {
        let text = """
            resource a 'My.Rp/as@2020-01-01' existing = {
              name: 'a'
              scope: resourceGroup('other')
            }
            output o string = a.properties.x

            """
        checkEmission(text, "resources", "[]")
        checkEmission(
            text,
            "outputs/o/value",
            """
            "[reference(extensionResourceId(format('/subscriptions/{0}/resourceGroups/{1}', \
            subscription().subscriptionId, 'other'), 'My.Rp/as', 'a'), '2020-01-01').x]"
            """
        )
        checkEmission(
            text + "type t = string",
            "resources/a",
            """
            {"existing":true,"type":"My.Rp/as","apiVersion":"2020-01-01","resourceGroup":"other","name":"a"}
            """
        )
    }

    @Test func orderFollowsThroughVariablesAndExistingResources() {
        checkEmission(
            """
            resource a 'My.Rp/as@2020-01-01' = {
              name: 'a'
            }
            var name = '${a.name}x'
            resource b 'My.Rp/bs@2020-01-01' existing = {
              name: name
            }
            resource c 'My.Rp/cs@2020-01-01' = {
              name: 'c'
              properties: { b: b.id, named: nameof(a) }
            }
            """,
            "resources/1/dependsOn",
            "[\"[resourceId('My.Rp/as', 'a')]\"]"
        )
    }

    @Test func aModuleIsADeploymentWithItsTemplateInside() {
        let files = ["m.bicep": "param p string[]\noutput o string = p[0]"]
        checkEmission(
            """
            targetScope = 'subscription'
            module m 'm.bicep' = [for i in range(0, 2): {
              scope: resourceGroup('rg${i}')
              params: { p: [for x in ['a']: '${x}${i}'] }
            }]
            output o string = m[1].outputs.o
            """,
            with: files,
            "outputs/o/value",
            "\"[reference(format('m[{0}]', 1)).outputs.o.value]\""
        )
        checkEmission(
            "module m 'm.bicep' = { name: 'inner', params: { p: [for x in ['a']: { n: x }] } }",
            with: ["m.bicep": "param p array\noutput o string = p[0]"],
            "resources/0/properties/parameters",
            """
            {"p":{"copy":[{"name":"value","count":"[length(createArray('a'))]",\
            "input":"[createObject('n', createArray('a')[copyIndex('value')])]"}]}}
            """
        )
    }

    @Test func namesOfModulesFollowFromTheirSymbols() {
        checkEmission(
            "module m 'm.bicep' = [for i in [1]: {}]",
            with: ["m.bicep": ""],
            "resources/m/name",
            "\"[format('m-{0}-{1}', copyIndex(), uniqueString('m', deployment().name))]\""
        )
    }

    @Test func secretsOfVaultsStayReferences() {
        checkEmission(
            """
            param on bool
            resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
              name: 'v'
            }
            module m 'm.bicep' = {
              name: 'm'
              params: { p: vault.getSecret('s'), q: on ? vault.getSecret('s') : 'none' }
            }
            """,
            with: ["m.bicep": "@secure()\nparam p string\n@secure()\nparam q string"],
            "resources/0/properties/parameters",
            """
            {"p":{"reference":{"keyVault":{"id":"[resourceId('Microsoft.KeyVault/vaults', 'v')]"},"secretName":"s"}},\
            "q":"[if(parameters('on'), createObject('reference', createObject('keyVault', createObject('id', \
            resourceId('Microsoft.KeyVault/vaults', 'v')), 'secretName', 's')), createObject('value', 'none'))]"}
            """
        )
    }

    @Test func secretOutputsAreListed() {
        checkEmission(
            "module m 'm.bicep' = { name: 'm' }\n@secure()\noutput o string = m.outputs.s\noutput p int = m.outputs.n",
            with: ["m.bicep": "@secure()\noutput s string = 'x'\noutput n int = 1"],
            "outputs",
            """
            {"o":{"type":"securestring","value":"[listOutputsWithSecureValues('m', '2025-04-01').s]"},\
            "p":{"type":"int","value":"[reference('m').outputs.n.value]"}}
            """
        )
    }

    @Test func contentOfFilesIsKeptInVariables() {
        checkEmission(
            "var text = loadTextContent('a.txt')\noutput o string = loadJsonContent('b.json', '$.x')",
            with: ["a.txt": "[a]", "b.json": "{\"x\": [1]}"],
            "variables",
            "{\"$fxv#0\":[1],\"text\":\"[[a]\"}"
        )
    }
}
