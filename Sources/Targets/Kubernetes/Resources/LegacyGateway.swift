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
    }

    private static let typeLabel: Value = "applications.core-gateways"

    /// Emits the proxies of the destinations, then the root, and returns the root.
    mutating func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        PodRules.check(name: scope.name, of: resource, &emission.diagnostics)
        if gateway.isInternal { emission.diagnostics.append(.internalIgnored(of: resource)) }
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
            children.append(emission.addPlain(.childProxy(of: childScope, backend), for: resource, after: roots))
        }
        let host = ProxyHost(
            of: gateway,
            named: resource.name,
            application: emission.graph.application?.name,
            at: emission.endpoint
        )
        let root = KubernetesManifest.rootProxy(
            of: scope,
            host: host.name,
            tls: tls,
            includes: includes,
            tcpProxy: passesThrough ? backends.first.map { ($0.behaviour.host, passthroughPort($0)) } : nil
        )
        return [emission.add(root, for: resource, after: children + emission.prerequisites(of: resource))]
    }

    private var passesThrough: Bool {
        switch gateway.tls {
        case .passthrough: true
        case .none, .certificate: false
        }
    }

    /// Whoever passes TLS through means the secure port, unless the URL names another.
    private func passthroughPort(_ backend: GatewayBackend) -> Int {
        backend.behaviour.port == 80 ? 443 : backend.behaviour.port
    }

    /// What the root says of TLS.
    private func tls(in emission: inout GraphEmission) -> Value? {
        switch gateway.tls {
        case .none: return nil
        case .passthrough: return ["passthrough": true]
        case .certificate(let store, let version):
            guard let name = certificateSecret(store, in: &emission) else { return nil }
            return ["secretName": name, "minimumProtocolVersion": .string(version)]
        }
    }

    /// `namespace/name` of the Secret behind a secret store, which must hold a certificate.
    private func certificateSecret(_ store: Value, in emission: inout GraphEmission) -> Value? {
        guard let found = store.stringValue.flatMap({ emission.resource(withID: $0) }) else {
            emission.diagnostics.append(.unknownCertificate(store, of: resource))
            return nil
        }
        if let lack = found.certificateLack {
            emission.diagnostics.append(.noCertificate(found, lacking: lack, of: resource))
        }
        let namespace = emission.namespace(of: found)
        guard let reference = found.properties["resource"]?.unlessNull else {
            return .string("\(namespace)/\(found.name)")
        }
        guard let text = reference.stringValue else { return reference }
        return .string(text.utf8.contains(UInt8(ascii: "/")) ? text : "\(namespace)/\(text)")
    }
}

extension Resource {
    /// What a store of secrets lacks to be a certificate, in Radius' words; `nil` if it lacks nothing that can be seen.
    fileprivate var certificateLack: String? {
        guard !isExisting else { return nil }
        guard let store = SecretStore.read(from: self).store, store.isCertificate else { return "type certificate" }
        let keys = store.entries.map(\.key)
        return ["tls.crt", "tls.key"].first { !keys.contains($0) }
    }
}

// MARK: - Routes

extension LegacyGateway {
    private mutating func add(_ route: Gateway.Route, _ diagnostics: inout [Diagnostic]) {
        guard let (host, port) = destination(of: route, &diagnostics) else { return }
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

    /// The Service that a route leads to: its host must be one in the same namespace.
    private func destination(of route: Gateway.Route, _ diagnostics: inout [Diagnostic]) -> (String, Int)? {
        switch route.destination {
        case .container(let resource, _, let port):
            guard let id = resource.stringValue else {
                diagnostics.append(.unknownDestination(of: route, in: self.resource))
                return nil
            }
            return (KubernetesName.lastSegment(of: id).lowercased(), port)
        case .url(_, let host, let port):
            var name = host.lowercased()
            for suffix in [".svc.cluster.local", ".svc", ".\(scope.namespace)"] where name.hasSuffix(suffix) {
                name.removeLast(suffix.count)
            }
            guard KubernetesName.isLabel(name) else {
                diagnostics.append(
                    .destinationOutsideNamespace(host, of: route, in: resource, namespace: scope.namespace)
                )
                return nil
            }
            return (name, port)
        }
    }
}
