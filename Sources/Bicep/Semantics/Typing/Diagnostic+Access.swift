import Diagnostics

// What the checker says of members of values. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    static func indexIsNoStringOrInt(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP049", "an index must be a string or an int, found \(found.name)", at: span)
    }

    static func unknownMember(
        _ name: String,
        known: [String],
        comparedWith candidates: [String],
        at span: Span
    ) -> Diagnostic {
        if known.isEmpty { return error("BCP052", "there is no member '\(name)', nor any other", at: span) }
        let suggestion = Diagnostics.suggestion(for: name, among: candidates)
        let help = suggestion.map { "did you mean '\($0)'?" } ?? "there is \(known.quotedList)"
        let code = name.isCloseToOne(of: candidates) ? "BCP083" : "BCP053"
        return error(code, "there is no member '\(name)'", at: span, help: help)
    }

    static func membersOfNoObject(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP055", "only an object has members, found \(found.name)", at: span)
    }

    static func methodOfNoObject(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP067", "only an object has functions, found \(found.name)", at: span)
    }

    static func indexOfArray(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP074", "the index of an array must be an int, found \(found.name)", at: span)
    }

    static func indexOfObject(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP075", "the index of an object must be a string, found \(found.name)", at: span)
    }

    static func indexOfNeither(_ found: StaticType, at span: Span) -> Diagnostic {
        error("BCP076", "only arrays and objects take an index, found \(found.name)", at: span)
    }

    static func writeOnlyMember(_ name: String, of owner: String, at span: Span) -> Diagnostic {
        error("BCP077", "'\(name)' of '\(owner)' can be given, not read", at: span)
    }

    static func unknownMethod(_ name: String, of owner: StaticType, at span: Span) -> Diagnostic {
        error("BCP109", "\(owner.name) has no function '\(name)'", at: span)
    }

    static func indexOutOfBounds(_ index: Int64, count: Int, at span: Span) -> Diagnostic {
        error("BCP311", "the index \(index) is out of bounds: there are \(count) items", at: span)
    }
}
