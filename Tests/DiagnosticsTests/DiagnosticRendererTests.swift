import Diagnostics
import Testing

@Suite struct DiagnosticRendererTests {
    @Test func aDiagnosticShowsItsPlaceItsNotesAndTheNextStep() {
        let file = SourceFile(path: "app.bicep", text: "var db = 1\nvar x = bd\n")
        let diagnostic = Diagnostic(
            .error,
            "RAD2004",
            "no resource is named 'bd'",
            at: Span(file, 19..<21),
            notes: [Diagnostic.Note("'db' is declared here", at: Span(file, 4..<6)), Diagnostic.Note("no place")],
            help: "did you mean 'db'?"
        )
        #expect(
            DiagnosticRenderer().render(diagnostic) == """
                app.bicep:2:9: error: no resource is named 'bd' [RAD2004]
                  |
                2 | var x = bd
                  |         ^^
                app.bicep:1:5: note: 'db' is declared here
                note: no place
                help: did you mean 'db'?

                """
        )
    }

    @Test func aLongLineMayBeginAndEndWithBytesThatContinueNoCharacter() {
        let stray = [UInt8](repeating: 0x80, count: 3)
        let bytes = stray + [UInt8](repeating: UInt8(ascii: "a"), count: 300) + stray
        let file = SourceFile(path: "a.txt", bytes: bytes)
        for start in [0, 1, 2, 3, 303, 304, 305, 306] {
            let text = DiagnosticRenderer().render(Diagnostic(.error, "RAD1", "odd", at: Span(file, start..<306)))
            #expect(text.contains("aaa"))
            #expect(text.contains("^"))
        }
    }

    @Test func aDiagnosticWithoutAPlaceIsOneLine() {
        let text = DiagnosticRenderer().render(Diagnostic(.warning, "RAD1", "odd", at: nil))
        #expect(text == "warning: odd [RAD1]\n")
    }

    @Test func coloursMarkLabelsAndCarets() throws {
        let diagnostic = Diagnostic(.warning, "RAD1", "odd", at: try marked("«a»"), help: "do")
        #expect(
            DiagnosticRenderer(style: .coloured).render(diagnostic)
                == "a.txt:1:1: \u{1B}[1;33mwarning:\u{1B}[0m odd [RAD1]\n"
                + "  |\n1 | a\n  | \u{1B}[1;31m^\u{1B}[0m\n\u{1B}[1;32mhelp:\u{1B}[0m do\n"
        )
    }

    @Test(arguments: [
        ("a «bc» d", "  |\n1 | a bc d\n  |   ^^"),
        ("a «bc»", "  |\n1 | a bc\n  |   ^^"),
        ("a\r\n«bc»\r\nd", "  |\n2 | bc\n  | ^^"),
        ("a\r«bc»\rd", "  |\n2 | bc\n  | ^^"),
        ("\t«a»\tb", "  |\n1 | \ta\tb\n  | \t^"),
        ("é😀«x»", "  |\n1 | é😀x\n  |   ^"),
        ("e\u{301}«x»", "  |\n1 | e\u{301}x\n  |  ^"),
        ("«😀e\u{301}»x", "  |\n1 | 😀e\u{301}x\n  | ^^"),
        ("\u{FEFF}«a»", "  |\n1 | a\n  | ^"),
    ])
    func caretsStandBelowTheText(text: String, excerpt: String) throws {
        try checkExcerpt(text, excerpt)
    }

    @Test(arguments: [
        ("«a\nb»", "  |\n1 | a\n  | ^"),
        ("x «a\r\nb»", "  |\n1 | x a\n  |   ^"),
        ("a«\n»b", "  |\n1 | a\n  |  ^"),
        ("«\n\n»b", "  |\n1 |\n  | ^"),
    ])
    func aSpanOverSeveralLinesIsMarkedInItsFirst(text: String, excerpt: String) throws {
        try checkExcerpt(text, excerpt)
    }

    @Test(arguments: [
        ("a¦b", "  |\n1 | ab\n  |  ^"),
        ("ab¦", "  |\n1 | ab\n  |   ^"),
        ("a\n¦", "  |\n2 |\n  | ^"),
        ("¦", "  |\n1 |\n  | ^"),
        ("\u{FEFF}¦", "  |\n1 |\n  | ^"),
    ])
    func anEmptySpanHasOneCaret(text: String, excerpt: String) throws {
        try checkExcerpt(text, excerpt)
    }

    @Test func theGutterIsAsWideAsTheNumber() throws {
        try checkExcerpt(String(repeating: "\n", count: 99) + "«a»", "    |\n100 | a\n    | ^")
    }

    @Test func aPlaceInsideAByteOrderMarkIsShown() {
        let file = SourceFile(path: "a.txt", text: "\u{FEFF}ab")
        let text = DiagnosticRenderer().render(Diagnostic(.error, "RAD1", "wrong", at: file.span))
        #expect(text == "a.txt:1:1: error: wrong [RAD1]\n  |\n1 | ab\n  | ^^\n")
    }

    @Test func aVeryLongLineIsShownAroundThePlace() throws {
        let (before, after) = (String(repeating: "a", count: 1000), String(repeating: "é", count: 1000))
        try checkExcerpt(
            before + "«xyz»" + after,
            "  |\n1 | ...\(before.prefix(80))xyz\(after.prefix(58))...\n  | \(String(repeating: " ", count: 83))^^^"
        )
        try checkExcerpt("«x»" + after, "  |\n1 | x\(after.prefix(59))...\n  | ^")
        try checkExcerpt(
            before + "¦",
            "  |\n1 | ...\(before.prefix(80))\n  | \(String(repeating: " ", count: 83))^"
        )
        try checkExcerpt("«\(before)»", "  |\n1 | \(before.prefix(120))...\n  | \(String(repeating: "^", count: 120))")
    }

    @Test func bytesThatAreNotTextAreShownAsReplacements() {
        let file = SourceFile(path: "a.txt", bytes: [0x61, 0xFF, 0xC3, 0x62, 0x0A])
        let text = DiagnosticRenderer().render(Diagnostic(.error, "RAD1", "wrong", at: Span(file, 1..<2)))
        #expect(text == "a.txt:1:2: error: wrong [RAD1]\n  |\n1 | a\u{FFFD}\u{FFFD}b\n  |  ^\n")
    }

    @Test func textFromTheUserCannotControlTheTerminal() throws {
        let span = try marked("\u{1B}[31m«\u{202E}x»")
        let file = SourceFile(path: "a\u{7}.txt", bytes: span.file.bytes)
        let note = Diagnostic.Note("see '\u{1B}'")
        let diagnostic = Diagnostic(
            .error,
            "RAD1",
            "bad '\u{1B}[2J'",
            at: Span(file, span.range),
            notes: [note],
            help: "run\n    rad \u{9B}"
        )
        #expect(
            DiagnosticRenderer().render(diagnostic) == """
                a\u{FFFD}.txt:1:6: error: bad '\u{FFFD}[2J' [RAD1]
                  |
                1 | \u{FFFD}[31m\u{FFFD}x
                  |      ^^
                note: see '\u{FFFD}'
                help: run
                    rad \u{FFFD}

                """
        )
    }

    @Test func severalDiagnosticsAreOrderedByFilePlaceAndCode() {
        let (one, other) = (SourceFile(path: "a", text: "xyz"), SourceFile(path: "b", text: "xyz"))
        let diagnostics = [
            Diagnostic(.error, "RAD2", "b0", at: Span(other, 0..<1)),
            Diagnostic(.error, "RAD2", "a1 second code", at: Span(one, 1..<2)),
            Diagnostic(.error, "RAD1", "a1 found first", at: Span(one, 1..<2)),
            Diagnostic(.error, "RAD1", "a1 found later", at: Span(one, 1..<3)),
            Diagnostic(.error, "RAD9", "a0", at: Span(one, 0..<1)),
            Diagnostic(.warning, "RAD9", "nowhere", at: nil),
        ]
        let sorted = diagnostics.sortedByPlace().map(\.message)
        #expect(sorted == ["nowhere", "a0", "a1 found first", "a1 found later", "a1 second code", "b0"])
        let text = DiagnosticRenderer().render(diagnostics)
        #expect(text == diagnostics.sortedByPlace().map { DiagnosticRenderer().render($0) }.joined(separator: "\n"))
        #expect(DiagnosticRenderer().render([Diagnostic]()) == "")
    }

    @Test func manyDiagnosticsOfALargeFileAreRendered() {
        let file = SourceFile(path: "a", text: String(repeating: "x y\n", count: 20_000))
        let diagnostics = (0..<2000).map {
            Diagnostic(.error, "RAD1", "wrong", at: Span(file, ($0 * 40)..<($0 * 40 + 1)))
        }
        let text = DiagnosticRenderer().render(diagnostics)
        #expect(text.contains("\na:19991:1: error: wrong [RAD1]\n      |\n19991 | x y\n      | ^\n"))
    }

    @Test func errorsAreTheWorst() {
        #expect(Diagnostic.Severity.allCases.sorted() == [.info, .warning, .error])
        #expect([Diagnostic(.warning, "RAD1", "a", at: nil)].hasErrors == false)
        #expect([Diagnostic(.warning, "RAD1", "a", at: nil), Diagnostic(.error, "RAD1", "a", at: nil)].hasErrors)
    }
}
