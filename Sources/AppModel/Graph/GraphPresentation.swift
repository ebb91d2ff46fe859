/// What a picture of a graph shows besides its nodes and edges.
public struct GraphPresentation: Sendable {
    /// The environment's name.
    public var environment: String
    /// What was made, or would be, for each resource.
    public var outputs: [ResourceID: [GraphOutput]]
    /// The recipe that provides a resource, by name or source, where one does.
    public var recipes: [ResourceID: String]
    /// Provisioning states other than `state`.
    public var states: [ResourceID: String]
    /// The provisioning state of all other resources.
    public var state: String
    /// How resources differ from those of another graph; empty where nothing is compared.
    public var changes: [ResourceID: GraphChange] = [:]
    /// The properties in which changed resources differ, a line each.
    public var changedProperties: [ResourceID: [String]] = [:]
    /// How edges differ from those of another graph.
    public var edgeChanges: [ApplicationGraph.Edge: GraphChange] = [:]

    /// The pictures of resource types that have one of their own; others have that of their kind.
    public var icons: [ResourceType: SVGIcon] = [:]
    /// Whether data holds the pictures themselves, and not only their hashes.
    public var includesIcons = false

    /// Creates a presentation.
    ///
    /// - Parameters:
    ///   - environment: The environment's name.
    ///   - outputs: What was made, or would be, for each resource.
    ///   - recipes: The recipe that provides a resource.
    ///   - states: Provisioning states other than `state`.
    ///   - state: `Succeeded` for what was deployed, `NotSpecified` for what is only defined.
    public init(
        environment: String,
        outputs: [ResourceID: [GraphOutput]] = [:],
        recipes: [ResourceID: String] = [:],
        states: [ResourceID: String] = [:],
        state: String = "Succeeded"
    ) {
        self.environment = environment
        self.outputs = outputs
        self.recipes = recipes
        self.states = states
        self.state = state
    }

    /// What was made for a resource, ordered by type, name and id.
    func sortedOutputs(of id: ResourceID) -> [GraphOutput] {
        guard let outputs = outputs[id] else { return [] }
        // Whoever has many sorts them when they are made.
        return zip(outputs, outputs.dropFirst()).contains { $1 < $0 } ? outputs.sorted() : outputs
    }
}

/// An output resource as a graph shows it; ordered by type, name and id.
public struct GraphOutput: Sendable, Equatable, Comparable {
    public let name: String
    /// The object's type, such as `apps/Deployment`.
    public let type: String
    /// What the id begins with, which outputs of one kind share; or all of it.
    private let idStart: String
    private let isIDEndedByName: Bool

    /// Creates an output resource.
    public init(id: String, name: String, type: String) {
        self.name = name
        self.type = type
        idStart = id
        isIDEndedByName = false
    }

    /// Creates an output resource whose id is the name after a text that others have in common.
    public init(idBeforeName idStart: String, name: String, type: String) {
        self.name = name
        self.type = type
        self.idStart = idStart
        isIDEndedByName = true
    }

    /// The object's id.
    public var id: String { isIDEndedByName ? idStart + name : idStart }

    public static func == (left: GraphOutput, right: GraphOutput) -> Bool {
        left.name == right.name && left.type == right.type && left.id == right.id
    }

    public static func < (left: GraphOutput, right: GraphOutput) -> Bool {
        if left.type != right.type { return left.type < right.type }
        return left.name == right.name ? left.id < right.id : left.name < right.name
    }
}

/// An edge as one of its ends sees it.
struct GraphNeighbour: Equatable {
    enum Direction: String {
        case inbound = "Inbound"
        case outbound = "Outbound"
    }

    let id: ResourceID
    let direction: Direction
    let kind: ApplicationGraph.Edge.Kind
}

extension GraphNeighbour {
    /// Whether one stands before another: inbound first, then by kind and id (Radius 0.60).
    fileprivate func precedes(_ other: GraphNeighbour) -> Bool {
        guard direction == other.direction else { return direction == .inbound }
        guard kind == other.kind else { return kind.rawValue < other.kind.rawValue }
        return id.isSpelled(before: other.id)
    }
}

extension ApplicationGraph {
    /// The neighbours of the resources, by the positions of those in `resources`: each once, and ordered.
    func neighbours() -> [[GraphNeighbour]] {
        var found = [[GraphNeighbour]](repeating: [], count: resources.count)
        for (edge, ends) in zip(edges, ends) {
            if let source = ends.source {
                found[source].append(GraphNeighbour(id: edge.target, direction: .outbound, kind: edge.kind))
            }
            if let target = ends.target {
                found[target].append(GraphNeighbour(id: edge.source, direction: .inbound, kind: edge.kind))
            }
        }
        for position in found.indices where found[position].count > 1 {
            found[position].sort { $0.precedes($1) }
            // What is there twice now stands side by side.
            guard zip(found[position], found[position].dropFirst()).contains(where: ==) else { continue }
            found[position] = found[position].reduce(into: []) { distinct, neighbour in
                if distinct.last != neighbour { distinct.append(neighbour) }
            }
        }
        return found
    }
}
