import Diagnostics
import Documents
import Testing

@testable import Bicep

/// Files whose types grow on purpose.
@Suite(.timeLimit(.minutes(10))) struct TypeGrowthTests {
    @Test(arguments: [
        ("var v0 = { a0: 1 }", "var v{} = { ...v{-}, ...v{-}, a{}: v{-} }"),
        ("var v0 = [1]", "var v{} = [...v{-}, ...v{-}]"),
        ("var v0 = { a0: 1 }", "var v{} = { ...v{-}, ...v{-}, f: map([1], x => x) }"),
        ("var v0 = { a: 1 }", "var v{} = { a: v{-}, b: v{-} }"), ("var v0 = 'a'", "var v{} = '${v{-}}${v{-}}'"),
        ("param p bool\nvar v0 = 0", "var v{} = p ? v{-} : {}"), ("param v0 object", "var v{} = v{-}.?a ?? v{-}"),
        ("func v0(x int) int => x", "func v{}(x int) int => v{-}(x) + v{-}(x)"),
        ("type v0 = string", "type v{} = { a: v{-}, b: v{-} }"), ("type v0 = string", "type v{} = v{-}[]"),
    ])
    func eachStepIsChecked(first: String, step: String) {
        #expect(check(first, (1...300).map { step.numbered($0) }, "").isEmpty)
    }

    @Test(arguments: [false, true]) func aUnionMayBeAMemberOfManyOthers(isReversed: Bool) {
        let unions = (1...300).map { "type v{} = v{-} | v{-}".numbered($0) }
        let steps = isReversed ? unions.reversed() : unions
        #expect(check("type v0 = 'a'", steps, "param p v300\noutput o string = p").isEmpty)
    }

    @Test func aDiscriminatedUnionMayBeAMemberOfManyOthers() {
        let unions = (1...300).map { "@discriminator('k')\ntype v{} = v{-} | v{-}".numbered($0) }
        #expect(check("type v0 = { k: 'a' }", unions, "param p v300").isEmpty)
    }

    @Test func aLiteralTypeMayBeAPartOfManyOthers() {
        let tuples = (1...300).map { "type v{} = [v{-}, v{-}]".numbered($0) }
        #expect(check("type v0 = 'a'", tuples, "param p (v300 | ['b'])[]").isEmpty)
        #expect(check("type v0 = string", tuples, "type w = v300 | ['b']").map(\.code) == ["BCP293"])
    }

    @Test func namesMayBeMadeFromManyOthers() {
        let names = (1...14).map { "var v{} = '${v{-}}${v{-}}${v{-}}${v{-}}${v{-}}${v{-}}'".numbered($0) }
        let resources = ["a", "b"].map { name in
            "resource \(name) 'Microsoft.Storage/storageAccounts@2023-01-01' = { name: v14 }"
        }
        let found = check("var v0 = ''", names, resources.joined(separator: "\n"))
        #expect(found.map(\.code) == ["BCP121", "BCP121"])
    }

    @Test(arguments: [
        ("var v0 = 1", "var v{} = v{-}"), ("param q int\nvar v0 = q", "var v{} = { a: v{-} }"),
        ("var v0 = { a: 1 }", "var v{} = { ...v{-} }"), ("var v0 = [1]", "var v{} = [for x in [1]: v{-}]"),
        ("var v0 = [1]", "var v{} = map([1], x => v{-})"), ("var v0 = { a: 1 }", "var v{} = v{-}.?a ?? v{-}"),
    ])
    func chainsOfVariablesMayBeLong(first: String, step: String) {
        let chain = (1...5_000).reversed().map { step.numbered($0) }
        let last = """
            resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {
              name: string(v5000)
            }
            """
        #expect(check(first, chain, last).isEmpty)
    }

    /// What is wrong with a file that begins and ends with some lines, and has steps between.
    private func check(_ first: String, _ steps: [String], _ last: String) -> [Diagnostic] {
        let text = ([first] + steps + [last]).joined(separator: "\n")
        let file = SourceFile(path: "main.bicep", text: text)
        return BoundModule.check(file, files: NoFiles(), linting: .errors).diagnostics
    }

    /// The codes of what is found in a file, the linter included.
    private func codes(of text: String) -> [String] {
        BoundModule.check(SourceFile(path: "main.bicep", text: text), files: NoFiles()).diagnostics.map(\.code)
    }

    @Test(arguments: [
        ("@minLength(9223372036854775807)\nparam a string\noutput b string = '${a}${a}c'", []),
        ("param a -9223372036854775808\noutput b int = [1, 2][^a]", ["BCP062"]),
        ("param a 9223372036854775807\noutput b int = -a", []),
        ("type a = -9223372036854775808\nparam b a\noutput c int = -b", ["BCP062"]),
        ("output a array = range(9223372036854775807, 2)", []),
        ("param a 9223372036854775807\nparam b a\noutput c int = [1][b + 1]", ["BCP062", "BCP287"]),
        ("@minLength(-9223372036854775808)\nparam a string\noutput b string = '${a}c'", ["BCP010"]),
    ])
    func numbersMayBeOfAnySize(text: String, expected: [String]) {
        #expect(codes(of: text).sorted() == expected)
    }

    @Test func unionsOfUnionsAreCheckedToSomeDepth() {
        let text = (1...3_000).map { "type v\($0) = v\($0 - 1) | '\($0)'" }
        let found = codes(of: "type v0 = 'a'\n" + text.joined(separator: "\n"))
        #expect(Set(found).isSubset(of: ["BCP293", "no-unused-types"]) && found.contains("no-unused-types"))
        #expect(found.count <= 3_000)
    }

    @Test(arguments: ["-", "!", "(", "[", "{ a: ", "first([", "any(", "p ? 1 : ", "p ?? ", "...", "map([1], x => "])
    func nestedExpressionsAreCheckedOnce(opening: String) {
        let found = codes(of: "param p bool?\nvar v = " + String(repeating: opening, count: 60) + "p")
        #expect(found.count { $0 == "no-unused-vars" } == 1)
        #expect(found.count <= 61)
    }

    @Test func spreadsWithinLambdasAreCheckedOnce() {
        let openings = (1...40).map { "map([{ ...x{-}, ...x{-} }], x{} => ".numbered($0) }
        let call = openings.joined() + "x40" + String(repeating: ")", count: 40)
        #expect(check("var x0 = { a: 1 }", [], "output o array = \(call)").isEmpty)
    }

    @Test func manyItemsMayBeOfDifferentTypes() {
        let items = String(repeating: "{}\n", count: 20_000)
        #expect(check("output a array = [for x in [", [items], "]: x]").isEmpty)
        #expect(check("param p object[] = [", [items], "]").isEmpty)
    }

    @Test func manyBodiesMayBeBroken() {
        let resources = (1...1_500).map { number in
            "resource r{} 'My.Rp/as@2020-01-01' = { name: ?\n location: r{-}.properties.x\n }".numbered(number)
        }
        let found = check("resource r0 'My.Rp/as@2020-01-01' = { name: 'a' }", resources, "")
        #expect(found.filter { $0.code == "BCP009" }.count == 1_500)
        #expect(found.filter { $0.code == "BCP120" }.count == 1_500)
    }

    @Test func manyNamesMayBeUnknown() throws {
        let parameters = (1...2_000).map { "param p{} string".numbered($0) }.joined(separator: "\n")
        let given = (1...2_000).map { "    x{}: ''".numbered($0) }.joined(separator: "\n")
        let text = "module m 'm.bicep' = {\n  name: 'm'\n  params: {\n\(given)\n  }\n}"
        let file = SourceFile(path: "main.bicep", text: text)
        let files = MemoryFiles(files: ["m.bicep": parameters])
        let found = BoundModule.check(file, files: files, linting: .errors).diagnostics.filter { $0.span?.file == file }
        #expect(found.count == 2_001)
        #expect(found.allSatisfy { $0.message.utf8.count < 300 && ($0.help ?? "").utf8.count < 300 })
        #expect(try #require(found.last?.help).hasSuffix(" and 1988 more"))
    }

    @Test func aLargeUnionIsShownInShort() throws {
        let union = "type u = " + (1...900).map { "'a{}'".numbered($0) }.joined(separator: " | ")
        let found = check(union, ["var v u[] = ["] + (1...500).map { "  'b{}'".numbered($0) }, "]")
        #expect(found.count == 500)
        #expect(found.allSatisfy { $0.message.utf8.count < 300 })
        #expect(try #require(found.first?.message).contains(" and 888 more"))
    }

    @Test func aLargeUnionMayBeTheTypeOfManyParameters() {
        let union = "type u = " + (1...2_000).map { "'a{}'".numbered($0) }.joined(separator: " | ")
        #expect(check(union, (1...2_000).map { "param p{} u".numbered($0) }, "").isEmpty)
    }

    @Test func manyObjectsMayBeOfALargeType() {
        let properties = (1...1_500).map { "  p{}: string?".numbered($0) }.joined(separator: "\n")
        let objects = (1...1_500).map { _ in "  {}" }
        #expect(check("type t = {\n\(properties)\n}\nvar v t[] = [", objects, "]").isEmpty)
    }

    @Test(arguments: ["!", ".a", ".?a", "[0]", "[?0]", "::a", "!.a", "!!", ".a()", " ?? p", " + 1", " ? 1 : p"])
    func longExpressionsAreCheckedOnce(ending: String) {
        let text = "param p object?\nvar v = [for x in [p]: x" + String(repeating: ending, count: 60) + "]\nvar w = p"
        let found = codes(of: text + String(repeating: ending, count: 60))
        #expect(found.count { $0 == "no-unused-vars" } == 2)
        #expect(found.count <= 4)
    }

    @Test(arguments: ["var v{} = v{+}", "type v{} = v{+}"])
    func aLargeCircleIsShownInShort(step: String) throws {
        let text = (0..<2_000).map { index in
            step.replacing("{+}", with: "\((index + 1) % 2_000)").replacing("{}", with: "\(index)")
        }
        let file = SourceFile(path: "main.bicep", text: text.joined(separator: "\n"))
        let found = BoundModule.check(file, files: NoFiles(), linting: .errors).diagnostics
        #expect(found.count == 2_000)
        #expect(try #require(found.first).message.contains(" -> … -> "))
        #expect(found.allSatisfy { $0.message.utf8.count < 200 })
    }
}

extension String {
    /// The text with `{}` as a number, and `{-}` as the one before.
    func numbered(_ number: Int) -> String {
        replacing("{-}", with: "\(number - 1)").replacing("{}", with: "\(number)")
    }
}
