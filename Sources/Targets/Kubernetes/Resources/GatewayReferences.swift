import AppModel
import Diagnostics
import Documents
import Recipes

/// What a gateway refers to: Services of its namespace, and the Secret of its certificate.
struct GatewayReferences {
    let resource: Resource
    /// The gateway's own.
    let namespace: String

    /// The Service that a route leads to: its host must be one in the same namespace.
    func destination(of route: Gateway.Route, _ diagnostics: inout [Diagnostic]) -> (service: String, port: Int)? {
        switch route.destination {
        case .container(let resource, _, let port):
            guard let id = resource.stringValue else {
                diagnostics.append(.unknownDestination(of: route, in: self.resource))
                return nil
            }
            return (KubernetesName.lastSegment(of: id).lowercased(), port)
        case .url(_, let host, let port):
            var name = host.lowercased()
            for suffix in [".svc.cluster.local", ".svc", ".\(namespace)"] where name.hasSuffix(suffix) {
                name.removeLast(suffix.count)
            }
            guard KubernetesName.isLabel(name) else {
                diagnostics.append(.destinationOutsideNamespace(host, of: route, in: resource, namespace: namespace))
                return nil
            }
            return (name, port)
        }
    }

    /// The Secret behind a secret store, which must hold a certificate.
    ///
    /// One of another namespace needs a permission there, in the form of the API that reads it.
    func certificate(
        _ store: Value,
        delegatedBy api: GatewayOptions.API,
        in emission: inout GraphEmission
    ) -> (namespace: String, name: String)? {
        guard let found = store.stringValue.flatMap({ emission.resources[mentioned: $0] }) else {
            emission.diagnostics.append(.unknownCertificate(store, of: resource))
            return nil
        }
        if let lack = found.certificateLack {
            emission.diagnostics.append(.noCertificate(found, lacking: lack, of: resource))
            return nil
        }
        guard let reference = SecretStore.Reference(of: found) else {
            emission.diagnostics.append(.unknownCertificate(store, of: resource))
            return nil
        }
        let secret = (namespace: reference.namespace ?? emission.namespace(of: found), name: reference.name)
        if secret.namespace != namespace {
            emission.diagnostics.append(.certificateElsewhere(secret.name, secret.namespace, api, of: resource))
        }
        return secret
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
