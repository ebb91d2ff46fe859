import Diagnostics

extension Diagnostic {
    static func missingParameter(_ name: String, at span: Span?) -> Diagnostic {
        let help =
            switch name {
            case "environment": "name the environment with '-e <name>'"
            case "application": "name the application with '-a <name>'"
            case _: "give it with '-p \(name)=<value>'"
            }
        return Diagnostic(.error, "RAD2028", "parameter '\(name)' has no value and no default", at: span, help: help)
    }

    static func unknownParameter(
        _ name: String,
        in file: String,
        declared: [String],
        at span: Span?
    ) -> Diagnostic {
        let help =
            suggestion(for: name, among: declared).map { "did you mean '\($0)'?" }
            ?? (declared.isEmpty ? "'\(file)' declares no parameters" : "its parameters are \(declared.quotedList)")
        return Diagnostic(.error, "RAD2029", "'\(file)' has no parameter '\(name)'", at: span, help: help)
    }

    static func invalidParameter(_ name: String, text: String, expected: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2030",
            "parameter '\(name)' is given '\(text)', expected \(expected)",
            at: span,
            help: "give it with '-p \(name)=<value>', where the value is \(expected)"
        )
    }

    static func foreignResource(_ symbol: String, platform: String, type: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2031",
            "'\(symbol)' is of type '\(type)' of \(platform), which no target of rad reaches",
            at: span,
            help: "make it beforehand, and give what the application needs of it as parameters"
        )
    }

    static func objectWithoutName(_ symbol: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2034",
            "'\(symbol)' has no name that is known before the deployment",
            at: span,
            help: "give it a name that follows from parameters"
        )
    }

    static func objectWithoutApplication(_ name: String, applications: [String], at span: Span?) -> Diagnostic {
        let reason =
            applications.isEmpty ? "the file has no application" : "it may be of \(applications.quotedList)"
        return Diagnostic(
            .error,
            "RAD2035",
            "nothing says which application '\(name)' belongs to: \(reason)",
            at: span,
            help: applications.isEmpty
                ? "declare an application, or name one with '-a <name>'"
                : "declare each application in a file of its own"
        )
    }

    static func extensionMissing(_ type: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2032",
            "'\(type)' is a Radius type, but the file does not use the extension",
            at: span,
            help: "add 'extension radius' at the top of the file"
        )
    }

    static func applicationWithoutEnvironment(_ application: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2033",
            "nothing says which environment application '\(application)' goes to",
            at: span,
            help: "name the environment with '-e <name>'"
        )
    }
}

extension Diagnostic {
    /// Whether Bicep says that it knows nothing of a type, which is of no interest where the type cannot be used at all.
    var isUnknownType: Bool { code == "BCP081" }
}

extension [Diagnostic] {
    /// The diagnostics with one for each circle of declarations.
    ///
    /// Bicep reports BCP080 at every mention that closes a circle; for who deploys it is one mistake with several places.
    func joiningCircles() -> [Diagnostic] {
        let circles = Dictionary(grouping: filter { $0.code == Self.circle }, by: \.message)
        var joined: [Diagnostic] = []
        for diagnostic in self {
            guard diagnostic.code == Self.circle, let mentions = circles[diagnostic.message] else {
                joined.append(diagnostic)
                continue
            }
            guard mentions.first == diagnostic else { continue }
            joined.append(
                Diagnostic(
                    diagnostic.severity,
                    diagnostic.code,
                    diagnostic.message,
                    at: diagnostic.span,
                    notes: mentions.dropFirst().map { Diagnostic.Note("the circle goes on here", at: $0.span) },
                    help: "write out one of these values instead of taking it from the other declaration"
                )
            )
        }
        return joined
    }

    private static var circle: String { "BCP080" }
}
