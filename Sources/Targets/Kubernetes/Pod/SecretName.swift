import AppModel
import Documents

/// Finds the Kubernetes Secret behind what an author names as one.
enum SecretName {
    /// The name of the Secret; `nil` for an id that leads to no resource of the application.
    ///
    /// A text without a leading `/` is the name of a Secret. The id of a secret store stands for the store's `resource`
    /// (`namespace/name` or `name`), or for the Secret that is made for it, which is named like the store.
    static func resolve(_ secret: Value, in emission: inout GraphEmission) -> Value? {
        guard case .string(let text) = secret, text.hasPrefix("/") else { return secret }
        guard let store = emission.resource(withID: text) else { return nil }
        guard let reference = store.properties["resource"], !reference.isNull else { return .string(store.name) }
        return reference.stringValue.map { .string(KubernetesName.lastSegment(of: $0)) } ?? reference
    }
}
