import AppModel
import Documents
import Recipes

/// The secrets that a container may be given: those of recipes and those that the application declares.
struct SecretValues {
    let index: ApplicationIndex
    let bound: BoundResource

    /// The value of one key of a secret, concealed.
    ///
    /// `source` is a resource's id, or the name of the Secret that Kubernetes would have.
    func value(of key: String, in source: String) -> Value? {
        values(in: source)?[key].map(\.concealed)
    }

    /// All keys of a secret with their values.
    func values(in source: String) -> ValueObject? {
        if let id = ResourceID(source) { return connected(id) ?? index[id].flatMap(Self.values) }
        if let owner = index.resource(ofSecret: source) { return connected(owner.resource.id) ?? Self.values(owner) }
        return bound.connections.lazy.compactMap { connection -> ValueObject? in
            guard case .resource(let resource) = connection.target,
                resource.properties["secrets"]?["name"]?.stringValue == source
                    || (resource.id.name == source && resource.properties["data"] != nil)
            else { return nil }
            return Self.values(resource.secrets, resource.properties)
        }.first
    }

    private func connected(_ id: ResourceID) -> ValueObject? {
        for connection in bound.connections {
            guard case .resource(let resource) = connection.target, resource.id == id else { continue }
            return Self.values(resource.secrets, resource.properties)
        }
        return nil
    }

    private static func values(_ bound: BoundResource) -> ValueObject? {
        switch bound.role {
        case .recipe(let result): values(result.secrets, bound.resource.properties)
        case .application, .container, .gateway, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume,
            .imageBuild,
            .object,
            .none:
            values([:], bound.resource.properties)
        }
    }

    /// What a recipe gave, or else the `data` that the author wrote.
    private static func values(_ secrets: ValueObject, _ properties: ValueObject) -> ValueObject? {
        if !secrets.isEmpty { return secrets }
        guard let data = properties["data"]?.revealed.objectValue else { return nil }
        return ValueObject(
            data.compactMap { key, entry in
                let entry = entry.revealed
                guard entry["encoding"]?.stringValue != "base64" else { return nil }
                return (entry["value"] ?? (entry.objectValue == nil ? entry : nil)).map { (key, $0) }
            }
        )
    }
}
