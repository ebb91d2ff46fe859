public import Diagnostics
public import Documents

/// A building block of Dapr that its author configures: `Applications.Dapr` with `resourceProvisioning: 'manual'`.
public struct DaprComponent: Sendable {
    /// Dapr's type: `state.redis`.
    public let type: String
    public let version: String
    /// In the order of the source.
    public let metadata: [Entry]
    /// The id or name of the secret store from which references to secrets are read.
    public let secretStore: Value?

    /// One setting of a component.
    public struct Entry: Sendable {
        public let name: String
        public let content: Content
    }

    /// What a setting holds.
    public enum Content: Sendable {
        case value(Value)
        case secret(name: String, key: String)
    }

    /// Reads a component; `nil` for another type, or where something that it must have is not known.
    public static func read(from resource: Resource) -> (component: DaprComponent?, diagnostics: [Diagnostic]) {
        guard resource.type.namespace.equalsIgnoringASCIICase("Applications.Dapr") else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let properties = PropertyReader(resource)
        guard let type = properties.text("type", &diagnostics), let version = properties.text("version", &diagnostics)
        else { return (nil, diagnostics) }
        let metadata = properties.members("metadata", &diagnostics).compactMap { name, entry -> Entry? in
            if let value = entry.value("value") { return Entry(name: name, content: .value(value)) }
            guard let reference = entry.reader("secretKeyRef", &diagnostics),
                let secret = reference.text("name", &diagnostics), let key = reference.text("key", &diagnostics)
            else { return nil }
            return Entry(name: name, content: .secret(name: secret, key: key))
        }
        let component = DaprComponent(
            type: type,
            version: version,
            metadata: metadata,
            secretStore: properties.reader("auth", &diagnostics)?.value("secretStore")
        )
        return (component, diagnostics)
    }
}
