import AppModel
import Documents

/// One child proxy of a gateway: everything that goes to one Service in the same way.
struct GatewayBackend {
    /// What tells how requests are passed on; routes that agree share a proxy.
    struct Behaviour: Hashable {
        let host: String
        let port: Int
        let requestTimeout: String?
        let enablesWebSockets: Bool
    }

    /// The name of the proxy: that of the Service, numbered if it stands already for other behaviour.
    let name: String
    let behaviour: Behaviour
    /// Prefixes that are replaced before the request is passed on.
    var rewrites: [(prefix: String, replacement: String)] = []
}

extension KubernetesManifest {
    /// The root proxy of a gateway, which owns the host name.
    ///
    /// `includes` tell which child proxy serves a path's prefix; `tcpProxy` is the Service that takes the connection
    /// as it is, for TLS passthrough.
    static func rootProxy(
        of scope: ResourceScope,
        host: String,
        tls: Value?,
        includes: [(prefix: String, proxy: String)],
        tcpProxy: (service: String, port: Int)?
    ) -> KubernetesManifest {
        var virtualHost = ManifestFields([("fqdn", .string(host))])
        virtualHost.add("tls", tls)
        var spec = ManifestFields([("virtualhost", virtualHost.value)])
        spec.add(
            "includes",
            list: includes.map {
                ["name": .string($0.proxy), "conditions": [["prefix": .string($0.prefix)]]]
            }
        )
        spec.add("tcpproxy", tcpProxy.map { ["services": [["name": .string($0.service), "port": Value($0.port)]]] })
        return proxy(of: scope, spec)
    }

    /// A child proxy, which leads to one Service.
    static func childProxy(of scope: ResourceScope, _ backend: GatewayBackend) -> KubernetesManifest {
        let behaviour = backend.behaviour
        var route = ManifestFields([
            ("services", [["name": .string(behaviour.host), "port": Value(behaviour.port)]])
        ])
        if !backend.rewrites.isEmpty {
            let rewrites = backend.rewrites.map {
                ["prefix": .string($0.prefix), "replacement": .string($0.replacement)] as Value
            }
            route.add("pathRewritePolicy", ["replacePrefix": .array(rewrites)])
        }
        route.add("timeoutPolicy", behaviour.requestTimeout.map { ["response": .string($0)] })
        route.add("enableWebsockets", behaviour.enablesWebSockets ? true : nil)
        return proxy(of: scope, ManifestFields([("routes", [route.value])]))
    }

    private static func proxy(of scope: ResourceScope, _ spec: ManifestFields) -> KubernetesManifest {
        KubernetesManifest(
            .httpProxy,
            name: scope.name,
            namespace: scope.namespace,
            labels: scope.labels,
            annotations: scope.annotations,
            ManifestFields([("spec", spec.value)])
        )
    }
}
