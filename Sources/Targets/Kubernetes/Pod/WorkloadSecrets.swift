import Documents

/// Takes secrets out of the pods of a whole object, whoever wrote it.
enum WorkloadSecrets {
    /// The object with references in the place of secret environment variables, and what they refer to.
    static func lift(_ manifest: KubernetesManifest) -> (KubernetesManifest, SecretEntries) {
        guard let path = podPath(of: manifest.kind) else { return (manifest, SecretEntries()) }
        var lifting = SecretLifting(into: secretName(of: manifest))
        let body = replacing(manifest.body, at: path[...]) { pod in
            guard let fields = pod.objectValue else { return pod }
            return .object(lifting.lift(fields))
        }
        guard !lifting.entries.isEmpty else { return (manifest, lifting.entries) }
        let hash = lifting.entries.hash
        let annotated = replacing(body, at: path.dropLast()[...]) { template in
            annotate(template, with: hash)
        }
        return (manifest.replacingBody(annotated), lifting.entries)
    }

    /// The Secret that takes what an object must not show.
    static func secretName(of manifest: KubernetesManifest) -> String { "\(manifest.name)-env" }

    /// The way to the pod of a kind of object; `nil` for those that have none.
    private static func podPath(of kind: ObjectKind) -> [String]? {
        switch kind.type {
        case "core/Pod": ["spec"]
        case "apps/Deployment", "apps/StatefulSet", "apps/DaemonSet", "apps/ReplicaSet", "batch/Job",
            "core/ReplicationController":
            ["spec", "template", "spec"]
        case "batch/CronJob": ["spec", "jobTemplate", "spec", "template", "spec"]
        default: nil
        }
    }

    private static func replacing(_ value: Value, at path: ArraySlice<String>, _ change: (Value) -> Value) -> Value {
        guard let name = path.first else { return change(value) }
        guard let members = value.objectValue else { return value }
        return .object(
            ValueObject(
                members.map { ($0.key, $0.key == name ? replacing($0.value, at: path.dropFirst(), change) : $0.value) }
            )
        )
    }

    private static func annotate(_ template: Value, with hash: Value) -> Value {
        let annotation = (SecretEntries.hashAnnotation, hash)
        let metadata = template["metadata"] ?? [:]
        let annotations = ResourceScope.merged(metadata["annotations"] ?? [:], [annotation])
        return ResourceScope.merged(
            template,
            [("metadata", ResourceScope.merged(metadata, [("annotations", annotations)]))]
        )
    }
}

extension KubernetesManifest {
    /// The object with another body.
    func replacingBody(_ body: Value) -> KubernetesManifest {
        KubernetesManifest(kind, name: name, namespace: namespace, wholeBody: body)
    }
}
