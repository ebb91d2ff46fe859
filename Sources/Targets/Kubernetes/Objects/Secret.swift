import Documents

extension KubernetesManifest {
    /// A Secret with entries in clear text, which the API server encodes.
    static func secret(
        named name: String,
        namespace: String,
        labels: Value?,
        entries: SecretEntries
    ) -> KubernetesManifest {
        KubernetesManifest(
            .secret,
            name: name,
            namespace: namespace,
            labels: labels,
            ManifestFields([("type", "Opaque"), ("stringData", entries.value)])
        )
    }
}
