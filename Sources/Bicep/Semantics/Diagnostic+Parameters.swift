import Diagnostics

// What the checker says of parameter files. The codes are those of Bicep 0.46.
extension Diagnostic {
    static func unassignedParameters(_ names: [String], at span: Span) -> Diagnostic {
        let message = "\(names.quotedList) must be given a value"
        return Diagnostic(.error, "BCP258", message, at: span, help: "add param \(names.first ?? "") = ...")
    }

    static func unknownParameter(_ name: String, known: [String], at span: Span) -> Diagnostic {
        let help = Diagnostics.suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
        return Diagnostic(.error, "BCP259", "the module has no parameter '\(name)'", at: span, help: help)
    }

    static func usingIsMissing(at span: Span) -> Diagnostic {
        let help = "begin it with using 'main.bicep', or using none"
        return Diagnostic(.error, "BCP261", "the file does not say what module it is for", at: span, help: help)
    }

    static func usingWithNeedsFeature(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP435",
            "'with' after 'using' is an experimental feature that is not enabled",
            at: span,
            help: "remove it, or enable it in bicepconfig.json: experimentalFeaturesEnabled: { deployCommands: true }"
        )
    }

    static func usingNeedsWith(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP443",
            "the file does not say how it is deployed, as the experimental feature 'deployCommands' has it",
            at: span,
            help: "write using 'main.bicep' with { … }, or do not enable deployCommands in bicepconfig.json"
        )
    }

    static func duplicateUsing(at span: Span) -> Diagnostic {
        Diagnostic(.error, "BCP262", "'using' stands more than once", at: span, help: "remove all but one")
    }
}
