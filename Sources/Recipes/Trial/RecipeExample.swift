public import AppModel
public import Documents

/// A resource that a recipe is tried on where no application has one: plausible in all that nobody says.
public struct RecipeExample: Sendable {
    /// Where the resource goes.
    public let environment: Environment
    /// What the resource belongs to; `nil` for a resource of the environment.
    public var application: Application?
    public var resource: Resource
    /// The resources that it is connected to, by the connections' names.
    public var connections: [(name: String, resource: ConnectedResource)] = []
    /// What is laid over the context that follows from the rest; null takes a member away.
    public var overlay: ValueObject = [:]

    /// Makes up a resource of a type.
    ///
    /// - Parameters:
    ///   - type: The type; one that nobody defines has no properties but its environment and application.
    ///   - name: The resource's name.
    ///   - environment: Where it goes.
    ///   - application: The name of its application; `nil` for none.
    ///   - types: What is known of resource types.
    public init(
        of type: ResourceType,
        named name: String = "example",
        in environment: Environment = RecipeExample.environment(),
        application: String? = "shop",
        types: ResourceTypeCatalog
    ) {
        self.environment = environment
        let group = environment.id.group
        let isCurrent = environment.id.type == .coreEnvironments
        let applications: ResourceType = isCurrent ? .coreApplications : .applications
        let owner = application.map {
            Application(id: ResourceID(group: group, type: applications, name: $0), environment: environment.id)
        }
        self.application = owner
        let schema = types[type]
        var properties = schema?.properties.plausibleValues(besides: Self.ownerNames) ?? [:]
        properties["environment"] = .string(environment.id.description)
        properties["application"] = owner.map { .string($0.id.description) }
        resource = Resource(
            id: ResourceID(group: group, type: schema?.type ?? type, name: name),
            apiVersion: schema?.defaultVersion ?? "",
            address: name,
            properties: schema?.properties.completing(properties) ?? properties,
            origin: .none
        )
    }

    private static let ownerNames: Set<String> = ["environment", "application"]

    /// An environment for examples.
    public static func environment(
        named name: String = "dev",
        compute: Environment.Compute = .kubernetes(.init(namespace: "dev", separatesApplications: true)),
        providers: Environment.Providers = .init()
    ) -> Environment {
        let id = ResourceID(group: "default", type: .environments, name: name)
        return Environment(id: id, compute: compute, providers: providers)
    }
}

extension ObjectSchema {
    /// An object with a plausible value for each property that must be given.
    fileprivate func plausibleValues(besides names: Set<String> = []) -> ValueObject {
        ValueObject(
            properties.compactMap { property in
                guard property.isRequired, !property.isReadOnly, !names.contains(property.name) else { return nil }
                return (property.name, property.type.plausibleValue(named: property.name))
            }
        )
    }
}

extension PropertyType {
    fileprivate func plausibleValue(named name: String) -> Value {
        switch self {
        case .any, .string: .string(name)
        case .integer(let bounds): .integer(bounds?.lowerBound ?? 1)
        case .number: 1
        case .boolean: false
        case .oneOf(let texts): .string(texts.first ?? name)
        case .array: []
        case .map: [:]
        case .object(let schema): .object(schema.plausibleValues())
        case .variants(let discriminator, let variants, _):
            variants.first.map { variant in
                .object(variant.schema.plausibleValues().merging([discriminator: .string(variant.name)]))
            } ?? [:]
        case .either(let types): types.first?.plausibleValue(named: name) ?? .string(name)
        case .limited(let type, let limits): limits.plausibleValue ?? type.plausibleValue(named: name)
        }
    }
}

extension [PropertyType.Limit] {
    /// A value within the limits, where they say more than the type.
    fileprivate var plausibleValue: Value? {
        lazy.compactMap { limit -> Value? in
            switch limit {
            case .oneOf(let values): values.first
            case .length(let range): .string(String(repeating: "x", count: Swift.max(range.lowerBound, 1)))
            case .magnitude(let range): range.lowerBound.isFinite ? .number(range.lowerBound) : nil
            case .count: nil
            }
        }
        .first
    }
}
