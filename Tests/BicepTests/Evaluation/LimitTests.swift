import Diagnostics
import Documents
import Testing

@testable import Bicep

@Suite struct LimitTests {
    @Test func loopsTogetherHaveSoManyIterations() {
        var context = EvaluationContext()
        context.limits.iterations = 100
        checkFaults(
            """
            output a array = map(range(0, 10), i => map(range(0, 10), j => i * j))
            //                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RAD2840 all loops together have more than 100
            """,
            in: context
        )
    }

    @Test(arguments: ["var v{} = [v{-}]", "var v{} = v{-}", "param v{} array = v{-}"])
    func aChainOfDeclarationsIsOnlySoDeep(step: String) {
        let chain = (1...250).reversed().map { step.numbered($0) }.joined(separator: "\n")
        let result = evaluate("\(chain)\nparam v0 array = [1]\noutput o array = v250")
        #expect(result.diagnostics.map(\.code) == ["RAD2841"])
    }

    @Test func aScopeIsOnlySoFarBehindVariables() {
        let chain = (1...500).map { "var v{} = v{-}".numbered($0) }.joined(separator: "\n")
        let resources = """
            resource r 'My.Rp/as@2020-01-01' = { name: 'r' }
            resource s 'My.Rp/bs@2020-01-01' = { name: 's', scope: v500 }
            """
        let result = evaluate("var v0 = r\n\(chain)\n\(resources)")
        #expect(result.diagnostics.map(\.code) == ["RAD2841"])
    }

    @Test func aStringIsOnlySoLong() {
        var context = EvaluationContext()
        context.limits.stringLength = 10_000
        for expression in [
            "padLeft('', 20000)", "reduce(range(0, 30), 'x', (a, b) => '${a}${a}')",
            "reduce(range(0, 30), 'x', (a, b) => concat(a, a))",
            "reduce(range(0, 30), ['x'], (a, b) => [string(a), string(a)])",
            "reduce(range(0, 30), 'xx', (a, b) => replace(a, 'x', a))",
            "reduce(range(0, 30), 'x', (a, b) => join([a, a], ''))",
            "reduce(range(0, 30), 'x', (a, b) => format('{0}{0}', a))",
        ] {
            checkFault(expression, "RAD2842", "this string is longer than 10000 bytes", in: context)
        }
    }

    @Test func aValueHasOnlySoManyParts() {
        let doubled = (1...60).map { "var v\($0) = [v\($0 - 1), v\($0 - 1)]" }.joined(separator: "\n")
        var context = EvaluationContext()
        context.limits.values = 1000
        let result = evaluate("var v0 = 1\n\(doubled)\noutput o array = v60", in: context)
        #expect(result.diagnostics.map(\.code) == ["RAD2844"])
        checkFault("reduce(range(0, 100), [1], (a, b) => [a, a])", "RAD2844", in: context)
        let calls = "func twice(x array) array => [x, x]\noutput o array = "
        let nested = evaluate(
            calls + String(repeating: "twice(", count: 40) + "[1]" + String(repeating: ")", count: 40),
            in: context
        )
        #expect(nested.diagnostics.map(\.code) == ["RAD2844"])
    }

    @Test func aFileDeclaresOnlySoManyResources() {
        var context = EvaluationContext()
        context.limits.resources = 3
        checkFaults(
            """
            resource a 'Microsoft.Web/sites@2023-01-01' = [for i in range(0, 4): { name: 'a${i}' }]
            //       ^ RAD2843 the file and its modules declare more than 3 resources
            """,
            in: context
        )
    }

    @Test func modulesThatUseEachOtherTwiceEnd() {
        var files: [String: String] = ["m0.bicep": "output o int = 1"]
        for level in 1...30 {
            files["m\(level).bicep"] = """
                module a 'm\(level - 1).bicep' = { name: 'a' }
                module b 'm\(level - 1).bicep' = { name: 'b' }
                """
        }
        var context = EvaluationContext()
        context.limits.iterations = 5000
        let result = evaluate("module m 'm30.bicep' = { name: 'm' }", with: files, in: context)
        #expect(Set(result.diagnostics.map(\.code)) == ["RAD2840"])
    }

    @Test func aLongChainOfResourcesIsNoDepth() {
        let chain = (1...400).reversed().map { index in
            """
            resource r\(index) 'Microsoft.Web/sites@2023-01-01' = { name: 'r\(index)', tags: { before: r\(index - 1).tags.before } }
            """
        }
        let first = "resource r0 'Microsoft.Web/sites@2023-01-01' = { name: 'r', tags: { before: 'x' } }"
        let result = evaluate((chain + [first, "output o string = r400.tags.before"]).joined(separator: "\n"))
        #expect(result.diagnostics.isEmpty)
        #expect(result.outputValues.first == "x")
    }

    /// The check finds circles first; whoever evaluates a file in spite of its errors still gets an end.
    @Test(arguments: ["var a = b\nvar b = a\noutput o object = a", "param p string = p\noutput o string = p"])
    func aCircleEndsEvenIfTheFileWasNotRefused(text: String) {
        let module = BoundModule.check(SourceFile(path: "main.bicep", text: text), files: NoFiles()).module
        let codes = Set(module.evaluate(in: EvaluationContext()).diagnostics.map(\.code))
        #expect(codes == ["RAD2806"])
    }
}
