import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A `Radius.Compute/routes` resource on its way to a route of the Gateway API.
///
/// Follows the Kubernetes recipe that Radius 0.60 ships for the type, but keeps every match of a rule.
struct ComputeRoutes {
    private let resource: Resource
    private let gateway: Gateway
    private let scope: ResourceScope
    private let parent: Value

    /// Prepares a resource; the environment's recipe parameters tell which Gateway its routes hang on.
    init(_ resource: Resource, _ gateway: Gateway, in emission: GraphEmission) {
        self.resource = resource
        self.gateway = gateway
        scope = emission.shared.computeScope(of: resource, in: emission.namespace)
        // The Gateway that `rad install kubernetes` of Radius makes, unless the environment names another.
        let options = emission.graph.environment.gatewayOptions(for: resource.type)
        parent = [
            "name": options.gatewayName ?? "radius",
            "namespace": options.gatewayNamespace ?? "radius-system",
        ]
    }

    /// Emits the one route object; more if there are more rules than one takes.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        guard let kind = RouteKind(rawValue: gateway.kind.uppercased()) else {
            emission.diagnostics.append(.unknownRouteKind(gateway.kind, of: resource))
            return []
        }
        if gateway.routes.isEmpty { emission.diagnostics.append(.noRules(of: resource)) }
        if !kind.knowsHostnames, !gateway.hostnames.isEmpty {
            emission.diagnostics.append(.routeKnowsNoHostnames(kind, of: resource))
        }
        GatewayRules.checkHostnames(of: gateway, in: resource, &emission.diagnostics)
        let rules = gateway.routes.compactMap { rule($0, of: kind, &emission.diagnostics) }
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        let dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        let objects = RouteObjects(
            kind: kind,
            name: "routes-\(resource.id.uniqueString)",
            parent: parent,
            hostnames: gateway.hostnames
        )
        return objects.manifests(of: scope, labels: scope.routeLabels, rules: rules).map {
            emission.add($0, for: resource, after: dependencies)
        }
    }

    private func rule(_ route: Gateway.Route, of kind: RouteKind, _ diagnostics: inout [Diagnostic]) -> Value? {
        guard let service = route.computeService(of: resource, &diagnostics) else { return nil }
        GatewayRules.checkPaths(of: route, by: .gatewayAPI, in: resource, &diagnostics)
        var rule = ManifestFields()
        switch kind {
        case .http:
            let matches = route.matches.isEmpty ? [[:]] : route.matches
            rule.add("matches", .array(matches.map(RouteMatch.manifest)))
        case .tls, .tcp, .udp:
            if route.matches.contains(where: RouteMatch.isSpecific) {
                diagnostics.append(.routeCannotMatch(kind, route, in: resource))
            }
        }
        rule.add("backendRefs", [["name": .string(service.name), "port": Value(service.port)]])
        return rule.value
    }
}

extension Gateway.Route {
    /// The Service of the container that a rule of `Radius.Compute/routes` leads to.
    func computeService(
        of resource: Resource,
        _ diagnostics: inout [Diagnostic]
    ) -> (name: String, port: Int)? {
        guard case .container(let container, let name, let port) = destination, let id = container.stringValue else {
            diagnostics.append(.unknownDestination(of: self, in: resource))
            return nil
        }
        let owner = KubernetesName.lastSegment(of: id).lowercased()
        return (ComputeContainer.serviceName(of: name, in: owner), port)
    }
}
