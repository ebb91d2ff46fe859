import Documents

extension KubernetesManifest {
    /// The account that a legacy container's pods run as, completed from a base manifest.
    ///
    /// With an identity, the pods sign in to Azure as it.
    static func serviceAccount(
        of scope: ResourceScope,
        base: BaseObject?,
        identity: WorkloadIdentity?
    ) -> KubernetesManifest {
        let useLabel = identity == nil ? [] : [WorkloadIdentity.useLabel]
        let annotations = identity?.accountAnnotations ?? []
        return KubernetesManifest(
            .serviceAccount,
            name: scope.name,
            namespace: scope.namespace,
            metadata: BaseObject.metadata(
                of: base,
                name: scope.name,
                namespace: scope.namespace,
                labels: ResourceScope.merged(scope.labels, useLabel),
                annotations: annotations.isEmpty
                    ? scope.annotations : ResourceScope.merged(scope.annotations ?? [:], annotations)
            ),
            base?.members(without: []) ?? ManifestFields()
        )
    }
}
