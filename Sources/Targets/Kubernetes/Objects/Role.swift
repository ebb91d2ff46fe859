import Documents

extension KubernetesManifest {
    /// The right to read the namespace's Secrets, as Radius gives it to every container.
    static func role(of scope: ResourceScope) -> KubernetesManifest {
        KubernetesManifest(
            .role,
            name: scope.name,
            namespace: scope.namespace,
            labels: scope.descriptiveLabels,
            ManifestFields([("rules", readsSecrets)])
        )
    }

    private static let readsSecrets: Value = [["apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]]]
}
