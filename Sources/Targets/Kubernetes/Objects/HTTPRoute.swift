import AppModel
import Documents

/// The objects of the Gateway API that carry routes: one kind for each protocol.
enum RouteKind: String, CaseIterable {
    case http = "HTTP"
    case tls = "TLS"
    case tcp = "TCP"
    case udp = "UDP"

    /// The kind of object.
    var objectKind: ObjectKind {
        switch self {
        case .http: .httpRoute
        case .tls: .alphaRoute("TLSRoute")
        case .tcp: .alphaRoute("TCPRoute")
        case .udp: .alphaRoute("UDPRoute")
        }
    }

    /// Whether requests can be told apart by host name.
    var knowsHostnames: Bool {
        switch self {
        case .http, .tls: true
        case .tcp, .udp: false
        }
    }
}

/// Routes of the Gateway API with one way in: what their objects share.
struct RouteObjects {
    let kind: RouteKind
    let name: String
    let parent: Value
    /// Empty for every host name.
    let hostnames: [String]

    /// How many rules one object takes.
    private static let mostRules = 16

    /// The objects, in the order of the rules; those after the first are numbered.
    func manifests(of scope: ResourceScope, labels: Value, rules: [Value]) -> [KubernetesManifest] {
        stride(from: 0, to: rules.count, by: Self.mostRules).map { start in
            let number = start / Self.mostRules + 1
            var spec = ManifestFields([("parentRefs", [parent])])
            spec.add("hostnames", list: hostnames.map { .string($0) })
            spec.add("rules", list: Array(rules[start..<min(start + Self.mostRules, rules.count)]))
            return KubernetesManifest(
                kind.objectKind,
                name: number == 1 ? name : "\(name)-\(number)",
                namespace: scope.namespace,
                labels: labels,
                annotations: scope.annotations,
                ManifestFields([("spec", spec.value)])
            )
        }
    }
}

extension ObjectKind {
    fileprivate static func alphaRoute(_ kind: String) -> ObjectKind {
        ObjectKind(group: "gateway.networking.k8s.io", version: "v1alpha2", kind: kind)
    }
}

/// What one match of an HTTP rule asks for, as the Gateway API writes it.
enum RouteMatch {
    /// The match of a `Radius.Compute/routes` rule; a path is a prefix, everything else is compared exactly.
    static func manifest(_ written: ValueObject) -> Value {
        let path = written["httpPath"]?.unlessNull ?? "/"
        var match = ManifestFields([("path", ["type": "PathPrefix", "value": path])])
        match.add("headers", list: pairs(written["httpHeaders"]))
        match.add("queryParams", list: pairs(written["httpQueryParams"]))
        match.add("method", written["httpMethod"])
        return match.value
    }

    /// Whether a match asks for something that only HTTP has.
    static func isSpecific(_ written: ValueObject) -> Bool {
        written.contains { name, value in
            guard !value.isNull, value != [] else { return false }
            return !(name == "httpPath" && value.stringValue == "/")
        }
    }

    private static func pairs(_ list: Value?) -> [Value] {
        (list?.arrayValue ?? []).map { pair in
            var fields = ManifestFields()
            fields.add("type", pair["type"])
            fields.add("name", pair["name"])
            fields.add("value", pair["value"])
            return fields.value
        }
    }
}
