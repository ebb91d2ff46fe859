import AppModel
import Documents

/// The event-driven form of autoscaling: KEDA watches the sources of work and scales the Deployment.
struct EventScaling {
    /// What is wrong with the numbers of replicas.
    let problems: [(path: ValuePath, problem: Autoscaling.Problem)]
    private let written: ValueObject
    private let bounds: ReplicaBounds

    /// Reads what was written; `nil` if it names no triggers.
    ///
    /// `replicas` are the least where nothing else is said.
    init?(_ written: ValueObject, at path: ValuePath, replicas: Int?) {
        guard written["triggers"]?.unlessNull != nil else { return nil }
        self.written = written
        bounds = ReplicaBounds(written, replicas: replicas)
        problems = bounds.problem(at: path, withMinimum: bounds.minimum ?? 0)
    }

    /// The object that scales a resource's Deployment; it may scale it to nothing.
    func manifest(of scope: ResourceScope) -> KubernetesManifest {
        var spec = ManifestFields([("scaleTargetRef", ["name": .string(scope.name)])])
        spec.add("pollingInterval", written["pollingInterval"])
        spec.add("cooldownPeriod", written["cooldownPeriod"])
        spec.add("minReplicaCount", written["minReplicas"]?.unlessNull ?? bounds.minimum.map { .integer($0) })
        spec.add("maxReplicaCount", bounds.maximum)
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
