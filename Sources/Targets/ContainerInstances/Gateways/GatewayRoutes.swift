import AppModel
import Diagnostics
import Documents
import Recipes

/// The routes of a gateway with their destinations looked up, longest path first.
struct GatewayRoutes {
    /// A container and the port of its load balancer that a route leads to.
    struct Destination: Hashable {
        let resource: ResourceID
        let address: String
        let host: String
        let port: Int
        /// The path by which its readiness is asked, if it is asked over HTTP on this port.
        let healthPath: String?

        /// What its pool and its probe are called: `frontend-3000`.
        var name: String { "\(resource.name.lowercased())-\(port)" }
    }

    /// What is done with the requests for a path and all below it.
    struct Rule {
        let path: String
        let destination: Destination
        let replacePrefix: String?
        /// In seconds.
        let timeout: Int

        var isRoot: Bool { path == "/" }
    }

    private(set) var rules: [Rule] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(of gateway: Gateway, owner resource: Resource, in index: ApplicationIndex) {
        var lookup = RouteLookup(resource: resource, index: index)
        var places: Set<String> = []
        for route in gateway.routes {
            let paths = lookup.paths(of: route)
            guard let destination = lookup.destination(of: route) else { continue }
            let timeout = lookup.timeout(of: route)
            for path in paths {
                guard places.insert(path).inserted else {
                    lookup.diagnostics.append(.pathRoutedTwice(path, of: resource, at: route.valuePath))
                    continue
                }
                let replacement = route.replacePrefix
                rules.append(
                    Rule(path: path, destination: destination, replacePrefix: replacement, timeout: timeout)
                )
            }
        }
        rules.sort { ($1.path.utf8.count, $0.path) < ($0.path.utf8.count, $1.path) }
        diagnostics = lookup.diagnostics
    }

    /// The destinations, each once, by name.
    var destinations: [Destination] {
        var seen = Set<String>()
        return rules.map(\.destination).filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
    }
}

/// Finds out what the routes of one gateway mean.
private struct RouteLookup {
    static let standardTimeout = 60

    let resource: Resource
    let index: ApplicationIndex
    var diagnostics: [Diagnostic] = []

    /// The paths that a route matches, without a slash at the end.
    mutating func paths(of route: Gateway.Route) -> [String] {
        guard !route.matches.isEmpty else { return [Self.normalized(route.path ?? "/")] }
        var paths: [String] = []
        for (index, match) in route.matches.enumerated() {
            for name in ["httpHeaders", "httpMethod", "httpQueryParams"] where match[name].map({ !$0.isNull }) == true {
                report(
                    "'\(name)' of a route",
                    because: "an application gateway routes by host and path",
                    help: "route by 'httpPath' alone, or deploy to Kubernetes",
                    at: ValuePath(route.valuePath.steps + ["matches", .element(index), .member(name)])
                )
            }
            let path = Self.normalized(match["httpPath"]?.stringValue ?? "/")
            if !paths.contains(path) { paths.append(path) }
        }
        return paths
    }

    private static func normalized(_ path: String) -> String {
        var path = path.hasPrefix("/") ? path[...] : "/\(path)"[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }

    mutating func destination(of route: Gateway.Route) -> GatewayRoutes.Destination? {
        switch route.destination {
        case .url(let scheme, let host, let port):
            if scheme == "https" {
                report(
                    "the destination 'https://\(host):\(port)' of a route",
                    because: "the application gateway would have to trust the container's certificate",
                    help: "let the route lead to an http port",
                    at: route.valuePath
                )
                return nil
            }
            return destination(index.container(named: host), written: "\(scheme)://\(host):\(port)", port, of: route)
        case .container(let id, let container, let port):
            let bound = id.stringValue.flatMap { ResourceID($0) }.flatMap { index[$0] }
            return destination(bound, written: "\(container):\(port)", port, of: route)
        }
    }

    private mutating func destination(
        _ bound: BoundResource?,
        written: String,
        _ port: Int,
        of route: Gateway.Route
    ) -> GatewayRoutes.Destination? {
        guard let bound, case .container(let container) = bound.role else {
            let reason = "which is no container of the application"
            diagnostics.append(.routeLeadsNowhere(written, of: resource, because: reason, at: route.valuePath))
            return nil
        }
        let ports = container.specs.filter { !$0.isInit }.flatMap { spec in
            spec.ports.filter { $0.transportProtocol == .tcp }.map { ($0, spec) }
        }
        guard let (found, spec) = ports.first(where: { ($0.0.servicePort ?? $0.0.containerPort) == port }),
            let address = index.addresses[bound.resource.id]
        else {
            let reason = "and '\(bound.resource.name)' has no TCP port \(port)"
            diagnostics.append(.routeLeadsNowhere(written, of: resource, because: reason, at: route.valuePath))
            return nil
        }
        return GatewayRoutes.Destination(
            resource: bound.resource.id,
            address: address,
            host: index.landingZone.host(of: bound.resource.name),
            port: port,
            healthPath: spec.healthPath(on: found.containerPort)
        )
    }

    /// The time that the gateway waits for an answer: the shorter of the two that a route may give.
    mutating func timeout(of route: Gateway.Route) -> Int {
        var shortest: Int?
        for text in [route.requestTimeout, route.backendTimeout].compactMap(\.self) {
            guard let seconds = TimeSpan.seconds(in: text) else {
                report(
                    "the timeout '\(text)' of a route",
                    because: "it is no duration",
                    help: "write a number and a unit, such as '30s'",
                    at: route.valuePath
                )
                continue
            }
            shortest = min(shortest ?? seconds, seconds)
        }
        return shortest ?? Self.standardTimeout
    }

    private mutating func report(_ feature: String, because reason: String, help: String, at path: ValuePath) {
        diagnostics.append(.notOnContainerInstances(feature, of: resource, because: reason, help: help, at: path))
    }
}

extension ContainerSpec {
    fileprivate func healthPath(on port: Int) -> String? {
        guard let readiness, case .http(let asked, let path, let scheme, let headers) = readiness.check,
            asked == port, headers.isEmpty, scheme?.lowercased() != "https"
        else { return nil }
        return path
    }
}
