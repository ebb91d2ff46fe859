import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// An `Applications.Core/gateways` resource on its way to Contour's proxies (Radius 0.60, gateway renderer).
struct LegacyGateway {
    private let resource: Resource
    private let gateway: Gateway
    private let scope: ResourceScope
    private let references: GatewayReferences
    private var backends: [GatewayBackend] = []
    private var includes: [(prefix: String, proxy: String)] = []

    /// Prepares a gateway.
    init(_ resource: Resource, _ gateway: Gateway, in emission: GraphEmission) {
        self.resource = resource
        self.gateway = gateway
        scope = emission.shared.legacyScope(
            of: resource,
            named: resource.name.lowercased(),
            type: Self.typeLabel,
            in: emission.namespace
        )
        references = GatewayReferences(resource: resource, namespace: emission.namespace)
    }

    /// What labels of a gateway's objects tell of its type.
    static let typeLabel: Value = "applications.core-gateways"

    /// Emits the proxies of the destinations, then the root, and returns the root.
    mutating func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        PodRules.check(name: scope.name, of: resource, &emission.diagnostics)
        if gateway.isInternal { emission.diagnostics.append(.internalIgnored(of: resource)) }
        let host = ProxyHost(of: gateway, resource, in: emission)
        host.check(gateway, of: resource, &emission.diagnostics)
        for route in gateway.routes { add(route, &emission.diagnostics) }
        let tls = tls(in: &emission)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        let roots = emission.roots(in: scope.namespace)
        var children: [OutputResourceID] = []
        for backend in backends {
            let childScope = emission.shared.legacyScope(
                of: resource,
                named: backend.name,
                type: Self.typeLabel,
                in: scope.namespace
            )
            let child = emission.addPlain(
                .httpProxy,
                of: childScope,
                after: roots,
                .childProxy(of: childScope, backend)
            )
            children.append(child)
        }
        let root = KubernetesManifest.rootProxy(
            of: scope,
            host: host.name,
            tls: tls,
            includes: includes,
            tcpProxy: passesThrough ? backends.first.map { ($0.behaviour.host, $0.behaviour.port) } : nil
        )
        return [emission.add(root, for: resource, after: children + emission.prerequisites(of: resource))]
    }

    private var passesThrough: Bool {
        switch gateway.tls {
        case .passthrough: true
        case .none, .certificate: false
        }
    }

    /// What the root says of TLS.
    private func tls(in emission: inout GraphEmission) -> Value? {
        switch gateway.tls {
        case .none: return nil
        case .passthrough: return ["passthrough": true]
        case .certificate(let store, let version):
            guard let secret = references.certificate(store, delegatedBy: .contour, in: &emission) else { return nil }
            let name = "\(secret.namespace)/\(secret.name)"
            return ["secretName": .string(name), "minimumProtocolVersion": .string(version)]
        }
    }
}

// MARK: - Routes

extension LegacyGateway {
    private mutating func add(_ route: Gateway.Route, _ diagnostics: inout [Diagnostic]) {
        GatewayRules.checkPaths(of: route, by: .contour, in: resource, &diagnostics)
        guard let (host, port) = references.destination(of: route, &diagnostics) else { return }
        if route.backendTimeout != nil { diagnostics.append(.backendTimeoutIgnored(of: route, in: resource)) }
        let prefix = passesThrough ? "/" : route.path ?? "/"
        let behaviour = GatewayBackend.Behaviour(
            host: host,
            port: port,
            requestTimeout: route.requestTimeout,
            enablesWebSockets: route.enablesWebSockets
        )
        let place = place(of: behaviour)
        if let replacement = route.replacePrefix {
            backends[place].rewrites.append((prefix, replacement))
        }
        includes.append((prefix, backends[place].name))
    }

    /// Radius joins all routes to a host and keeps the port and timeouts of the first;
    /// here routes that differ get proxies of their own, so that nothing is lost.
    private mutating func place(of behaviour: GatewayBackend.Behaviour) -> Int {
        if let place = backends.firstIndex(where: { $0.behaviour == behaviour }) { return place }
        let others = backends.count { $0.behaviour.host == behaviour.host }
        let name = others == 0 ? behaviour.host : "\(behaviour.host)-\(others + 1)"
        backends.append(GatewayBackend(name: name, behaviour: behaviour))
        return backends.count - 1
    }
}
