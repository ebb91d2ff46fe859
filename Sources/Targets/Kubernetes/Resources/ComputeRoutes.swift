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
        parent = Self.parent(in: emission.graph.environment)
    }

    /// Emits the one route object.
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
        let rules = gateway.routes.compactMap { rule($0, of: kind, &emission.diagnostics) }
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        var spec = ManifestFields([("parentRefs", [parent])])
        spec.add("hostnames", list: gateway.hostnames.map { .string($0) })
        spec.add("rules", .array(rules))
        let manifest = KubernetesManifest(
            kind.objectKind,
            name: "routes-\(resource.id.uniqueString)",
            namespace: scope.namespace,
            labels: ResourceScope.merged(scope.labels, ownLabels),
            annotations: scope.annotations,
            ManifestFields([("spec", spec.value)])
        )
        let dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        return [emission.add(manifest, for: resource, after: dependencies)]
    }

    private var ownLabels: [(String, Value)] {
        let type = resource.type
        return [
            ("radapp.io/resource-type", .string("\(type.namespace).\(type.name)")),
            ("radapp.io/resource-group", .string(resource.id.group)),
        ]
    }

    private func rule(_ route: Gateway.Route, of kind: RouteKind, _ diagnostics: inout [Diagnostic]) -> Value? {
        guard case .container(let container, let name, let port) = route.destination, let id = container.stringValue
        else {
            diagnostics.append(.unknownDestination(of: route, in: resource))
            return nil
        }
        let service = ComputeContainer.serviceName(of: name, in: KubernetesName.lastSegment(of: id).lowercased())
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
        rule.add("backendRefs", [["name": .string(service), "port": Value(port)]])
        return rule.value
    }

    /// The Gateway that `rad install kubernetes` of Radius makes, unless the environment names another.
    private static func parent(in environment: Environment) -> Value {
        var parameters = environment.recipes[.routes, "default"]?.parameters ?? [:]
        parameters = parameters.merging(environment.recipeParameters[.routes] ?? [:])
        return [
            "name": parameters["gatewayName"] ?? "radius",
            "namespace": parameters["gatewayNamespace"] ?? "radius-system",
        ]
    }
}
