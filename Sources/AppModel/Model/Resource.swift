public import Diagnostics
public import Documents

/// A declared node of an application, whatever its type.
public struct Resource: Sendable {
    /// What the author wrote, which no stage changes; kept apart, because every stage hands resources on.
    private final class Declaration: Sendable {
        let id: ResourceID
        let apiVersion: String
        let address: String
        let location: String?
        let tags: ValueObject
        let isExisting: Bool
        let dependencies: [ResourceID]
        let origin: Origin
        let object: PlatformObject?
        let owners: [ResourceID]

        init(
            id: ResourceID,
            apiVersion: String,
            address: String,
            location: String?,
            tags: ValueObject,
            isExisting: Bool,
            dependencies: [ResourceID],
            origin: Origin,
            object: PlatformObject?,
            owners: [ResourceID]
        ) {
            self.id = id
            self.apiVersion = apiVersion
            self.address = address
            self.location = location
            self.tags = tags
            self.isExisting = isExisting
            self.dependencies = dependencies
            self.origin = origin
            self.object = object
            self.owners = owners
        }
    }

    private let declaration: Declaration
    /// The resource's `properties`; parts may be unknown or secret.
    public var properties: ValueObject {
        didSet { container = nil }
    }
    /// The container that was read from the properties as they are, if one was.
    private(set) var container: SharedContainer?

    /// Creates a resource.
    public init(
        id: ResourceID,
        apiVersion: String,
        address: String,
        properties: ValueObject,
        location: String? = nil,
        tags: ValueObject = [:],
        isExisting: Bool = false,
        dependencies: [ResourceID] = [],
        origin: Origin,
        object: PlatformObject? = nil,
        owners: [ResourceID] = []
    ) {
        declaration = Declaration(
            id: id,
            apiVersion: apiVersion,
            address: address,
            location: location,
            tags: tags,
            isExisting: isExisting,
            dependencies: dependencies,
            origin: origin,
            object: object,
            owners: owners
        )
        self.properties = properties
    }

    public var id: ResourceID { declaration.id }
    public var apiVersion: String { declaration.apiVersion }
    /// What distinguishes it within its definition; unknown values name their sources by it.
    public var address: String { declaration.address }
    /// The top-level `location`, when one is given.
    public var location: String? { declaration.location }
    /// The top-level `tags`, which only those who look at the resource make something of.
    public var tags: ValueObject { declaration.tags }
    /// Whether the definition only refers to it.
    public var isExisting: Bool { declaration.isExisting }
    /// The resources that this one mentions or names in `dependsOn`.
    public var dependencies: [ResourceID] { declaration.dependencies }
    public var origin: Origin { declaration.origin }
    /// What a platform is asked for, if the resource is none of Radius' own.
    public var object: PlatformObject? { declaration.object }

    /// What its properties mostly say that it belongs to, read once for all who ask.
    var owners: [ResourceID] { declaration.owners }

    /// The resource's type.
    public var type: ResourceType { id.type }
    /// The resource's name as the author wrote it.
    public var name: String { id.name }

    /// Reads the resource as a container, and keeps what was read for later stages.
    mutating func keepContainer() -> [Diagnostic] {
        let (container, diagnostics) = Container.read(from: self)
        // What is wrong with it is for each stage to find again.
        if diagnostics.isEmpty { self.container = container.map { SharedContainer($0) } }
        return diagnostics
    }

    /// What the author gives: the properties, and of a platform's object the body, without what a secret holds.
    public var content: ValueObject { object.map { $0.bodyWithoutSecrets.merging(properties) } ?? properties }
}

/// Where a resource was written, down to each of its properties.
///
/// It never changes; a class, because what is read of a resource hands it on to all of its parts.
public final class Origin: Sendable {
    /// The name or symbol of the declaration.
    public let declaration: Span?
    /// The type in the declaration.
    public let type: Span?
    private let locate: @Sendable (ValuePath, PropertySide) -> Span?

    /// Creates an origin; `locate` finds the place of a side of a part of the resource's body.
    public init(declaration: Span?, type: Span?, locate: @escaping @Sendable (ValuePath, PropertySide) -> Span?) {
        self.declaration = declaration
        self.type = type
        self.locate = locate
    }

    /// The origin of a resource that no file declares, such as the default environment.
    public static let none = Origin(declaration: nil, type: nil, locate: { _, _ in nil })

    /// The place of a property's value, or of its name, by its path below `properties`; else of the declaration.
    public func span(ofProperty path: ValuePath, _ side: PropertySide = .value) -> Span? {
        span(ofBody: ValuePath([.member("properties")] + path.steps), side)
    }

    /// The place of a part of the body, such as `location`, or of its name; else of the declaration.
    public func span(ofBody path: ValuePath, _ side: PropertySide = .value) -> Span? {
        locate(path, side) ?? declaration
    }
}
