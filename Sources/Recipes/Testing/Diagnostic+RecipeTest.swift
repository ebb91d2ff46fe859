internal import Diagnostics

extension Diagnostic {
    /// A file of examples has nothing in it.
    static func emptyRecipeTest(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4120",
            "'\(file.path)' is empty, expected 'recipe' and 'cases'",
            at: nil,
            help: "write 'recipe: ./redis.bicep', and 'cases:' with a list of names"
        )
    }

    /// A member that examples do not have.
    static func unknownInTest(_ name: String, in owner: String, known: [String], at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4121",
            "\(owner) has no member '\(name)', expected \(known.map { "'\($0)'" }.joined(separator: ", "))",
            at: span,
            help: suggestion(for: name, among: known).map { "did you mean '\($0)'?" } ?? "remove it"
        )
    }

    /// A member that examples must have.
    static func missingInTest(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(.error, "RAD4122", "'\(name)' is missing", at: span, help: "add '\(name): …'")
    }

    /// A member of examples is of the wrong kind.
    static func wrongInTest(_ name: String, expected: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4123",
            "\(name) is something else than \(expected)",
            at: span,
            help: "write \(expected); docs/recipes.md shows a file of examples"
        )
    }
}
