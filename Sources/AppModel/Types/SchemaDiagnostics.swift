import Diagnostics
import Documents

extension Diagnostic {
    static func unknownResourceType(_ type: String, suggestion: String?, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2001",
            "unknown resource type '\(type)'",
            at: span,
            help: suggestion.map { "did you mean '\($0)'?" }
                ?? "use a type of Radius 0.60, such as 'Radius.Compute/containers'; "
                + "types of your own are registered with 'rad resource-type create -f <file>'"
        )
    }

    static func removedType(_ type: String, help: String, at span: Span?) -> Diagnostic {
        Diagnostic(.error, "RAD2001", "resource type '\(type)' is no longer part of Radius", at: span, help: help)
    }

    static func unknownAPIVersion(_ version: String, of schema: ResourceTypeSchema, at span: Span?) -> Diagnostic {
        let newest = schema.defaultVersion
        return Diagnostic(
            .error,
            "RAD2002",
            "'\(schema.type)' has no API version '\(version)'",
            at: span,
            help: "write '\(schema.type)@\(newest)'"
        )
    }

    static func unknownProperty(_ name: String, in subject: String, known: [String], at span: Span?) -> Diagnostic {
        let help =
            suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty ? "remove it" : "the properties here are \(known.quotedList)")
        return Diagnostic(.error, "RAD2003", "unknown property '\(subject)'", at: span, help: help)
    }

    static func missingProperty(_ name: String, in subject: String, at span: Span?) -> Diagnostic {
        let help =
            switch name {
            case "application": "add 'application: <application>.id', or deploy with '-a <name>'"
            case "environment": "add 'environment: environment', or deploy with '-e <name>'"
            case _: "add '\(name)'"
            }
        return Diagnostic(.error, "RAD2004", "'\(subject)' lacks the required property '\(name)'", at: span, help: help)
    }

    static func wrongType(found: String, expected: String, path: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2005",
            "'\(path)' is \(found), expected \(expected)",
            at: span,
            help: "write \(expected) here"
        )
    }

    static func notAllowed(_ text: String, allowed: [String], path: String, at span: Span?) -> Diagnostic {
        let help =
            suggestion(for: text, among: allowed).map { "did you mean '\($0)'?" }
            ?? "write one of \(allowed.quotedList)"
        return Diagnostic(
            .error,
            "RAD2006",
            "'\(path)' is '\(text)', expected one of \(allowed.quotedList)",
            at: span,
            help: help
        )
    }

    /// The same for a value that no message may repeat, and to which no other may be said to be close.
    static func secretNotAllowed(allowed: [String], path: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2006",
            "'\(path)' is another text, expected one of \(allowed.quotedList)",
            at: span,
            help: "write one of \(allowed.quotedList)"
        )
    }

    static func readOnlyProperty(_ name: String, in subject: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2007",
            "'\(subject)' is set by rad and cannot be given",
            at: span,
            help: "remove '\(name)'"
        )
    }

    static func outOfBounds(_ number: String, _ bounds: ClosedRange<Int64>, path: String, at span: Span?) -> Diagnostic
    {
        Diagnostic(
            .error,
            "RAD2008",
            "'\(path)' is \(number), expected \(bounds.lowerBound) to \(bounds.upperBound)",
            at: span,
            help: "write a number from \(bounds.lowerBound) to \(bounds.upperBound)"
        )
    }

    /// The same for limits that are no whole numbers.
    static func outOfLimits(_ found: String, _ limit: String, path: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2008",
            "'\(path)' is \(found), expected \(limit)",
            at: span,
            help: "keep to what the type allows: \(limit)"
        )
    }

    static func notExactlyOne(of names: [String], given: [String], in subject: String, at span: Span?) -> Diagnostic {
        let found = given.isEmpty ? "none of" : given.map { "'\($0)'" }.joined(separator: " and ") + " of"
        return Diagnostic(
            .error,
            "RAD2009",
            "'\(subject)' has \(found) \(names.quotedList), expected exactly one",
            at: span,
            help: given.isEmpty ? "add \(names.map { "'\($0)'" }.joined(separator: " or "))" : "keep one of them"
        )
    }

    static func withoutEffect(_ kind: String, known: [String], path: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD2036",
            "'\(kind)' in '\(path)' has no effect: rad knows \(known.quotedList) here",
            at: span,
            help: "remove it"
        )
    }
}
