import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A `Radius.Compute/routes` resource on its way to Contour's proxies, where the environment asks for them.
///
/// One proxy for each host name; if there are several, they include one that has the routes.
struct RouteProxies {
    private let resource: Resource
    private let gateway: Gateway
    private let scope: ResourceScope
    private let hosts: [String]

    /// Prepares a resource; without a host name of its own it has that of the cluster, if anybody knows it.
    init(_ resource: Resource, _ gateway: Gateway, in emission: GraphEmission) {
        self.resource = resource
        self.gateway = gateway
        scope = emission.shared.computeScope(of: resource, in: emission.namespace)
        let hasEndpoint = emission.endpoint.resolved(for: resource.type, in: emission.graph.environment) != .none
        let common = hasEndpoint ? [ProxyHost(of: gateway, resource, in: emission).name] : []
        // Contour takes no proxy whose host name another has.
        var seen: Set<String> = []
        hosts = gateway.hostnames.isEmpty ? common : gateway.hostnames.filter { seen.insert($0).inserted }
    }

    /// Emits the proxies and returns those that own host names.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        if gateway.routes.isEmpty { emission.diagnostics.append(.noRules(of: resource)) }
        if hosts.isEmpty { emission.diagnostics.append(.proxyWithoutHost(of: resource)) }
        GatewayRules.checkHostnames(of: gateway, in: resource, &emission.diagnostics)
        let body = body(&emission.diagnostics)
        guard !emission.diagnostics[problems...].hasErrors, let body else { return [] }

        let dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        guard case .routes(let routes) = body, hosts.count > 1 else {
            return hosts.enumerated().map { index, host in
                emission.add(proxy(numbered: index, host, body), for: resource, after: dependencies)
            }
        }
        let shared = proxy(name, ManifestFields([("routes", .array(routes))]))
        let child = emission.add(shared, for: resource, after: dependencies)
        return hosts.enumerated().map { index, host in
            let root = proxy(numbered: index + 1, host, .include(name))
            return emission.add(root, for: resource, after: [child])
        }
    }

    // MARK: Objects

    /// What a proxy does with the requests to its host.
    private enum Body {
        case routes([Value])
        case include(String)
        /// Passes TLS on as it comes.
        case service(Value)
    }

    private var name: String { "routes-\(resource.id.uniqueString)" }

    private func proxy(numbered number: Int, _ host: String, _ body: Body) -> KubernetesManifest {
        var virtualHost = ManifestFields([("fqdn", .string(host))])
        var spec = ManifestFields()
        switch body {
        case .routes(let routes): spec.add("routes", .array(routes))
        case .include(let name): spec.add("includes", [["name": .string(name)]])
        case .service(let service):
            virtualHost.add("tls", ["passthrough": true])
            spec.add("tcpproxy", ["services": [service]])
        }
        var whole = ManifestFields([("virtualhost", virtualHost.value)])
        whole.add(contentsOf: spec)
        return proxy(number == 0 ? name : "\(name)-\(number)", whole)
    }

    private func proxy(_ name: String, _ spec: ManifestFields) -> KubernetesManifest {
        KubernetesManifest(
            .httpProxy,
            name: name,
            namespace: scope.namespace,
            labels: scope.routeLabels,
            annotations: scope.annotations,
            ManifestFields([("spec", spec.value)])
        )
    }

    // MARK: Rules

    private func body(_ diagnostics: inout [Diagnostic]) -> Body? {
        guard let kind = RouteKind(rawValue: gateway.kind.uppercased()) else {
            diagnostics.append(.unknownRouteKind(gateway.kind, of: resource))
            return nil
        }
        switch kind {
        case .http:
            var seen: Set<String> = []
            return .routes(gateway.routes.flatMap { routes(of: $0, &seen, &diagnostics) })
        case .tls:
            for route in gateway.routes where route.matches.contains(where: RouteMatch.isSpecific) {
                diagnostics.append(.routeCannotMatch(kind, route, in: resource))
            }
            for route in gateway.routes.dropFirst() {
                diagnostics.append(.proxyPassesToSeveral(of: route, in: resource))
            }
            let service = gateway.routes.first?.computeService(of: resource, &diagnostics)
            return service.map { .service(["name": .string($0.name), "port": Value($0.port)]) }
        case .tcp, .udp:
            diagnostics.append(.proxyCannotCarry(kind, of: resource))
            return nil
        }
    }

    /// A route for each match of a rule.
    ///
    /// Where two ask for the same, the first counts, as in the Gateway API; Contour would refuse both.
    private func routes(
        of route: Gateway.Route,
        _ seen: inout Set<String>,
        _ diagnostics: inout [Diagnostic]
    ) -> [Value] {
        guard let service = route.computeService(of: resource, &diagnostics) else { return [] }
        GatewayRules.checkPaths(of: route, by: .contour, in: resource, &diagnostics)
        var routes: [Value] = []
        for (index, match) in (route.matches.isEmpty ? [[:]] : route.matches).enumerated() {
            if match["httpMethod"]?.unlessNull != nil {
                let place = route.valuePath.appending("matches").appending(.element(index)).appending("httpMethod")
                diagnostics.append(.proxyCannotMatchMethod(at: place, of: resource))
            }
            let conditions = conditions(match)
            guard seen.insert(conditions.json(.compact)).inserted else { continue }
            routes.append([
                "conditions": conditions,
                "services": [["name": .string(service.name), "port": Value(service.port)]],
                // Routes of the Gateway API let connections change their protocol.
                "enableWebsockets": true,
            ])
        }
        return routes
    }

    private func conditions(_ match: ValueObject) -> Value {
        var conditions: [Value] = [["prefix": match["httpPath"]?.unlessNull ?? "/"]]
        for (member, condition) in [("httpHeaders", "header"), ("httpQueryParams", "queryParameter")] {
            for pair in match[member]?.arrayValue ?? [] {
                var fields = ManifestFields()
                fields.add("name", pair["name"])
                fields.add("exact", pair["value"])
                conditions.append(.object(ValueObject([(condition, fields.value)])))
            }
        }
        return .array(conditions)
    }
}
