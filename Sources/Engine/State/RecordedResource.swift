public import AppModel
public import Documents
public import Recipes

/// What the state remembers of a resource: enough to list it and to draw the graph again.
public struct RecordedResource: Sendable, Equatable {
    public var id: ResourceID
    public var apiVersion: String
    /// The resource's properties, and of a platform's object its body, with every secret redacted.
    public var properties: ValueObject
    /// The edges that leave it.
    public var connections: [RecordedConnection]
    /// The resources that it mentions.
    public var dependencies: [ResourceID]
    /// The objects that were made for it.
    public var outputs: [OutputResourceID]
    /// The name of the recipe that provides it.
    public var recipe: String?
    /// Where its users reach it, if it has a URL.
    public var endpoint: String?
    /// The resource's tags, secrets redacted.
    public var tags: ValueObject

    /// Creates a record; secrets and unknown values of the properties are replaced by their stand-ins.
    public init(
        id: ResourceID,
        apiVersion: String,
        properties: ValueObject = [:],
        connections: [RecordedConnection] = [],
        dependencies: [ResourceID] = [],
        outputs: [OutputResourceID] = [],
        recipe: String? = nil,
        endpoint: String? = nil,
        tags: ValueObject = [:]
    ) {
        self.id = id
        self.apiVersion = apiVersion
        self.properties = properties.redacted
        self.connections = connections
        self.dependencies = dependencies
        self.outputs = outputs
        self.recipe = recipe
        self.endpoint = endpoint
        self.tags = tags.redacted
    }

    /// The resource's type.
    public var type: ResourceType { id.type }
    /// The resource's name.
    public var name: String { id.name }
}

/// An edge of the graph as the state remembers it.
public struct RecordedConnection: Sendable, Equatable {
    public var target: ResourceID
    public var kind: ApplicationGraph.Edge.Kind
    /// The connection's name, or the route's path.
    public var label: String?

    /// Creates a record of an edge.
    public init(target: ResourceID, kind: ApplicationGraph.Edge.Kind, label: String? = nil) {
        self.target = target
        self.kind = kind
        self.label = label
    }
}

extension RecordedResource {
    /// The records of a bound graph's resources, each with the objects that were emitted for it.
    public static func records(of graph: BoundGraph, emitted outputs: [OutputResource]) -> [RecordedResource] {
        let edges = Dictionary(grouping: graph.graph.edges, by: \.source)
        let outputs = Dictionary(grouping: outputs, by: \.owner)
        return graph.resources.map { bound in
            RecordedResource(
                id: bound.resource.id,
                apiVersion: bound.resource.apiVersion,
                properties: bound.resource.content,
                connections: (edges[bound.resource.id] ?? []).map {
                    RecordedConnection(target: $0.target, kind: $0.kind, label: $0.label)
                },
                dependencies: bound.resource.dependencies,
                outputs: (outputs[bound.resource.id] ?? []).map(\.id),
                recipe: bound.recipeName,
                endpoint: bound.endpoint,
                tags: bound.resource.tags
            )
        }
    }
}

extension BoundResource {
    fileprivate var recipeName: String? {
        switch role {
        case .recipe(let result): result.registration.name
        case .application, .container, .gateway, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume,
            .imageBuild, .object, .none:
            nil
        }
    }

    fileprivate var endpoint: String? {
        switch role {
        case .gateway: resource.properties["url"]?.stringValue
        case .application, .container, .secretStore, .persistentVolume, .daprComponent, .keyVaultVolume, .imageBuild,
            .object, .recipe, .none:
            nil
        }
    }
}

extension DeploymentState {
    /// The application graph as it was last deployed.
    public var graph: ApplicationGraph {
        let edges = resources.flatMap { resource in
            resource.connections.map {
                ApplicationGraph.Edge(source: resource.id, target: $0.target, kind: $0.kind, label: $0.label)
            }
        }
        return ApplicationGraph(
            application: identity.application ?? "",
            resources: resources.map(\.resource),
            edges: edges
        )
    }
}

extension RecordedResource {
    /// The resource as the graph has it.
    public var resource: Resource {
        Resource(
            id: id,
            apiVersion: apiVersion,
            address: name,
            properties: properties,
            tags: tags,
            dependencies: dependencies,
            origin: .none
        )
    }
}

extension ValueObject {
    /// The object with stand-ins for what is secret or unknown.
    ///
    /// Most objects hold neither, and are not copied.
    var redacted: ValueObject {
        guard contains(where: { $0.value.hasStandIns }) else { return self }
        return ValueObject(map { ($0.key, $0.value.redacted) })
    }
}

extension Value {
    /// The value with stand-ins for what is secret or unknown.
    var redacted: Value {
        switch self {
        case .null, .bool, .integer, .number, .string: self
        case .array(let elements): hasStandIns ? .array(elements.map(\.redacted)) : self
        case .object(let members): .object(members.redacted)
        case .secret: .string(Value.redactedText)
        case .unknown: .string(Value.unknownText)
        }
    }

    /// Whether anything in the value is secret or unknown.
    fileprivate var hasStandIns: Bool {
        switch self {
        case .null, .bool, .integer, .number, .string: false
        case .array(let elements): elements.contains(where: \.hasStandIns)
        case .object(let members): members.contains { $0.value.hasStandIns }
        case .secret, .unknown: true
        }
    }
}
