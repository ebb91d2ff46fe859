import AppModel
import Diagnostics
import Documents

/// The objects on which a legacy container builds: `runtimes.kubernetes.base`, a YAML stream.
struct BaseManifest {
    private(set) var deployment: BaseObject?
    private(set) var service: BaseObject?
    private(set) var serviceAccount: BaseObject?
    private var others: [(ObjectKind, BaseObject)] = []

    /// The specification of the base's pod.
    var podSpec: BaseObject? {
        deployment.flatMap { BaseObject(in: $0, at: "spec") }
            .flatMap { BaseObject(in: $0, at: "template") }
            .flatMap { BaseObject(in: $0, at: "spec") }
    }

    /// The ConfigMaps and Secrets of the base, in the application's namespace.
    func configuration(in namespace: String) -> [KubernetesManifest] {
        others.map { kind, object in
            let name = BaseObject(in: object, at: "metadata")?["name"]?.stringValue ?? ""
            var metadata = ManifestFields([("name", .string(name)), ("namespace", .string(namespace))])
            if let own = BaseObject(in: object, at: "metadata") {
                metadata.add(contentsOf: own.members(without: ["name", "namespace"]))
            }
            return KubernetesManifest(
                kind,
                name: name,
                namespace: namespace,
                metadata: metadata.value,
                object.members(without: [])
            )
        }
    }

    /// Reads the base of a container; what cannot be used is a diagnostic.
    static func read(
        of container: Container,
        for resource: Resource,
        named name: String,
        _ diagnostics: inout [Diagnostic]
    ) -> BaseManifest {
        guard container.kubernetesBase != nil else { return BaseManifest() }
        diagnostics.append(.invalidBaseManifest("not yet", of: resource))
        return BaseManifest()
    }
}
