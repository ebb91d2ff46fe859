import Testing

@testable import Bicep

@Suite struct ExpressionFormattingTests {
    @Test(arguments: [
        ("1+2*-3", "1 + 2 * -3"),
        ("! a&&b||c", "!a && b || c"),
        ("a ?? b", "a ?? b"),
        ("( a )", "(a)"),
        ("(\n)  =>  1", "() => 1"),
        ("a . b .? c ! . d", "a.b.?c!.d"),
        ("a [ 0 ] [ ? ^ 1 ]", "a[0][?^1]"),
        ("a :: b", "a::b"),
        ("f ( )", "f()"),
        ("f (1,'b' , true)", "f(1, 'b', true)"),
        ("a.f(\n1,\n2)", "a.f(1, 2)"),
        ("a?b:c", "a ? b : c"),
        ("a\n\n?b\n:c", "a ? b : c"),
        ("map(a,x=>x)", "map(a, x => x)"),
        ("map(a,( x,y )=>x)", "map(a, (x, y) => x)"),
        ("map(a, x =>\n x)", "map(a, x => x)"),
        ("[1,2,...c]", "[1, 2, ...c]"),
        ("{a:1,'b-c':2,'${d}':3}", "{ a: 1, 'b-c': 2, '${d}': 3 }"),
        ("[ ]", "[]"), ("{\n\n}", "{}"),
        ("[for  x  in  y:x]", "[for x in y: x]"),
        ("[\nfor (x , i) in y:x\n]", "[for (x, i) in y: x]"),
    ])
    func aShortExpressionStandsOnOneLine(text: String, expected: String) {
        checkExpressionFormat(text, expected)
    }

    @Test(arguments: [
        ("[\n1,2]", "[\n  1\n  2\n]"),
        ("[1\n2]", "[1, 2]"),
        ("{\na:1,b:2}", "{\n  a: 1\n  b: 2\n}"),
        ("{a:1\nb:2}", "{ a: 1, b: 2 }"),
        ("{a:1,b:{\nc:2}}", "{\n  a: 1\n  b: {\n    c: 2\n  }\n}"),
        ("[\n...a\n]", "[...a]"),
        ("{\n...a\n}", "{ ...a }"),
        ("[1\n\n2]", "[\n  1\n\n  2\n]"),
    ])
    func aListIsBrokenIfItsFirstItemStandsOnItsOwnLine(text: String, expected: String) {
        checkExpressionFormat(text, expected)
    }

    @Test func aListThatDoesNotFitHasALineForEachItem() {
        checkExpressionFormat("[10000000, 20000000, 30000000]", "[10000000, 20000000, 30000000]")
        checkExpressionFormat("[10000000, 20000000, 300000000, 4]", "[\n  10000000\n  20000000\n  300000000\n  4\n]")
        checkExpressionFormat(
            "{ first: 10000000, second: [10000000, 20000000, 30000000] }",
            "{\n  first: 10000000\n  second: [10000000, 20000000, 30000000]\n}"
        )
    }

    @Test func aCallThatDoesNotFitHasALineForEachArgument() {
        checkExpressionFormat("concat('1234567890', '12345678')", "concat('1234567890', '12345678')")
        checkExpressionFormat("concat('1234567890', '123456789')", "concat(\n  '1234567890',\n  '123456789'\n)")
        checkExpressionFormat("length('1234567890123456789012345678901')", "length('1234567890123456789012345678901')")
    }

    @Test func anObjectThatEndsACallDoesNotBreakIt() {
        checkExpressionFormat("union(a,b,{\nc:1\n})", "union(a, b, {\n  c: 1\n})")
        checkExpressionFormat("map(a,i=>{\nb:i\n})", "map(a, i => {\n  b: i\n})")
        checkExpressionFormat("map(a,i=>[\ni\n])", "map(a, i => [\n  i\n])")
        checkExpressionFormat("union({\nc:1\n})", "union({\n  c: 1\n})")
        checkExpressionFormat("union({\nc:1\n},a)", "union(\n  {\n    c: 1\n  },\n  a\n)")
        checkExpressionFormat(
            "union(aaaaaaaaaaaa,bbbbbbbbbbbbbbbb,{\nc:1\n})",
            "union(\n  aaaaaaaaaaaa,\n  bbbbbbbbbbbbbbbb,\n  {\n    c: 1\n  }\n)"
        )
    }

    @Test func anObjectThatEndsACallAndDoesNotFitDoesNotBreakItEither() {
        checkExpressionFormat(
            "union(a, { first: 1000000000, second: 2000000000 })",
            "union(a, {\n  first: 1000000000\n  second: 2000000000\n})"
        )
        checkExpressionFormat(
            "map(a, i => [{ first: i }, 1000000000, 2000000000])",
            "map(a, i => [\n  { first: i }\n  1000000000\n  2000000000\n])"
        )
        checkExpressionFormat(
            "union(aaaaaaaaaaaa, { first: 1000000000, b: 2 })",
            "union(\n  aaaaaaaaaaaa,\n  { first: 1000000000, b: 2 }\n)"
        )
    }

    @Test func aChoiceThatDoesNotFitHasALineForEachBranch() {
        checkExpressionFormat("condition ? firstBranch : secondBranch", "condition\n  ? firstBranch\n  : secondBranch")
        checkExpressionFormat(
            "a ? {\nb:1\n} : c ? [\n1\n] : d",
            "a\n  ? {\n      b: 1\n    }\n  : c\n      ? [\n          1\n        ]\n      : d"
        )
    }

    @Test func theBodyOfAFunctionMovesToTheNextLineIfItDoesNotFit() {
        checkExpressionFormat(
            "map(items, item => someFunction(item, 100000))",
            "map(\n  items,\n  item => someFunction(item, 100000)\n)"
        )
        checkExpressionFormat(
            "map(items, item => someFunctionOfManyNames(i, item))",
            "map(\n  items,\n  item =>\n    someFunctionOfManyNames(i, item)\n)"
        )
        checkFormat(
            "func longName(parameter string) string => toUpper(parameter)",
            "func longName(parameter string) string =>\n  toUpper(parameter)\n",
            .narrow
        )
    }

    @Test func aLoopWithABrokenBodyIsBroken() {
        checkExpressionFormat("[for x in y:{\na:x\n}]", "[\n  for x in y: {\n    a: x\n  }\n]")
        checkExpressionFormat(
            "[for (item, index) in collection: item.property]",
            "[\n  for (item, index) in collection: item.property\n]"
        )
    }

    @Test func stringsStayAsTheyAreButForSpacesAtTheStartOfHoles() {
        checkExpressionFormat("'a  ${  b+c  } ${'x${  d}'}'", "'a  ${b+c  } ${'x${  d}'}'")
        checkExpressionFormat("'''\n  a  \n\t'''", "'''\n  a  \n\t'''")
        checkExpressionFormat("$'''a ${ b }'''", "$'''a ${b }'''")
    }

    @Test func widthCountsInUTF16() {
        checkExpressionFormat("['éééééééééééé', 'éééééééééééé']", "['éééééééééééé', 'éééééééééééé']")
        checkExpressionFormat("['🎁🎁🎁🎁🎁🎁', '🎁🎁🎁🎁🎁xx']", "['🎁🎁🎁🎁🎁🎁', '🎁🎁🎁🎁🎁xx']")
        checkExpressionFormat("['🎁🎁🎁🎁🎁🎁', '🎁🎁🎁🎁🎁🎁x']", "[\n  '🎁🎁🎁🎁🎁🎁'\n  '🎁🎁🎁🎁🎁🎁x'\n]")
    }

    /// As in the compiler's formatter, a string of several lines counts with all of them.
    @Test func aStringOfSeveralLinesIsAsWideAsAllOfThem() {
        checkExpressionFormat(
            "concat('''\n1234567890\n1234567890\n''', a)",
            "concat(\n  '''\n1234567890\n1234567890\n''',\n  a\n)"
        )
    }

    @Test(arguments: [
        ("'a'|'b'", "'a' | 'b'"),
        ("|'a'\n|'b'", "'a' | 'b'"),
        ("'first member'|'second member'|'third'", "\n  | 'first member'\n  | 'second member'\n  | 'third'"),
        ("string [ ] ?", "string[]?"),
        ("( 'a'|1 )[ ]", "('a' | 1)[]"),
        ("a . b [ * ] . * [ 0 ] !", "a.b[*].*[0]!"),
        ("- 1", "-1"),
        ("[string,int]", "[string, int]"),
        ("[\nstring\n]", "[string]"),
        ("{a:string,*:int}", "{ a: string, *: int }"),
        ("{\na:string\n}", "{\n  a: string\n}"),
        ("{@secure( )\na:string,b:int}", "{\n  @secure()\n  a: string\n  b: int\n}"),
        ("[@secure( )\nstring\nint]", "[\n  @secure()\n  string\n  int\n]"),
        ("resourceInput < 'a@b' > . c", "resourceInput<'a@b'>.c"),
        (
            "sys . resourceOutput<'Some/typeWithALongName@2024-01-01'>",
            "sys.resourceOutput<'Some/typeWithALongName@2024-01-01'>"
        ),
    ])
    func typesAreLaidOutLikeExpressions(text: String, expected: String) {
        if expected.hasPrefix("\n") {
            checkFormat("type t = \(text)", "type t =\(expected)\n", .narrow)
        } else {
            checkTypeFormat(text, expected)
        }
    }

    @Test func whatNestsDeeplyTakesNoLongerThanItsText() {
        let depth = 190
        let cases = [
            ("(", "a", ")"), ("[", "a", "]"), ("f(", "a", ")"), ("f(b, ", "a", ")"), ("a ? ", "a", " : b"),
            ("a ? b : ", "a", ""), ("(a ? ", "a", " : b)"), ("'${", "a", "}'"),
        ]
        for (open, middle, close) in cases {
            let levels = open.first == "(" && open.count > 1 ? depth / 2 : depth
            let text =
                "var v = " + String(repeating: open, count: levels) + middle + String(repeating: close, count: levels)
            let once = formatted(text, .narrow)
            #expect(once.filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
            #expect(formatted(once, .narrow) == once)
        }
    }
}
