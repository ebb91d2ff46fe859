import Diagnostics
import Testing

@Suite struct SourceLocationTests {
    @Test(arguments: [
        ("¦abc", 1, 1), ("ab¦c", 1, 3), ("abc¦", 1, 4), ("a\n¦b", 2, 1), ("a¦\nb", 1, 2), ("a\n¦", 2, 1),
        ("a\r\n¦b", 2, 1), ("a¦\r\nb", 1, 2), ("a\r¦\nb", 1, 3), ("a\r¦b", 2, 1), ("a\r\r\n\n¦b", 4, 1), ("¦", 1, 1),
        ("\t\t¦a", 1, 3), ("é¦a", 1, 2), ("😀¦a", 1, 3), ("e\u{301}¦a", 1, 3), ("日本¦", 1, 3),
        ("\u{FEFF}¦a", 1, 1), ("\u{FEFF}a¦", 1, 2), ("\u{FEFF}a\n¦b", 2, 1), ("a\n\u{FEFF}¦", 2, 2),
        ("a\u{85}¦b", 1, 3), ("a\u{2028}¦b", 1, 3),
    ])
    func columnsCountUTF16AndLinesTheirEnds(text: String, line: Int, column: Int) throws {
        let span = try marked(text)
        let location = span.file.location(at: span.range.lowerBound)
        #expect((location.line, location.column) == (line, column))
        #expect(LineTable(span.file).location(at: span.range.lowerBound) == location)
    }

    @Test func anOffsetInsideAByteOrderMarkIsTheStart() {
        let file = SourceFile(path: "a", text: "\u{FEFF}a")
        for offset in 0...3 { #expect(file.location(at: offset) == file.location(at: 3)) }
        #expect(SourceFile(path: "a", text: "\u{FEFF}").location(at: 0).column == 1)
        let stray = SourceFile(path: "a", bytes: [0xEF, 0xBB, 0xBF, 0x82, 0x83])
        for offset in 0...5 { #expect(stray.location(at: offset).line == 1) }
    }

    @Test func anOffsetInsideACharacterIsThePlaceOfTheCharacter() {
        let file = SourceFile(path: "a", text: "a😀b")
        #expect((1...6).map { file.location(at: $0).column } == [2, 2, 2, 2, 4, 5])
    }

    @Test func offsetsOutsideOfTheFileAreClamped() {
        let file = SourceFile(path: "a", text: "a\nb")
        #expect(file.location(at: -1) == file.location(at: 0))
        #expect(file.location(at: 100) == file.location(at: 3))
        #expect(Span(file, 2..<100).text == "b")
        #expect(Span(file, 50..<100).text == "")
        #expect(file.lineText(containing: 100) == "b")
    }

    @Test func bytesThatAreNotTextHavePlacesToo() {
        let file = SourceFile(path: "a", bytes: [0xFF, 0x61, 0xC3, 0x0A, 0x80, 0x80, 0x80, 0x80, 0x80, 0x62])
        #expect(file.location(at: 1).column == 2)
        #expect(file.location(at: 3) == file.location(at: 3))
        #expect(file.location(at: 9).line == 2)
        #expect(file.lineText(containing: 0) == "\u{FFFD}a\u{FFFD}")
    }

    @Test(arguments: [
        ("a\nb¦c\nd", "bc"), ("a\r\nb¦c\r\nd", "bc"), ("a\rb¦c\rd", "bc"), ("¦", ""), ("a\n¦", ""), ("a\n¦\nb", ""),
        ("a\r¦\nb", "a"), ("\u{FEFF}¦a\n", "a"), ("a\r\n¦\r\nb", ""),
    ])
    func aLineIsGivenWithoutItsEnd(text: String, line: String) throws {
        let span = try marked(text)
        #expect(span.file.lineText(containing: span.range.lowerBound) == line)
    }

    @Test func columnsInVeryLongLinesAreExact() {
        let line = String(repeating: "é😀x", count: 5000)
        let file = SourceFile(path: "a", text: "first\n\(line)\nlast")
        let table = LineTable(file)
        for repetition in stride(from: 0, through: 5000, by: 97) {
            let location = table.location(at: 6 + repetition * 7)
            #expect((location.line, location.column) == (2, 1 + repetition * 4))
        }
        #expect(table.lineRange(containing: 20_000) == 6..<(6 + 35_000))
        #expect(table.location(at: file.bytes.count).line == 3)
    }

    @Test func theWholeFileIsASpan() {
        let file = SourceFile(path: "a", text: "a😀")
        #expect(file.span.range == 0..<5)
        #expect(file.span.text == "a😀")
    }

    @Test func filesAreEqualOnlyToThemselves() {
        let file = SourceFile(path: "a", text: "a")
        #expect(file != SourceFile(path: "a", text: "a"))
        #expect(Span(file, 0..<1) == Span(file, 0..<1))
    }
}
