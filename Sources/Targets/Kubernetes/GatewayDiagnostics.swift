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
}
