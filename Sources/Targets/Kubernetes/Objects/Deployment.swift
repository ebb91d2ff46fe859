import Documents

/// What a Deployment is made of.
struct DeploymentParts {
    var labels: Value
    var annotations: Value?
    /// `nil` leaves the number to the cluster.
    var replicas: Int?
    var podAnnotations: Value?
    /// Labels of the pods that the Deployment does not have.
    var podLabels: [(String, Value)] = []
    var podSpec: ValueObject
}

extension KubernetesManifest {
    /// The Deployment of a resource, completed from a base manifest.
    static func deployment(
        of scope: ResourceScope,
        _ parts: @autoclosure @escaping () -> DeploymentParts,
        base: BaseObject?
    ) -> KubernetesManifest {
        KubernetesManifest(.deployment, name: scope.name, namespace: scope.namespace) {
            deploymentFields(of: scope, parts(), base: base)
        }
    }

    private static func deploymentFields(
        of scope: ResourceScope,
        _ parts: DeploymentParts,
        base: BaseObject?
    ) -> ManifestFields {
        var spec = ManifestFields()
        let baseSpec = base.flatMap { BaseObject(in: $0, at: "spec") }
        if let baseSpec {
            let replaced: Set<String> = parts.replicas == nil ? [] : ["replicas"]
            spec.add(contentsOf: baseSpec.members(without: replaced.union(["selector", "template"])))
        }
        spec.add("replicas", parts.replicas.map { Value($0) })
        spec.add("selector", ["matchLabels": scope.selector])
        spec.add("template", template(of: scope, parts, base: baseSpec.flatMap { BaseObject(in: $0, at: "template") }))
        let metadata = BaseObject.metadata(
            of: base,
            name: scope.name,
            namespace: scope.namespace,
            labels: parts.labels,
            annotations: parts.annotations
        )
        return ManifestFields([("metadata", metadata), ("spec", spec.value)])
    }

    private static func template(of scope: ResourceScope, _ parts: DeploymentParts, base: BaseObject?) -> Value {
        let metadata = BaseObject.metadata(
            of: base,
            name: nil,
            namespace: nil,
            labels: ResourceScope.merged(parts.labels, parts.podLabels),
            annotations: parts.podAnnotations
        )
        return ["metadata": metadata, "spec": .object(parts.podSpec)]
    }
}
