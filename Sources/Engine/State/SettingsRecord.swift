public import AppModel
public import Documents

/// Settings for the tools behind recipes as they were when an environment that refers to them was deployed.
public struct SettingsRecord: Sendable, Equatable {
    public var id: ResourceID
    public var apiVersion: String
    /// The evaluated properties; they name secrets and hold none.
    public var properties: ValueObject

    /// Creates a record.
    public init(id: ResourceID, apiVersion: String, properties: ValueObject) {
        self.id = id
        self.apiVersion = apiVersion
        self.properties = properties
    }

    /// The settings as a resource that no file declares.
    public var resource: Resource {
        Resource(id: id, apiVersion: apiVersion, address: id.name, properties: properties, origin: .none)
    }
}
