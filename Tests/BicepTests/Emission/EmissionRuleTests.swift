import Diagnostics
import Documents
import Testing

@testable import Bicep

/// What holds of every template.
@Suite struct EmissionRuleTests {
    private static let sources: [(String, [String: String])] = [
        (
            """
            param names string[] = ['a', 'b']
            @minLength(1)
            param suffix string?
            var all = [for (n, i) in names: { name: '${n}${i}', last: i == length(names) - 1 }]
            resource account 'My.Rp/accounts@2020-01-01' = [for item in all: if (!item.last) {
              name: item.name
              properties: { ...item, tags: union({ a: 1 }, { b: suffix ?? 'none' }) }
            }]
            resource child 'My.Rp/accounts/parts@2020-01-01' = {
              parent: account[0]
              name: 'part'
              properties: { parts: [for n in names: toUpper(n)], id: account[0].id, text: '${account[0].properties.x}' }
            }
            output found array = filter(all, x => x.last)
            output ids array = [for i in range(0, 1): account[i].id]
            output part string = child.name
            """, [:]
        ),
        (
            """
            targetScope = 'subscription'
            import { greet, kind } from 'lib.bicep'
            param which kind = 'b'
            module m 'm.bicep' = [for n in ['x', 'y']: {
              scope: resourceGroup('rg-${n}')
              params: { text: greet(n), more: [for i in [1, 2]: i * 2] }
            }]
            module late 'm.bicep' = if (which == 'a') {
              name: 'late'
              scope: resourceGroup('rg')
              params: { text: m[0].outputs.text }
            }
            output texts array = [for i in range(0, 2): m[i].outputs.text]
            output maybe string = late.?outputs.text ?? 'nothing'
            output first string = '[${m[0].name}]'
            """,
            [
                "lib.bicep": """
                var hello = 'hello'
                @export()
                type kind = 'a' | 'b'
                @export()
                func greet(n string) string => '${hello}, ${n}'
                """,
                "m.bicep": """
                param text string
                param more int[] = []
                resource r 'My.Rp/rs@2020-01-01' = {
                  name: text
                  properties: { more: more, group: resourceGroup().name, odd: '[x]', copy: { copy: 1 } }
                }
                output text string = toUpper(text)
                """,
            ]
        ),
        (
            """
            extension radius
            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'shop'
              properties: { environment: 'e' }
            }
            resource db 'Applications.Core/extenders@2023-10-01-preview' = {
              name: 'db'
              properties: { application: app.id, password: app.listSecrets().password }
            }
            var host = db.properties.host
            output url string = 'http://${host}'
            """, [:]
        ),
    ]

    @Test(arguments: sources.indices)
    func aTemplateComesToWhatItsSourceComesTo(index: Int) {
        checkRoundTrip(Self.sources[index].0, with: Self.sources[index].1)
    }

    @Test(arguments: sources.indices)
    func equalSourcesGiveEqualTemplates(index: Int) {
        let (text, files) = Self.sources[index]
        #expect(emit(text, with: files).template == emit(text, with: files).template)
    }

    @Test(arguments: [
        ("symbolicNameCodegen", "languageVersion", "\"2.0\""),
        ("assertions", "languageVersion", "\"2.1-experimental\""),
        ("moduleExtensionConfigs", "languageVersion", "\"2.2-experimental\""),
        ("resourceInfoCodegen", "outputs/o/value", "\"[resourceInfo('a').id]\""),
    ])
    func featuresOfTheConfigurationAreFollowed(feature: String, path: String, expected: String) {
        checkEmission(
            """
            resource a 'My.Rp/as@2020-01-01' = {
              name: 'a'
            }
            output o string = a.id
            """,
            with: ["bicepconfig.json": "{\"experimentalFeaturesEnabled\": {\"\(feature)\": true}}"],
            path,
            expected
        )
    }

    @Test func secretsAreThereOnlyIfTheSourceHasThem() {
        checkEmission("@secure()\nparam p string", "parameters/p", "{\"type\":\"securestring\"}")
    }

    @Test func valuesThatMultiplyAreRefused() {
        let chain = (1...30).map { "var v\($0) = [v\($0 - 1), v\($0 - 1)]" }.joined(separator: "\n")
        let text = """
            resource a 'My.Rp/as@2020-01-01' = {
              name: 'a'
            }
            var v0 = a.properties.x

            """
        let emission = emit(text + chain + "\noutput o array = v30")
        #expect(emission.diagnostics.map(\.code) == ["RAD7081"])
    }

    @Test func longChainsOfVariablesAreFine() {
        let chain = (1...3000).map { "var v\($0) = [v\($0 - 1)]" }.joined(separator: "\n")
        checkEmission("@export()\nvar v0 = 1\n" + chain, "variables/v3000", "[\"[variables('v2999')]\"]")
    }

    @Test func loopsWhereTemplatesHaveNoneAreRefused() {
        checkEmissionFaults(
            """
            param p object
            resource a 'My.Rp/as@2020-01-01' = {
              name: 'a'
              properties: { ...p, list: [for x in [1]: x] }
            //                          ^^^^^^^^^^^^^^^^^ RAD7082 a loop cannot be written to an ARM template here
            }
            """
        )
    }

    @Test func whatIsWrongWithManyFilesIsReportedOnce() {
        let loads = String(repeating: "loadJsonContent('d.json')\n", count: 2_000)
        let emission = emit("output o array = [\n\(loads)]", with: ["d.json": "{"])
        #expect(emission.diagnostics.count == 2_000)
    }
}
