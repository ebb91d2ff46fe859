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

    /// Rows with some room between them, and how low the lowest vertex reaches; many are level by chance.
    private func scattered(_ graph: LayeredGraph, seed: UInt64) -> (rows: [Double], limit: Double) {
        var numbers = SeededGenerator(seed: seed)
        var rows = Array(repeating: 0.0, count: graph.vertices.count)
        for layer in graph.layers {
            for (place, vertex) in layer.enumerated() {
                let least =
                    place == 0
                    ? graph.vertices[vertex].height / 2
                    : rows[layer[place - 1]] + spacing.distance(layer[place - 1], vertex, in: graph)
                rows[vertex] = least + 4 * Double(Int.random(in: 0...3, using: &numbers))
            }
        }
        return (rows, zip(rows, graph.vertices).map { $0 + $1.height / 2 }.max() ?? 0)
    }

    /// Where an edge changes its row between two vertices that it passes: the first of them, and the second.
    private func bends(_ graph: LayeredGraph, _ rows: [Double]) -> Set<[Int]> {
        let steps = graph.vertices.indices.filter { graph.vertices[$0].isPassing }.flatMap { vertex in
            graph.vertices[vertex].later.filter { graph.vertices[$0].isPassing }.map { [vertex, $0] }
        }
        return Set(steps.filter { abs(rows[$0[0]] - rows[$0[1]]) > 0.01 })
    }

    @Test func aLongEdgeWithRoomIsStraight() {
        // A chain of six, and an edge past all of it.
        let graph = graph(6, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)])
        let passing = graph.vertices.indices.filter { graph.vertices[$0].isPassing }
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

    /// The order of each layer, the distances and the height stay; bends are taken away, and none is made.
    @Test(arguments: 0..<12)
    func whatMovesStaysInItsPlace(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        let count = 50 + Int.random(in: 0..<50, using: &numbers)
        let edges = (0..<(2 * count)).map { _ in
            (Int.random(in: 0..<count, using: &numbers), Int.random(in: 0..<count, using: &numbers))
        }
        // Edges of a bundle come together on their way.
        let graph = graph(count, edges.filter { $0.0 != $0.1 }, bundle: Int(seed % 2))
        let (rows, limit) = scattered(graph, seed: seed)
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
        #expect(bends(graph, straight).isStrictSubset(of: bends(graph, rows)))
        #expect(RowStraightening.straightened(rows, of: graph, spacing, limit: limit) == straight)
    }
}
