/// A graph whose edges lead from each layer to the next: edges that are longer pass a vertex in each layer between.
struct LayeredGraph {
    /// A place in a layer: a node, or where an edge passes.
    struct Vertex {
        var layer: Int
        /// The node; `nil` where an edge passes.
        var node: Int?
        var height: Double
        var earlier: [Int] = []
        var later: [Int] = []
    }

    private(set) var vertices: [Vertex] = []
    /// The vertices of each layer in their order.
    var layers: [[Int]]
    /// The vertices that each edge passes, from the earlier end to the later.
    private(set) var paths: [[Int]] = []

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
        var shared: [Bundle: Int] = [:]
        for (index, edge) in edges.enumerated() {
            let isReversed = assignment.isReversed[index]
            let (from, to) = isReversed ? (edge.target, edge.source) : (edge.source, edge.target)
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

    /// Several edges between two vertices count once.
    private mutating func connect(_ left: Int, _ right: Int) {
        guard vertices[left].later.last != right, !vertices[left].later.contains(right) else { return }
        vertices[left].later.append(right)
        vertices[right].earlier.append(left)
    }
}
