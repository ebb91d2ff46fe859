public import Documents

/// How one graph differs from another: resources by their ids, edges by their ends.
public struct GraphDiff: Sendable {
    /// A property of a resource that is in both graphs, with its values; `nil` where it is not there.
    public struct PropertyChange: Sendable, Equatable {
        /// Names with dots between them.
        public let path: String
        public let before: Value?
        public let after: Value?
    }

    /// All resources and edges of both graphs: those of the second, then what is only in the first.
    public let graph: ApplicationGraph
    /// The resources that are not the same in both.
    public let changes: [ResourceID: GraphChange]
    /// The edges that are in one of the graphs only.
    public let edgeChanges: [ApplicationGraph.Edge: GraphChange]
    /// The properties in which changed resources differ.
    public let properties: [ResourceID: [PropertyChange]]

    /// Compares two graphs.
    ///
    /// - Parameters:
    ///   - before: The first graph: what is only in it was removed.
    ///   - after: The second graph: what is only in it was added.
    ///   - ignoresEnvironment: Whether it makes no difference to which environment a resource belongs.
    public init(from before: ApplicationGraph, to after: ApplicationGraph, ignoresEnvironment: Bool = false) {
        let old = Dictionary(before.resources.map { ($0.id, $0) }) { first, _ in first }
        let new = Set(after.resources.map(\.id))
        var changes: [ResourceID: GraphChange] = [:]
        var properties: [ResourceID: [PropertyChange]] = [:]
        for resource in after.resources {
            guard let former = old[resource.id] else {
                changes[resource.id] = .added
                continue
            }
            var found: [PropertyChange] = []
            Self.compare(.object(former.comparable), .object(resource.comparable), "", &found)
            if ignoresEnvironment { found.removeAll { $0.path == "environment" } }
            guard !found.isEmpty else { continue }
            changes[resource.id] = .changed
            properties[resource.id] = found
        }
        let removed = before.resources.filter { !new.contains($0.id) }
        for resource in removed { changes[resource.id] = .removed }
        let (oldEdges, newEdges) = (Set(before.edges.map(EdgeKey.init)), Set(after.edges.map(EdgeKey.init)))
        var edgeChanges: [ApplicationGraph.Edge: GraphChange] = [:]
        for edge in after.edges where !oldEdges.contains(EdgeKey(edge)) { edgeChanges[edge] = .added }
        let removedEdges = before.edges.filter { !newEdges.contains(EdgeKey($0)) }
        for edge in removedEdges { edgeChanges[edge] = .removed }
        graph = ApplicationGraph(
            application: after.application,
            resources: after.resources + removed,
            edges: after.edges + removedEdges
        )
        (self.changes, self.edgeChanges, self.properties) = (changes, edgeChanges, properties)
    }

    /// What makes two edges the same: not in which order they are applied.
    private struct EdgeKey: Hashable {
        let source: ResourceID
        let target: ResourceID
        let kind: ApplicationGraph.Edge.Kind
        let label: String?

        init(_ edge: ApplicationGraph.Edge) {
            (source, target, kind, label) = (edge.source, edge.target, edge.kind, edge.label)
        }
    }

    /// Notes the paths at which two values differ; what is only known later differs from nothing.
    private static func compare(_ before: Value?, _ after: Value?, _ path: String, _ found: inout [PropertyChange]) {
        guard before != after else { return }
        switch (before, after) {
        case (.unknown?, _), (_, .unknown?), (.string(Value.unknownText)?, _), (_, .string(Value.unknownText)?): return
        case (.object(let left)?, .object(let right)?):
            let names = right.map(\.key) + left.map(\.key).filter { right[$0] == nil }
            for name in names { compare(left[name], right[name], path.isEmpty ? name : "\(path).\(name)", &found) }
        case (.array(let left)?, .array(let right)?) where left.count == right.count:
            for (index, pair) in zip(left, right).enumerated() { compare(pair.0, pair.1, "\(path)[\(index)]", &found) }
        default: found.append(PropertyChange(path: path, before: before, after: after))
        }
    }

    /// How a picture or text of the whole shows the differences.
    ///
    /// - Parameters:
    ///   - before: How the first graph is shown.
    ///   - after: How the second graph is shown.
    /// - Returns: The second presentation, with what is only in the first, and the changes.
    public func presentation(from before: GraphPresentation, to after: GraphPresentation) -> GraphPresentation {
        var presentation = after
        presentation.outputs.merge(before.outputs) { new, _ in new }
        presentation.recipes.merge(before.recipes) { new, _ in new }
        for (id, change) in changes where change == .removed {
            presentation.states[id] = before.states[id] ?? before.state
        }
        if before.environment != after.environment {
            presentation.environment = "\(before.environment) \u{2192} \(after.environment)"
        }
        (presentation.changes, presentation.edgeChanges) = (changes, edgeChanges)
        presentation.changedProperties = properties.mapValues { $0.map(\.line) }
        return presentation
    }
}

extension ApplicationGraph {
    /// The ids of what each resource needs beside its connections, by the positions of those in `resources`.
    func neededIDs() -> [[String]] {
        var needed = [[String]](repeating: [], count: resources.count)
        for (edge, ends) in zip(edges, ends) where edge.kind == .dependency {
            if let source = ends.source { needed[source].append(edge.target.description) }
        }
        return needed
    }
}

extension Resource {
    /// The properties that count in comparisons, without secrets.
    fileprivate var comparable: ValueObject { GraphRedaction.comparableProperties(of: self) }
}
