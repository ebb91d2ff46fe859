import Diagnostics

/// What the grammar of JSON allows at some place.
enum JSONExpectation: String {
    case value = "a value"
    case name = "a name in double quotes"
    case nameOrBrace = "a name in double quotes or '}'"
    case colon = "':'"
    case commaOrBrace = "',' or '}'"
    case commaOrBracket = "',' or ']'"
}

extension Diagnostic {
    /// RAD1010: something stands where the grammar expects something else.
    static func unexpectedInJSON(expecting expectation: JSONExpectation, found span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1010",
            "expected \(expectation.rawValue), found '\(span.shortText)'",
            at: span,
            help: help(expecting: expectation, found: span.text)
        )
    }

    /// RAD1010: a word that is none of the three that JSON knows.
    static func unknownJSONWord(_ word: String, at span: Span) -> Diagnostic {
        let known = ["null", "true", "false"].first { $0 == word.lowercased() }
        return Diagnostic(
            .error,
            "RAD1010",
            "expected a value, found '\(span.shortText)'",
            at: span,
            help: known.map { "write '\($0)' in lower case" } ?? "write text in double quotes"
        )
    }

    /// RAD1010: the file goes on after its one value.
    static func textAfterJSON(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1010",
            "expected the end of the file, found '\(span.shortText)'",
            at: span,
            help: help(expecting: .value, found: span.text, otherwise: "keep one value in a JSON file")
        )
    }

    /// RAD1011: the file ends before its value does.
    static func jsonEnds(
        expecting expectation: JSONExpectation,
        in file: SourceFile,
        opened: Span? = nil
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1011",
            "expected \(expectation.rawValue), found the end of the file",
            at: Span(file, file.bytes.count..<file.bytes.count),
            notes: opened.map { [Note("'\($0.text)' is opened here", at: $0)] } ?? [],
            help: "complete the file; it may have been cut off"
        )
    }

    /// RAD1011: the file has no value at all.
    static func emptyJSON(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1011",
            "file is empty, expected a JSON value",
            at: Span(file, file.bytes.count..<file.bytes.count),
            help: "write at least '{}'"
        )
    }

    /// RAD1012: a string has no closing quote on its line.
    static func unclosedJSONString(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1012",
            "text is not closed by a double quote on its line",
            at: span,
            help: "close it with '\"'; write a line break as '\\n'"
        )
    }

    /// RAD1012: a control character stands in a string as it is.
    static func controlCharacterInJSON(_ byte: UInt8, at span: Span) -> Diagnostic {
        let digits = String(byte, radix: 16)
        let code = String(repeating: "0", count: 4 - digits.count) + digits
        return Diagnostic(
            .error,
            "RAD1012",
            "text holds the control character U+\(code.uppercased())",
            at: span,
            help: "write it as '\(byte == 0x09 ? "\\t" : "\\u\(code)")'"
        )
    }

    /// RAD1012: a backslash is followed by a letter that makes no escape sequence.
    static func unknownJSONEscape(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1012",
            "unknown escape sequence '\(span.shortText)'",
            at: span,
            help: "write a backslash as '\\\\'"
        )
    }

    /// RAD1012: `\u` without four hexadecimal digits.
    static func malformedUnicodeEscape(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1012",
            "expected four hexadecimal digits after '\\u'",
            at: span,
            help: "write four digits, such as '\\u00e9', or the character itself"
        )
    }

    /// RAD1012: one half of a surrogate pair stands alone.
    static func loneSurrogate(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1012",
            "'\(span.shortText)' is half of a surrogate pair",
            at: span,
            help: "write both halves, or the character itself"
        )
    }

    /// RAD1013: something looks like a number and is none.
    static func malformedJSONNumber(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1013",
            "'\(span.shortText)' is not a JSON number",
            at: span,
            help: "write a decimal number such as 7, -0.5 or 1e3, or text in double quotes"
        )
    }

    /// RAD1013: a number is beyond what a double holds.
    static func numberTooLarge(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1013",
            "number '\(span.shortText)' is too large",
            at: span,
            help: "write it as text in double quotes if it must be kept as it is"
        )
    }

    private static func help(
        expecting expectation: JSONExpectation,
        found text: String,
        otherwise: String? = nil
    ) -> String {
        switch (text, expectation) {
        case ("/", _), ("#", _): return "remove the comment; JSON has none"
        case ("'", .value), ("'", .name), ("'", .nameOrBrace): return "write text in double quotes"
        case ("}", .name), ("]", .value), ("}", .value):
            return "remove the comma before '\(text)', or add what follows it"
        default: break
        }
        if let otherwise { return otherwise }
        switch expectation {
        case .value: return "write a value: text in double quotes, a number, true, false, null, [...] or {...}"
        case .name, .nameOrBrace: return "write names in double quotes"
        case .colon: return "put ':' between the name and its value"
        case .commaOrBrace, .commaOrBracket: return "put ',' before it, or close what was opened"
        }
    }
}
