/// Turns diagnostics into the text that a person reads and an editor can jump to.
public struct DiagnosticRenderer: Sendable {
    /// Whether the text carries ANSI colours.
    public enum Style: Sendable {
        case plain
        case coloured
    }

    private let style: Style

    /// Creates a renderer; the caller knows whether the output is a terminal.
    public init(style: Style = .plain) {
        self.style = style
    }

    /// The diagnostic as lines of text, each ended by a newline.
    public func render(_ diagnostic: Diagnostic) -> String {
        var places = Places()
        return text(of: diagnostic, in: &places)
    }

    /// All diagnostics in the order of their places, one blank line between them.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        var places = Places()
        return diagnostics.sortedByPlace().map { text(of: $0, in: &places) }.joined(separator: "\n")
    }

    private func text(of diagnostic: Diagnostic, in places: inout Places) -> String {
        let label = painted("\(diagnostic.severity.rawValue):", Colour(diagnostic.severity))
        var text = "\(places.prefix(diagnostic.span))\(label) \(diagnostic.message.printable) [\(diagnostic.code)]\n"
        if let span = diagnostic.span {
            text += excerpt(places.excerpt(span))
        }
        for note in diagnostic.notes {
            text += "\(places.prefix(note.span))\(painted("note:", .cyan)) \(note.message.printable)\n"
        }
        if let help = diagnostic.help {
            text += "\(painted("help:", .green)) \(help.printable)\n"
        }
        return text
    }

    /// The source line with a caret line below it.
    private func excerpt(_ excerpt: SourceExcerpt) -> String {
        let gutter = "\(excerpt.line)"
        let blank = String(repeating: " ", count: gutter.count)
        let carets = painted(String(repeating: "^", count: excerpt.width), .red)
        let text = excerpt.text.isEmpty ? "" : " \(excerpt.text)"
        return "\(blank) |\n\(gutter) |\(text)\n\(blank) | \(excerpt.lead)\(carets)\n"
    }

    private enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"

        init(_ severity: Diagnostic.Severity) {
            switch severity {
            case .info: self = .cyan
            case .warning: self = .yellow
            case .error: self = .red
            }
        }
    }

    private func painted(_ text: String, _ colour: Colour) -> String {
        switch style {
        case .plain: text
        case .coloured: "\u{1B}[1;\(colour.rawValue)m\(text)\u{1B}[0m"
        }
    }
}

/// The line tables of the files of one rendering, so that many diagnostics of a large file stay cheap.
private struct Places {
    private var tables: [SourceFile: LineTable] = [:]

    /// `file:line:column: `, or nothing without a place.
    mutating func prefix(_ span: Span?) -> String {
        guard let span else { return "" }
        let location = table(span.file).location(at: span.range.lowerBound)
        return "\(span.file.path.printable):\(location.line):\(location.column): "
    }

    mutating func excerpt(_ span: Span) -> SourceExcerpt {
        SourceExcerpt(span, in: table(span.file))
    }

    private mutating func table(_ file: SourceFile) -> LineTable {
        if let table = tables[file] { return table }
        let table = LineTable(file)
        tables[file] = table
        return table
    }
}
