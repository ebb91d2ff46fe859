import AppModel
import Diagnostics
import Documents

// MARK: - Gateways and routes

extension Diagnostic {
    static func gatewayWithoutRoutes(_ resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5020",
            "'\(resource.name)' leads nowhere: it must have at least one route",
            at: resource.origin.declaration,
            help: "add a route to a container"
        )
    }

    static func passthroughWithManyRoutes(_ resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5021",
            "gateway '\(resource.name)' has several routes and passes TLS through, so it cannot see which one is meant",
            at: resource.origin.span(ofProperty: ["routes"]),
            help: "keep one route, or let the gateway end TLS with 'tls.certificateFrom'"
        )
    }

    static func passthroughWithPath(_ route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5022",
            "gateway '\(resource.name)' passes TLS through, so it can see no path: "
                + "'path' and 'replacePrefix' have no meaning",
            at: resource.origin.span(ofProperty: route.valuePath),
            help: "remove 'path' and 'replacePrefix', or let the gateway end TLS with 'tls.certificateFrom'"
        )
    }

    static func invalidRequestTimeout(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        invalidTimeout("request", route.requestTimeout, of: route, in: resource)
    }

    static func invalidBackendTimeout(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        invalidTimeout("backendRequest", route.backendTimeout, of: route, in: resource)
    }

    private static func invalidTimeout(
        _ name: String,
        _ text: String?,
        of route: Gateway.Route,
        in resource: Resource
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5023",
            text.map { "'\($0)' is no duration for '\(name)'" } ?? "a 'timeoutPolicy' needs a duration for '\(name)'",
            at: resource.origin.span(ofProperty: route.valuePath.appending("timeoutPolicy")),
            help: "write numbers with units, for example '1m30s'"
        )
    }

    static func requestTimeoutTooShort(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5024",
            "the timeout of the request, '\(route.requestTimeout ?? "")', is shorter than that of the request to the "
                + "backend, '\(route.backendTimeout ?? "")'",
            at: resource.origin.span(ofProperty: route.valuePath.appending("timeoutPolicy")),
            help: "make 'request' at least as long as 'backendRequest'"
        )
    }

    static func backendTimeoutIgnored(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5025",
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
            "RAD5026",
            "'\(host)' is no Service of namespace '\(namespace)', and gateway '\(resource.name)' can lead to no other",
            at: resource.origin.span(ofProperty: route.valuePath.appending("destination")),
            help: "name a container of the application, as in 'http://web:8080'"
        )
    }

    static func unknownDestination(of route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5027",
            "this route of '\(resource.name)' leads to no container",
            at: resource.origin.span(ofProperty: route.valuePath),
            help: "refer to the 'id' of a container resource, its container's name and port"
        )
    }

    static func unknownRouteKind(_ kind: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5028",
            "'\(kind)' is no kind of route: \(RouteKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")) are",
            at: resource.origin.span(ofProperty: ["kind"]),
            help: "use 'HTTP'"
        )
    }

    static func routeKnowsNoHostnames(_ kind: RouteKind, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5029",
            "'\(resource.name)' tells connections apart by host name, which \(kind.rawValue) routes cannot",
            at: resource.origin.span(ofProperty: ["hostnames"]),
            help: "remove 'hostnames', or use the kind 'HTTP' or 'TLS'"
        )
    }

    static func routeCannotMatch(_ kind: RouteKind, _ route: Gateway.Route, in resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5029",
            "this rule of '\(resource.name)' looks into HTTP requests, which \(kind.rawValue) routes cannot",
            at: resource.origin.span(ofProperty: route.valuePath.appending("matches")),
            help: "remove the matches, or use the kind 'HTTP'"
        )
    }
}
