/// A drawing of a directed graph in layers from left to right, after Sugiyama, Tagawa and Toda (1981).
///
/// Edges that close a circle are turned around for the drawing, nodes are given a layer each, edges get a vertex in each
/// layer that they pass, layers are ordered so that few edges cross, and rows are found that keep edges straight. Equal
/// input gives equal output. Lengths are in points.
struct LayeredLayout {
    /// A node, which is not turned.
    struct Node {
        var width: Double
        var height: Double
        /// The part of the height, from the top, at whose sides edges begin and end.
        var portHeight: Double
    }

    /// An edge between two nodes, by their places.
    struct Edge {
        var source: Int
        var target: Int
        /// The room for text above the beginning of the edge.
        var labelWidth = 0.0
        /// Edges to one target with the same number may share their way.
        var bundle = 0
    }

    /// A place; y grows downwards.
    struct Point: Equatable {
        var x: Double
        var y: Double
    }

    /// The way of an edge: straight from the first point to the second, in a curve to the third, and so on.
    struct Route {
        var points: [Point]
        /// Where the text stands, above the line: its left end.
        var label: Point?
    }

    /// How far things are apart.
    struct Spacing {
        /// Between two layers, beside the room for text.
        var layer = 64.0
        /// Between two nodes of a layer.
        var node = 22.0
        /// Between an edge and what is beside it.
        var edge = 10.0
        /// Between two edges at the side of a node, at most.
        var port = 14.0
        /// Between parts of the graph that are not connected.
        var component = 36.0
    }

    /// The upper left corners of the nodes.
    private(set) var nodes: [Point]
    /// The ways of the edges.
    private(set) var routes: [Route]
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// Lays a graph out.
    ///
    /// - Parameters:
    ///   - nodes: The nodes with their sizes.
    ///   - edges: The edges; one from a node to itself is drawn as a loop above it.
    ///   - spacing: How far things are apart.
    init(nodes: [Node], edges: [Edge], spacing: Spacing = Spacing()) {
        self.nodes = Array(repeating: Point(x: 0, y: 0), count: nodes.count)
        routes = Array(repeating: Route(points: []), count: edges.count)
        let components = Components(nodeCount: nodes.count, edges: edges)
        let drawings = components.connected.map { part in
            ComponentLayout(part.nodes.map { nodes[$0] }, part.edges.map { edges[$0].renumbered(part.places) }, spacing)
        }
        let grid = GridLayout(components.isolated.map { nodes[$0] }, spacing)
        let boxes = drawings.map { Point(x: $0.width, y: $0.height) } + [Point(x: grid.width, y: grid.height)]
        let shelves = ShelfPacking(boxes, gap: spacing.component)
        (width, height) = (shelves.width, shelves.height)
        for (index, part) in components.connected.enumerated() {
            let origin = shelves.origins[index]
            for (node, place) in zip(part.nodes, drawings[index].nodes) { self.nodes[node] = place.moved(by: origin) }
            for (edge, route) in zip(part.edges, drawings[index].routes) { routes[edge] = route.moved(by: origin) }
        }
        if let origin = shelves.origins.last {
            for (node, place) in zip(components.isolated, grid.nodes) { self.nodes[node] = place.moved(by: origin) }
        }
        for (index, edge) in edges.enumerated() where edge.source == edge.target {
            routes[index] = loop(at: self.nodes[edge.source], nodes[edge.source])
        }
    }

    /// The way of an edge from a node to itself: around its upper right corner.
    private func loop(at place: Point, _ node: Node) -> Route {
        let (right, top) = (place.x + node.width, place.y)
        let points = [
            Point(x: right - 24, y: top), Point(x: right - 24, y: top - 10), Point(x: right + 10, y: top - 10),
            Point(x: right + 10, y: top + 12), Point(x: right, y: top + 12),
        ]
        return Route(points: points)
    }
}

extension LayeredLayout.Edge {
    /// The edge between the same nodes by other numbers.
    fileprivate func renumbered(_ places: [Int: Int]) -> LayeredLayout.Edge {
        var edge = self
        (edge.source, edge.target) = (places[source] ?? 0, places[target] ?? 0)
        return edge
    }
}

extension LayeredLayout.Point {
    func moved(by offset: LayeredLayout.Point) -> LayeredLayout.Point {
        LayeredLayout.Point(x: x + offset.x, y: y + offset.y)
    }
}

extension LayeredLayout.Route {
    fileprivate func moved(by offset: LayeredLayout.Point) -> LayeredLayout.Route {
        LayeredLayout.Route(points: points.map { $0.moved(by: offset) }, label: label?.moved(by: offset))
    }
}
