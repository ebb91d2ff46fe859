import Diagnostics
import Documents
import Testing

@testable import Bicep

/// What grows out of a few lines ends with a diagnostic, before it takes long or fills the memory.
@Suite struct BudgetTests {
    private static let big = "var big = map(range(0, 1000), i => range(0, 90))\n"

    /// Checks that the evaluation of a file stops at one limit, which is reported once.
    private func checkStops(
        _ text: String,
        _ code: String,
        in context: EvaluationContext = EvaluationContext(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let result = evaluate(text, in: context, sourceLocation: sourceLocation)
        #expect(result.diagnostics.map(\.code) == [code], sourceLocation: sourceLocation)
        #expect(result.diagnostics.allSatisfy { $0.span != nil && $0.help != nil }, sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "reduce(range(0, 10000), big, (a, b) => a)", "[for i in range(0, 1000): id(big)]",
        "[for i in range(0, 1000): contains(big, [i])]", "[for i in range(0, 1000): big == big]",
        "[for i in range(0, 1000): string(big)]", "[for i in range(0, 1000): '${big}']",
        "[for i in range(0, 1000): intersection(big, big)]", "[for i in range(0, 1000): union(big, big)]",
    ])
    func whatWalksThroughLargeValuesTakesSteps(expression: String) {
        var context = EvaluationContext()
        context.limits.steps = 1_000_000
        let text = "\(Self.big)func id(x array) array => x\noutput o array = \(expression)"
        checkStops(text, "RAD1150", in: context)
    }

    @Test func whatIsComparedWithUnknownItemsTakesSteps() {
        var context = EvaluationContext()
        context.limits.steps = 500_000
        let open = "map(range(0, 500), i => { a: i, b: r.properties.accessTier })"
        let text = """
            resource r 'Microsoft.Storage/storageAccounts@2023-01-01' existing = { name: 'r' }
            output o array = union(\(open), map(range(0, 2000), i => { c: i }))
            """
        checkStops(text, "RAD1150", in: context)
    }

    @Test(arguments: [
        "concat(a, a)", "[...a, ...a]", "flatten([a, a])", "union(a, map(a, x => x + length(a)))",
        "concat(\(Array(repeating: "a", count: 99).joined(separator: ", ")))",
    ])
    func whatGrowsWithEachStepEndsAtTheMemory(expression: String) {
        var context = EvaluationContext()
        context.limits.memory = 4 << 20
        checkStops("output o array = reduce(range(0, 100), [1], (a, b) => \(expression))", "RAD1151", in: context)
    }

    @Test(arguments: [
        "[for i in range(0, 1000): padLeft(string(i), 100000)]", "[for i in range(0, 1000): '${i}${text}']",
        "[for i in range(0, 1000): split(text, ',')]", "[for i in range(0, 1000): json('[${text}1]')]",
    ])
    func whatIsComputedTogetherFitsIntoTheMemory(expression: String) {
        var context = EvaluationContext()
        context.limits.memory = 8 << 20
        checkStops(
            "var text = replace(padLeft('', 20000), ' ', '1,')\noutput o array = \(expression)",
            "RAD1151",
            in: context
        )
    }

    @Test func lambdasWithinEachOtherDoubleNothingUnseen() {
        let open = (1...60).map { "map([[a\($0 - 1), a\($0 - 1)]], a\($0) => " }.joined()
        let text = "var a0 = 1\noutput o string = string(\(open)string(a60)\(String(repeating: ")", count: 61))"
        let codes = evaluate(text).diagnostics.map(\.code)
        #expect(codes == ["RAD2844"])
    }

    @Test func whatIsWrittenManyTimesIsPartOfTheResultManyTimes() {
        var context = EvaluationContext()
        context.limits.result = 1 << 20
        let text = "var text = padLeft('', 10000)\n"
        checkStops("\(text)output o array = [for i in range(0, 1000): text]", "RAD1152", in: context)
        let site = "'Microsoft.Web/sites@2023-01-01' = [for i in range(0, 1000): { name: 'r${i}', tags: { a: text } }]"
        checkStops("\(text)resource r \(site)", "RAD1152", in: context)
        context.includesVariables = true
        checkStops(
            "\(text)var texts = [for i in range(0, 1000): text]\noutput o int = length(texts)",
            "RAD1152",
            in: context
        )
    }

    @Test func whatEndsTheEvaluationOfAnUnusedVariableIsNotPassedOver() {
        var context = EvaluationContext()
        context.includesVariables = true
        context.limits.memory = 1 << 20
        let text = "var unused = [for i in range(0, 1000): padLeft('', 10000)]\nvar other = [1]\noutput o int = 1"
        checkStops(text, "RAD1151", in: context)
    }

    @Test func aChainOfVariablesThatReadTwiceIsReadOnce() {
        let chain = (1...60).map { "var v\($0) = '${v\($0 - 1)}${v\($0 - 1)}'\n" }.joined()
        let site = "resource r 'Microsoft.Web/sites@2023-01-01' = { name: 'r' }\n"
        var context = EvaluationContext()
        context.authoredProperties = .unknown
        let result = evaluate("\(site)var v0 = r.properties.x\n\(chain)output o string = v60", in: context)
        #expect(result.diagnostics.isEmpty)
    }

    @Test func valuesThatAreEqualHaveEqualPlacesInASet() {
        checkValue(
            "union([{ a: 1, b: [2] }, { a: 1 }], [{ b: [2], a: 1 }, { a: 2 }])",
            #"[{"a":1,"b":[2]},{"a":1},{"a":2}]"#
        )
        checkValue("intersection([[1], { a: 1 }, null, true], [true, { a: 1 }, [1]])", #"[[1],{"a":1},true]"#)
    }
}
