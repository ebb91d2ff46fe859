import Diagnostics

// What the checker says of values that do not fit. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    static func literalMismatch(expected: String, found: String, at span: Span) -> Diagnostic {
        error("BCP033", "expected a value of type \(expected), found \(found)", at: span)
    }

    static func unknownMember(_ name: String, known: [String], at span: Span) -> Diagnostic {
        if known.isEmpty { return error("BCP052", "there is no member '\(name)', nor any other", at: span) }
        if let suggestion = Diagnostics.suggestion(for: name, among: known) {
            return error("BCP083", "there is no member '\(name)'", at: span, help: "did you mean '\(suggestion)'?")
        }
        return error("BCP053", "there is no member '\(name)'", at: span, help: "there is \(known.quotedList)")
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

    static func unknownProperty(_ name: String, of owner: String, known: [String], at span: Span) -> Diagnostic {
        let suggestion = Diagnostics.suggestion(for: name, among: known)
        let help =
            if let suggestion {
                "did you mean '\(suggestion)'?"
            } else {
                known.isEmpty ? "it takes none" : "it takes \(known.quotedList)"
            }
        return error(suggestion == nil ? "BCP037" : "BCP089", "'\(owner)' takes no '\(name)'", at: span, help: help)
    }

    static func wrongOperand(_ sign: UnaryOperator, _ found: InferredType, at span: Span) -> Diagnostic {
        error("BCP044", "'\(sign.rawValue)' cannot be applied to \(found.rawValue)", at: span)
    }

    static func wrongOperands(
        _ sign: BinaryOperator,
        _ left: InferredType,
        _ right: InferredType,
        at span: Span
    ) -> Diagnostic {
        let isText = sign == .add && (left == .string || right == .string)
        return error(
            "BCP045",
            "'\(sign.rawValue)' cannot be applied to \(left.rawValue) and \(right.rawValue)",
            at: span,
            help: isText ? "join texts in a string: '${a}${b}'" : nil
        )
    }

    static func wrongType(expected: InferredType, found: InferredType, at span: Span) -> Diagnostic {
        error("BCP046", "expected a value of type \(expected.rawValue), found \(found.rawValue)", at: span)
    }

    static func wrongArgument(_ function: String, _ position: Int, expected: String, at span: Span) -> Diagnostic {
        error("BCP070", "argument \(position) of '\(function)' must be \(expected)", at: span)
    }

    static func loopOverNoArray(_ found: InferredType, at span: Span) -> Diagnostic {
        error("BCP137", "a loop goes over an array, found \(found.rawValue)", at: span)
    }

    static func divisionByZero(at span: Span) -> Diagnostic {
        error("BCP410", "division by zero", at: span)
    }
}
