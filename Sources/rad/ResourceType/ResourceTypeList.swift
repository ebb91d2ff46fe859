import AppModel
import ArgumentParser
import Documents
import Engine

/// Lists the resource types.
struct ResourceTypeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the resource types that applications may use.",
        discussion: """
            Those of Radius are built in; others come from manifests that were registered.

            EXAMPLES
              rad resource-type list
              rad resource-type list -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        let catalogue = try await session.types()
        let icons = try await session.icons()
        let schemas = catalogue.types.sorted { $0.description < $1.description }.compactMap { catalogue[$0] }
        var table = Table("TYPE", "NAMESPACE", "APIVERSION")
        for schema in schemas {
            let versions = schema.apiVersions.joined(separator: "\n")
            table.append(schema.type.description, schema.type.namespace, versions)
        }
        output.format.print(
            table: table.text,
            json: .array(schemas.map { $0.document(icon: icons[$0.type]) })
        )
    }
}

extension Session {
    /// The pictures of the types that have one.
    func icons() async throws -> [ResourceType: SVGIcon] {
        let icons = try await store.resourceTypes().compactMap { record in
            record.icon.map { (record.type, SVGIcon(text: $0)) }
        }
        return Dictionary(icons) { first, _ in first }
    }
}

extension ResourceTypeSchema {
    /// The type in a few members, for programs.
    func document(icon: SVGIcon?) -> Value {
        var members: ValueObject = [
            "name": .string(type.description),
            "namespace": .string(type.namespace),
            "apiVersions": .array(apiVersions.map(Value.string)),
            "defaultApiVersion": .string(defaultVersion),
            "capabilities": isByAuthor ? ["ManualResourceProvisioning"] : [],
        ]
        if let description { members["description"] = .string(description) }
        if let icon { members["iconHash"] = .string(icon.hash) }
        return .object(members)
    }

    private var isByAuthor: Bool {
        switch provision {
        case .author: true
        case .target, .recipe, .none: false
        }
    }
}
