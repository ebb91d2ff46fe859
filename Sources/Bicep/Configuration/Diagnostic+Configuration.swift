import Diagnostics
import Documents

// What is wrong in a `bicepconfig.json`, beside its JSON.
extension Diagnostic {
    /// RAD1160: a setting has a value that it cannot have.
    static func wrongSetting(_ name: String, expected: String, found: Document) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1160",
            "'\(name)' must be \(expected), and is \(found.shortDescription)",
            at: found.span,
            help: "write \(expected)"
        )
    }

    /// RAD1161: something that must be set is not.
    static func missingSetting(_ name: String, of owner: String, at span: Span) -> Diagnostic {
        Diagnostic(.error, "RAD1161", "'\(owner)' has no '\(name)'", at: span, help: "add \"\(name)\": \"…\"")
    }

    /// RAD1162: a setting has a name that means nothing.
    static func unknownSetting(_ name: String, known: [String], at span: Span) -> Diagnostic {
        let help =
            Diagnostics.suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
            ?? "expected \(known.alternatives)"
        return Diagnostic(.warning, "RAD1162", "there is no setting '\(name)' here", at: span, help: help)
    }

    /// RAD1163: levels are set for a rule that the linter does not have.
    static func unknownRule(_ name: String, at span: Span) -> Diagnostic {
        let names = LinterRule.allCases.map(\.rawValue)
        let help =
            Diagnostics.suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
            ?? "docs/linter.md lists the rules"
        return Diagnostic(.warning, "RAD1163", "the linter has no rule '\(name)'", at: span, help: help)
    }

    /// RAD1165: a configuration that another one extends cannot be read.
    static func unreadableConfiguration(_ path: String, _ error: FileLoadError, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1165",
            "'\(path)' cannot be read: \(error.reason)",
            at: span,
            help: error.help ?? "give the path from the folder of this file"
        )
    }

    /// RAD1166: configurations extend each other in a circle, or too many of them.
    static func endlessConfiguration(_ chain: [String], at span: Span) -> Diagnostic {
        let isCircle = Set(chain).count < chain.count
        return Diagnostic(
            .error,
            "RAD1166",
            isCircle
                ? "the configurations extend each other: \(chain.joined(separator: " -> "))"
                : "more than \(chain.count) configurations extend each other",
            at: span,
            help: "remove one 'extends'"
        )
    }

    /// RAD1164: which configuration a file follows; said if the configuration asks for it.
    static func followedConfiguration(_ path: String, isLinting: Bool, at span: Span) -> Diagnostic {
        Diagnostic(
            .info,
            "RAD1164",
            isLinting ? "the linter follows '\(path)'" : "the linter is turned off by '\(path)'",
            at: span,
            help: "set analyzers.core.verbose to false to hide this"
        )
    }
}

extension BicepConfiguration {
    /// What the configuration wants to be said about itself.
    func remarks(on file: SourceFile) -> [Diagnostic] {
        guard linter.isVerbose else { return [] }
        return [.followedConfiguration(file.path, isLinting: linter.isEnabled, at: Span(file, 0..<0))]
    }
}

extension Document {
    /// The value in a message: a short one itself, otherwise its kind.
    fileprivate var shortDescription: String {
        switch content {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .string(let text): text.utf8.count <= 60 ? "'\(text)'" : "a long text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
