import Diagnostics
import Testing

@testable import Bicep

/// Pieces of the language in other texts: where they end, what they are and which names they leave open.
@Suite struct SyntaxFragmentTests {
    /// The piece in a text that begins with `${`.
    private func hole(_ text: String) -> SyntaxFragment? {
        SyntaxFragment(holeIn: SourceFile(path: "a.txt", text: text), from: 2)
    }

    @Test(
        arguments: [
            ("${a} b", "a", 3), ("${ a\n}", "a", 5), ("${{ a: {} }}", "{ a: {} }", 11), ("${'}'}", "'}'", 5),
            ("${'${'}'}'}", "'${'}'}'", 10), ("${'\\${'}", "'\\${'", 7), ("${'''}'''}", "'''}'''", 9),
            ("${a /* } */}", "a", 11), ("${a // }\n}", "a", 9), ("${}", "", 2),
        ]
    )
    func holesEndWithTheirBrace(text: String, piece: String, end: Int) throws {
        let fragment = try #require(hole(text))
        #expect((fragment.text, fragment.end) == (piece, end))
    }

    @Test(arguments: ["${a", "${'}", "${{}", "${a // }", "${a /* }", "${'''}"])
    func holesThatDoNotEndAreNone(text: String) { #expect(hole(text) == nil) }

    private func check(
        _ text: String,
        as form: SyntaxFragment.Form,
        _ expected: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = SyntaxFragment(SourceFile(path: "a.txt", text: text)).check(as: form)
        let shown = found.diagnostics.map { "\($0.span?.range.lowerBound ?? -1) \($0.code)" }
        #expect(shown == expected, sourceLocation: sourceLocation)
    }

    @Test func aPieceIsOfItsFormAndNothingElse() {
        check("[1]", as: .expression, [])
        check("[1]", as: .hole, ["0 BCP087"])
        check("a\n\n", as: .expression, [])
        check("a\nvar b = 1", as: .expression, ["2 BCP064"])
        check("a)", as: .expression, ["1 BCP064"])
        check("", as: .expression, ["0 BCP009"])
        check("'a", as: .expression, ["0 BCP003"])
        check("string[]?", as: .type, [])
        check("'a' | 'b'", as: .type, [])
        check("string = 1", as: .type, ["7 BCP064"])
        check("(a, i) in b", as: .loop, [])
        check("a in", as: .loop, ["4 BCP009"])
        check("a in b: {}", as: .loop, ["6 BCP064"])
        check("items", as: .loop, ["5 BCP012"])
    }

    @Test func namesAreThoseThatThePieceDoesNotDeclare() {
        func names(_ text: String, _ form: SyntaxFragment.Form = .expression) -> [String] {
            SyntaxFragment(SourceFile(path: "a.txt", text: text)).check(as: form).names.sorted()
        }
        #expect(names("a.b + f(c, 'd ${e} g')") == ["a", "c", "e"])
        #expect(names("map(a, b => b + c)") == ["a", "c"])
        #expect(names("reduce(a, 0, (b, c) => b + c + b)") == ["a"])
        #expect(names("[for (a, b) in c: a + b + d]") == ["c", "d"])
        #expect(names("{ a: b, 'c${d}': e::f }") == ["b", "d", "e"])
        #expect(names("(a, b) in c", .loop) == ["c"])
        #expect(names("string", .type) == [])
    }

    @Test func variablesAreThoseOfALoop() {
        func variables(_ text: String) -> [String] {
            SyntaxFragment(SourceFile(path: "a.txt", text: text)).check(as: .loop).variables
        }
        #expect(variables("a in b") == ["a"])
        #expect(variables("(a, i) in map(b, c => c)") == ["a", "i"])
        #expect(variables("(a) in b") == [])
        #expect(variables("a") == [])
    }
}
