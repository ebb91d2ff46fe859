internal import AppModel
internal import Diagnostics
internal import Documents

extension Diagnostic {
    /// A reference reads a property that its resource does not have.
    static func propertyWithoutValue(_ expression: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4013",
            "'\(expression.onOneLine)' has no value: neither the definition, nor a recipe, nor the target gives it",
            at: span,
            help: "correct the name of the property, or let the recipe give it in 'values' of its output 'result'"
        )
    }

    /// A reference reads what only a record of an existing resource could tell.
    static func valueNotRecorded(_ expression: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4020",
            "'\(expression.onOneLine)' is a value of a resource that the file only refers to, and rad has no record of it",
            at: span,
            help: "deploy the resource first, or in the same deployment; secrets are not recorded"
        )
    }

    /// A reference reads what only the platform of an existing object knows.
    static func valueOfExistingObject(_ expression: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4018",
            "'\(expression.onOneLine)' depends on an object that exists already, and rad asks no platform for values",
            at: span,
            help: "give the value as a parameter"
        )
    }

    /// An Azure resource is to go to an environment that has no place for it.
    static func azureWithoutScope(_ resource: Resource, in environment: Environment) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4019",
            "'\(resource.name)' is a resource of Azure, and environment '\(environment.name)' has no Azure scope",
            at: resource.origin.declaration,
            help: "set 'providers.azure' of the environment"
        )
    }

    /// The source of a connection leads nowhere.
    static func badConnection(
        _ connection: Connection,
        of resource: Resource,
        trouble: ConnectionEnds.Trouble
    ) -> Diagnostic {
        let subject = "the source of connection '\(connection.name)'"
        let source = connection.source.stringValue ?? Value.redactedText
        let span = resource.origin.span(ofProperty: connection.path.appending("source"))
        return switch trouble {
        case .unknown(let expression): unknownConnection("\(subject), '\(expression)',", at: span)
        case .neitherIDNorURL: meaninglessConnection("\(subject), '\(source)',", at: span)
        case .urlWithoutPort: connectionWithoutPort("\(subject), '\(source)',", at: span)
        }
    }

    private static func unknownConnection(_ subject: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4014",
            "\(subject) is not known before the deployment",
            at: span,
            help: "connect to a resource's 'id', or to a URL that follows from parameters"
        )
    }

    private static func meaninglessConnection(_ subject: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4015",
            "\(subject) is neither the id of a resource nor a URL",
            at: span,
            help: "write '<resource>.id', or a URL with a port such as 'http://backend:8080'"
        )
    }

    private static func connectionWithoutPort(_ subject: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4016",
            "\(subject) is a URL without a port, and its scheme has none of its own",
            at: span,
            help: "add the port, for example 'http://backend:8080'"
        )
    }
}

extension String {
    /// An expression of several lines as one, for the first line of a message.
    fileprivate var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
