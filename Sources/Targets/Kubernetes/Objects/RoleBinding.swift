import Documents

extension KubernetesManifest {
    /// Gives a container's role to its service account.
    static func roleBinding(of scope: ResourceScope) -> KubernetesManifest {
        let name = Value.string(scope.name)
        return KubernetesManifest(
            .roleBinding,
            name: scope.name,
            namespace: scope.namespace,
            labels: scope.descriptiveLabels,
            ManifestFields([
                ("roleRef", ["apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name]),
                ("subjects", [["kind": "ServiceAccount", "name": name]]),
            ])
        )
    }
}
