import Diagnostics

// What the checker says of declarations that cannot be so. The codes are those of Bicep 0.46.
extension Diagnostic {
    private static func error(_ code: String, _ message: String, at span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, help: help)
    }

    static func paramsAreNoObject(at span: Span) -> Diagnostic {
        error(
            "BCP183",
            "'params' of a module must be an object that is written out",
            at: span,
            help: "write { … } with the values that the module takes"
        )
    }

    static func usingNoModule(at span: Span) -> Diagnostic {
        error("BCP276", "'using' names a parameter file, and takes a Bicep file", at: span)
    }

    static func decoratorOnAlias(_ name: String, at span: Span) -> Diagnostic {
        error(
            "BCP308",
            "'\(name)' cannot decorate something whose type is declared elsewhere",
            at: span,
            help: "decorate the declaration of the type"
        )
    }

    static func safeAccessOfCollection(at span: Span) -> Diagnostic {
        error("BCP323", "'[?' cannot be used on a loop of resources or modules", at: span, help: "use '['")
    }

    static func notInFunction(_ name: String, at span: Span) -> Diagnostic {
        error(
            "BCP341",
            "'\(name)' is known only after a deployment, and a function needs values that are known at its start",
            at: span,
            help: "pass the value to the function"
        )
    }

    static func exportOfNoStatement(at span: Span) -> Diagnostic {
        error("BCP361", "'export' can decorate declarations only", at: span)
    }

    static func exportOfBound(at span: Span) -> Diagnostic {
        error(
            "BCP372",
            "an exported variable cannot depend on a parameter, resource or module",
            at: span,
            help: "export a function that takes the value instead"
        )
    }

    static func duplicateExtends(at span: Span) -> Diagnostic {
        error("BCP405", "a file can extend one other only", at: span)
    }

    static func onlyForExisting(at span: Span) -> Diagnostic {
        error("BCP445", "'nullIfNotFound' can decorate existing resources only", at: span)
    }

    static func needsDeployment(_ name: String, _ function: String, at span: Span) -> Diagnostic {
        error(
            "BCP452",
            "'\(name)' calls '\(function)', which is known only where something is deployed",
            at: span,
            help: "import what can be worked out from the file alone"
        )
    }
}
