import Testing

@testable import Bicep

/// Comments and directives stay beside what they belong to.
@Suite struct CommentFormattingTests {
    @Test func commentsOfLinesStayOnTheirLines() {
        checkFormat(
            """
               // one
            var a=1// two
            /* three */var b=2/* four */
            // five

            // six
            """,
            """
            // one
            var a = 1 // two
            /* three */ var b = 2 /* four */
            // five

            // six

            """
        )
    }

    @Test func aCommentBehindALineDoesNotCountForItsWidth() {
        checkExpressionFormat("[10000000, 20000000, 30000000] // comment", "[10000000, 20000000, 30000000] // comment")
    }

    @Test func directivesAreFormattedToo() {
        checkFormat(
            """
            #disable-diagnostics   BCP001
            @secure()
              #disable-next-line   BCP002   no-unused-params   // why
            param p string
            var o = {
                #disable-next-line BCP003
              a:1
            }
            #restore-diagnostics BCP001
            """,
            """
            #disable-diagnostics BCP001
            @secure()
            #disable-next-line BCP002 no-unused-params // why
            param p string
            var o = {
              #disable-next-line BCP003
              a: 1
            }
            #restore-diagnostics BCP001

            """
        )
    }

    @Test(arguments: [
        ("[ // a\n]", "[\n  // a\n]"),
        ("[ /* a */ ]", "[\n  /* a */\n]"),
        ("[ // a\n1 // b\n// c\n2/* d */\n/* e */ ]", "[\n  // a\n  1 // b\n  // c\n  2 /* d */\n  /* e */\n]"),
        ("{ // a\nb:1}", "{\n  // a\n  b: 1\n}"),
        ("{ b:1 // a\n}", "{\n  b: 1 // a\n}"),
        ("{ b:/* a */1 }", "{ b: /* a */ 1 }"),
        ("f( // a\n)", "f(\n  // a\n)"),
        ("f(/* a */)", "f(/* a */)"),
        ("f(\n#disable-next-line a\n)", "f(\n  #disable-next-line a\n)"),
        ("f(\n#disable-next-line a // b\nc)", "f(\n  #disable-next-line a // b\n  c\n)"),
        ("f(a, // b\nc)", "f(\n  a,\n  // b\n  c\n)"),
        ("f(a /* b */, /* c */ d)", "f(a /* b */, /* c */ d)"),
        ("f(a, {\nb:1\n} // c\n)", "f(\n  a,\n  {\n    b: 1\n  } // c\n)"),
        ("/* a */-/* b */1/* c */+/* d */2", "/* a */ -/* b */ 1 /* c */ + /* d */ 2"),
        ("a // b\n? c // d\n: e", "a // b\n  ? c // d\n  : e"),
        ("a\n// b\n? c\n// d\n: e // f", "a\n  // b\n  ? c\n  // d\n  : e // f"),
        ("a ? b : c // d", "a ? b : c // d"),
        ("x => // a\nx", "x =>\n  // a\n  x"),
        ("map(a, x => /* b */ x)", "map(a, x => /* b */ x)"),
        ("'a'/* b */", "'a' /* b */"),
        ("/* a */'${b}'// c", "/* a */ '${b}' // c"),
        ("[for x in y: x // a\n]", "[\n  for x in y: x // a\n]"),
        ("[ // a\nfor x in y: x\n// b\n]", "[\n  // a\n  for x in y: x\n  // b\n]"),
    ])
    func commentsStandAnywhere(text: String, expected: String) {
        checkExpressionFormat(text, expected)
    }

    @Test(arguments: [
        ("[a ? b : c // d\n]", "[\n  a ? b : c // d\n]"),
        ("f(a ? b : c // d\n)", "f(\n  a ? b : c // d\n)"),
        ("(a ? b : c // d\n)", "(a ? b : c // d\n)"),
        ("a ? b ? c : d // e\n: f", "a\n  ? b ? c : d // e\n  : f"),
    ])
    func nothingFollowsACommentOfALine(text: String, expected: String) {
        checkExpressionFormat(text, expected)
    }

    @Test func commentsBeforeConditionsStay() {
        checkFormat(
            "module m 'm.bicep' =\n // why\n if (a) {}\nresource r 'a@b' existing =\n #disable-next-line BCP001\n if (a) {\n name: 'b' }",
            """
            module m 'm.bicep' =
              // why
              if (a) {}
            resource r 'a@b' existing =
              #disable-next-line BCP001
              if (a) {
                name: 'b'
              }

            """
        )
    }

    @Test func commentsOfUnionsStayBesideTheirMembers() {
        checkFormat(
            "type t = // a\n | 'b' // c\n | 'e' /* f */ | /* g */ 'h'",
            """
            type t = // a
              | 'b' // c
              | 'e' /* f */
              | /* g */ 'h'

            """
        )
    }

    @Test func commentsBeforeTheSignsOfUnionsStayBeforeThem() {
        checkTypeFormat("/* a */ | 'b' | /* c */ 'd'", "/* a */ 'b' | /* c */ 'd'")
        checkFormat(
            "type t = resourceInput<'a@b'> // c\n /* d */ | 'e' // f",
            "type t =\n  | resourceInput<'a@b'> // c\n  /* d */ | 'e' // f\n"
        )
    }

    @Test func commentsOfDecoratorsStayBetweenThem() {
        checkFormat(
            "@a() // b\n\n// c\n@d()\n/* e */\n\nparam p string\n",
            "@a() // b\n// c\n@d()\n/* e */\nparam p string\n"
        )
    }

    @Test func commentsBeforeSignsThatHaveNoneStay() {
        checkTypeFormat("{ /* a */ *: string }", "{ /* a */ *: string }")
        checkExpressionFormat("[/* a */ ...b]", "[/* a */ ...b]")
        checkFormat("param p string[/* a */]", "param p string[/* a */ ]\n")
        checkFormat("@/* a */ sys.secure()\nparam p string", "@/* a */ sys.secure()\nparam p string\n")
        checkFormat("import {\n// a\nb // c\n} from 'd'", "import {\n  // a\n  b // c\n} from 'd'\n")
    }

    @Test func anUnclosedCommentIsKept() {
        #expect(formatted("var a=1\n/* b\r\n") == "var a = 1\n/* b\n")
    }
}
