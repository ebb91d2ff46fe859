import Diagnostics

extension Diagnostic {
    /// RAD1021: libyaml cannot go on.
    static func yamlSyntax(_ problem: YAMLProblem) -> Diagnostic {
        let explanation = YAMLExplanation(problem)
        return Diagnostic(
            .error,
            "RAD1021",
            explanation.message,
            at: explanation.span,
            notes: explanation.notes,
            help: explanation.help
        )
    }

    /// RAD1022: an alias names an anchor that is not there, or one that it stands inside of.
    static func unknownAlias(_ name: String, at span: Span, isOpen: Bool) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1022",
            isOpen
                ? "alias '\(name)' stands inside the value that it names"
                : "no anchor '\(name)' stands before this alias",
            at: span,
            help: isOpen
                ? "write the value out"
                : "put '&\(name)' before the value that is meant, or quote '*\(name)' if it is text"
        )
    }

    /// RAD1023: the aliases of a file stand for too many values.
    static func tooManyAliases(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1023",
            "aliases of this file stand for more than \(ReadingLimits.aliasedNodes) values",
            at: span,
            help: "write the values out, or split the file"
        )
    }

    /// RAD1024: a tag of some program's own.
    static func unknownTag(_ tag: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1024",
            "unknown tag '\(tag)', expected one of '!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'",
            at: span,
            help: "remove the tag"
        )
    }

    /// RAD1025: a key is not a text, a number or a truth value.
    static func keyIsNotText(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1025",
            "expected a name as the key, found '\(span.shortText)'",
            at: span,
            help: "write the key as text, in quotes if need be"
        )
    }

    /// RAD1026: a value is not what its tag says.
    static func tagDoesNotFit(_ tag: String, text: Span?, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1026",
            text.map { "'\($0.shortText)' is not what the tag '\(tag)' says" }
                ?? "tag '\(tag)' does not fit what follows it",
            at: span,
            help: "remove the tag or change the value"
        )
    }

    /// RAD1027: `<<` has something else than mappings to merge.
    static func mergeOfNoMapping(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1027",
            "expected a mapping to merge, found '\(span.shortText)'",
            at: span,
            help: "give '<<' an alias of a mapping, or quote '<<' if it is a name"
        )
    }
}
