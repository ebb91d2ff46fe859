import Testing

@testable import Bicep

/// Types as they are written, and what stands behind their names.
@Suite struct DeclaredTypeTests {
    @Test func aTypeKeepsItsForm() {
        checkShape("string[]", "[string]")
        checkShape("[int, bool?]", "(int, bool?)")
        checkShape("'a' | 'b' | null", "'a' | 'b' | null")
        checkShape("('a' | 2 | true)[]", "['a' | 2 | true]")
        checkShape("-1", "-1")
        checkShape("{ a: string, 'b c': int?, *: bool }", "{a: string, b c: int?, *: bool}")
        checkShape("resourceInput<'A.B/c@2020-01-01'>.properties", "input(A.B/c@2020-01-01).properties")
        checkShape("sys.object", "object")
    }

    @Test func namesAreKeptAndLookedThroughOnDemand() {
        let text = """
            type item = { next: item?, size: int[] }
            param first item
            param size item.size[*]
            param maybe item.next
            """
        let module = checkClean(text)
        #expect(module.parameters.map { $0.declaredType.shape } == ["#0", "#0.size[*]", "#0.next"])
        #expect(module.resolved(module.parameters[0].declaredType).type.shape == "{next: #0?, size: [int]}")
        #expect(module.resolved(module.parameters[1].declaredType).type.shape == "int")
        #expect(module.resolved(module.parameters[2].declaredType).isNullable)
    }

    @Test func importedTypesPointToTheirOrigin() {
        let files = ["types.bicep": "@export()\n@sealed()\ntype size = { kind: 'small' | 'large' }"]
        let module = checkClean(
            "import { size as Size } from 'types.bicep'\nimport * as t from 'types.bicep'\nparam a Size\nparam b t.size",
            with: files
        )
        #expect(module.types.map(\.name) == ["Size", "size"])
        #expect(module.types.map { $0.imported?.path } == ["types.bicep", "types.bicep"])
        #expect(module.types.map { $0.imported?.wildcard } == [nil, "t"])
        let found = module.resolved(module.parameters[0].declaredType)
        #expect(found.type.shape == "{kind: 'small' | 'large'}")
        #expect(found.decorators.isSealed)
    }

    @Test func decoratorsAndMetadataAreKept() {
        let module = checkClean(
            """
            metadata owner = 'shop'
            @export()
            @description('the names')
            var names string[] = []
            @metadata({ a: 1 })
            param p {
              @secure()
              key: string
            }
            assert positive = length(p.key) > 0
            @batchSize(2)
            resource r 'A.B/c@2020-01-01' = [for n in names: { name: n, dependsOn: [s] }]
            resource s 'A.B/c@2020-01-01' = { name: p.key }
            """
        )
        #expect(module.metadata.map(\.name) == ["owner"])
        #expect(module.assertions.map(\.name) == ["positive"])
        #expect(module.variables[0].decorators.isExported)
        #expect(module.variables[0].decorators.description == "the names")
        #expect(module.variables[0].declaredType?.shape == "[string]")
        #expect(module.parameters[0].decorators.metadata != nil)
        #expect(module.resources[0].decorators.batchSize == 2)
        #expect(module.resources[0].dependencies == [.resource(1)])
        #expect(module.resources[0].inferredDependencies == [])
    }

    @Test func definitionsOfTemplatesAreTypes() {
        let template = """
            {"resources": [], "definitions": {"node": {"type": "object", "properties": {
              "next": {"$ref": "#/definitions/node", "nullable": true},
              "kind": {"type": "string", "allowedValues": ["a", "b"]}}}},
             "parameters": {"p": {"$ref": "#/definitions/node"}}}
            """
        let module = checkClean("module m 'm.json' = { params: { p: { kind: 'a' } } }", with: ["m.json": template])
        let loaded = module.modules[0].module?.module
        #expect(loaded?.types.map { $0.type.shape } == ["{next: #0?, kind: 'a' | 'b'}"])
        #expect(loaded?.parameters[0].declaredType.shape == "#0")
    }
}

/// Checks how the type of a parameter is understood.
private func checkShape(_ text: String, _ shape: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let module = checkClean("param p \(text)", sourceLocation: sourceLocation)
    #expect(module.parameters[0].declaredType.shape == shape, sourceLocation: sourceLocation)
}

extension DeclaredType {
    /// The type on one line; `#n` is the type at a place in the module.
    fileprivate var shape: String {
        switch kind {
        case .any: "any"
        case .null: "null"
        case .string: "string"
        case .int: "int"
        case .bool: "bool"
        case .object: "object"
        case .array: "array"
        case .literal(.string(let text)): "'\(text)'"
        case .literal(.int(let number)): "\(number)"
        case .literal(.bool(let flag)): "\(flag)"
        case .structure(let structure):
            "{"
                + (structure.properties + [structure.additional].compactMap { $0 })
                .map { "\($0.name): \($0.type.shape)" }.joined(separator: ", ") + "}"
        case .list(let item): "[\(item.shape)]"
        case .tuple(let items): "(" + items.map(\.type.shape).joined(separator: ", ") + ")"
        case .union(let members): members.map(\.shape).joined(separator: " | ")
        case .nullable(let inner): "\(inner.shape)?"
        case .nonNull(let inner): "\(inner.shape)!"
        case .reference(let index): "#\(index)"
        case .property(let base, let name): "\(base.shape).\(name)"
        case .additionalProperties(let base): "\(base.shape).*"
        case .items(let base): "\(base.shape)[*]"
        case .item(let base, let index): "\(base.shape)[\(index)]"
        case .resourceInput(let text): "input(\(text))"
        case .resourceOutput(let text): "output(\(text))"
        case .resource(let text): "resource(\(text ?? ""))"
        case .invalid: "invalid"
        }
    }
}
