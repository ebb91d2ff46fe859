internal import AppModel
internal import Documents

extension ResourceType {
    /// A type that nothing but its recipe defines: neither of `Applications` nor of Radius' own core.
    var isDynamic: Bool {
        !Self.definedNamespaces.contains { namespace.equalsIgnoringASCIICase($0) }
    }

    private static let definedNamespaces = [
        "Applications.Core", "Applications.Dapr", "Applications.Datastores", "Applications.Messaging", "Radius.Core",
    ]
}

extension ResourceTypeCatalog {
    /// The shape of the properties of a resource, in the version that it is of.
    func properties(of type: ResourceType, apiVersion: String) -> ObjectSchema? {
        self[type]?.properties(in: apiVersion)
    }

    /// Whether the secrets that a recipe gives are kept in a Secret, named by the property `secrets.name`.
    func keepsSecrets(of resource: Resource) -> Bool {
        guard resource.type.isDynamic,
            let secrets = properties(of: resource.type, apiVersion: resource.apiVersion)?["secrets"]
        else { return false }
        guard case .object(let schema) = secrets.type else { return secrets.isReadOnly }
        return secrets.isReadOnly || schema["name"]?.isReadOnly == true
    }

    /// Whether a property must never be shown, even when the author wrote it in clear.
    func isSensitive(_ name: String, of resource: ConnectedResource) -> Bool {
        properties(of: resource.id.type, apiVersion: resource.apiVersion)?[name]?.isSensitive ?? false
    }
}
