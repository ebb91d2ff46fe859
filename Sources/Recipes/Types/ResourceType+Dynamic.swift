internal import AppModel
internal import Documents

extension ResourceType {
    /// A type that nothing but its recipe defines: neither of `Applications` nor of Radius' own core.
    var isDynamic: Bool {
        !["Applications.Core", "Applications.Dapr", "Applications.Datastores", "Applications.Messaging", "Radius.Core"]
            .contains { namespace.equalsIgnoringASCIICase($0) }
    }
}

extension ResourceTypeCatalog {
    /// Whether the secrets that a recipe gives are kept in a Secret, named by the property `secrets.name`.
    func keepsSecrets(of type: ResourceType) -> Bool {
        guard type.isDynamic, let secrets = self[type]?.properties["secrets"] else { return false }
        guard case .object(let schema) = secrets.type else { return secrets.isReadOnly }
        return secrets.isReadOnly || schema["name"]?.isReadOnly == true
    }

    /// Whether a property must never be shown, even when the author wrote it in clear.
    func isSensitive(_ name: String, of type: ResourceType) -> Bool {
        self[type]?.properties[name]?.isSensitive ?? false
    }
}
