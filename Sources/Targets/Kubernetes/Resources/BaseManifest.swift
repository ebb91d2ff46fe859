import AppModel
import Diagnostics
import Documents

/// The objects on which a legacy container builds: `runtimes.kubernetes.base`, a YAML stream.
///
/// At most one Deployment, Service and ServiceAccount, each named like the resource, and any number of ConfigMaps and
/// Secrets; none names a namespace (Radius 0.60, container validator).
struct BaseManifest {
    private(set) var deployment: BaseObject?
    private(set) var service: BaseObject?
    private(set) var serviceAccount: BaseObject?
    private var others: [(kind: ObjectKind, object: BaseObject)] = []

    /// The specification of the base's pod.
    var podSpec: BaseObject? {
        deployment.flatMap { BaseObject(in: $0, at: "spec") }
            .flatMap { BaseObject(in: $0, at: "template") }
            .flatMap { BaseObject(in: $0, at: "spec") }
    }

    /// The ConfigMaps and Secrets of the base, in the application's namespace.
    func configuration(in namespace: String) -> [KubernetesManifest] {
        others.map { kind, object in
            let name = object.name ?? ""
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
}

// MARK: - Reading

extension BaseManifest {
    /// Reads the base of a container; everything that cannot be used is a diagnostic.
    static func read(
        of container: SharedContainer,
        for resource: Resource,
        _ diagnostics: inout [Diagnostic]
    ) -> BaseManifest {
        var manifest = BaseManifest()
        guard let text = container.kubernetesBase else { return manifest }
        let file = SourceFile(path: "runtimes.kubernetes.base", text: text)
        let (documents, mistakes) = YAMLReader.read(file)
        for mistake in mistakes {
            let line = mistake.span.map { "line \(file.location(at: $0.range.lowerBound).line): " } ?? ""
            diagnostics.append(.invalidBaseManifest("\(line)\(mistake.message)", of: resource))
        }
        guard !mistakes.hasErrors else { return manifest }
        var problems: [String] = []
        for value in documents.map(\.value) where !value.isNull {
            manifest.add(value, for: resource, &problems)
        }
        manifest.checkServiceAccount(&problems)
        diagnostics += problems.map { .invalidBaseManifest($0, of: resource) }
        return manifest
    }

    private mutating func add(_ value: Value, for resource: Resource, _ problems: inout [String]) {
        guard let fields = value.objectValue else { return problems.append("a document is no object") }
        let object = BaseObject(fields)
        let name = object.name ?? ""
        if BaseObject(in: object, at: "metadata")?["namespace"] != nil {
            problems.append("namespace is not allowed in resources: \(name)")
        }
        switch (object["apiVersion"]?.stringValue, object["kind"]?.stringValue) {
        case ("apps/v1", "Deployment"): Self.set(&deployment, to: object, "Deployment", for: resource, &problems)
        case ("v1", "Service"): Self.set(&service, to: object, "Service", for: resource, &problems)
        case ("v1", "ServiceAccount"):
            Self.set(&serviceAccount, to: object, "ServiceAccount", for: resource, &problems)
        case ("v1", "ConfigMap"): others.append((.configMap, object))
        case ("v1", "Secret"): others.append((.secret, object))
        case (let version, let kind):
            problems.append("\(version ?? "no apiVersion") \(kind ?? "without kind") is not supported")
        }
        guard name.isEmpty else { return }
        problems.append("a \(object["kind"]?.stringValue ?? "document") has no name")
    }

    private static func set(
        _ slot: inout BaseObject?,
        to object: BaseObject,
        _ kind: String,
        for resource: Resource,
        _ problems: inout [String]
    ) {
        if slot != nil { problems.append("only one \(kind) is allowed, but the manifest includes several") }
        if let name = object.name, name != resource.name {
            problems.append("\(kind) name '\(name)' in manifest does not match resource name '\(resource.name)'")
        }
        slot = object
    }

    private func checkServiceAccount(_ problems: inout [String]) {
        guard let account = serviceAccount?.name, deployment != nil,
            podSpec?["serviceAccountName"]?.stringValue != account
        else { return }
        problems.append("the Deployment's serviceAccountName is not the ServiceAccount's name '\(account)'")
    }
}

extension BaseObject {
    /// The name in the object's metadata.
    var name: String? { BaseObject(in: self, at: "metadata")?["name"]?.stringValue }
}
