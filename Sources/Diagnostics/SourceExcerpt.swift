/// The line that a span starts in, as it is shown above the carets.
struct SourceExcerpt {
    /// The number of the line, counted from 1.
    let line: Int
    /// The line, or the part of a long one around the span.
    let text: String
    /// The blanks before the first caret; the tabs of the line are repeated so that carets stand below the text.
    let lead: String
    /// The number of carets: the characters of the span in this line, at least one.
    let width: Int

    /// The longest line that is shown whole, in bytes.
    private static let longestLine = 240
    /// How many bytes are shown before and after the start of the span in a longer line.
    private static let window = (before: 80, after: 120)
    private static let ellipsis = "..."

    init(_ span: Span, in table: LineTable) {
        let file = span.file
        let whole = table.lineRange(containing: span.range.lowerBound)
        let start = min(max(file.bytes.characterStart(span.range.lowerBound), whole.lowerBound), whole.upperBound)
        let shown = Self.shown(whole, around: start, of: file)
        let marked = start..<min(max(start, file.bytes.characterEnd(span.range.upperBound)), shown.upperBound)
        let prefix = shown.lowerBound > whole.lowerBound ? Self.ellipsis : ""
        let suffix = shown.upperBound < whole.upperBound ? Self.ellipsis : ""
        line = table.location(at: start).line
        text = prefix + file.text(in: shown).printable + suffix
        lead = String((prefix + file.text(in: shown.lowerBound..<start).printable).map { $0 == "\t" ? "\t" : " " })
        width = max(file.text(in: marked).printable.count, 1)
    }

    private static func shown(_ line: Range<Int>, around start: Int, of file: SourceFile) -> Range<Int> {
        guard line.count > longestLine else { return line }
        // Bytes that continue no character may stand anywhere: the start is shown all the same.
        let lower = min(start, file.bytes.characterEnd(max(line.lowerBound, start - window.before)))
        let upper = max(start, file.bytes.characterStart(min(line.upperBound, start + window.after)))
        return lower..<upper
    }
}

extension String {
    /// The text with everything that would move the cursor, change colours or reorder text replaced by U+FFFD.
    ///
    /// Line feeds and tabs stay. What is quoted from a user's file must not be able to control the terminal.
    package var printable: String {
        guard unicodeScalars.contains(where: \.controlsOutput) else { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar.controlsOutput ? "\u{FFFD}" : scalar) }
        return String(scalars)
    }
}

extension Unicode.Scalar {
    fileprivate var controlsOutput: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
