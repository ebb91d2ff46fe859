import TestSupport
import Testing

@testable import AppModel

/// What holds for every drawing, whatever the graph.
@Suite(.timeLimit(.minutes(10))) struct LayeredLayoutTests {
    private typealias Edge = LayeredLayout.Edge

    /// A layout of nodes of one size.
    private func layout(_ count: Int, _ edges: [(Int, Int)], bundle: Int = 0) -> LayeredLayout {
        LayeredLayout(
            nodes: Array(repeating: .init(width: 120, height: 46, portHeight: 46), count: count),
            edges: edges.map { Edge(source: $0.0, target: $0.1, bundle: bundle) }
        )
    }

    private func checkNothingOverlaps(_ layout: LayeredLayout, sourceLocation: SourceLocation = #_sourceLocation) {
        let sorted = layout.nodes.enumerated().sorted { ($0.element.x, $0.element.y) < ($1.element.x, $1.element.y) }
        for (index, (left, first)) in sorted.enumerated() {
            for (right, second) in sorted[(index + 1)...].prefix(while: { $0.element.x < first.x + 120 }) {
                #expect(abs(first.y - second.y) >= 46, "\(left) and \(right)", sourceLocation: sourceLocation)
            }
        }
        for node in layout.nodes {
            #expect(node.x >= 0 && node.y >= 0, sourceLocation: sourceLocation)
            #expect(node.x + 120 <= layout.width + 0.001, sourceLocation: sourceLocation)
            #expect(node.y + 46 <= layout.height + 0.001, sourceLocation: sourceLocation)
        }
    }

    /// Edges begin and end at the sides of their nodes.
    private func checkEnds(
        _ layout: LayeredLayout,
        _ edges: [(Int, Int)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (route, edge) in zip(layout.routes, edges) where edge.0 != edge.1 {
            for (point, node) in [(route.points.first, edge.0), (route.points.last, edge.1)] {
                guard let point else {
                    Issue.record("\(edge) has no way", sourceLocation: sourceLocation)
                    continue
                }
                let corner = layout.nodes[node]
                let isAtSide = abs(point.x - corner.x) < 0.001 || abs(point.x - corner.x - 120) < 0.001
                #expect(isAtSide && corner.y...(corner.y + 46) ~= point.y, "\(edge)", sourceLocation: sourceLocation)
            }
        }
    }

    @Test func aChainGoesStraightFromLeftToRight() {
        let drawing = layout(4, [(0, 1), (1, 2), (2, 3)])
        #expect(drawing.nodes.map(\.x) == [0, 184, 368, 552])
        #expect(Set(drawing.nodes.map(\.y)) == [0])
        #expect(drawing.routes.allSatisfy { Set($0.points.map(\.y)) == [23] })
        #expect((drawing.width, drawing.height) == (672, 46))
    }

    /// What would be a ribbon stands in lines below each other, each going on at the left of the next.
    @Test func aLongChainIsFolded() {
        let edges = (1..<60).map { ($0 - 1, $0) }
        let drawing = layout(60, edges)
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        #expect(drawing.width < 2.1 * drawing.height)
        let lines = Set(drawing.nodes.map(\.y))
        #expect(lines.count == 8)
        for (node, next) in zip(drawing.nodes, drawing.nodes.dropFirst()) {
            #expect(next.y == node.y ? next.x > node.x : next.y > node.y && next.x < node.x)
        }
        // Edges turn beside the nodes, and go back between the lines.
        let back = drawing.routes.filter { $0.points.count == 6 }
        #expect(back.count == lines.count - 1)
        for route in back {
            let lane = route.points[2].y
            #expect(route.points[3].y == lane && lines.allSatisfy { !(($0 - 5)...($0 + 51)).contains(lane) })
            let line = drawing.nodes.filter { $0.y + 23 == route.points[0].y }
            #expect(drawing.nodes.allSatisfy { $0.x > route.points[3].x })
            #expect(line.count > 5 && line.allSatisfy { $0.x + 120 < route.points[2].x })
        }
    }

    /// Edges over many layers, circles, edges that share their way and edges that pass no layer are folded as well.
    @Test(arguments: 0..<12)
    func whateverIsLongIsFolded(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = 150
        var edges = (1..<count).map { ($0 - 1, $0) }
        for node in 1..<count where seed > 2 { edges.append((Int.random(in: 0..<node, using: &random), node)) }
        if seed.isMultiple(of: 3) { edges.append((count - 1, 0)) }
        let drawing = layout(count, edges, bundle: seed.isMultiple(of: 2) ? 1 : 0)
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        #expect(drawing.width < 4 * drawing.height)
        for point in drawing.routes.flatMap(\.points) {
            #expect(0...drawing.width ~= point.x && -0.001...(drawing.height + 0.001) ~= point.y)
        }
        // A lane holds one edge, or those that have come the same way.
        var lanes: [Double: Set<Int>] = [:]
        for (index, route) in drawing.routes.enumerated() {
            for (first, second) in zip(route.points, route.points.dropFirst()) where abs(first.x - second.x) > 1_000 {
                if first.y == second.y { lanes[first.y, default: []].insert(index) }
            }
        }
        #expect(!lanes.isEmpty)
        if seed % 2 == 1 { #expect(lanes.values.allSatisfy { $0.count == 1 }) }
    }

    @Test func treesHaveNoCrossings() {
        let edges = (1..<31).map { (($0 - 1) / 2, $0) }
        let drawing = layout(31, edges)
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        // In each layer the children stand in the order of their parents.
        for (parent, other) in zip(7..<14, 8..<15) {
            let isAbove = drawing.nodes[parent].y < drawing.nodes[other].y
            #expect((drawing.nodes[2 * parent + 1].y < drawing.nodes[2 * other + 1].y) == isAbove)
        }
    }

    @Test func circlesAndLoopsAreDrawn() {
        let edges = [(0, 1), (1, 2), (2, 0), (1, 1), (0, 1)]
        let drawing = layout(3, edges)
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        #expect(drawing.routes.allSatisfy { $0.points.count > 1 })
    }

    @Test func nothingAndOneNodeHaveASize() {
        #expect(layout(0, []).width == 0)
        let one = layout(1, [])
        #expect((one.width, one.height) == (120, 46))
    }

    @Test func nodesWithoutEdgesStandInRows() {
        let drawing = layout(40, [])
        checkNothingOverlaps(drawing)
        #expect(drawing.width < 3 * drawing.height && drawing.height < 3 * drawing.width)
    }

    @Test func aHubOfManyIsNotATower() {
        let edges = (1..<300).map { ($0, 0) }
        let drawing = layout(300, edges, bundle: 1)
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        #expect(drawing.height < 2 * drawing.width)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func randomGraphsAreDrawn(seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        let count = 5 + Int.random(in: 0..<80, using: &numbers)
        let edges = (0..<Int.random(in: 0..<(3 * count), using: &numbers)).map { _ in
            (Int.random(in: 0..<count, using: &numbers), Int.random(in: 0..<count, using: &numbers))
        }
        let drawing = layout(count, edges, bundle: Int(seed % 2))
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        let again = layout(count, edges, bundle: Int(seed % 2))
        #expect(again.nodes == drawing.nodes)
        #expect(again.routes.map(\.points) == drawing.routes.map(\.points))
    }

    @Test func edgesOfABundleShareTheirWay() {
        let edges = [(0, 1), (1, 2), (0, 3), (3, 2), (0, 2), (4, 0), (4, 2)]
        let alone = layout(5, edges)
        let together = layout(5, edges, bundle: 1)
        #expect(alone.routes[4].points[3].y != alone.routes[6].points[5].y)
        #expect(together.routes[4].points[3].y == together.routes[6].points[5].y)
        #expect(together.routes[4].points.last == together.routes[6].points.last)
    }

    @Test func thousandsOfNodesAreDrawn() {
        var numbers = SeededGenerator(seed: 7)
        let edges = (0..<2000).map { index in (index % 1500, Int.random(in: 0..<1500, using: &numbers)) }
        let drawing = layout(1500, edges, bundle: 1)
        #expect(drawing.width > 0 && drawing.height > 0)
    }

    /// What passes layers grows with the nodes and edges, not with how long the edges are.
    @Test(arguments: [0, 1]) func longEdgesTakeNoMoreRoomThanThereIs(bundle: Int) {
        let count = 400
        let next = (0..<(count - 1)).map { ($0, $0 + 1) }
        let far = (0..<(count / 2)).map { ($0, bundle == 0 ? $0 + count / 2 : count - 1) }
        let edges = next + far
        let size = count + edges.count
        let drawing = layout(count, edges, bundle: bundle)
        checkNothingOverlaps(drawing)
        checkEnds(drawing, edges)
        #expect(drawing.routes.reduce(0) { $0 + $1.points.count } < 100 * size)
        let parts = edges.map { Edge(source: $0.0, target: $0.1, bundle: bundle) }
        let graph = LayeredGraph(
            Array(repeating: .init(width: 120, height: 46, portHeight: 46), count: count),
            parts,
            LayerAssignment(nodeCount: count, edges: parts),
            LayeredLayout.Spacing()
        )
        #expect(graph.vertices.count <= 4_000 + 11 * size)
        #expect(graph.vertices.count > count + 100)
    }
}
