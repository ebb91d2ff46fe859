/// Finds the rows of vertices in a drawing that may not grow: each goes to the middle of its neighbours as far as the
/// order of its layer and the height of the highest layer allow.
///
/// Where `RowAssignment` keeps every edge straight and lets the drawing grow, this keeps large drawings together. The
/// bends that all of that leaves in edges are taken out where there is room (`RowStraightening`).
struct RowRelaxation {
    private static let rounds = 12

    private let graph: LayeredGraph
    private let spacing: LayeredLayout.Spacing
    private var rows: [Double]
    /// How high the drawing may be.
    private let limit: Double

    /// The height of the highest layer if nothing but the distances counts.
    static func leastHeight(_ graph: LayeredGraph, _ spacing: LayeredLayout.Spacing) -> Double {
        graph.layers.map { layer in
            let distances = zip(layer, layer.dropFirst()).reduce(0) { $0 + spacing.distance($1.0, $1.1, in: graph) }
            let ends = [layer.first, layer.last].compactMap { $0 }.reduce(0) { $0 + graph.vertices[$1].height / 2 }
            return distances + ends
        }
        .max() ?? 0
    }

    /// The middle of each vertex, from the top.
    static func rows(_ graph: LayeredGraph, _ spacing: LayeredLayout.Spacing) -> [Double] {
        var relaxation = RowRelaxation(graph, spacing)
        for round in 0..<rounds { relaxation.relax(isForward: round.isMultiple(of: 2)) }
        return RowStraightening.straightened(relaxation.rows, of: graph, spacing, limit: relaxation.limit)
    }

    private init(_ graph: LayeredGraph, _ spacing: LayeredLayout.Spacing) {
        self.graph = graph
        self.spacing = spacing
        limit = Self.leastHeight(graph, spacing) * 1.1
        rows = Array(repeating: limit / 2, count: graph.vertices.count)
        for layer in graph.layers { place(layer, near: layer.map { rows[$0] }) }
    }

    private mutating func relax(isForward: Bool) {
        for layer in isForward ? graph.layers : graph.layers.reversed() {
            let wanted = layer.map { vertex in
                let (earlier, later) = (graph.vertices[vertex].earlier, graph.vertices[vertex].later)
                let side = isForward ? earlier : later
                let neighbours = side.isEmpty ? earlier + later : side
                return neighbours.isEmpty ? rows[vertex] : mean(neighbours)
            }
            place(layer, near: wanted)
        }
    }

    private func mean(_ vertices: [Int]) -> Double {
        vertices.reduce(0) { $0 + rows[$1] } / Double(vertices.count)
    }

    /// Places the vertices of a layer with the least squares of their distances from where they want to be.
    ///
    /// With the distances to the first one taken off, that is a regression to rising values: neighbours that are in each
    /// other's way are pooled (Ayer and others, 1955).
    private mutating func place(_ layer: [Int], near wanted: [Double]) {
        guard let first = layer.first, let last = layer.last else { return }
        var offsets = [0.0]
        for (upper, lower) in zip(layer, layer.dropFirst()) {
            offsets.append(offsets[offsets.count - 1] + spacing.distance(upper, lower, in: graph))
        }
        var pools: [(sum: Double, count: Int)] = []
        for (place, row) in wanted.enumerated() {
            pools.append((row - offsets[place], 1))
            while pools.count > 1 {
                let (before, after) = (pools[pools.count - 2], pools[pools.count - 1])
                guard before.sum / Double(before.count) > after.sum / Double(after.count) else { break }
                pools.removeLast(2)
                pools.append((before.sum + after.sum, before.count + after.count))
            }
        }
        let values = pools.flatMap { Array(repeating: $0.sum / Double($0.count), count: $0.count) }
        let top = graph.vertices[first].height / 2
        let bottom = limit - graph.vertices[last].height / 2 - offsets[offsets.count - 1]
        for (place, vertex) in layer.enumerated() {
            rows[vertex] = max(top, min(values[place], bottom)) + offsets[place]
        }
    }
}

extension LayeredLayout.Spacing {
    /// How far the middles of two neighbours of a layer are apart at least.
    func distance(_ upper: Int, _ lower: Int, in graph: LayeredGraph) -> Double {
        let (first, second) = (graph.vertices[upper], graph.vertices[lower])
        let gap = first.isPassing || second.isPassing ? edge : node
        return (first.height + second.height) / 2 + gap
    }
}
