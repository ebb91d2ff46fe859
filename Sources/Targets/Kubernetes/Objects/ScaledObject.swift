import AppModel
import Documents

/// The event-driven form of autoscaling: KEDA watches the sources of work and scales the Deployment.
struct EventScaling {
    private let written: ValueObject
    private let replicas: Int?

    /// Reads what was written; `nil` if it names no triggers.
    ///
    /// `replicas` are the least where nothing else is said.
    init?(_ written: ValueObject, replicas: Int?) {
        guard written["triggers"]?.unlessNull != nil else { return nil }
        self.written = written
        self.replicas = replicas
    }

    /// The object that scales a resource's Deployment; it may scale it to nothing.
    func manifest(of scope: ResourceScope) -> KubernetesManifest {
        var spec = ManifestFields([("scaleTargetRef", ["name": .string(scope.name)])])
        spec.add("pollingInterval", written["pollingInterval"])
        spec.add("cooldownPeriod", written["cooldownPeriod"])
        spec.add("minReplicaCount", written["minReplicas"]?.unlessNull ?? replicas.map { Value($0) })
        spec.add("maxReplicaCount", written["maxReplicas"]?.unlessNull ?? Autoscaling.defaultMaximum)
        spec.add("triggers", list: (written["triggers"]?.arrayValue ?? []).map(Self.trigger))
        return KubernetesManifest(
            .scaledObject,
            name: scope.name,
            namespace: scope.namespace,
            labels: scope.labels,
            annotations: scope.annotations,
            ManifestFields([("spec", spec.value)])
        )
    }

    private static func trigger(_ written: Value) -> Value {
        var trigger = ManifestFields()
        for name in ["type", "name", "metadata", "authenticationRef"] { trigger.add(name, written[name]) }
        return trigger.value
    }
}
