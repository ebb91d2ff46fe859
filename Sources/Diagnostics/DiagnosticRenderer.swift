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
        let label = painted("\(diagnostic.severity.rawValue):", diagnostic.severity == .error ? .red : .yellow)
        var text = "\(place(diagnostic.span))\(label) \(diagnostic.message) [\(diagnostic.code)]\n"
        if let span = diagnostic.span {
            text += excerpt(span)
        }
        for note in diagnostic.notes {
            text += "\(place(note.span))\(painted("note:", .cyan)) \(note.message)\n"
        }
        if let help = diagnostic.help {
            text += "\(painted("help:", .green)) \(help)\n"
        }
        return text
    }

    /// All diagnostics in the order of their places, one blank line between them.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.sortedByPlace().map(render).joined(separator: "\n")
    }

    private func place(_ span: Span?) -> String {
        guard let span else { return "" }
        let location = span.file.location(at: span.range.lowerBound)
        return "\(span.file.path):\(location.line):\(location.column): "
    }

    /// The source line with a caret line below it, tabs repeated so that the carets stand where the text does.
    private func excerpt(_ span: Span) -> String {
        let offset = span.range.lowerBound
        let location = span.file.location(at: offset)
        let line = span.file.lineText(containing: offset)
        guard line.utf8.count <= 400 else { return "" }
        let gutter = "\(location.line)"
        let blank = String(repeating: " ", count: gutter.count)
        var lead = ""
        var units = 1
        for character in line where units < location.column {
            lead += character == "\t" ? "\t" : " "
            units += character.utf16.count
        }
        let rest = max(line.count - lead.count, 1)
        let width = min(max(span.text.prefix { !$0.isNewline }.count, 1), rest)
        let carets = painted(String(repeating: "^", count: width), .red)
        return "\(blank) |\n\(gutter) | \(line)\n\(blank) | \(lead)\(carets)\n"
    }

    private enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    private func painted(_ text: String, _ colour: Colour) -> String {
        switch style {
        case .plain: text
        case .coloured: "\u{1B}[1;\(colour.rawValue)m\(text)\u{1B}[0m"
        }
    }
}
