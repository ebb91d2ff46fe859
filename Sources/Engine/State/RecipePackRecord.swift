public import AppModel
public import Documents

/// A recipe pack as it was when an environment that refers to it was deployed.
public struct RecipePackRecord: Sendable, Equatable {
    public var id: ResourceID
    public var apiVersion: String
    /// The evaluated properties; secrets among them are sealed where the record is kept.
    public var properties: ValueObject
    /// The folder that relative recipe paths start from.
    public var baseFolder: String?

    /// Creates a record.
    public init(id: ResourceID, apiVersion: String, properties: ValueObject, baseFolder: String? = nil) {
        self.id = id
        self.apiVersion = apiVersion
        self.properties = properties
        self.baseFolder = baseFolder
    }

    /// The pack as a resource that no file declares.
    public var resource: Resource {
        Resource(id: id, apiVersion: apiVersion, address: id.name, properties: properties, origin: .none)
    }
}
