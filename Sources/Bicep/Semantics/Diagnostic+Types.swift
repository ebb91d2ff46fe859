import Diagnostics

// What the checker says of values that do not fit. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    static func literalMismatch(expected: String, found: String, at span: Span) -> Diagnostic {
        error("BCP033", "expected a value of type \(expected), found \(found)", at: span)
    }

    static func wrongItem(expected: String, found: String, at span: Span) -> Diagnostic {
        error("BCP034", "expected items of type \(expected), found \(found)", at: span)
    }

    static func missingProperties(_ names: [String], of owner: String, at span: Span, help: String? = nil) -> Diagnostic
    {
        error("BCP035", "'\(owner)' lacks \(names.quotedList)", at: span, help: help)
    }

    static func wrongProperty(_ name: String, expected: String, found: String, at span: Span) -> Diagnostic {
        error("BCP036", "'\(name)' must be of type \(expected), found \(found)", at: span)
    }

    static func unknownProperty(
        _ name: String,
        of owner: String,
        known: [String],
        comparedWith candidates: [String],
        at span: Span,
        severity: Severity = .error
    ) -> Diagnostic {
        let suggestion = Diagnostics.suggestion(for: name, among: candidates)
        let help =
            if let suggestion {
                "did you mean '\(suggestion)'?"
            } else {
                known.isEmpty ? "it takes none" : "it takes \(known.quotedList)"
            }
        let code = name.isCloseToOne(of: candidates) ? "BCP089" : "BCP037"
        return Diagnostic(severity, code, "'\(owner)' takes no '\(name)'", at: span, help: help)
    }

    static func wrongOperand(_ sign: UnaryOperator, _ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP044", "'\(sign.rawValue)' cannot be applied to \(found.name)", at: span)
    }

    static func wrongOperands(
        _ sign: BinaryOperator,
        _ left: StaticType,
        _ right: StaticType,
        at span: Span
    ) -> Diagnostic {
        let isText = sign == .add && (left.isText || right.isText)
        return error(
            "BCP045",
            "'\(sign.rawValue)' cannot be applied to \(left.name) and \(right.name)",
            at: span,
            help: isText ? "join texts in a string: '${a}${b}'" : nil
        )
    }

    static func wrongType(expected: StaticType, found: StaticType, at span: Span) -> Diagnostic {
        error("BCP046", "expected a value of type \(expected.name), found \(found.name)", at: span)
    }

    static func wrongArgument(_ function: String, _ position: Int, expected: String, at span: Span) -> Diagnostic {
        error("BCP070", "argument \(position) of '\(function)' must be \(expected)", at: span)
    }

    /// An argument that is of none of the types that are expected; BCP048 if several ways of calling differ there.
    static func wrongArgument(
        _ function: String,
        _ position: Int,
        expected: [String],
        found: StaticType,
        at span: Span
    ) -> Diagnostic {
        error(
            expected.count > 1 ? "BCP048" : "BCP070",
            "argument \(position) of '\(function)' must be of type \(expected.joined(separator: " or ")), found \(found.name)",
            at: span
        )
    }

    static func missingDiscriminator(_ name: String, expected: [String], at span: Span) -> Diagnostic {
        error("BCP078", "the property '\(name)' is missing", at: span, help: "it is one of \(expected.quotedList)")
    }

    static func unknownDiscriminator(_ name: String, _ text: String, known: [String], at span: Span) -> Diagnostic {
        wrongLiteral(name, text, known: known, at: span)
    }

    /// A literal text where others are taken; BCP088 if one of them was probably meant.
    static func wrongLiteral(_ name: String, _ text: String, known: [String], at span: Span) -> Diagnostic {
        // The compiler compares them in their quotes.
        let isClose = "'\(text)'".isCloseToOne(of: known.map { "'\($0)'" })
        guard isClose else { return wrongProperty(name, expected: known.quotedUnion, found: "'\(text)'", at: span) }
        let suggestion = Diagnostics.suggestion(for: text, among: known)
        return error(
            "BCP088",
            "'\(name)' must be of type \(known.quotedUnion), found '\(text)'",
            at: span,
            help: suggestion.map { "did you mean '\($0)'?" }
        )
    }

    static func loopOverNoArray(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP137", "a loop goes over an array, found \(found.name)", at: span)
    }

    static func defaultOfNullable(at span: Span) -> Diagnostic {
        error(
            "BCP326",
            "a parameter of a nullable type is null where it is not given, and takes no other default",
            at: span,
            help: "remove the default, or the '?' of the type"
        )
    }

    static func tooLarge(_ least: Int64, _ most: Int64, at span: Span) -> Diagnostic {
        error("BCP327", "the value is \(least) or more, and \(most) is the most that is taken", at: span)
    }

    static func tooSmall(_ most: Int64, _ least: Int64, at span: Span) -> Diagnostic {
        error("BCP328", "the value is \(most) or less, and \(least) is the least that is taken", at: span)
    }

    static func tooLong(_ least: Int64, _ most: Int64, at span: Span) -> Diagnostic {
        error("BCP332", "the length is \(least) or more, and \(most) is the most that is taken", at: span)
    }

    static func tooShort(_ most: Int64, _ least: Int64, at span: Span) -> Diagnostic {
        error("BCP333", "the length is \(most) or less, and \(least) is the least that is taken", at: span)
    }

    static func assertionIsNoBool(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP350", "an assertion is true or false, found \(found.name)", at: span)
    }

    static func wrongSpread(expected: StaticType, found: StaticType, at span: Span) -> Diagnostic {
        error("BCP402", "'...' takes a value of type \(expected.name) here, found \(found.name)", at: span)
    }

    static func divisionByZero(at span: Span) -> Diagnostic {
        error("BCP410", "division by zero", at: span)
    }
}
