/// A resource type as rad knows it: its versions and what its `properties` may hold.
///
/// It never changes; a class, because every resource of the type is checked and completed with it.
public final class ResourceTypeSchema: Sendable {
    /// Who provides resources of the type.
    public enum Provision: Sendable {
        /// A target, from the resource itself: containers, gateways.
        case target
        /// A recipe of the environment.
        case recipe
        /// Its author, who states its values.
        case author
        /// Nobody: it configures, or groups.
        case none
    }

    /// The type in its canonical spelling.
    public let type: ResourceType
    /// From the oldest to the newest.
    public let apiVersions: [String]
    /// The version that is meant where none is named.
    public let defaultVersion: String
    public let provision: Provision
    /// What the type is for, in the words of whoever defined it.
    public let description: String?
    /// The shape of `properties` in the default version.
    public let properties: ObjectSchema
    /// The shape of `properties` in versions where it is another.
    private let otherProperties: [String: ObjectSchema]

    /// Creates the schema of a type whose versions have one shape.
    public init(
        _ type: ResourceType,
        apiVersions: [String],
        provision: Provision,
        properties: ObjectSchema
    ) {
        self.type = type
        self.apiVersions = apiVersions
        defaultVersion = apiVersions.last ?? ""
        self.provision = provision
        description = nil
        self.properties = properties
        otherProperties = [:]
    }

    /// One version of a type that a user defines.
    struct Version: Sendable {
        let name: String
        let properties: ObjectSchema
    }

    /// Creates the schema of a type that a user defines; `nil` without a version.
    ///
    /// Versions come from the oldest to the newest, which is the default unless another is named.
    init?(
        _ type: ResourceType,
        versions: [Version],
        defaultVersion: String?,
        provision: Provision,
        description: String?
    ) {
        guard let version = versions.last(where: { defaultVersion == nil || $0.name == defaultVersion }) else {
            return nil
        }
        self.type = type
        apiVersions = versions.map(\.name)
        self.defaultVersion = version.name
        self.provision = provision
        self.description = description
        properties = version.properties
        otherProperties = Dictionary(versions.map { ($0.name, $0.properties) }) { first, _ in first }
    }

    /// The shape of `properties` in a version, ignoring case; in the default one where none is named.
    public func properties(in apiVersion: String?) -> ObjectSchema {
        apiVersion.flatMap { otherProperties[$0.lowercased()] } ?? properties
    }
}

/// The resource types that a definition may use.
public struct ResourceTypeCatalog: Sendable {
    private var schemas: [ResourceType: ResourceTypeSchema] = [:]
    /// By the canonical text of the type, in which nearly all are written: to look it up needs no reading.
    private var schemasByText: [String: ResourceTypeSchema] = [:]
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
        let former = schemas.updateValue(schema, forKey: schema.type)
        if let former { schemasByText[former.type.description] = nil } else { types.append(schema.type) }
        schemasByText[schema.type.description] = schema
    }

    /// The schema of a type, ignoring case.
    public subscript(type: ResourceType) -> ResourceTypeSchema? { schemas[type] }

    /// The schema of a type as it is written, ignoring case.
    func schema(of text: String) -> ResourceTypeSchema? {
        schemasByText[text] ?? ResourceType(text).flatMap { schemas[$0] }
    }

    /// Whether any type has the namespace, ignoring case.
    public func contains(namespace: String) -> Bool {
        types.contains { $0.namespace.lowercased() == namespace.lowercased() }
    }
}
