import AppModel
import Diagnostics
import Documents
import Recipes

/// What Contour and the Gateway API ask of host names and paths.
enum GatewayRules {
    /// Reports host names of `Radius.Compute/routes` that are none.
    static func checkHostnames(of gateway: Gateway, in resource: Resource, _ diagnostics: inout [Diagnostic]) {
        for (index, host) in gateway.hostnames.enumerated() where !KubernetesName.isHostname(host) {
            let path = ValuePath(["hostnames", .element(index)])
            diagnostics.append(.invalidHostname(host, at: path, of: resource))
        }
    }

    /// Reports paths of a route that no proxy takes, or none by an API.
    static func checkPaths(
        of route: Gateway.Route,
        by api: GatewayOptions.API,
        in resource: Resource,
        _ diagnostics: inout [Diagnostic]
    ) {
        if route.matches.isEmpty, let path = route.path {
            check(path, at: route.valuePath.appending("path"), by: api, in: resource, &diagnostics)
        }
        for (index, match) in route.matches.enumerated() {
            guard let path = match["httpPath"]?.stringValue else { continue }
            let place = route.valuePath.appending("matches").appending(.element(index)).appending("httpPath")
            check(path, at: place, by: api, in: resource, &diagnostics)
        }
    }

    private static func check(
        _ path: String,
        at place: ValuePath,
        by api: GatewayOptions.API,
        in resource: Resource,
        _ diagnostics: inout [Diagnostic]
    ) {
        guard isPath(path) else {
            diagnostics.append(.invalidPath(path, at: place, of: resource))
            return
        }
        switch api {
        case .contour: return
        case .gatewayAPI:
            guard !isGatewayPath(path) else { return }
            diagnostics.append(.pathInexpressible(path, at: place, of: resource))
        }
    }

    /// Whether a text is an absolute path without query.
    private static func isPath(_ text: String) -> Bool {
        guard text.hasPrefix("/") else { return false }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"#?\"<>\\^`{|}".utf8.contains($0) }) else {
            return false
        }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        return !segments.contains(".") && !segments.contains("..") && !segments.dropFirst().dropLast().contains("")
    }

    /// Whether the Gateway API takes a path (v1, rules of HTTPPathMatch): what is encoded is no slash.
    private static func isGatewayPath(_ path: String) -> Bool {
        let parts = path.split(separator: "%", omittingEmptySubsequences: false)
        return !path.utf8.contains { "[]".utf8.contains($0) }
            && parts.dropFirst().allSatisfy { part in
                let digits = part.prefix(2).lowercased()
                return digits.utf8.count == 2 && digits.allSatisfy(\.isHexDigit) && digits != "2f"
            }
    }
}

extension ProxyHost {
    /// Chooses the host of a gateway that is being emitted.
    init(of gateway: Gateway, _ resource: Resource, in emission: GraphEmission) {
        self.init(
            of: gateway,
            named: resource.name,
            application: emission.graph.application?.name,
            at: emission.endpoint.resolved(for: resource.type, in: emission.graph.environment)
        )
    }

    /// Reports a host name that is none, where its author wrote it.
    func check(_ gateway: Gateway, of resource: Resource, _ diagnostics: inout [Diagnostic]) {
        switch gateway.hostname {
        case .prefix(let prefix) where !KubernetesName.isHostname(prefix.lowercased()):
            diagnostics.append(.invalidHostname(prefix, at: ["hostname", "prefix"], of: resource))
        case .fullyQualified(let host) where !KubernetesName.isHostname(host.lowercased()):
            diagnostics.append(.invalidHostname(host, at: ["hostname", "fullyQualifiedHostname"], of: resource))
        case .derived, .prefix, .fullyQualified:
            guard !KubernetesName.isHostname(name) else { return }
            diagnostics.append(.invalidHostname(name, at: ["hostname"], of: resource))
        }
    }
}
