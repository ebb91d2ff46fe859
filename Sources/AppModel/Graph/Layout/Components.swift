/// The connected parts of a graph.
struct Components {
    /// A part: its nodes and edges by their places in the graph, and the places of the nodes in the part.
    struct Part {
        var nodes: [Int] = []
        var edges: [Int] = []
        var places: [Int: Int] = [:]
    }

    /// The parts with edges between nodes, the largest first.
    private(set) var connected: [Part] = []
    /// The nodes without edges to others.
    private(set) var isolated: [Int] = []

    init(nodeCount: Int, edges: [LayeredLayout.Edge]) {
        var leaders = Array(0..<nodeCount)
        func leader(of node: Int) -> Int {
            var node = node
            while leaders[node] != node {
                leaders[node] = leaders[leaders[node]]
                node = leaders[node]
            }
            return node
        }
        for edge in edges {
            let (left, right) = (leader(of: edge.source), leader(of: edge.target))
            leaders[max(left, right)] = min(left, right)
        }
        var parts: [Int: Part] = [:]
        for node in 0..<nodeCount {
            let name = leader(of: node)
            parts[name, default: Part()].places[node] = parts[name]?.nodes.count ?? 0
            parts[name]?.nodes.append(node)
        }
        for (index, edge) in edges.enumerated() where edge.source != edge.target {
            parts[leader(of: edge.source)]?.edges.append(index)
        }
        let ordered = parts.sorted { ($1.value.nodes.count, $0.key) < ($0.value.nodes.count, $1.key) }.map(\.value)
        connected = ordered.filter { $0.nodes.count > 1 }
        isolated = ordered.filter { $0.nodes.count == 1 }.flatMap(\.nodes)
    }
}

/// Nodes without edges, in rows.
struct GridLayout {
    private(set) var nodes: [LayeredLayout.Point] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    init(_ sizes: [LayeredLayout.Node], _ spacing: LayeredLayout.Spacing) {
        let area = sizes.reduce(0) { $0 + ($1.width + spacing.node) * ($1.height + spacing.node) }
        let rowWidth = (area * 2).squareRoot()
        var (x, y, rowHeight) = (0.0, 0.0, 0.0)
        for size in sizes {
            if x > 0, x + size.width > rowWidth {
                y += rowHeight + spacing.node
                (x, rowHeight) = (0, 0)
            }
            nodes.append(LayeredLayout.Point(x: x, y: y))
            x += size.width + spacing.node
            rowHeight = max(rowHeight, size.height)
            width = max(width, x - spacing.node)
        }
        height = sizes.isEmpty ? 0 : y + rowHeight
    }
}

/// Boxes beside each other on shelves, so that the whole is about as wide as a screen.
struct ShelfPacking {
    private(set) var origins: [LayeredLayout.Point] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// Places boxes.
    ///
    /// - Parameters:
    ///   - boxes: Widths and heights, in the order in which they are placed.
    ///   - gap: How far boxes are apart.
    init(_ boxes: [LayeredLayout.Point], gap: Double) {
        let area = boxes.reduce(0) { $0 + ($1.x + gap) * ($1.y + gap) }
        let shelfWidth = max(boxes.map(\.x).max() ?? 0, (area * 1.8).squareRoot())
        var (x, y, shelfHeight) = (0.0, 0.0, 0.0)
        for box in boxes {
            guard box.x > 0 else {
                origins.append(LayeredLayout.Point(x: x, y: y))
                continue
            }
            if x > 0, x + box.x > shelfWidth {
                y += shelfHeight + gap
                (x, shelfHeight) = (0, 0)
            }
            origins.append(LayeredLayout.Point(x: x, y: y))
            x += box.x + gap
            shelfHeight = max(shelfHeight, box.y)
            width = max(width, x - gap)
        }
        height = y + shelfHeight
    }
}
