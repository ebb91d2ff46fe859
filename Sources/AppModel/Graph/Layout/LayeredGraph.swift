/// A graph whose edges lead from each layer to the next: edges that are longer pass a vertex in each layer between.
///
/// Where that would be more than a few for each node and edge, the longest edges pass none: they are no part of the order
/// of the layers, and lie across everything between their ends.
struct LayeredGraph {
    /// A place in a layer: a node, or where an edge passes.
    struct Vertex {
        var layer: Int
        /// The node; `nil` where an edge passes.
        var node: Int?
        var height: Double
        var earlier: [Int] = []
        var later: [Int] = []

        /// Whether this is where an edge passes, and no node.
        var isPassing: Bool { node == nil }
    }

    private(set) var vertices: [Vertex] = []
    /// The vertices of each layer in their order.
    var layers: [[Int]]
    /// The vertices that each edge passes, from the earlier end to the later.
    private(set) var paths: [[Int]] = []

    /// The place of each vertex in its layer.
    var places: [Int] {
        var places = Array(repeating: 0, count: vertices.count)
        for layer in layers { for (place, vertex) in layer.enumerated() { places[vertex] = place } }
        return places
    }

    init(
        _ nodes: [LayeredLayout.Node],
        _ edges: [LayeredLayout.Edge],
        _ assignment: LayerAssignment,
        _ spacing: LayeredLayout.Spacing
    ) {
        layers = Array(repeating: [], count: (assignment.layers.max() ?? -1) + 1)
        for (index, node) in nodes.enumerated() {
            vertices.append(Vertex(layer: assignment.layers[index], node: index, height: node.height))
            layers[assignment.layers[index]].append(index)
        }
        let isDirect = Self.directEdges(edges, assignment, Budget(size: nodes.count + edges.count))
        var shared: [Bundle: Int] = [:]
        for (index, edge) in edges.enumerated() {
            let isReversed = assignment.isReversed[index]
            let (from, to) = isReversed ? (edge.target, edge.source) : (edge.source, edge.target)
            guard !isDirect[index] else {
                paths.append([from, to])
                continue
            }
            var path = [from]
            for layer in (assignment.layers[from] + 1)..<max(assignment.layers[from] + 1, assignment.layers[to]) {
                let bundle = Bundle(end: to, number: edge.bundle, layer: layer, isReversed: isReversed)
                if edge.bundle > 0, let vertex = shared[bundle] {
                    path.append(vertex)
                    continue
                }
                vertices.append(Vertex(layer: layer, node: nil, height: 0))
                layers[layer].append(vertices.count - 1)
                shared[bundle] = vertices.count - 1
                path.append(vertices.count - 1)
            }
            path.append(to)
            for (left, right) in zip(path, path.dropFirst()) { connect(left, right) }
            paths.append(path)
        }
    }

    /// What edges that share a vertex have in common.
    private struct Bundle: Hashable {
        let end: Int
        let number: Int
        let layer: Int
        let isReversed: Bool
    }

    /// How much there may be for edges that pass layers.
    private struct Budget {
        /// Vertices: each costs time, whatever passes it.
        var vertices: Int
        /// Times that an edge passes a layer: each makes the picture longer.
        var passes: Int

        init(size: Int) { (vertices, passes) = (4_000 + 10 * size, 4_000 + 40 * size) }
    }

    /// The edges that pass no vertices: the longest, as soon as there is no room for the next one.
    private static func directEdges(
        _ edges: [LayeredLayout.Edge],
        _ assignment: LayerAssignment,
        _ budget: Budget
    ) -> [Bool] {
        var isDirect = Array(repeating: false, count: edges.count)
        let passes = edges.map { abs(assignment.layers[$0.source] - assignment.layers[$0.target]) - 1 }
        guard passes.reduce(0, { $0 + max($1, 0) }) > min(budget.vertices, budget.passes) else { return isDirect }
        let order = edges.indices.sorted { (passes[$0], $0) < (passes[$1], $1) }
        var (budget, shared): (Budget, Set<Bundle>) = (budget, [])
        for (place, index) in order.enumerated() where passes[index] > 0 {
            let edge = edges[index]
            let isReversed = assignment.isReversed[index]
            let ends = [assignment.layers[edge.source], assignment.layers[edge.target]].sorted()
            budget.passes -= passes[index]
            for layer in (ends[0] + 1)..<ends[1] {
                let end = isReversed ? edge.source : edge.target
                let bundle = Bundle(end: end, number: edge.bundle, layer: layer, isReversed: isReversed)
                if edge.bundle == 0 || shared.insert(bundle).inserted { budget.vertices -= 1 }
            }
            guard budget.passes < 0 || budget.vertices < 0 else { continue }
            for rest in order[place...] { isDirect[rest] = true }
            break
        }
        return isDirect
    }

    /// Several edges between two vertices count once.
    private mutating func connect(_ left: Int, _ right: Int) {
        guard vertices[left].later.last != right, !vertices[left].later.contains(right) else { return }
        vertices[left].later.append(right)
        vertices[right].earlier.append(left)
    }
}
