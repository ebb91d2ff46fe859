/// Takes small bends out of edges that pass several layers, where there is room to do so.
///
/// Pieces of an edge that are level move as a whole, to the row of the piece before or behind them: each move takes a
/// bend away and makes none. Large bends are left: they lead an edge to where it goes.
struct RowStraightening {
    /// The largest bend that is taken out, in points: beyond, to follow an edge is easier with the bend than without.
    private static let largestBend = 24.0
    /// Rows that are no further apart are one.
    private static let precision = 0.01
    /// How often all edges are gone through: what moves makes room for others.
    private static let rounds = 4

    private let graph: LayeredGraph
    private let spacing: LayeredLayout.Spacing
    private var rows: [Double]
    /// How low the lower side of a vertex may be.
    private let limit: Double
    /// The place of each vertex in its layer.
    private let places: [Int]

    /// The rows with fewer bends.
    ///
    /// - Parameters:
    ///   - rows: The middle of each vertex, from the top, in the order of the layers.
    ///   - graph: The vertices.
    ///   - spacing: How far apart they are at least.
    ///   - limit: How low the lower side of a vertex may be.
    /// - Returns: The middle of each vertex, in the same order.
    static func straightened(
        _ rows: [Double],
        of graph: LayeredGraph,
        _ spacing: LayeredLayout.Spacing,
        limit: Double
    ) -> [Double] {
        var straightening = RowStraightening(rows, graph, spacing, limit)
        let chains = straightening.chains
        for _ in 0..<rounds {
            var hasMoved = false
            for chain in chains where straightening.straighten(chain) { hasMoved = true }
            guard hasMoved else { break }
        }
        return straightening.rows
    }

    private init(_ rows: [Double], _ graph: LayeredGraph, _ spacing: LayeredLayout.Spacing, _ limit: Double) {
        (self.rows, self.graph, self.spacing, self.limit) = (rows, graph, spacing, limit)
        places = graph.places
    }

    /// The vertices that an edge passes one after the other, from where edges come together on.
    private var chains: [[Int]] {
        graph.vertices.indices.compactMap { first in
            guard graph.vertices[first].isPassing, predecessor(of: first) == nil else { return nil }
            var chain = [first]
            while let last = chain.last, let next = graph.vertices[last].later.first, predecessor(of: next) == last {
                chain.append(next)
            }
            return chain.count > 1 ? chain : nil
        }
    }

    /// The only vertex before one that is passed, if that is passed too.
    private func predecessor(of vertex: Int) -> Int? {
        guard graph.vertices[vertex].isPassing, graph.vertices[vertex].earlier.count == 1,
            let earlier = graph.vertices[vertex].earlier.first, graph.vertices[earlier].isPassing
        else { return nil }
        return earlier
    }

    /// Goes along an edge, and makes what is nearly level so; tells whether something moved.
    private mutating func straighten(_ chain: [Int]) -> Bool {
        var hasMoved = false
        // The level piece that ends before the vertex at hand.
        var piece = levelPiece(of: chain, from: 0)
        while piece.upperBound < chain.count {
            let next = levelPiece(of: chain, from: piece.upperBound)
            let bend = abs(rows[chain[next.lowerBound]] - rows[chain[piece.lowerBound]])
            let hasJoined =
                bend <= Self.largestBend
                && (move(chain[next], to: rows[chain[piece.lowerBound]])
                    || move(chain[piece], to: rows[chain[next.lowerBound]]))
            if hasJoined { hasMoved = true }
            piece = hasJoined ? piece.lowerBound..<next.upperBound : next
        }
        return hasMoved
    }

    /// The vertices from one on that are in its row.
    private func levelPiece(of chain: [Int], from start: Int) -> Range<Int> {
        var end = start + 1
        while end < chain.count, abs(rows[chain[end]] - rows[chain[start]]) <= Self.precision { end += 1 }
        return start..<end
    }

    /// Moves a level piece to a row if there is room for all of it there, and nothing else would be bent for it.
    private mutating func move(_ piece: ArraySlice<Int>, to row: Double) -> Bool {
        guard !goesOnLevel(piece), piece.allSatisfy({ room(for: $0).contains(row) }) else { return false }
        for vertex in piece { rows[vertex] = row }
        return true
    }

    /// Whether an edge comes to a piece or leaves it in its row, as may be where edges come together.
    private func goesOnLevel(_ piece: ArraySlice<Int>) -> Bool {
        guard let first = piece.first, let last = piece.last else { return false }
        return (graph.vertices[first].earlier + graph.vertices[last].later).contains { other in
            graph.vertices[other].isPassing && abs(rows[other] - rows[first]) <= Self.precision
        }
    }

    /// Where a vertex may be between its neighbours in the layer.
    private func room(for vertex: Int) -> ClosedRange<Double> {
        let (layer, place) = (graph.layers[graph.vertices[vertex].layer], places[vertex])
        let half = graph.vertices[vertex].height / 2
        let top =
            place > 0 ? rows[layer[place - 1]] + spacing.distance(layer[place - 1], vertex, in: graph) : half
        let bottom =
            place < layer.count - 1
            ? rows[layer[place + 1]] - spacing.distance(vertex, layer[place + 1], in: graph) : limit - half
        return top <= bottom ? top...bottom : rows[vertex]...rows[vertex]
    }
}
