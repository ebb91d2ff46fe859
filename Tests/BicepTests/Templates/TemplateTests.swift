import Diagnostics
import Documents
import OrderedCollections
import TestSupport
import Testing

@testable import Bicep

/// Compiled templates as modules.
@Suite struct TemplateTests {
    /// Evaluates a module that is a template, with nothing readable before it is deployed.
    private func checkTemplate(
        _ template: String,
        parameters: String = "{}",
        _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var context = EvaluationContext()
        context.authoredProperties = .unknown
        checkEvaluation(
            """
            module m 'm.json' = { name: 'm', params: \(parameters) }
            output o object = m.outputs
            """,
            with: ["m.json": template],
            in: context,
            expected,
            sourceLocation: sourceLocation
        )
    }

    /// Evaluates expressions, each as an output of its own.
    private func checkExpressions(_ pairs: [(String, String)], sourceLocation: SourceLocation = #_sourceLocation) {
        for (expression, value) in pairs {
            let template = """
                {
                  "parameters": {"list": {"type": "array", "defaultValue": [1, 2]},
                                 "perhaps": {"type": "object", "nullable": true}},
                  "variables": {"deep": {"a": {"b": ["x", "y"]}}},
                  "resources": [],
                  "outputs": {"v": {"type": "string", "value": "\(expression)"}}
                }
                """
            checkTemplate(template, "o = {\"v\":\(value)}", sourceLocation: sourceLocation)
        }
    }

    @Test func functionsOfTemplatesAreOperators() {
        checkExpressions([
            ("[add(1, mul(2, sub(9, div(7, 2))))]", "13"), ("[mod(-7, 2)]", "-1"),
            ("[and(true(), not(false()), equals(1, 1))]", "true"), ("[or(false(), less(2, 1), true())]", "true"),
            ("[if(greaterOrEquals(2, 2), 'yes', fail('no'))]", "\"yes\""),
            ("[coalesce(null(), parameters('perhaps'), 'c')]", "\"c\""),
            (
                "[createObject('a', createArray(1, 'it''s'), format('{0}-b', 1), null())]",
                #"{"a":[1,"it's"],"1-b":null}"#
            ),
        ])
    }

    @Test func membersAreReadStrictlyOrSafely() {
        checkExpressions([
            ("[variables('deep').a['b'][1]]", "\"y\""), ("[variables('DEEP').A.B[0]]", "\"x\""),
            ("[tryGet(variables('deep'), 'a', 'c')]", "null"), ("[tryGet(parameters('perhaps'), 'a').b]", "null"),
            ("[indexFromEnd(parameters('list'), 1)]", "2"), ("[tryIndexFromEnd(parameters('list'), 3)]", "null"),
        ])
    }

    @Test func lambdasHaveTheirVariables() {
        checkExpressions([
            ("[map(parameters('list'), lambda('x', add(lambdaVariables('x'), 1)))]", "[2,3]"),
            ("[reduce(parameters('list'), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))]", "3"),
            (
                "[filter(map(range(0, 3), lambda('i', lambdaVariables('i'))), lambda('j', less(lambdaVariables('j'), 1)))]",
                "[0]"
            ),
        ])
    }

    @Test func textInBracketsIsAnExpressionUnlessTheBracketIsDoubled() {
        checkExpressions([
            ("[[parameters('list')]", "\"[parameters('list')]\""), ("[a", "\"[a\""), ("a]", "\"a]\""),
            ("[ concat ( 'a' , 'b' ) ]", "\"ab\""), ("[concat('[', ']')]", "\"[]\""),
        ])
    }

    @Test func copiesAreLoops() {
        checkTemplate(
            """
            {
              "variables": {
                "copy": [{"name": "squares", "count": 3, "input": "[mul(copyIndex('squares'), copyIndex('squares'))]"}],
                "inner": {"copy": [{"name": "list", "count": "[length(variables('squares'))]",
                                    "input": {"at": "[copyIndex('list', 10)]"}}]}
              },
              "resources": [
                {"type": "A.B/c", "apiVersion": "1", "name": "[format('c{0}', copyIndex(1))]",
                 "copy": {"name": "many", "count": 2}, "condition": "[not(equals(copyIndex(), 0))]",
                 "properties": {"copy": [{"name": "n", "count": 2, "input": "[add(copyIndex(), copyIndex('n'))]"}]}}
              ],
              "outputs": {
                "a": {"type": "array", "value": "[variables('squares')]"},
                "b": {"type": "object", "value": "[variables('inner')]"},
                "c": {"type": "array", "copy": {"count": 2, "input": "[copyIndex()]"}}
              }
            }
            """,
            """
            m/resource0[1] A.B/c@1 "c2" {"name":"c2","properties":{"n":[1,2]}}
            o = {"a":[0,1,4],"b":{"list":[{"at":10},{"at":11},{"at":12}]},"c":[0,1]}
            """
        )
    }

    @Test func nestedDeploymentsAreModulesOfTheirOwn() {
        let nested = """
            "properties": {
              "expressionEvaluationOptions": {"scope": "inner"}, "mode": "Incremental",
              "parameters": {"size": {"value": "[parameters('size')]"}},
              "template": {
                "parameters": {"size": {"type": "int"}},
                "resources": [],
                "outputs": {"next": {"type": "int", "value": "[add(parameters('size'), 1)]"},
                            "name": {"type": "string", "value": "[deployment().name]"}}
              }
            }
            """
        checkTemplate(
            """
            {
              "languageVersion": "2.0",
              "parameters": {"size": {"type": "int"}},
              "resources": {
                "inner": {"type": "Microsoft.Resources/deployments", "apiVersion": "1", "name": "one", \(nested)},
                "loop": {"type": "Microsoft.Resources/deployments", "apiVersion": "1",
                         "copy": {"name": "loop", "count": 2}, "name": "[format('l{0}', copyIndex())]", \(nested)}
              },
              "outputs": {
                "a": {"type": "int", "value": "[reference('inner').outputs.next.value]"},
                "b": {"type": "string", "value": "[reference(format('loop[{0}]', 1)).outputs.name.value]"},
                "c": {"type": "string", "value": "[tryGet(tryGet(reference('inner').outputs, 'none'), 'value')]"},
                "d": {"type": "int", "value": "[tryGet(if(true(), reference('inner'), null()), 'outputs', 'next', 'value')]"},
                "e": {"type": "int", "value": "[tryGet(if(true(), reference('inner').outputs, null()), 'next', 'value')]"}
              }
            }
            """,
            parameters: "{ size: 4 }",
            #"o = {"a":5,"b":"l1","c":null,"d":5,"e":5}"#
        )
        checkTemplate(
            """
            {
              "parameters": {"size": {"type": "int"}},
              "resources": [
                {"type": "Microsoft.Resources/deployments", "apiVersion": "1",
                 "copy": {"name": "loop", "count": 2}, "name": "[format('l{0}', range(0, 2)[copyIndex()])]", \(nested)}
              ],
              "outputs": {
                "a": {"type": "string", "value": "[reference(resourceId('Microsoft.Resources/deployments', format('l{0}', range(0, 2)[1])), '1').outputs.name.value]"}
              }
            }
            """,
            parameters: "{ size: 4 }",
            #"o = {"a":"l1"}"#
        )
    }

    @Test func resourcesAreFoundByTheirSymbolsAndKnownByTheirIds() {
        checkTemplate(
            """
            {
              "languageVersion": "2.0",
              "resources": {
                "old": {"existing": true, "type": "A.B/c", "apiVersion": "1", "name": "x",
                        "subscriptionId": "s", "resourceGroup": "g"},
                "lock": {"type": "A.B/locks", "apiVersion": "1", "name": "l", "scope": "[resourceId('A.B/c', 'y')]",
                         "properties": {"id": "[resourceInfo('old').id]", "state": "[reference('old').state]"},
                         "dependsOn": ["old"]}
              },
              "outputs": {"kind": {"type": "string", "value": "[reference('old', '1', 'full').kind]"}}
            }
            """,
            """
            m/old existing A.B/c@1 "x" {"name":"x"}
            m/lock A.B/locks@1 "l" {"name":"l","properties":{"id":"/subscriptions/s/resourceGroups/g/providers/A.B/c/x","state":"(known after apply)"}} < m/old
            o = {"kind":"(known after apply)"}
            """
        )
    }

    @Test func whatIsNotUnderstoodFailsOnlyWhenItIsNeeded() {
        var context = EvaluationContext()
        context.authoredProperties = .unknown
        let template = """
            {"resources": [], "outputs": {
              "good": {"type": "int", "value": 1},
              "bad": {"type": "int", "value": "[noSuch(1)]"}, "worse": {"type": "int", "value": "[add(1,]"}}}
            """
        let result = evaluate(
            "module m 'm.json' = {}\noutput good int = m.outputs.good",
            with: ["m.json": template],
            in: context
        )
        #expect(result.outputs["good"] == 1)
    }

    @Test(arguments: [
        ("tryGet(createObject('a', 1))", "'tryGet' is called with 1 argument"),
        ("indexFromEnd(createArray(1))", "'indexFromEnd' is called with 1 argument"),
        ("tryIndexFromEnd(createArray(1), 1, 2)", "'tryIndexFromEnd' is called with 3 arguments"),
        ("tryGet(tryGet()).x", "'tryGet' is called with 1 argument"),
    ])
    func anAccessWithTheWrongNumberOfArgumentsFails(expression: String, expected: String) {
        let template = #"{"resources": [], "outputs": {"x": {"type": "int", "value": "[\#(expression)]"}}}"#
        var context = EvaluationContext()
        context.authoredProperties = .unknown
        let result = evaluate(
            "module m 'm.json' = {}\noutput x int = m.outputs.x",
            with: ["m.json": template],
            in: context
        )
        let messages = result.diagnostics.map(\.message).joined(separator: "\n")
        #expect(messages.contains(expected))
    }

    /// A template may come from anywhere, and must learn nothing of the machine that evaluates it.
    @Test(arguments: [
        "loadTextContent('secret.json')", "loadFileAsBase64('secret.json')", "loadJsonContent('secret.json')",
        "loadYamlContent('secret.json')", "loadDirectoryFileInfo('.')", "readEnvironmentVariable('TOKEN')",
        "sys.LoadTextContent('secret.json')", "READENVIRONMENTVARIABLE('TOKEN', 'none')",
        "externalInput('sys.envVar', 'TOKEN')", "az.getSecret('s', 'g', 'v', 'n')", "any(1)", "nameof('m')",
    ])
    func whatOnlyACompilerKnowsIsNotKnown(call: String) {
        var context = EvaluationContext()
        context.environment = ["TOKEN": "geheim"]
        let template = """
            {"resources": [], "outputs": {"v": {"type": "string", "value": "[string(\(call))]"}}}
            """
        let result = evaluate(
            "module m 'm.json' = {}\noutput v string = m.outputs.v",
            with: ["m.json": template, "secret.json": "\"geheim\""],
            in: context
        )
        let name = call.prefix { $0 != "(" }
        #expect(result.diagnostics.contains { $0.message.contains("the function '\(name)' is not known") })
        #expect(!"\(result.outputs)".contains("geheim"))
    }

    @Test func whatIsNoTemplateIsSaidThere() {
        for text in ["[]", "{}", "{\"resources\": ", "1"] {
            let file = SourceFile(path: "main.bicep", text: "module m 'm.json' = {}")
            let checked = BoundModule.check(file, files: MemoryFiles(files: ["m.json": text]))
            #expect(checked.diagnostics.first?.code == "BCP104", "\(text)")
            #expect(checked.diagnostics.dropFirst().allSatisfy { $0.span?.file.path == "m.json" }, "\(text)")
            #expect(checked.diagnostics.count > 1, "\(text)")
        }
        let file = SourceFile(path: "main.bicep", text: "module m 'm.json' = {}")
        let checked = BoundModule.check(file, files: MemoryFiles(files: ["m.json": "{}"]))
        #expect(checked.diagnostics.map(\.code) == ["BCP104", "RAD1104"])
    }

    @Test func noTextMakesTheReaderTrap() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("[]()'.,abcAB1-{} \\\"")
        for _ in 0..<2_000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &random)).map { _ in
                    alphabet[Int.random(in: alphabet.indices, using: &random)]
                }
            )
            _ = TemplateText("[\(text)]")
        }
        for deep in ["f(", "f()[", "f(g(1).a["].map({ String(repeating: $0, count: 5_000) }) {
            guard case .broken = TemplateText("[\(deep)]") else {
                Issue.record("an expression of any depth is accepted")
                return
            }
        }
        guard case .broken = TemplateText("[f()\(String(repeating: ".a", count: 100_000))]") else {
            Issue.record("a chain of any length is accepted")
            return
        }
    }

    @Test func manyOperandsMakeNoDeepTree() {
        let many = Array(repeating: "false()", count: 50_000).joined(separator: ", ")
        checkExpressions([("[or(\(many), true())]", "true")])
    }

    @Test func mutatedTemplatesNeverTrap() {
        let template = Array(
            """
            {"$schema": "x", "parameters": {"a": {"type": "array", "$ref": "#/definitions/b", "defaultValue": [1]}},
             "definitions": {"b": {"$ref": "#/definitions/b"}}, "functions": [{"namespace": "n", "members": {"f": {
             "parameters": [{"name": "p"}], "output": {"value": "[n.f(parameters('p'))]"}}}}],
             "variables": {"copy": [{"name": "v", "count": 2, "input": "[copyIndex('v')]"}], "w": "[variables('w')]"},
             "resources": {"r": {"type": "A.B/c", "name": "[reference('m').outputs.o.value]", "copy": {"name": "c",
             "count": "[length(parameters('a'))]"}, "scope": "[resourceId('A.B/c', 'x')]", "dependsOn": ["r"]},
             "m": {"type": "Microsoft.Resources/deployments", "name": "m", "properties": {"parameters": {"a": {"value": [2]}},
             "expressionEvaluationOptions": {"scope": "inner"}, "template": {"resources": [], "parameters": {"a": {}},
             "outputs": {"o": {"type": "int", "value": "[n.f(1)]"}}}}}},
             "outputs": {"o": {"type": "int", "value": "[reference('r[0]', '1', 'full').x]"}}}
            """.utf8
        )
        var random = SeededGenerator(seed: 11)
        let pieces = ["\"", "{", "}", "[", "]", ",", ":", "null", "1", "'", "(", ")", "copy", "resources"].map {
            Array($0.utf8)
        }
        for _ in 0..<1_500 {
            var bytes = template
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...8, using: &random))
                bytes.replaceSubrange(start..<end, with: pieces[Int.random(in: pieces.indices, using: &random)])
            }
            let checked = BoundModule.check(SourceFile(path: "m.json", bytes: bytes), files: NoFiles())
            guard !checked.diagnostics.hasErrors else { continue }
            var context = EvaluationContext()
            context.authoredProperties = .unknown
            context.limits.iterations = 10_000
            _ = checked.module.evaluate(in: context)
        }
    }
}
