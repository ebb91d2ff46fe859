import Diagnostics

extension Diagnostic {
    /// RAD1101: libyaml cannot go on.
    static func yamlSyntax(_ problem: YAMLProblem) -> Diagnostic {
        let explanation = YAMLExplanation(problem)
        return Diagnostic(
            .error,
            "RAD1101",
            explanation.message,
            at: explanation.span,
            notes: explanation.notes,
            help: explanation.help
        )
    }

    /// RAD1102: an alias names an anchor that is not there, or one that it stands inside of.
    static func unknownAlias(_ name: String, at span: Span, isOpen: Bool) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1102",
            isOpen
                ? "alias '\(name)' stands inside the value that it names"
                : "no anchor '\(name)' stands before this alias",
            at: span,
            help: isOpen
                ? "write the value out"
                : "put '&\(name)' before the value that is meant, or quote '*\(name)' if it is text"
        )
    }

    /// RAD1103: the aliases of a file stand for too many values.
    static func tooManyAliases(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1103",
            "aliases of this file stand for more than \(ReadingLimits.aliasedNodes) values",
            at: span,
            help: "write the values out, or split the file"
        )
    }

    /// RAD1104: a tag of some program's own.
    static func unknownTag(_ tag: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1104",
            "unknown tag '\(tag)', expected one of '!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'",
            at: span,
            help: "remove the tag"
        )
    }

    /// RAD1105: a key is not a text, a number or a truth value.
    static func keyIsNotText(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1105",
            "expected a name as the key, found '\(span.shortText)'",
            at: span,
            help: "write the key as text, in quotes if need be"
        )
    }

    /// RAD1106: a value is not what its tag says.
    static func tagDoesNotFit(_ tag: String, text: Span?, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1106",
            text.map { "'\($0.shortText)' is not what the tag '\(tag)' says" }
                ?? "tag '\(tag)' does not fit what follows it",
            at: span,
            help: "remove the tag or change the value"
        )
    }

    /// RAD1107: `<<` has something else than mappings to merge.
    static func mergeOfNoMapping(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1107",
            "expected a mapping to merge, found '\(span.shortText)'",
            at: span,
            help: "give '<<' an alias of a mapping, or quote '<<' if it is a name"
        )
    }
}
