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
    /// The lines that the layers stand in, if they are not all beside each other.
    private var folding: LayerFolding?

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
        fold(starts, ends)
        for (index, path) in graph.paths.enumerated() {
            routes.append(route(index, path, from: starts[index], to: ends[index]))
        }
        guard let folding else { return }
        (width, height) = (folding.width, folding.height)
        for index in nodes.indices {
            nodes[index] = nodes[index].moved(by: folding.offset(ofLayer: assignment.layers[index]))
        }
    }

    /// Puts the layers of a drawing that is much wider than high into lines.
    private mutating func fold(_ starts: [Double], _ ends: [Double]) {
        let sides = graph.layers.enumerated().map { layer, vertices in
            let middles = vertices.map { (rows[$0], graph.vertices[$0].height / 2) }
            let advance = columns[layer].width + labels[layer] + spacing.layer
            return LayerFolding.Column(
                x: columns[layer].x,
                width: columns[layer].width,
                advance: advance,
                top: middles.map { $0.0 - $0.1 }.min() ?? 0,
                bottom: middles.map { $0.0 + $0.1 }.max() ?? 0
            )
        }
        folding = LayerFolding(sides) { lines in
            graph.paths.enumerated().flatMap { index, path in
                (1..<path.count).compactMap { place in
                    let layers = (graph.vertices[path[place - 1]].layer, graph.vertices[path[place]].layer)
                    guard lines[layers.0] != lines[layers.1] else { return nil }
                    let heights = (
                        height(of: path, at: place - 1, starts[index], ends[index]),
                        height(of: path, at: place, starts[index], ends[index])
                    )
                    return LayerFolding.Crossing(step: step(index, path, to: place), layers: layers, heights: heights)
                }
            }
        }
    }

    /// The step of an edge to a place of its path.
    private func step(_ index: Int, _ path: [Int], to place: Int) -> LayerFolding.Step {
        let isShared = place > 1 && place < path.count - 1
        return LayerFolding.Step(edge: isShared ? nil : index, from: path[place - 1], to: path[place])
    }

    /// The height of an edge at a place of its path.
    private func height(of path: [Int], at place: Int, _ start: Double, _ end: Double) -> Double {
        place == 0 ? start : place == path.count - 1 ? end : rows[path[place]]
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
                let isShared = place > 0 && sorted[place - 1].next == item.next && graph.vertices[item.next].isPassing
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
        var points: [LayeredLayout.Point] = []
        func add(_ x: Double, _ y: Double, in layer: Int) {
            let point = LayeredLayout.Point(x: x, y: y)
            points.append(folding.map { point.moved(by: $0.offset(ofLayer: layer)) } ?? point)
        }
        add(nodes[first].x + sizes[first].width, start, in: graph.vertices[first].layer)
        for (place, vertex) in path.enumerated() {
            let layer = graph.vertices[vertex].layer
            let row = height(of: path, at: place, start, end)
            if place > 0 {
                let earlier = graph.vertices[path[place - 1]].layer
                let heights = (height(of: path, at: place - 1, start, end), row)
                if let turns = folding?.turns(of: step(index, path, to: place), from: (earlier, layer), heights) {
                    // The straight pieces before and behind go on to where the edge turns.
                    points.removeLast()
                    points += turns
                } else {
                    add(columns[layer].x, row, in: layer)
                }
            }
            if place < path.count - 1 {
                let room = place == 0 ? edges[index].labelWidth : 0
                add(columns[layer].x + columns[layer].width + room, row, in: layer)
            }
        }
        add(nodes[last].x, end, in: graph.vertices[last].layer)
        let label = edges[index].labelWidth > 0 ? points[0] : nil
        return LayeredLayout.Route(points: assignment.isReversed[index] ? points.reversed() : points, label: label)
    }
}
