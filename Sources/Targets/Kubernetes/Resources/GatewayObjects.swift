import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// An `Applications.Core/gateways` resource on its way to the Gateway API, where the environment asks for it.
///
/// A Gateway with one listener for the host, unless the environment names one, and the routes that hang on it.
struct GatewayObjects {
    private let resource: Resource
    private let gateway: Gateway
    private let scope: ResourceScope
    private let host: ProxyHost
    private let options: GatewayOptions
    private let references: GatewayReferences

    /// Prepares a gateway.
    init(_ resource: Resource, _ gateway: Gateway, in emission: GraphEmission) {
        self.resource = resource
        self.gateway = gateway
        scope = emission.shared.legacyScope(
            of: resource,
            named: resource.name.lowercased(),
            type: LegacyGateway.typeLabel,
            in: emission.namespace
        )
        host = ProxyHost(of: gateway, resource, in: emission)
        options = emission.graph.environment.gatewayOptions(for: resource.type)
        references = GatewayReferences(resource: resource, namespace: emission.namespace)
    }

    /// Emits the Gateway, then the routes, and returns the routes.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        PodRules.check(name: scope.name, of: resource, &emission.diagnostics)
        if gateway.isInternal { emission.diagnostics.append(.internalIgnored(of: resource)) }
        host.check(gateway, of: resource, &emission.diagnostics)
        let rules = gateway.routes.compactMap { rule($0, &emission.diagnostics) }
        let listeners = listeners(in: &emission)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        var dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        if options.gatewayName == nil {
            dependencies.append(emission.add(gatewayManifest(listeners), for: resource, after: dependencies))
        }
        return routes(rules).map { emission.add($0, for: resource, after: dependencies) }
    }

    /// The listeners by the way in which TLS is handled; plain requests to a host with a certificate are redirected.
    private func listeners(in emission: inout GraphEmission) -> [Value] {
        switch gateway.tls {
        case .none: return [listener("http", 80, "HTTP")]
        case .passthrough: return [listener("tls", 443, "TLS", tls: ["mode": "Passthrough"])]
        case .certificate(let store, let version):
            if version == "1.3" { emission.diagnostics.append(.protocolVersionInexpressible(version, of: resource)) }
            if let name = options.gatewayName {
                emission.diagnostics.append(.certificateOfForeignGateway(name, of: resource))
            }
            guard let secret = references.certificate(store, delegatedBy: .gatewayAPI, in: &emission) else { return [] }
            var reference = ManifestFields([("name", .string(secret.name))])
            reference.add("namespace", secret.namespace == scope.namespace ? nil : .string(secret.namespace))
            let tls: Value = ["mode": "Terminate", "certificateRefs": [reference.value]]
            return [listener("http", 80, "HTTP"), listener("https", 443, "HTTPS", tls: tls)]
        }
    }

    private func listener(_ name: String, _ port: Int, _ scheme: String, tls: Value? = nil) -> Value {
        var fields = ManifestFields([("name", .string(name))])
        fields.add("hostname", hostname.map { .string($0) })
        fields.add("port", Value(port))
        fields.add("protocol", .string(scheme))
        fields.add("tls", tls)
        return fields.value
    }

    /// The name that requests are told apart by; an address is none for the Gateway API.
    private var hostname: String? { KubernetesName.isDottedNumber(host.name) ? nil : host.name }

    private func gatewayManifest(_ listeners: [Value]) -> KubernetesManifest {
        KubernetesManifest(
            .gateway,
            name: scope.name,
            namespace: scope.namespace,
            labels: scope.labels,
            annotations: scope.annotations,
            ManifestFields([
                (
                    "spec",
                    [
                        // The class that `rad install kubernetes` of Radius makes.
                        "gatewayClassName": options.gatewayClass ?? "contour",
                        "listeners": .array(listeners),
                    ]
                )
            ])
        )
    }
}

// MARK: - Routes

extension GatewayObjects {
    private func routes(_ rules: [Value]) -> [KubernetesManifest] {
        switch gateway.tls {
        case .none: return objects(.http, scope.name, on: nil, rules)
        case .passthrough: return objects(.tls, scope.name, on: nil, rules)
        case .certificate:
            let redirection: Value = [
                "filters": [
                    ["type": "RequestRedirect", "requestRedirect": ["scheme": "https", "statusCode": 301]]
                ]
            ]
            return objects(.http, scope.name, on: "https", rules)
                + objects(.http, "\(scope.name)-redirect", on: "http", [redirection])
        }
    }

    private func objects(
        _ kind: RouteKind,
        _ name: String,
        on listener: String?,
        _ rules: [Value]
    ) -> [KubernetesManifest] {
        var parent = ManifestFields([("name", options.gatewayName ?? .string(scope.name))])
        if options.gatewayName != nil { parent.add("namespace", options.gatewayNamespace ?? "radius-system") }
        parent.add("sectionName", listener.map { .string($0) })
        let objects = RouteObjects(kind: kind, name: name, parent: parent.value, hostnames: hostname.map { [$0] } ?? [])
        return objects.manifests(of: scope, labels: scope.labels, rules: rules)
    }

    private func rule(_ route: Gateway.Route, _ diagnostics: inout [Diagnostic]) -> Value? {
        GatewayRules.checkPaths(of: route, by: .gatewayAPI, in: resource, &diagnostics)
        guard let (service, port) = references.destination(of: route, &diagnostics) else { return nil }
        if case .passthrough = gateway.tls {
            return ["backendRefs": [["name": .string(service), "port": Value(port)]]]
        }
        var rule = ManifestFields([
            ("matches", [["path": ["type": "PathPrefix", "value": .string(route.path ?? "/")]]])
        ])
        if let replacement = route.replacePrefix {
            let path: Value = ["type": "ReplacePrefixMatch", "replacePrefixMatch": .string(replacement)]
            rule.add("filters", [["type": "URLRewrite", "urlRewrite": ["path": path]]])
        }
        rule.add("timeouts", timeouts(of: route, &diagnostics))
        rule.add("backendRefs", [["name": .string(service), "port": Value(port)]])
        return rule.value
    }

    private func timeouts(of route: Gateway.Route, _ diagnostics: inout [Diagnostic]) -> Value? {
        var timeouts = ManifestFields()
        for (member, text) in [("request", route.requestTimeout), ("backendRequest", route.backendTimeout)] {
            guard let text else { continue }
            guard let duration = GatewayDuration.text(of: text) else {
                diagnostics.append(.timeoutInexpressible(text, member, of: route, in: resource))
                continue
            }
            timeouts.add(member, .string(duration))
        }
        return timeouts.valueUnlessEmpty
    }
}

/// Durations of the Gateway API (GEP-2257): whole hours, minutes, seconds and milliseconds.
enum GatewayDuration {
    /// A duration of Radius, which may have fractions and small units; `nil` if it has no such form.
    static func text(of duration: String) -> String? {
        guard let nanoseconds = Gateway.Route.nanoseconds(duration)?.rounded(), nanoseconds < 99_999 * 3600e9 else {
            return nil
        }
        let (milliseconds, rest) = Int64(nanoseconds).quotientAndRemainder(dividingBy: 1_000_000)
        guard rest == 0 else { return nil }
        var left = milliseconds
        var text = ""
        for (unit, length) in [("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)] as [(String, Int64)] {
            if left >= length { text += "\(left / length)\(unit)" }
            left %= length
        }
        return text.isEmpty ? "0s" : text
    }
}
