public import AppModel
public import Documents

/// An environment as it was deployed, so that later commands find it by name.
public struct EnvironmentRecord: Sendable, Equatable {
    public var id: ResourceID
    public var apiVersion: String
    public var location: String?
    /// The evaluated properties; secrets among them are sealed where the record is kept.
    public var properties: ValueObject
    /// The folder that relative recipe paths start from.
    public var baseFolder: String?
    /// The recipe packs that it refers to, unless they are built in.
    public var recipePacks: [RecipePackRecord]
    /// The settings that it refers to: of Terraform and of registries, one of each type.
    public var settings: [SettingsRecord]
    public var updated: Timestamp

    /// Creates a record.
    public init(
        id: ResourceID,
        apiVersion: String,
        location: String? = nil,
        properties: ValueObject,
        baseFolder: String? = nil,
        recipePacks: [RecipePackRecord] = [],
        settings: [SettingsRecord] = [],
        updated: Timestamp
    ) {
        self.id = id
        self.apiVersion = apiVersion
        self.location = location
        self.properties = properties
        self.baseFolder = baseFolder
        self.recipePacks = recipePacks
        self.settings = settings
        self.updated = updated
    }

    /// The environment's name.
    public var name: String { id.name }

    /// The environment as a resource that no file declares.
    public var resource: Resource {
        Resource(
            id: id,
            apiVersion: apiVersion,
            address: name,
            properties: properties,
            location: location,
            origin: .none
        )
    }
}

extension EnvironmentRecord {
    /// Refuses what cannot be recorded.
    func validate() throws(StateError) {
        let others = recipePacks.map(\.properties) + settings.map(\.properties)
        let values = ([properties] + others).map { Value.object($0) }
        guard let path = values.lazy.compactMap(\.firstUnknownPath).first else { return }
        throw .unknownInEnvironment(name, path: "\(path)")
    }
}

extension Value {
    /// The way to the first part that is not known.
    fileprivate var firstUnknownPath: ValuePath? {
        switch self {
        case .null, .bool, .integer, .number, .string: return nil
        case .unknown: return []
        case .secret(let value): return value.firstUnknownPath
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                if let path = element.firstUnknownPath { return ValuePath([.element(index)] + path.steps) }
            }
            return nil
        case .object(let members):
            for (name, value) in members {
                if let path = value.firstUnknownPath { return ValuePath([.member(name)] + path.steps) }
            }
            return nil
        }
    }
}
