import AppModel
import Diagnostics
import Documents

/// Finds the Kubernetes Secret behind what an author names as one.
enum SecretName {
    /// The name of the Secret; `nil` for one that pods of the resource cannot read, which is reported.
    ///
    /// A text without a leading `/` is the name of a Secret. The id of a secret store stands for the store's `resource`
    /// (`namespace/name` or `name`), or for the Secret that is made for it, which is named like the store.
    static func resolve(
        _ secret: Value,
        key: Value,
        at path: ValuePath,
        of resource: Resource,
        in emission: inout GraphEmission
    ) -> Value? {
        if let key = key.stringValue, !KubernetesName.isKey(key) {
            emission.diagnostics.append(.invalidSecretKey(key, at: path, of: resource))
        }
        guard case .string(let text) = secret, text.hasPrefix("/") else {
            check(secret, at: path, of: resource, &emission.diagnostics)
            return secret
        }
        guard let store = emission.resources[mentioned: text], let reference = SecretStore.Reference(of: store) else {
            emission.diagnostics.append(.unknownSecretStore(secret, at: path, of: resource))
            return nil
        }
        if let namespace = reference.namespace {
            guard namespace == emission.namespace else {
                emission.diagnostics.append(
                    .secretInOtherNamespace(store, namespace: namespace, at: path, of: resource)
                )
                return nil
            }
        } else if let namespace = emission.otherNamespace(of: store) {
            emission.diagnostics.append(.providedInOtherNamespace(store, namespace: namespace, at: path, of: resource))
            return nil
        }
        return .string(reference.name)
    }

    /// Reports a name that no Secret can have.
    static func check(
        _ name: Value,
        at path: ValuePath,
        of resource: Resource,
        _ diagnostics: inout [Diagnostic]
    ) {
        guard let text = name.stringValue, !KubernetesName.isSubdomain(text) else { return }
        diagnostics.append(.invalidSecretName(text, at: path, of: resource))
    }
}
