import Documents
import Testing

@testable import Bicep

/// Declared and imported types, variables and functions as templates have them.
@Suite struct TypeEmissionTests {
    @Test func typesAreDefinitions() {
        checkEmission(
            """
            @export()
            @sealed()
            type point = {
              @description('Across.')
              x: int
              y: int?
              kind: 'b' | 'a' | null
            }
            @export()
            type table = { *: string }
            type pair = [string, point.x]
            type list = ('a' | 'b')[]
            """,
            "definitions",
            """
            {"point":{"type":"object","properties":{"x":{"type":"int","metadata":{"description":"Across."}},\
            "y":{"type":"int","nullable":true},"kind":{"type":"string","allowedValues":["a","b"],"nullable":true}},\
            "additionalProperties":false,"metadata":{"__bicep_export!":true}},\
            "table":{"type":"object","properties":{},"additionalProperties":{"type":"string"},\
            "metadata":{"__bicep_export!":true}},"pair":{"type":"array","prefixItems":[{"type":"string"},{"$ref":"#/definitions/point/properties/x"}],\
            "items":false},"list":{"type":"array","allowedValues":["a","b"]}}
            """
        )
    }

    @Test func taggedUnionsMapTheirMembers() {
        checkEmission(
            """
            type a = { kind: 'a' }
            @discriminator('kind')
            type either = a | { kind: 'b', n: int }
            @discriminator('kind')
            param p either | { kind: 'c' }
            """,
            "parameters/p/discriminator/mapping",
            """
            {"a":{"$ref":"#/definitions/a"},"b":{"type":"object","properties":{"kind":{"type":"string",\
            "allowedValues":["b"]},"n":{"type":"int"}}},"c":{"type":"object","properties":{"kind":{"type":"string",\
            "allowedValues":["c"]}}}}
            """
        )
    }

    @Test(arguments: [
        ("properties.accessTier", "string"), ("properties.networkAcls", "object"), ("tags", "object"),
        ("properties.allowedCopyScopes", "array"), ("properties.isHnsEnabled", "bool"), ("properties.tags", "array"),
        ("properties.rulesToApply", "array"), ("properties.retentionInDays", "int"), ("properties.proxy", "object"),
        ("properties.rules[*]", "object"), ("tags.*", "string"),
    ])
    func partsOfResourcesAreTakenForWhatTheirNamesSay(path: String, type: String) {
        checkEmission(
            "type t = resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.\(path)",
            "definitions/t/type",
            "\"\(type)\""
        )
    }

    @Test func aDefaultSaysWhatAPartIs() {
        checkEmission(
            "param p resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.properties.odd = [1]",
            "parameters/p",
            """
            {"type":"array","metadata":{"__bicep_resource_derived_type!":{"source":\
            "Microsoft.Storage/storageAccounts@2023-01-01#properties/properties/properties/odd"}},"defaultValue":[1]}
            """
        )
    }

    private static let shared = [
        "lib/shared.bicep": """
        import { unit } from 'units.bicep'
        type inner = { size: unit }
        @export()
        type outer = inner[]
        var base = 'x'
        @export()
        var prefix = '${base}-'
        @export()
        func named(n string) string => '${prefix}${n}'
        """,
        "lib/units.bicep": "@export()\ntype unit = int",
    ]

    @Test func whatIsImportedBringsAlongWhatItUses() {
        let text = "import { outer, named as call } from 'lib/shared.bicep'\noutput o string = call('a')"
        checkEmission(
            text,
            with: Self.shared,
            "definitions",
            """
            {"outer":{"type":"array","items":{"$ref":"#/definitions/_1.inner"},"metadata":{"__bicep_imported_from!":\
            {"sourceTemplate":"lib/shared.bicep"}}},"_1.inner":{"type":"object","properties":{"size":\
            {"$ref":"#/definitions/_2.unit"}},"metadata":{"__bicep_imported_from!":{"sourceTemplate":\
            "lib/shared.bicep"}}},"_2.unit":{"type":"int","metadata":{"__bicep_imported_from!":{"sourceTemplate":\
            "lib/units.bicep"}}}}
            """
        )
        checkEmission(
            text,
            with: Self.shared,
            "functions/0",
            """
            {"namespace":"__bicep","members":{"call":{"parameters":[{"type":"string","name":"n"}],"output":{"type":\
            "string","value":"[format('{0}{1}', variables('_1.prefix'), parameters('n'))]"},"metadata":\
            {"__bicep_imported_from!":{"sourceTemplate":"lib/shared.bicep","originalIdentifier":"named"}}}}}
            """
        )
        checkEmission(
            text,
            with: Self.shared,
            "variables",
            "{\"_1.prefix\":\"[format('{0}-', variables('_1.base'))]\",\"_1.base\":\"x\"}"
        )
    }

    @Test func aFileThatIsImportedWholeComesWhole() {
        checkEmission(
            "import * as shared from 'lib/shared.bicep'\nvar v = shared.prefix",
            with: Self.shared,
            "variables",
            "{\"v\":\"[variables('_1.prefix')]\",\"_1.prefix\":\"[format('{0}-', variables('_1.base'))]\",\"_1.base\":\"x\"}"
        )
    }

    @Test func definitionsOfTemplatesAreTakenOver() {
        let template = """
            {"definitions": {"t": {"type": "array", "items": {"$ref": "#/definitions/_1.u"},
              "metadata": {"__bicep_export!": true}}, "_1.u": {"type": "string", "minLength": 1}}, "resources": []}
            """
        checkEmission(
            "import { t } from 'm.json'\nparam p t",
            with: ["m.json": template],
            "definitions",
            """
            {"t":{"type":"array","items":{"$ref":"#/definitions/_1._2"},"metadata":{"__bicep_imported_from!":\
            {"sourceTemplate":"m.json"}}},"_1._2":{"type":"string","minLength":1,"metadata":\
            {"__bicep_imported_from!":{"sourceTemplate":"m.json","originalIdentifier":"_1.u"}}}}
            """
        )
    }

    @Test(.timeLimit(.minutes(10))) func manyFunctionsOfATemplateMayBeImported() {
        let names = (1...1_000).map { "f\($0)" }
        let functions = names.map { name in
            #""\#(name)": { "parameters": [], "output": { "type": "int", "value": 1 }, "metadata": { "__bicep_export!": true } }"#
        }
        let template = """
            {
              "functions": [{ "namespace": "__bicep", "members": { \(functions.joined(separator: ", ")) } }],
              "resources": {}
            }
            """
        let calls = names.map { "\($0)()" }.joined(separator: ", ")
        let text = "import { \(names.joined(separator: ", ")) } from 't.json'\noutput all array = [\(calls)]\n"
        let emission = emit(text, with: ["t.json": template])
        #expect(emission.diagnostics == [])
        #expect(emission.template["outputs"]?["all"]?["value"]?.arrayValue?.last == "[__bicep.f1000()]")
    }
}
