public import AppModel
public import Documents

/// A resource type that a user registered, so that definitions may use it.
public struct ResourceTypeRecord: Sendable, Equatable {
    public var type: ResourceType
    /// The part of the manifest that defines the type: its versions and their schemas.
    public var definition: Value
    /// A picture of the type, as SVG.
    public var icon: String?
    public var updated: Timestamp

    /// Creates a record.
    public init(type: ResourceType, definition: Value, icon: String? = nil, updated: Timestamp) {
        self.type = type
        self.definition = definition
        self.icon = icon
        self.updated = updated
    }
}
