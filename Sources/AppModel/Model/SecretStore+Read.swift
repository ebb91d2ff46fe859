public import Diagnostics
import Documents

extension SecretStore {
    /// Reads a store of either generation; `nil` for another type.
    public static func read(from resource: Resource) -> (store: SecretStore?, diagnostics: [Diagnostic]) {
        guard let generation = generation(of: resource.type) else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let properties = PropertyReader(resource)
        let kind = properties.text(generation == .legacy ? "type" : "kind", &diagnostics) ?? "generic"
        let store = SecretStore(
            generation: generation,
            kind: kind,
            reference: properties.text("resource", &diagnostics).flatMap(Reference.init),
            isGlobal: !properties.has("application") && !properties.has("environment"),
            entries: properties.members("data", &diagnostics).map { key, entry in
                Entry(
                    key: key,
                    value: entry.value("value")?.concealed,
                    encoding: encoding(entry.text("encoding", &diagnostics), of: kind)
                )
            }
        )
        return (store, diagnostics)
    }

    private static func generation(of type: ResourceType) -> Container.Generation? {
        switch type {
        case .secretStores: .legacy
        case .securitySecrets: .current
        case _: nil
        }
    }

    private static func encoding(_ written: String?, of kind: String) -> Entry.Encoding {
        switch written {
        case "base64": .base64
        case nil where kind == "certificate": .base64OrText
        case _: .text
        }
    }
}
