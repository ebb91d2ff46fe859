import Diagnostics

extension Diagnostic {
    static func mustBeKnown(_ path: String, expression: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2010",
            "'\(path)' is '\(expression)', which is known only after apply, expected a value that is known before",
            at: span,
            help: "use a literal, a parameter or a variable here"
        )
    }

    static func mustNotBeSecret(_ path: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2011",
            "'\(path)' is a secret, expected a value that may be shown",
            at: span,
            help: "use a parameter without '@secure()' here"
        )
    }

    static func invalidName(_ name: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2012",
            "'\(name)' is no resource name, expected at most 63 letters, digits and '-', a letter first and no '-' last",
            at: span,
            help: "choose another name"
        )
    }

    static func invalidNamespace(_ namespace: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2013",
            "'\(namespace)' is no Kubernetes namespace, expected at most 63 small letters, digits and '-', "
                + "a letter or digit at both ends",
            at: span,
            help: "choose another name"
        )
    }

    static func derivedNamespaceInvalid(_ namespace: String, application: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2013",
            "the namespace of application '\(application)' would be '\(namespace)', expected at most 63 small letters, "
                + "digits and '-', a letter or digit at both ends",
            at: span,
            help: "give the application an extension: { kind: 'kubernetesNamespace', namespace: '<name>' }"
        )
    }

    static func noContainers(in resource: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2014",
            "'\(resource)' has no container, expected at least one",
            at: span,
            help: "add one: containers: { web: { image: '<image>' } }"
        )
    }

    static func unknownVolume(_ name: String, declared: [String], at span: Span?) -> Diagnostic {
        let help =
            suggestion(for: name, among: declared).map { "did you mean '\($0)'?" }
            ?? "add '\(name)' to 'volumes'"
        return Diagnostic(.error, "RAD2015", "no volume is named '\(name)'", at: span, help: help)
    }

    // MARK: Gateways

    static func noRoutes(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2016",
            "the gateway has no route, expected at least one",
            at: span,
            help: "add one: { path: '/', destination: 'http://frontend:3000' }"
        )
    }

    static func passthroughWithSeveralRoutes(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2017",
            "the gateway passes TLS through to several routes, expected one",
            at: span,
            help: "keep one route, or remove 'sslPassthrough'"
        )
    }

    static func passthroughWithPath(_ name: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2017",
            "the gateway passes TLS through and cannot see paths, but the route has '\(name)'",
            at: span,
            help: "remove '\(name)', or remove 'sslPassthrough'"
        )
    }

    static func certificateAndPassthrough(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2017",
            "'tls' has both 'certificateFrom' and 'sslPassthrough', expected one",
            at: span,
            help: "remove one of them"
        )
    }

    static func protocolVersionWithoutCertificate(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2017",
            "'tls' has 'minimumProtocolVersion' without 'certificateFrom'",
            at: span,
            help: "add 'certificateFrom', or remove 'minimumProtocolVersion'"
        )
    }

    static func emptyHostname(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2018",
            "'hostname' is empty, expected 'prefix' or 'fullyQualifiedHostname'",
            at: span,
            help: "add one of them, or remove 'hostname'"
        )
    }

    static func invalidDestination(_ text: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2019",
            "'\(text)' is no destination, expected a URL with the name of a container",
            at: span,
            help: "write it as 'http://frontend:3000'"
        )
    }

    static func invalidDuration(_ text: String, path: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2020",
            "'\(path)' is '\(text)', expected a duration",
            at: span,
            help: "write a number with its unit, such as '30s' or '500ms'"
        )
    }

    static func backendTimeoutTooLong(at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2020",
            "'backendRequest' is longer than 'request', expected at most the same time",
            at: span,
            help: "make 'request' longer or 'backendRequest' shorter"
        )
    }
}
