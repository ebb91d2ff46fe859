import Diagnostics

// What JSON and YAML readers have in common to say.
extension Diagnostic {
    /// RAD1001: the file holds bytes that are not text.
    static func invalidUTF8(in file: SourceFile, at offset: Int) -> Diagnostic {
        let looksLikeUTF16 = file.bytes.starts(with: [0xFF, 0xFE]) || file.bytes.starts(with: [0xFE, 0xFF])
        return Diagnostic(
            .error,
            "RAD1001",
            looksLikeUTF16 ? "file is UTF-16, expected UTF-8" : "file is not valid UTF-8 text",
            at: Span(file, offset..<(offset + 1)),
            help: "save the file as UTF-8"
        )
    }

    /// RAD1002: an object has two members with one name.
    static func duplicateName(_ name: String, at span: Span, first: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1002",
            "name '\(name)' stands twice in one object",
            at: span,
            notes: [Note("'\(name)' stands here first", at: first)],
            help: "remove or rename one of the two"
        )
    }

    /// RAD1003: arrays and objects are nested too deeply.
    static func nestedTooDeeply(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1003",
            "values are nested more than \(ReadingLimits.depth) levels deep",
            at: span,
            help: "flatten the file; no format that rad reads needs this depth"
        )
    }
}

extension Span {
    private static let shortTextLimit = 40

    /// The text as a message quotes it: its first characters if it is long.
    var shortText: String {
        guard range.count > Self.shortTextLimit else { return text }
        let start = file.text(in: range.lowerBound..<(range.lowerBound + Self.shortTextLimit))
        return start.filter { $0 != "\u{FFFD}" } + "..."
    }
}
