/// The drawing of a connected graph: where its nodes stand and how its edges go.
struct ComponentLayout {
    private(set) var nodes: [LayeredLayout.Point] = []
    private(set) var routes: [LayeredLayout.Route] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    private let sizes: [LayeredLayout.Node]
    private let edges: [LayeredLayout.Edge]
    private let spacing: LayeredLayout.Spacing
    private let assignment: LayerAssignment
    private let graph: LayeredGraph
    /// The middle of each vertex, from the top.
    private let rows: [Double]
    /// The left side of each layer and its width.
    private var columns: [(x: Double, width: Double)] = []
    /// The room for text behind each layer.
    private var labels: [Double] = []

    init(_ nodes: [LayeredLayout.Node], _ edges: [LayeredLayout.Edge], _ spacing: LayeredLayout.Spacing) {
        sizes = nodes
        self.edges = edges
        self.spacing = spacing
        assignment = LayerAssignment(nodeCount: nodes.count, edges: edges)
        var graph = LayeredGraph(nodes, edges, assignment, spacing)
        graph.layers = LayerOrdering.ordered(graph)
        self.graph = graph
        let straight = RowAssignment.rows(graph, spacing)
        let isHigh = (straight.max() ?? 0) > 1.6 * RowRelaxation.leastHeight(graph, spacing)
        rows = isHigh ? RowRelaxation.rows(graph, spacing) : straight
        placeColumns()
        placeNodes()
        placeEdges()
    }

    private mutating func placeColumns() {
        labels = Array(repeating: 0, count: graph.layers.count)
        for (index, path) in graph.paths.enumerated() {
            let layer = graph.vertices[path[0]].layer
            labels[layer] = max(labels[layer], edges[index].labelWidth)
        }
        var x = 0.0
        for (index, layer) in graph.layers.enumerated() {
            let width = layer.compactMap { graph.vertices[$0].node }.map { sizes[$0].width }.max() ?? 0
            columns.append((x, width))
            x += width + labels[index] + spacing.layer
        }
        width = (columns.last?.x ?? 0) + (columns.last?.width ?? 0)
    }

    private mutating func placeNodes() {
        for (index, size) in sizes.enumerated() {
            let column = columns[assignment.layers[index]]
            nodes.append(
                LayeredLayout.Point(x: column.x + (column.width - size.width) / 2, y: rows[index] - size.height / 2)
            )
            height = max(height, rows[index] + size.height / 2)
        }
        height = max(height, rows.max() ?? 0)
    }

    // MARK: - Edges

    private mutating func placeEdges() {
        let starts = ports { ($0[0], $0[1]) }
        let ends = ports { ($0[$0.count - 1], $0[$0.count - 2]) }
        for (index, path) in graph.paths.enumerated() {
            routes.append(route(index, path, from: starts[index], to: ends[index]))
        }
    }

    /// The height at which each edge meets the node at one of its ends: side by side, in the order of where they go.
    private func ports(_ end: ([Int]) -> (node: Int, next: Int)) -> [Double] {
        var meeting: [Int: [(edge: Int, row: Double, next: Int)]] = [:]
        for (index, path) in graph.paths.enumerated() {
            let (node, next) = end(path)
            meeting[node, default: []].append((index, rows[next], next))
        }
        var heights = Array(repeating: 0.0, count: graph.paths.count)
        for (node, found) in meeting {
            let sorted = found.sorted { ($0.row, $0.edge) < ($1.row, $1.edge) }
            // Edges that come the same way arrive at the same place.
            var slots: [Int] = []
            for (place, item) in sorted.enumerated() {
                let isShared = place > 0 && sorted[place - 1].next == item.next && graph.vertices[item.next].node == nil
                slots.append(isShared ? slots[place - 1] : (slots.last ?? -1) + 1)
            }
            let count = Double((slots.last ?? 0) + 1)
            let gap = min(spacing.port, (sizes[node].portHeight - 12) / max(count - 1, 1))
            let middle = nodes[node].y + sizes[node].portHeight / 2
            for (slot, item) in zip(slots, sorted) {
                heights[item.edge] = middle + (Double(slot) - (count - 1) / 2) * gap
            }
        }
        return heights
    }

    private func route(_ index: Int, _ path: [Int], from start: Double, to end: Double) -> LayeredLayout.Route {
        let (first, last) = (path[0], path[path.count - 1])
        var points = [LayeredLayout.Point(x: nodes[first].x + sizes[first].width, y: start)]
        for (place, vertex) in path.enumerated() {
            let column = columns[graph.vertices[vertex].layer]
            let row = place == 0 ? start : place == path.count - 1 ? end : rows[vertex]
            if place > 0 { points.append(LayeredLayout.Point(x: column.x, y: row)) }
            if place < path.count - 1 {
                let room = place == 0 ? edges[index].labelWidth : 0
                points.append(LayeredLayout.Point(x: column.x + column.width + room, y: row))
            }
        }
        points.append(LayeredLayout.Point(x: nodes[last].x, y: end))
        let label = edges[index].labelWidth > 0 ? LayeredLayout.Point(x: points[0].x, y: start) : nil
        return LayeredLayout.Route(points: assignment.isReversed[index] ? points.reversed() : points, label: label)
    }
}
