import Diagnostics
import Documents
import Foundation
import Testing

@testable import AppModel

/// What is read from a manifest of resource types.
@Suite struct TypeManifestTests {
    @Test func aManifestGivesTypesWithTheirVersionsAndBaseProperties() throws {
        try checkManifest(
            """
            namespace: MyCompany.Resources
            types:
              postgreSQL:
                description: A database.
                apiVersions:
                  '2025-08-01':
                    schema:
                      type: object
                      properties:
                        size: { type: string, enum: [S, M], default: S, description: How large. }
                        host: { type: string, readOnly: true }
                        password: { type: string, x-radius-sensitive: true }
                        tags: { type: object, additionalProperties: { type: string } }
                        ports: { type: array, items: { type: integer } }
                      required: [size, environment]
                  '2025-08-01-preview':
                    schema: { type: object, properties: {} }
              note:
                capabilities: [ManualResourceProvisioning]
                defaultApiVersion: '2024-01-01'
                apiVersions:
                  '2024-01-01': { schema: { properties: { text: { type: string } } } }
                  '2025-01-01': { schema: {} }
            """,
            """
            MyCompany.Resources/postgreSQL recipe 2025-08-01-preview 2025-08-01 (A database.)
              environment: a string, required
              application: a string
              connections: an object
              codeReference: a string
              recipe: an object
              size: a string, required
              host: a string, read-only
              password: a string, sensitive
              tags: an object
              ports: an array
              provisioningState: anything, read-only
              status: anything, read-only
            MyCompany.Resources/note author 2024-01-01 2025-01-01
              environment: a string, required
              application: a string
              connections: an object
              codeReference: a string
              recipe: an object
              text: a string
              provisioningState: anything, read-only
              status: anything, read-only
            """
        )
    }

    @Test func jsonIsReadLikeYAML() throws {
        let text = """
            {"namespace": "My.Types", "types": {"note": {"apiVersions": {"2025-01-01": {"schema": {}}}}}}
            """
        let (manifest, diagnostics) = TypeManifest.read(SourceFile(path: "types.json", text: text))
        #expect(lines(diagnostics) == "")
        #expect(manifest?.entries.map(\.schema.type.description) == ["My.Types/note"])
    }

    @Test func everyViolationIsReportedAtItsPlace() throws {
        try checkManifest(
            """
            namespace: mycompany
            owner: me
            types:
              Postgres:
                capabilities: [ManualResourceProvisioning, SupportsRecipes, some]
                defaultApiVersion: '2020-01-01'
                apiVersions:
                  v1: { schema: { type: object }, schemas: {} }
                  '2025-01-01': {}
              other: []
              none: {}
            """,
            "",
            diagnostics: """
                2:1 error RAD2161 'owner' is no part of a manifest; the members here are 'namespace', 'location', 'types'
                1:12 error RAD2163 'mycompany' must be a valid resource provider namespace; write two PascalCased segments separated by a '.', for example 'MyCompany.Resources'
                4:3 error RAD2163 'Postgres' must be a valid resource type; write it in camelCase, for example 'myResourceType'
                5:48 error RAD2164 capability "SupportsRecipes" is not recognized. Supported capabilities: ManualResourceProvisioning; write 'ManualResourceProvisioning', or remove it
                5:65 error RAD2163 'some' must be a valid capability; write it in PascalCase, for example 'MyCapability'
                8:7 error RAD2163 'v1' must be a valid API version; write a date as YYYY-MM-DD, which may end in '-preview', for example '2025-01-01'
                8:39 error RAD2161 'schemas' is no part of a manifest; did you mean 'schema'?
                9:7 error RAD2162 '2025-01-01' lacks 'schema'; add 'schema'; docs/types.md has an example
                6:24 error RAD2165 the default API version '2020-01-01' is none of the type's versions; write one of 'v1'
                10:10 error RAD2160 the type 'other' is an array, expected a mapping; write a mapping here; docs/types.md has an example
                11:3 error RAD2162 'none' lacks 'apiVersions'; add 'apiVersions'; docs/types.md has an example
                """
        )
    }

    @Test func capitalsDoNotTellTypesApart() throws {
        let version = "{ apiVersions: { '2025-01-01': { schema: {} } } }"
        try checkManifest(
            "namespace: My.Types\ntypes:\n  postgreSQL: \(version)\n  other: \(version)\n  postgresql: \(version)\n",
            "",
            diagnostics: """
                5:3 error RAD2177 'postgresql' and 'postgreSQL' are one type: capitals do not tell types apart; rename one of them, or remove it
                """
        )
    }

    @Test func theOldNameOfTheNamespaceIsReportedWithTheNewOne() throws {
        try checkManifest(
            "name: My.Types\ntypes: {}",
            "",
            diagnostics: "1:1 error RAD2161 'name' is no part of a manifest; "
                + "write 'namespace'; manifests from before Radius 0.50 said 'name'"
        )
    }

    @Test func whatIsNoManifestIsSaidToBeNone() throws {
        try checkManifest(
            "[]",
            "",
            diagnostics: """
                1:1 error RAD2160 a manifest of resource types is an array, expected a mapping; write a mapping here; docs/types.md has an example
                """
        )
        try checkManifest(
            "",
            "",
            diagnostics: """
                1:1 error RAD2162 the manifest lacks 'namespace'; add 'namespace'; docs/types.md has an example
                1:1 error RAD2162 the manifest lacks 'types'; add 'types'; docs/types.md has an example
                """
        )
        try checkManifest(
            "a: 1\n---\nb: 1",
            "",
            diagnostics: """
                3:1 error RAD2160 the file holds several documents, expected one manifest; put each manifest in a file of its own
                """
        )
    }

    // MARK: - Schemas

    @Test(arguments: [
        ("{ type: object, allOf: [] }", "17 error RAD2167 allOf is not supported"),
        ("{ properties: { a: { anyOf: [] } } }", "22 error RAD2167 anyOf is not supported"),
        ("{ properties: { a: { not: {} } } }", "22 error RAD2167 not is not supported"),
        ("{ properties: { a: { type: txt } } }", "28 error RAD2171 unsupported type: txt"),
        (
            "{ properties: { a: { type: any } } }",
            "28 error RAD2171 type `any` is allowed only for the platformOptions property"
        ),
        ("{ propertis: {} }", "3 error RAD2168 'propertis' is no keyword of a schema"),
        (
            "{ properties: { a: { type: string, pattern: a } } }",
            "36 warning RAD2169 'pattern' is kept, but rad does not compare values with it"
        ),
        (
            "{ properties: { a: { $ref: 'b.json' } } }",
            "28 error RAD2170 external $ref references are not supported, only internal references starting with '#/' are allowed"
        ),
        (
            "{ properties: { a: { $ref: '#/$defs/b' } } }",
            "28 error RAD2170 '#/$defs/b' leads to nothing in this schema"
        ),
        (
            "{ properties: { a: { $ref: '#/$defs/b' } }, $defs: { b: { items: { $ref: '#/$defs/b' } } } }",
            "74 error RAD2170 '#/$defs/b' leads back to itself"
        ),
        (
            "{ properties: { a: { type: object, additionalProperties: true } } }",
            "58 error RAD2172 additionalProperties: true is not allowed, use a schema object instead"
        ),
        (
            "{ properties: { a: { type: object, additionalProperties: {} } } }",
            "58 error RAD2172 additionalProperties may be type `any` only for the platformOptions property"
        ),
        (
            "{ properties: { a: { properties: { b: {} }, additionalProperties: { type: string } } } }",
            "67 error RAD2172 object schemas cannot have both 'properties' and 'additionalProperties' defined"
        ),
        (
            "{ additionalProperties: { type: string } }",
            "25 error RAD2172 object schemas cannot have both 'properties' and 'additionalProperties' defined"
        ),
        (
            "{ properties: { status: { type: string } } }",
            "17 error RAD2173 property 'status' is reserved and cannot be used"
        ),
        (
            "{ properties: { recipe: { type: object } } }",
            "17 error RAD2173 property 'recipe' is reserved and cannot be used"
        ),
        (
            "{ properties: { environment: { type: integer } } }",
            "30 error RAD2173 property 'environment' must be a string"
        ),
        (
            "{ properties: { connections: { type: array } } }",
            "30 error RAD2173 property 'connections' must be an object that uses 'additionalProperties'"
        ),
        (
            "{ x-radius-sensitive: true, properties: { a: {} } }",
            "23 error RAD2174 x-radius-sensitive is allowed only on properties of type string or object"
        ),
        (
            "{ properties: { a: { type: integer, x-radius-sensitive: true } } }",
            "57 error RAD2174 x-radius-sensitive is allowed only on properties of type string or object"
        ),
        ("{ properties: { secrets: { type: string } } }", "26 error RAD2175 'secrets' must be of type object"),
        (
            "{ properties: { secrets: { type: object, properties: { name: { type: string } } } } }",
            "62 error RAD2175 'secrets' must declare 'name' as 'readOnly: true'"
        ),
        (
            "{ properties: { secrets: { type: object, properties: { name: { type: string, readOnly: true }, k: { type: integer } } } } }",
            "99 error RAD2175 'secrets' must have only strings; 'k' is none"
        ),
        (
            "{ type: string }",
            "1 error RAD2166 the schema of a resource type describes its 'properties', expected 'type: object'"
        ),
        ("{ required: [b], properties: { a: {} } }", "14 error RAD2166 'b' is required but is none of the properties"),
        (
            "{ properties: { a: { type: string, default: 1 } } }",
            "45 error RAD2166 the default is an integer, expected a string"
        ),
        (
            "{ properties: { a: { type: string, minLength: 3, maxLength: 1 } } }",
            "47 error RAD2166 'minLength' is larger than 'maxLength', so that no value fits"
        ),
        (
            "{ properties: { a: { type: enum } } }",
            "28 error RAD2166 'enum' is no part of a schema like this, expected a list of values"
        ),
        ("{ properties: { platformOptions: { type: object, additionalProperties: { type: any } } } }", ""),
        ("{ properties: { platformOptions: { type: object, additionalProperties: {} } } }", ""),
        ("{ properties: { a: { type: enum, enum: [x, y] }, b: {}, c: { $ref: '#/properties/a' } } }", ""),
        ("~", ""),
    ])
    func aSchemaKeepsTheRules(schema: String, expected: String) throws {
        let text =
            "namespace: My.Types\ntypes:\n  note:\n    apiVersions:\n      '2025-01-01':\n        schema:\n" + schema
        let padded = text.replacingOccurrences(of: "\n" + schema, with: "\n         " + schema)
        let (_, diagnostics) = TypeManifest.read(SourceFile(path: "types.yaml", text: padded))
        let found = diagnostics.map { diagnostic in
            let column = diagnostic.span.map { $0.file.location(at: $0.range.lowerBound).column - 9 } ?? 0
            return "\(column) \(diagnostic.severity) \(diagnostic.code) \(diagnostic.message)"
        }
        #expect(found.joined(separator: "\n") == expected)
        #expect(diagnostics.allSatisfy { $0.help != nil })
    }

    /// A value is hidden as a whole, so what it is made of decides, wherever the mark stands.
    @Test func aMarkCountsWhereverItStands() throws {
        try checkManifest(
            """
            namespace: My.Types
            types:
              note:
                apiVersions:
                  '2025-01-01':
                    schema:
                      properties:
                        direct: { type: string, x-radius-sensitive: true }
                        referenced: { $ref: '#/$defs/secret' }
                        beside: { $ref: '#/$defs/plain', x-radius-sensitive: true }
                        through: { $ref: '#/$defs/list' }
                        list: { type: array, items: { type: string, x-radius-sensitive: true } }
                        lists: { type: array, items: { $ref: '#/$defs/list' } }
                        map: { type: object, additionalProperties: { type: string, x-radius-sensitive: true } }
                        given: { type: string, readOnly: true, x-radius-sensitive: true }
                        around: { type: object, properties: { inner: { $ref: '#/$defs/secret' } } }
                        plain: { $ref: '#/$defs/plain' }
                      $defs:
                        plain: { type: string }
                        secret: { type: string, x-radius-sensitive: true }
                        list: { type: array, items: { $ref: '#/$defs/secret' } }
            """,
            """
            My.Types/note recipe 2025-01-01
              environment: a string, required
              application: a string
              connections: an object
              codeReference: a string
              recipe: an object
              direct: a string, sensitive
              referenced: a string, sensitive
              beside: a string, sensitive
              through: an array, sensitive
              list: an array, sensitive
              lists: an array, sensitive
              map: an object, sensitive
              given: a string, read-only, sensitive
              around: an object
              plain: a string
              provisioningState: anything, read-only
              status: anything, read-only
            """
        )
    }

    @Test func severalViolationsOfASchemaAreReportedTogether() throws {
        let schema =
            "{ anyOf: [], properties: { status: { type: nothing }, a: { type: object, additionalProperties: true } } }"
        let text = "namespace: My.Types\ntypes: { note: { apiVersions: { '2025-01-01': { schema: \(schema) } } } }"
        let (_, diagnostics) = TypeManifest.read(SourceFile(path: "types.yaml", text: text))
        #expect(diagnostics.map(\.code) == ["RAD2167", "RAD2173", "RAD2171", "RAD2172"])
    }

    // MARK: - Resources of such types

    private static let queue = """
        namespace: My.Types
        types:
          queue:
            apiVersions:
              '2024-01-01':
                schema: { properties: { name: { type: string } } }
              '2025-01-01':
                schema:
                  type: object
                  required: [topic]
                  properties:
                    topic: { type: string, minLength: 2, maxLength: 5 }
                    size: { type: string, enum: [S, M, L], default: S }
                    share: { type: number, minimum: 0, maximum: 0.5 }
                    copies: { type: integer, enum: [1, 3] }
                    ports: { type: array, items: { type: integer, minimum: 1 }, maxItems: 2 }
                    host: { type: string, readOnly: true }
                    token: { type: string, x-radius-sensitive: true }
                    limits:
                      type: object
                      properties: { memory: { type: string, default: 1Gi } }
                    plan: { type: string, enum: [small, large], default: small, x-radius-sensitive: true }
                    grant:
                      type: object
                      x-radius-sensitive: true
                      properties:
                        code: { type: integer, minimum: 5 }
                        level: { type: integer, enum: [1, 2] }
                        kind: { type: string, enum: [x, y] }
        """

    @Test func resourcesAreCheckedAgainstTheirVersion() throws {
        let text = """
            [{ "type": "My.Types/queue@2025-01-01", "name": "a", "properties": {
              "topic": "t", "size": "XL", "share": 0.7, "copies": 2, "ports": [0, 1, 2], "host": "h", "sise": "S"
            } },
            { "type": "My.Types/queue@2024-01-01", "name": "b", "properties": { "name": "n", "topic": "t" } }]
            """
        let definition = try definition(of: text, types: try catalogue(Self.queue))
        #expect(
            lines(definition.diagnostics) == """
                2:12 error RAD2008 'topic' is 1 character long, expected 2 to 5; keep to what the type allows: 2 to 5
                2:25 error RAD2006 'size' is 'XL', expected one of 'S', 'M', 'L'; did you mean 'L'?
                2:40 error RAD2008 'share' is 0.7, expected 0 to 0.5; keep to what the type allows: 0 to 0.5
                2:55 error RAD2006 'copies' is '2', expected one of '1', '3'; write one of '1', '3'
                2:68 error RAD2008 'ports[0]' is 0, expected at least 1; keep to what the type allows: at least 1
                2:67 error RAD2008 'ports' is 3 elements long, expected at most 2; keep to what the type allows: at most 2
                2:78 error RAD2007 'host' is set by rad and cannot be given; remove 'host'
                2:91 error RAD2003 unknown property 'sise'; did you mean 'size'?
                4:82 error RAD2003 unknown property 'topic'; the properties here are 'environment', 'application', 'connections', 'codeReference', 'recipe', 'name'
                """
        )
    }

    @Test func resourcesAreCompletedWithDefaultsAndSecrets() throws {
        let text = """
            [{ "type": "My.Types/queue@2025-01-01", "name": "a", "properties": {
              "topic": "topic", "token": "hidden", "limits": {}, "environment": "/e"
            } }]
            """
        let definition = try definition(of: text, types: try catalogue(Self.queue))
        #expect(lines(definition.diagnostics) == "")
        let properties = try #require(definition.resources.first?.properties)
        #expect(properties["size"] == "S")
        #expect(properties["limits"] == ["memory": "1Gi"])
        #expect(properties["token"] == .secret("hidden"))
        #expect(properties["plan"] == .secret("small"))
        #expect(properties["share"] == nil)
    }

    @Test func whatIsSensitiveIsRepeatedInNoMessage() throws {
        let text = """
            [{ "type": "My.Types/queue@2025-01-01", "name": "a", "properties": { "topic": "topic",
              "plan": "smal", "grant": { "code": 4, "level": 31, "kind": "hunter" }
            } }]
            """
        let definition = try definition(of: text, types: try catalogue(Self.queue))
        #expect(
            lines(definition.diagnostics) == """
                2:11 error RAD2006 'plan' is another text, expected one of 'small', 'large'; write one of 'small', 'large'
                2:38 error RAD2008 'grant.code' is another number, expected at least 5; keep to what the type allows: at least 5
                2:50 error RAD2006 'grant.level' is another text, expected one of '1', '2'; write one of '1', '2'
                2:62 error RAD2006 'grant.kind' is another text, expected one of 'x', 'y'; write one of 'x', 'y'
                """
        )
    }

    private func catalogue(_ manifest: String) throws -> ResourceTypeCatalog {
        let (read, diagnostics) = TypeManifest.read(SourceFile(path: "types.yaml", text: manifest))
        #expect(lines(diagnostics) == "")
        var catalogue = ResourceTypeCatalog.builtin
        for entry in try #require(read).entries { catalogue.add(entry.schema) }
        return catalogue
    }
}

/// Checks what a manifest in YAML defines, and everything that is said about it.
private func checkManifest(
    _ text: String,
    _ expected: String,
    diagnostics expectedDiagnostics: String = "",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let (manifest, diagnostics) = TypeManifest.read(SourceFile(path: "types.yaml", text: text))
    #expect(lines(diagnostics) == expectedDiagnostics, sourceLocation: sourceLocation)
    guard !diagnostics.hasErrors else { return }
    let entries = (manifest?.entries ?? []).map { entry in
        let schema = entry.schema
        let description = schema.description.map { " (\($0))" } ?? ""
        let versions = schema.apiVersions.joined(separator: " ")
        let properties = schema.properties.properties.map { property in
            let marks = [
                property.isRequired ? ", required" : "", property.isReadOnly ? ", read-only" : "",
                property.isSensitive ? ", sensitive" : "",
            ]
            return "  \(property.name): \(property.type.noun)\(marks.joined())"
        }
        return (["\(schema.type) \(schema.provision) \(versions)\(description)"] + properties)
            .joined(separator: "\n")
    }
    #expect(entries.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
}
