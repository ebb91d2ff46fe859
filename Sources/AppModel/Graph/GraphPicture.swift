/// What a picture of a graph shows, whatever draws it: nodes and edges with their texts.
struct GraphPicture: Sendable {
    /// A resource.
    struct Node {
        let id: ResourceID
        let kind: ResourceKind
        let name: String
        let type: String
        /// How many output resources there are, where they are not listed.
        let detail: String?
        /// The recipe that provides the resource.
        let recipe: String?
        /// What the recipe made.
        let outputs: [GraphOutput]
        let change: GraphChange?
    }

    /// A connection or dependency, between nodes by their places.
    struct Edge {
        let source: Int
        let target: Int
        let kind: ApplicationGraph.Edge.Kind
        /// The text beside the line; `nil` if it would repeat the name of the target.
        let label: String?
        let change: GraphChange?
    }

    /// How many output resources of a recipe are listed by name.
    static let listedOutputs = 8

    let title: String
    let environment: String
    let nodes: [Node]
    let edges: [Edge]

    init(_ graph: ApplicationGraph, _ presentation: GraphPresentation) {
        title = graph.application.isEmpty ? "shared resources" : graph.application
        environment = presentation.environment
        nodes = graph.resources.map { resource in
            let outputs = presentation.sortedOutputs(of: resource.id)
            let recipe = presentation.recipes[resource.id]
            let count = "\(outputs.count) output resource\(outputs.count == 1 ? "" : "s")"
            return Node(
                id: resource.id,
                kind: ResourceKind(resource.type),
                name: resource.name,
                type: resource.type.description,
                detail: recipe != nil || outputs.isEmpty ? nil : count,
                recipe: recipe,
                outputs: recipe == nil ? [] : outputs,
                change: presentation.changes[resource.id]
            )
        }
        edges = zip(graph.edges, graph.ends).compactMap { edge, ends in
            guard let source = ends.source, let target = ends.target else { return nil }
            let label = edge.label.flatMap { $0.lowercased() == edge.target.name.lowercased() ? nil : $0 }
            return Edge(
                source: source,
                target: target,
                kind: edge.kind,
                label: label,
                change: presentation.edgeChanges.isEmpty ? nil : presentation.edgeChanges[edge]
            )
        }
    }

    /// The kinds of the nodes, in the order in which they are declared.
    var kinds: [ResourceKind] {
        let found = Set(nodes.map(\.kind))
        return ResourceKind.allCases.filter { found.contains($0) }
    }

    /// The changes of nodes and edges, in the order in which they are declared.
    var changes: [GraphChange] {
        let found = Set(nodes.compactMap(\.change) + edges.compactMap(\.change))
        return GraphChange.allCases.filter { found.contains($0) }
    }
}

/// How something differs between two graphs.
public enum GraphChange: String, Sendable, CaseIterable {
    case added
    case removed
    case changed

    /// The sign before a line or at a corner.
    var sign: String {
        switch self {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        }
    }
}
