/// A resource type as rad knows it: its versions and what its `properties` may hold.
public struct ResourceTypeSchema: Sendable {
    /// Who provides resources of the type.
    public enum Provision: Sendable {
        /// A target, from the resource itself: containers, gateways.
        case target
        /// A recipe of the environment.
        case recipe
        /// Nobody: it configures, or groups.
        case none
    }

    /// The type in its canonical spelling.
    public let type: ResourceType
    /// From the oldest to the newest.
    public let apiVersions: [String]
    public let provision: Provision
    /// The shape of `properties`.
    public let properties: ObjectSchema

    /// Creates the schema of a type.
    public init(
        _ type: ResourceType,
        apiVersions: [String],
        provision: Provision,
        properties: ObjectSchema
    ) {
        self.type = type
        self.apiVersions = apiVersions
        self.provision = provision
        self.properties = properties
    }
}

/// The resource types that a definition may use.
public struct ResourceTypeCatalog: Sendable {
    private var schemas: [ResourceType: ResourceTypeSchema] = [:]
    /// In the order in which they were added.
    public private(set) var types: [ResourceType] = []

    /// Creates a catalogue; of two schemas for one type, the last wins.
    public init(_ schemas: some Sequence<ResourceTypeSchema> = []) {
        for schema in schemas { add(schema) }
    }

    /// The types of Radius 0.60: both generations and the contributed types.
    public static let builtin = ResourceTypeCatalog(
        [applicationsCore, portableTypes, radiusCore, radiusCompute, radiusServices].joined()
    )

    /// Adds a type, or replaces it.
    public mutating func add(_ schema: ResourceTypeSchema) {
        if schemas.updateValue(schema, forKey: schema.type) == nil { types.append(schema.type) }
    }

    /// The schema of a type, ignoring case.
    public subscript(type: ResourceType) -> ResourceTypeSchema? { schemas[type] }

    /// Whether any type has the namespace, ignoring case.
    public func contains(namespace: String) -> Bool {
        types.contains { $0.namespace.lowercased() == namespace.lowercased() }
    }
}
