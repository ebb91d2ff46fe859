import Diagnostics

// What is wrong with a definition in YAML, beside its YAML and what the language says of its expressions.
extension Diagnostic {
    /// RAD2060: a part of a definition has a form that it cannot have.
    static func definitionShape(_ name: String, expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2060",
            "\(name) must be \(expected)",
            at: span,
            help: "docs/definitions.md shows the form"
        )
    }

    /// RAD2061: a definition has a member that means nothing.
    static func unknownMember(_ name: String, of owner: String, known: [String], at span: Span) -> Diagnostic {
        let help = suggestion(for: name, among: known).map { "did you mean '\($0)'?" } ?? "expected \(known.quotedList)"
        return Diagnostic(.error, "RAD2061", "\(owner) has no '\(name)'", at: span, help: help)
    }

    /// RAD2062: a name cannot be used in expressions.
    static func unusableSymbol(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2062",
            "'\(name)' cannot be a name in expressions: letters, digits and '_' can, and a digit cannot be the first",
            at: span,
            help: "name it '\(name.asSymbol)', and give the name that it shall have as 'name: \(name)'"
        )
    }

    /// RAD2063: an expression does not end.
    static func unfinishedExpression(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2063",
            "the expression after '${' has no '}'",
            at: span,
            help: "close it with '}', or write '$${' for the characters themselves"
        )
    }

    /// RAD2064: something that a declaration needs is missing.
    static func definitionLacks(_ name: String, of owner: String, at span: Span) -> Diagnostic {
        Diagnostic(.error, "RAD2064", "\(owner) lacks '\(name)'", at: span, help: "add '\(name): …'")
    }

    /// RAD2065: a loop is not written as one.
    static func unreadableLoop(_ text: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2065",
            "'\(text)' says no item and no list",
            at: span,
            help: "write 'for: item in list', or 'for: (item, index) in list'"
        )
    }

    /// RAD2066: aliases make a definition too long.
    static func definitionTooLong(_ limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2066",
            "with its aliases written out the definition is longer than \(limit / 1_048_576) MiB",
            at: span,
            help: "use fewer aliases, or variables and loops in their place"
        )
    }

    /// RAD2067: an expression within a text goes over several lines.
    static func expressionOfSeveralLines(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2067",
            "an expression within a text stands on one line",
            at: span,
            help: "give it a name in 'variables', and write that here"
        )
    }
}

extension String {
    /// Whether the text is a name of Bicep.
    var isSymbol: Bool {
        guard let first = utf8.first, first.isSymbolStart else { return false }
        return utf8.allSatisfy { $0.isSymbolStart || 48...57 ~= $0 }
    }

    /// The text with `_` for what a name cannot have.
    fileprivate var asSymbol: String {
        let name = String(
            unicodeScalars.map { scalar -> Character in
                let isUsable = scalar.isASCII && (UInt8(scalar.value).isSymbolStart || 48...57 ~= scalar.value)
                return isUsable ? Character(scalar) : "_"
            }
        )
        return name.utf8.first.map(\.isSymbolStart) ?? false ? name : "_" + name
    }
}

extension UInt8 {
    fileprivate var isSymbolStart: Bool { 97...122 ~= self | 0x20 || self == UInt8(ascii: "_") }
}
