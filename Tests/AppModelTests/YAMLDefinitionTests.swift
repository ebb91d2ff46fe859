import Bicep
import Diagnostics
import Documents
import TestSupport
import Testing

@testable import AppModel

/// Definitions in YAML: what they are in Bicep, and where what is wrong with them stands.
@Suite struct YAMLDefinitionTests {
    /// Checks the Bicep that a definition comes to.
    private func checkTranslation(
        _ yaml: String,
        _ expected: String,
        _ sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let file = SourceFile(path: "app.yaml", text: yaml)
        let document = try #require(YAMLReader.read(file).documents.first, sourceLocation: sourceLocation)
        let translation = YAMLTranslation(document)
        #expect(lines(translation.diagnostics) == "", sourceLocation: sourceLocation)
        let text = String(decoding: translation.bytes, as: UTF8.self)
        #expect(text == "extension radius\n" + expected + "\n", sourceLocation: sourceLocation)
    }

    /// Checks what is said about a definition: line, column and length in the YAML, code and message.
    private func check(
        _ yaml: String,
        _ expected: String,
        parameters: [GivenParameter] = [],
        _ sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) {
        let file = SourceFile(path: "app.yaml", text: yaml)
        let definition = DefinitionFrontend(.init(scope: shopScope, parameters: parameters)).definition(of: file)
        let found = definition.diagnostics.map { diagnostic in
            let place = diagnostic.span?.file.location(at: diagnostic.span?.range.lowerBound ?? 0)
            #expect(diagnostic.span?.file == file || diagnostic.span == nil, sourceLocation: sourceLocation)
            return "\(place?.line ?? 0):\(place?.column ?? 0) '\(diagnostic.span?.text ?? "")' \(diagnostic.code) "
                + diagnostic.message
        }
        #expect(found.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
    }

    // MARK: - Meaning

    @Test func everyKindOfValueIsWritten() throws {
        try checkTranslation(
            """
            variables:
              nothing: null
              flag: true
              number: -3
              half: 1.5
              text: it's \\ and 5$
              whole: ${resourceGroup().name}
              mixed: "a ${number} b\\t${toUpper('}{')}"
              literal: $${no}
              list: [1, "x"]
              object: { plain: 1, "with space": 2, "${text}": 3 }
              block: |
                first
                second
            """,
            """
            var nothing = null
            var flag = true
            var number = -3
            var half = json('1.5')
            var text = 'it\\'s \\\\ and 5\\$'
            var whole = (resourceGroup().name)
            var mixed = 'a ${number} b\\t${toUpper('}{')}'
            var literal = '\\${no}'
            var list = [
            1
            'x'
            ]
            var object = {
              plain: 1
              'with space': 2
              '${text}': 3
            }
            var block = 'first\\nsecond'
            """
        )
    }

    @Test func everyDeclarationIsWritten() throws {
        try checkTranslation(
            """
            parameters:
              size: { type: string, default: S, allowed: [S, M], description: how large }
              count: { type: int, minValue: 1, maxValue: 3 }
              key: { type: string, secure: true }
            resources:
              app:
                type: Applications.Core/applications@2023-10-01-preview
                properties: { environment: "${environment}" }
              web:
                type: Applications.Core/containers@2023-10-01-preview
                name: web-${i}
                for: i in range(0, count)
                if: ${i > 0}
                properties: { application: "${app.id}" }
                dependsOn: [app, "${old}"]
              old:
                type: Applications.Core/containers@2023-10-01-preview
                existing: true
            modules:
              more: { path: more.bicep, params: { size: "${size}" } }
            outputs:
              id: { type: string, value: "${app.id}" }
            """,
            """
            param environment string
            @allowed([
            'S'
            'M'
            ])
            @description('how large')
            param size string = 'S'
            @minValue(1)
            @maxValue(3)
            param count int
            @secure()
            param key string
            resource app 'Applications.Core/applications@2023-10-01-preview' = {
              name: 'app'
              properties: {
              environment: (environment)
            }
            }
            resource web 'Applications.Core/containers@2023-10-01-preview' = [for i in range(0, count): if ((i > 0)) {
              name: 'web-${i}'
              properties: {
              application: (app.id)
            }
              dependsOn: [
            app
            (old)
              ]
            }]
            resource old 'Applications.Core/containers@2023-10-01-preview' existing = {
              name: 'old'
            }
            module more 'more.bicep' = {
              params: {
              size: (size)
            }
            }
            output id string = (app.id)
            """
        )
    }

    @Test func parametersOfADeploymentAreDeclaredWhereTheyAreMentioned() throws {
        let used = "param environment string\nparam application string\nvar x = '${environment}${application}'"
        try checkTranslation("variables: { x: \"${environment}${application}\" }", used)
        try checkTranslation("variables: { x: environment }", "var x = 'environment'")
        try checkTranslation("variables: { x: \"${a.environment}\" }", "var x = (a.environment)")
        try checkTranslation("variables: { x: \"${myenvironment}\" }", "var x = (myenvironment)")
        try checkTranslation(
            "variables: { x: \"${toUpper('the application')}\" }",
            "var x = (toUpper('the application'))"
        )
        try checkTranslation("variables: { x: \"${environment().name}\" }", "var x = (environment().name)")
        try checkTranslation(
            "variables: { x: { \"a-${application}\": 1 } }",
            "param application string\nvar x = {\n  'a-${application}': 1\n}"
        )
        try checkTranslation(
            "variables: { x: \"${map([1], application => application)}\" }",
            "var x = (map([1], application => application))"
        )
        try checkTranslation(
            "parameters: { environment: { type: string } }\nvariables: { x: \"${environment}\" }",
            "param environment string\nvar x = (environment)"
        )
    }

    @Test func parametersOfADeploymentAreDeclaredForConditionsLoopsAndDependencies() throws {
        func body(_ member: String, _ written: String, _ implied: String) throws {
            let resource = "resources:\n  r:\n    type: A.B/c@1\n    name: n\n    \(member)"
            try checkTranslation(resource, "\(implied)resource r 'A.B/c@1' = \(written)")
        }
        let (environment, application) = ("param environment string\n", "param application string\n")
        try body("if: environment != ''", "if (environment != '') {\n  name: 'n'\n}", environment)
        try body(
            "for: i in split(application, '')",
            "[for i in split(application, ''): {\n  name: 'n'\n}]",
            application
        )
        try body(
            "dependsOn: [application]",
            "{\n  name: 'n'\n  dependsOn: [\napplication\n  ]\n}",
            application
        )
        try body(
            "for: application in a\n    b: ${application}",
            "[for application in a: {\n  name: 'n'\n  b: (application)\n}]",
            ""
        )
    }

    @Test func anchorsAndMergeKeysAreWrittenOut() throws {
        try checkTranslation(
            """
            variables:
              base: &base { a: 1, b: 2 }
              more: { <<: *base, b: 3 }
            """,
            "var base = {\n  a: 1\n  b: 2\n}\nvar more = {\n  a: 1\n  b: 3\n}"
        )
    }

    /// What a part of a text is.
    enum Part: Equatable {
        case text(String)
        case expression(String)
        case unfinished

        init(_ part: YAMLText.Part) {
            self =
                switch part {
                case .text(let text): .text(text)
                case .expression(let piece): .expression(piece.fragment.text)
                case .unfinished: .unfinished
                }
        }
    }

    @Test(
        arguments: [
            ("a", [.text("a")]), ("", [.text("")]), ("${a}", [.expression("a")]), ("$a $", [.text("$a $")]),
            ("x${a}y${b}", [.text("x"), .expression("a"), .text("y"), .expression("b")]),
            ("${{ a: '}' }}", [.expression("{ a: '}' }")]), ("${'a${'b'}\\'}'}", [.expression("'a${'b'}\\'}'")]),
            ("a ${b", [.text("a "), .unfinished]), ("$${a}", [.text("${a}")]), ("${'}", [.unfinished]),
            ("${'\\${'}-${b}", [.expression("'\\${'"), .text("-"), .expression("b")]),
            ("${'''it's}'''}", [.expression("'''it's}'''")]), ("${$$'''$${a}'''}", [.expression("$$'''$${a}'''")]),
            ("${ a /* } */ }!", [.expression("a"), .text("!")]), ("${a // }", [.unfinished]),
            ("${a // }\n}", [.expression("a")]), ("${}", [.expression("")]),
        ] as [(String, [Part])]
    )
    func textsAreTakenApart(text: String, parts: [Part]) {
        #expect(YAMLText(text, at: SourceFile(path: "app.yaml", text: text).span).parts.map(Part.init) == parts)
    }

    /// Each text is gone through once, however many expressions it has and however they are written.
    @Test(.timeLimit(.minutes(10)), arguments: [#"${\u0031}"#, "${1}", #"\x24{1}"#, "${'}'}"])
    func textsOfManyExpressionsAreWritten(hole: String) throws {
        let text = "variables: { v: \"" + String(repeating: hole, count: 20_000) + "\" }"
        let document = try #require(YAMLReader.read(SourceFile(path: "app.yaml", text: text)).documents.first)
        let translation = YAMLTranslation(document)
        #expect(translation.diagnostics.isEmpty && translation.mistakes.isEmpty)
        #expect(translation.bytes.count { $0 == UInt8(ascii: "$") } == 20_000)
    }

    // MARK: - Places

    @Test func mistakesInExpressionsStandWhereTheyAreWritten() {
        check(
            """
            variables:
              plain: ${toUper('x')} and ${nothing}
              quoted: "\\t${missing}"
              folded: >-
                a ${gone}
              whole: ${1 +}
            """,
            """
            2:12 'toUper' BCP082 there is no function 'toUper'
            2:31 'nothing' BCP057 nothing here is named 'nothing'
            3:16 'missing' BCP057 nothing here is named 'missing'
            5:9 'gone' BCP057 nothing here is named 'gone'
            6:15 '}' BCP009 expected an expression, found '}'
            """
        )
    }

    @Test func expressionsHaveThePlacesThatTheyHaveAmongOtherText() {
        check(
            #"""
            variables:
              word: banana ${a}
              twice: ${b} ${b}
              escape: "${\u0061a} \t ${d}"
              mark: "\x24{e}"
              quotes: '${toUpper(''x'')} ${f}'
              block: | # ${no}
                ${g} ${h}
            """#,
            #"""
            2:18 'a' BCP057 nothing here is named 'a'
            3:12 'b' BCP057 nothing here is named 'b'
            3:17 'b' BCP057 nothing here is named 'b'
            4:11 '"${\u0061a} \t ${d}"' BCP057 nothing here is named 'aa'
            4:28 'd' BCP057 nothing here is named 'd'
            5:9 '"\x24{e}"' BCP057 nothing here is named 'e'
            6:32 'f' BCP057 nothing here is named 'f'
            7:10 '| # ${no}
                ${g} ${h}' BCP057 nothing here is named 'g'
            7:10 '| # ${no}
                ${g} ${h}' BCP057 nothing here is named 'h'
            """#
        )
    }

    /// Nothing that is written where one expression is due becomes something else.
    @Test func aPieceIsOneExpressionAndNothingElse() {
        check(
            #"variables: { x: "${1)\nvar evil = (2}" }"#,
            #"1:17 '"${1)\nvar evil = (2}"' BCP064 ')' does not belong to what stands before it"#
        )
        check("variables: { x: \"a ${1 2}\" }", "1:24 '2' BCP064 '2' does not belong to what stands before it")
        check(
            "variables: { x: { \"${1)}': 2\": 3 } }",
            "1:23 ')' BCP064 ')' does not belong to what stands before it"
        )
        check(
            #"parameters: { a: { type: "string\nvar evil = 1" } }"#,
            #"1:26 '"string\nvar evil = 1"' BCP064 'var' does not belong to what stands before it"#
        )
        check(
            "resources: { r: { if: \"true) {} // \", type: \"A.B/c@1\" } }",
            "1:28 ')' BCP064 ')' does not belong to what stands before it\n"
                + "1:45 '\"A.B/c@1\"' BCP029 'A.B/c@1' is no resource type"
        )
        check(
            "resources: { r: { for: \"i in []: {}] //\", type: \"A.B/c@1\" } }",
            "1:32 ':' BCP064 ':' does not belong to what stands before it"
        )
        check(
            "resources: { r: { dependsOn: [\"a] }\"], type: \"A.B/c@1\" } }",
            "1:33 ']' BCP064 ']' does not belong to what stands before it\n"
                + "1:46 '\"A.B/c@1\"' BCP029 'A.B/c@1' is no resource type"
        )
        check("variables: { x: \"${}\" }", "1:20 '}' BCP009 expected an expression, found '}'")
        check(
            #"variables: { x: "a ${max(1,\n2)}" }"#,
            #"1:17 '"a ${max(1,\n2)}"' RAD2067 an expression within a text stands on one line"#
        )
    }

    @Test func aMistakeThatAliasesRepeatIsToldOnce() {
        check(
            "variables: { a: &a { v: \"${1 +}\" }, b: [*a, *a] }",
            "1:31 '}' BCP009 expected an expression, found '}'"
        )
    }

    @Test func mistakesInResourcesStandWhereTheyAreWritten() {
        check(
            """
            resources:
              web:
                type: Applications.Core/containers@2023-10-01-preview
                properties:
                  application: ${application}
                  container:
                    imag: x
                    ports: { web: { containerPort: many } }
              other:
                type: Applications.Core/contaners@2023-10-01-preview
            """,
            """
            10:11 'Applications.Core/contaners@2023-10-01-preview' RAD2001 unknown resource type \
            'Applications.Core/contaners'
            7:9 'imag' RAD2003 unknown property 'container.imag'
            8:40 'many' RAD2005 'container.ports.web.containerPort' is a string, expected an integer
            7:9 'imag: x
                    ports: { web: { containerPort: many } }' RAD2004 'container' lacks the required property 'image'
            """
        )
    }

    @Test func aDefinitionHasAForm() {
        check("[]", "1:1 '[]' RAD2060 a definition must be a mapping with 'resources'")
        check("resources: 1", "1:12 '1' RAD2060 'resources' must be a mapping of names")
        check("resource: {}", "1:1 'resource' RAD2061 a definition has no 'resource'")
        check(
            "resources: { web-1: {} }",
            "1:14 'web-1' RAD2062 'web-1' cannot be a name in expressions: letters, "
                + "digits and '_' can, and a digit cannot be the first"
        )
        check("variables: { a: \"${b\" }", "1:17 '\"${b\"' RAD2063 the expression after '${' has no '}'")
        check("resources: { web: {} }", "1:14 'web' RAD2064 the resource 'web' lacks 'type'")
        check("resources: { web: { type: [1] } }", "1:27 '[1]' RAD2060 'type' must be a text")
        check("modules: { m: { path: { a: 1 } } }", "1:23 '{ a: 1 }' RAD2060 'path' must be a text")
        check(
            "modules: { m: { path: m.bicep, existing: true } }",
            "1:32 'existing' RAD2061 the module 'm' has no 'existing'"
        )
        check(
            "outputs: { a: { type: string, value: x, secure: yes } }",
            "1:49 'yes' RAD2060 'secure' must be true or false"
        )
        let application = #"{ type: "Applications.Core/applications@2023-10-01-preview", path: x, "#
        check(
            "resources: { a: \(application)properties: { environment: \"${environment}\" } } }",
            "1:78 'path' RAD2003 unknown property 'path'"
        )
        check("variables: { a: -.inf }", "1:17 '-.inf' RAD2060 a number must be finite")
        check("resources: { web: 1 }", "1:19 '1' RAD2060 the resource 'web' must be a mapping")
        check("outputs: { a: { type: string } }", "1:12 'a' RAD2064 the output 'a' lacks 'value'")
        check("parameters: { a: { type: int, defalt: 1 } }", "1:31 'defalt' RAD2061 the parameter 'a' has no 'defalt'")
        check(
            "resources: { web: { type: \"A.B/c@1\", for: items } }",
            "1:43 'items' RAD2065 'items' says no item and no list"
        )
        check("", "1:1 '' RAD2060 a definition must be one document with 'resources', and has 0")
        check(
            "resources: {}\n---\nresources: {}",
            "1:1 'resources: {}\n---\nresources: {}' RAD2060 a definition must be one document with 'resources', and has 2"
        )
    }

    @Test func aliasesCannotMakeADefinitionLong() throws {
        let uses = (0..<30).map { "  v\($0): *long\n" }.joined()
        let text = "variables:\n  v: &long \"\(String(repeating: "x", count: 1000))\"\n\(uses)"
        let document = try #require(YAMLReader.read(SourceFile(path: "app.yaml", text: text)).documents.first)
        #expect(YAMLTranslation(document).diagnostics.isEmpty)
        let translation = YAMLTranslation(document, limit: 20_000)
        #expect(translation.diagnostics.map(\.code) == ["RAD2066"])
        #expect(translation.bytes.count <= 20_000)
    }

    @Test func parametersAreGivenAsToBicep() {
        check(
            "parameters: { replicas: { type: int } }",
            "1:15 'replicas' RAD2030 parameter 'replicas' is given 'many', expected an integer",
            parameters: [GivenParameter("replicas", .text("many"))]
        )
        check("parameters: { size: { type: int } }", "1:15 'size' RAD2028 parameter 'size' has no value and no default")
    }

    // MARK: - Any bytes

    /// Mutated copies of a definition: none traps, none hangs, and every place is in the file.
    @Test(.timeLimit(.minutes(5)), arguments: 0..<4) func mutatedCopiesAreReadToTheirEnd(round: Int) {
        var random = SeededGenerator(seed: UInt64(round) &* 104_729 &+ 3)
        let sample = Array(Self.sample.utf8)
        let whole = DefinitionFrontend(.init(scope: shopScope)).definition(
            of: SourceFile(path: "app.yaml", bytes: sample)
        )
        #expect(lines(whole.diagnostics) == "")
        for _ in 0..<500 {
            let file = SourceFile(path: "app.yaml", bytes: random.mutated(sample))
            let definition = DefinitionFrontend(.init(scope: shopScope)).definition(of: file)
            for span in definition.diagnostics.flatMap({ [$0.span] + $0.notes.map(\.span) }).compactMap(\.self) {
                #expect(span.file == file && span.range.upperBound <= file.bytes.count)
            }
            #expect(definition.diagnostics.count < 200)
        }
    }

    private static let sample = """
        parameters: { size: { type: string, default: "S", secure: true }, count: { type: int, default: 2 } }
        variables:
          all: &all { a: "${count + 1}", b: 'x ${size} $${y}', c: [1, 2.5, true, null] }
          more: { <<: *all, "d e": "x${all.a}" }
        resources:
          app:
            type: Applications.Core/applications@2023-10-01-preview
            properties: { environment: "${environment}" }
          web:
            type: Applications.Core/containers@2023-10-01-preview
            name: web-${i}
            for: "(item, i) in map(range(0, count), n => { x: '}${n}' })"
            if: ${i > 0}
            properties:
              application: ${app.id}
              container: { image: "a:${size}", env: { A: { value: "${string(more.a)}" } } }
            dependsOn: [app]
        outputs:
          id: { type: string, value: "${app.id}" }

        """
}
