import Documents

extension KubernetesManifest {
    /// The namespace of an environment or application.
    static func namespace(_ name: String) -> KubernetesManifest {
        let labels: Value = ["app.kubernetes.io/managed-by": "radius-rp"]
        return KubernetesManifest(.namespace, name: name, namespace: "", labels: labels)
    }
}
