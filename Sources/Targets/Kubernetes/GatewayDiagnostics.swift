import AppModel
import Diagnostics
import Documents

// MARK: - Gateways and routes

extension Diagnostic {
    static func noRules(of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5016",
            "'\(resource.name)' leads nowhere: it must have at least one rule",
            at: resource.origin.span(ofProperty: ["rules"]),
            help: "add a rule with a 'destinationContainer'"
        )
    }

    static func internalIgnored(of resource: Resource) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5025",
            "'internal' of '\(resource.name)' has no effect on Kubernetes: the gateway is reached like every other",
            at: resource.origin.span(ofProperty: ["internal"]),
            help: "remove 'internal', and connect to the container itself from inside"
        )
    }

    static func backendTimeoutIgnored(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5014",
            "'backendRequest' has no effect on Kubernetes: Contour limits the whole request only",
            at: resource.origin.span(ofProperty: route.valuePath.appending("timeoutPolicy")),
            help: "rely on 'request'"
        )
    }

    static func destinationOutsideNamespace(
        _ host: String,
        of route: Gateway.Route,
        in resource: Resource,
        namespace: String
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5015",
            "'\(host)' is no Service of namespace '\(namespace)', and gateway '\(resource.name)' can lead to no other",
            at: resource.origin.span(ofProperty: route.valuePath.appending("destination")),
            help: "name a container of the application, as in 'http://web:8080'"
        )
    }

    static func unknownDestination(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5016",
            "this route of '\(resource.name)' leads to no container",
            at: resource.origin.span(ofProperty: route.valuePath),
            help: "refer to the 'id' of a container resource, its container's name and port"
        )
    }

    static func unknownRouteKind(_ kind: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5017",
            "'\(kind)' is no kind of route: \(RouteKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")) are",
            at: resource.origin.span(ofProperty: ["kind"]),
            help: "use 'HTTP'"
        )
    }

    static func routeKnowsNoHostnames(_ kind: RouteKind, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5018",
            "'\(resource.name)' tells connections apart by host name, which \(kind.rawValue) routes cannot",
            at: resource.origin.span(ofProperty: ["hostnames"]),
            help: "remove 'hostnames', or use the kind 'HTTP' or 'TLS'"
        )
    }

    static func routeCannotMatch(_ kind: RouteKind, _ route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5018",
            "this rule of '\(resource.name)' looks into HTTP requests, which \(kind.rawValue) routes cannot",
            at: resource.origin.span(ofProperty: route.valuePath.appending("matches")),
            help: "remove the matches, or use the kind 'HTTP'"
        )
    }

    static func invalidHostname(_ host: String, at path: ValuePath, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5030",
            "'\(host)' is no host name, expected labels of small letters, digits and hyphens with dots between them",
            at: resource.origin.span(ofProperty: path),
            help: "write it as in 'shop.example.com' or '*.example.com'"
        )
    }

    static func invalidPath(_ text: String, at path: ValuePath, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5031",
            "'\(text)' is no path of a request: it begins with '/', and has no empty segment, '..', blank, '?' or '#'",
            at: resource.origin.span(ofProperty: path),
            help: "write it as in '/api'"
        )
    }

    static func unknownGatewayAPI(_ api: Value, for type: ResourceType, in environment: Environment) -> Diagnostic {
        let known = GatewayOptions.API.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        return Diagnostic(
            .error,
            "RAD5032",
            "'\(api.stringValue ?? Value.unknownText)' is no API for \(type), expected \(known)",
            at: environment.origin.span(ofProperty: ["recipeParameters", .member(type.description), "api"]),
            help: "correct 'api' among the parameters of \(type), or remove it"
        )
    }
}

// MARK: - What one of the two APIs cannot express

extension Diagnostic {
    private static func inexpressible(_ what: String, at path: ValuePath, of resource: Resource, help: String)
        -> Diagnostic
    {
        Diagnostic(.error, "RAD5033", what, at: resource.origin.span(ofProperty: path), help: help)
    }

    static func protocolVersionInexpressible(_ version: String, of resource: Resource) -> Diagnostic {
        inexpressible(
            "the Gateway API has no form of 'minimumProtocolVersion', which is '\(version)' for '\(resource.name)'",
            at: ["tls", "minimumProtocolVersion"],
            of: resource,
            help: "remove it and set the version for the whole gateway class, or let the environment use Contour"
        )
    }

    static func certificateOfForeignGateway(_ gateway: Value, of resource: Resource) -> Diagnostic {
        inexpressible(
            "the routes of '\(resource.name)' hang on the Gateway '\(gateway.stringValue ?? Value.unknownText)', "
                + "whose certificates are its own",
            at: ["tls", "certificateFrom"],
            of: resource,
            help: "remove 'certificateFrom', or 'gatewayName' of the environment to have a Gateway made"
        )
    }

    static func timeoutInexpressible(
        _ text: String,
        _ member: String,
        of route: Gateway.Route,
        in resource: Resource
    ) -> Diagnostic {
        inexpressible(
            "'\(text)' has no form in the Gateway API, expected whole milliseconds",
            at: route.valuePath.appending("timeoutPolicy").appending(.member(member)),
            of: resource,
            help: "write it as in '1500ms'"
        )
    }

    static func pathInexpressible(_ text: String, at path: ValuePath, of resource: Resource) -> Diagnostic {
        inexpressible(
            "the Gateway API does not take '\(text)' for a path: there is no '[' and ']' in one, and '%' comes before "
                + "two hexadecimal digits other than '2F'",
            at: path,
            of: resource,
            help: "match a part of the path before that, or let the environment use Contour"
        )
    }

    static func proxyWithoutHost(of resource: Resource) -> Diagnostic {
        inexpressible(
            "a proxy of Contour needs a host name, and '\(resource.name)' has none",
            at: ["hostnames"],
            of: resource,
            help: "add 'hostnames', or tell where the cluster is reached: 'publicEndpoint' of the environment"
                + ", or RADIUS_PUBLIC_ENDPOINT_OVERRIDE"
        )
    }

    static func proxyCannotCarry(_ kind: RouteKind, of resource: Resource) -> Diagnostic {
        inexpressible(
            "a proxy of Contour carries HTTP and TLS, and '\(resource.name)' is \(kind.rawValue)",
            at: ["kind"],
            of: resource,
            help: "let the environment use the Gateway API for Radius.Compute/routes"
        )
    }

    static func proxyCannotMatchMethod(at path: ValuePath, of resource: Resource) -> Diagnostic {
        inexpressible(
            "a proxy of Contour does not tell requests of '\(resource.name)' apart by their method",
            at: path,
            of: resource,
            help: "remove 'httpMethod', or let the environment use the Gateway API for Radius.Compute/routes"
        )
    }

    static func proxyPassesToSeveral(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        inexpressible(
            "a proxy of Contour passes TLS to one container, and '\(resource.name)' has several rules",
            at: route.valuePath,
            of: resource,
            help: "keep one rule, and make another Radius.Compute/routes for the rest"
        )
    }

    static func certificateElsewhere(
        _ secret: String,
        _ namespace: String,
        _ api: GatewayOptions.API,
        of resource: Resource
    ) -> Diagnostic {
        let permission =
            switch api {
            case .contour: "TLSCertificateDelegation"
            case .gatewayAPI: "ReferenceGrant"
            }
        return Diagnostic(
            .warning,
            "RAD5034",
            "the certificate of '\(resource.name)' is the Secret '\(secret)' of namespace '\(namespace)', "
                + "which the gateway may read only if a \(permission) there allows it",
            at: resource.origin.span(ofProperty: ["tls", "certificateFrom"]),
            help: "add the \(permission) to '\(namespace)', or keep the certificate with the application"
        )
    }
}
