import Documents

extension KubernetesManifest {
    /// The account that a legacy container's pods run as, completed from a base manifest.
    static func serviceAccount(of scope: ResourceScope, base: BaseObject?) -> KubernetesManifest {
        KubernetesManifest(
            .serviceAccount,
            name: scope.name,
            namespace: scope.namespace,
            metadata: BaseObject.metadata(
                of: base,
                name: scope.name,
                namespace: scope.namespace,
                labels: scope.labels,
                annotations: scope.annotations
            ),
            base?.members(without: []) ?? ManifestFields()
        )
    }
}
