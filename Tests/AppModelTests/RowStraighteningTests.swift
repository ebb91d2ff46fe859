import TestSupport
import Testing

@testable import AppModel

@Suite struct RowStraighteningTests {
    private typealias Edge = LayeredLayout.Edge
    private let spacing = LayeredLayout.Spacing()

    /// Nodes of one size in layers.
    private func graph(_ count: Int, _ edges: [(Int, Int)], bundle: Int = 0) -> LayeredGraph {
        let nodes = Array(repeating: LayeredLayout.Node(width: 120, height: 46, portHeight: 46), count: count)
        let parts = edges.map { Edge(source: $0.0, target: $0.1, bundle: bundle) }
        return LayeredGraph(nodes, parts, LayerAssignment(nodeCount: count, edges: parts), spacing)
    }

    /// Rows with some room between them, and how low the lowest vertex reaches.
    private func scattered(_ graph: LayeredGraph, _ room: Double, seed: UInt64) -> (rows: [Double], limit: Double) {
        var numbers = SeededGenerator(seed: seed)
        var rows = Array(repeating: 0.0, count: graph.vertices.count)
        for layer in graph.layers {
            for (place, vertex) in layer.enumerated() {
                let least =
                    place == 0
                    ? graph.vertices[vertex].height / 2
                    : rows[layer[place - 1]] + spacing.distance(layer[place - 1], vertex, in: graph)
                rows[vertex] = least + Double.random(in: 0...room, using: &numbers)
            }
        }
        return (rows, zip(rows, graph.vertices).map { $0 + $1.height / 2 }.max() ?? 0)
    }

    /// How often an edge changes its row between two vertices that it passes.
    private func bends(_ graph: LayeredGraph, _ rows: [Double]) -> Int {
        graph.vertices.indices.reduce(0) { count, vertex in
            guard graph.vertices[vertex].node == nil else { return count }
            let next = graph.vertices[vertex].later.filter { graph.vertices[$0].node == nil }
            return count + next.count { abs(rows[$0] - rows[vertex]) > 0.01 }
        }
    }

    @Test func aLongEdgeWithRoomIsStraight() {
        // A chain of six, and an edge past all of it.
        let graph = graph(6, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)])
        let passing = graph.vertices.indices.filter { graph.vertices[$0].node == nil }
        #expect(passing.count == 4)
        var rows = graph.vertices.map { $0.node == nil ? 100.0 : 23.0 }
        for (vertex, bend) in zip(passing, [0.0, 3.5, -2.5, 6]) { rows[vertex] += bend }
        let straight = RowStraightening.straightened(rows, of: graph, spacing, limit: 120)
        #expect(Set(passing.map { straight[$0] }).count == 1)
        #expect(graph.vertices.indices.allSatisfy { graph.vertices[$0].node == nil || straight[$0] == 23 })
        // A large bend stays.
        rows[passing[3]] = 160
        let bent = RowStraightening.straightened(rows, of: graph, spacing, limit: 160)
        #expect(bent[passing[3]] == 160)
        #expect(Set(passing.dropLast().map { bent[$0] }).count == 1)
    }

    /// The order of each layer, the distances and the height stay; there are fewer bends.
    @Test(arguments: 0..<12)
    func whatMovesStaysInItsPlace(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        let count = 20 + Int.random(in: 0..<60, using: &numbers)
        let edges = (0..<(2 * count)).map { _ in
            (Int.random(in: 0..<count, using: &numbers), Int.random(in: 0..<count, using: &numbers))
        }
        let graph = graph(count, edges.filter { $0.0 != $0.1 }, bundle: Int(seed % 2))
        let (rows, limit) = scattered(graph, 12, seed: seed)
        let straight = RowStraightening.straightened(rows, of: graph, spacing, limit: limit)
        for layer in graph.layers {
            for (upper, lower) in zip(layer, layer.dropFirst()) {
                #expect(straight[lower] - straight[upper] >= spacing.distance(upper, lower, in: graph) - 0.001)
            }
        }
        for (vertex, row) in zip(graph.vertices, straight) {
            #expect(row - vertex.height / 2 >= -0.001 && row + vertex.height / 2 <= limit + 0.001)
        }
        for index in graph.vertices.indices where graph.vertices[index].node != nil {
            #expect(straight[index] == rows[index])
        }
        #expect(bends(graph, straight) < bends(graph, rows))
        #expect(RowStraightening.straightened(rows, of: graph, spacing, limit: limit) == straight)
    }
}
