/// A graph as a picture of its own: no other program and no other file is needed to show it.
struct SVGDrawing {
    /// Above this many edges they share their ways, and have no texts.
    private static let detailedEdges = 80
    private static let margin = 28.0
    private static let headerHeight = 92.0

    let picture: GraphPicture
    private let nodes: [NodeDrawing]
    private let layout: LayeredLayout
    /// The texts of the edges that are shown.
    private let labels: [String?]

    init(_ picture: GraphPicture) {
        self.picture = picture
        let isDetailed = picture.edges.count <= Self.detailedEdges
        labels = picture.edges.map { edge in
            isDetailed ? edge.label.map { TextWidth.cut($0, to: 140, size: 10) } : nil
        }
        var meeting = Array(repeating: (leaving: 0, arriving: 0), count: picture.nodes.count)
        for edge in picture.edges where isDetailed {
            meeting[edge.source].leaving += 1
            meeting[edge.target].arriving += 1
        }
        nodes = zip(picture.nodes, meeting).map { NodeDrawing($0, edges: max($1.leaving, $1.arriving)) }
        var spacing = LayeredLayout.Spacing()
        if !isDetailed { (spacing.node, spacing.edge, spacing.port) = (14, 7, 6) }
        let edges = zip(picture.edges, labels).map { edge, label in
            LayeredLayout.Edge(
                source: edge.source,
                target: edge.target,
                labelWidth: label.map { TextWidth.of($0, size: 10) + 10 } ?? 0,
                bundle: isDetailed ? 0 : edge.kind == .connection ? 1 : 2
            )
        }
        layout = LayeredLayout(nodes: nodes.map(\.size), edges: edges, spacing: spacing)
    }

    /// The size of nodes and edges in points.
    var contentSize: (width: Double, height: Double) { (layout.width, layout.height) }

    /// The room for the legend in points.
    var legendWidth: Double { legendItems.reduce(0) { $0 + $1.width } }

    /// The size of the picture in points.
    var size: (width: Double, height: Double) {
        let title = TextWidth.of(picture.title, size: 24, isBold: true)
        return (
            max(layout.width, legendWidth, title, TextWidth.of(subtitle, size: 13)) + 2 * Self.margin,
            layout.height + Self.headerHeight + Self.margin
        )
    }

    /// A whole document.
    func document() -> String {
        let (width, height) = size
        let box = "0 0 \(width.svg) \(height.svg)"
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width.svg)\" height=\"\(height.svg)\" "
            + "viewBox=\"\(box)\" role=\"img\" aria-label=\"\(MarkupText.escaped("\(picture.title): \(subtitle)"))\">\n"
            + "<style>\n\(SVGStyle.sheet(picture.kinds))</style>\n"
            + "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n"
            + signs() + header() + "<g transform=\"translate(\(Self.margin.svg) \(Self.headerHeight.svg))\">\n"
            + content() + "</g>\n</svg>\n"
    }

    // MARK: - Header

    var subtitle: String { "application graph, environment \(picture.environment)" }

    /// A sign of the legend, drawn in a box of 22 by 14, its text, and the room for both.
    private struct LegendItem {
        let sign: String
        let text: String
        var width: Double { 46 + TextWidth.of(text, size: 11) }
    }

    private var legendItems: [LegendItem] {
        var items = picture.kinds.map { kind in
            LegendItem(
                sign: "<g class=\"\(kind.rawValue)\"><rect class=\"box\" width=\"16\" height=\"13\" rx=\"3\"/></g>",
                text: kind.title
            )
        }
        if picture.nodes.contains(where: { $0.recipe != nil }) {
            items.append(
                LegendItem(
                    sign: "<rect class=\"frame\" width=\"16\" height=\"13\" rx=\"3\"/>",
                    text: "made by a recipe"
                )
            )
        }
        for kind in ApplicationGraph.Edge.Kind.allCases where picture.edges.contains(where: { $0.kind == kind }) {
            let name = kind.rawValue.lowercased()
            items.append(
                LegendItem(sign: "<g class=\"edge \(name)\"><path d=\"M0 7H20\"/>\(head(at: 22, 7))</g>", text: name)
            )
        }
        for change in picture.changes {
            items.append(
                LegendItem(
                    sign: "<g class=\"badge \(change.rawValue)\" transform=\"translate(8 7)\"><circle r=\"7\"/>"
                        + "<text y=\"4\">\(change.sign)</text></g>",
                    text: change.rawValue
                )
            )
        }
        return items
    }

    private func header() -> String {
        let left = Self.margin.svg
        var text = "<text class=\"title\" x=\"\(left)\" y=\"36\">\(MarkupText.escaped(picture.title))</text>\n"
        text += "<text class=\"subtitle\" x=\"\(left)\" y=\"56\">\(MarkupText.escaped(subtitle))</text>\n"
        return text + "<g transform=\"translate(\(left) 66)\">\(legend())</g>\n"
    }

    /// What colours, frames and lines mean.
    func legend() -> String {
        var (text, x) = ("<g class=\"legend\">", 0.0)
        for item in legendItems {
            text += "<g transform=\"translate(\(x.svg) 0)\">\(item.sign)<text x=\"26\" y=\"11\">\(item.text)</text></g>"
            x += item.width
        }
        return text + "</g>"
    }

    /// The signs of the kinds, to be used by nodes.
    func signs() -> String {
        let signs = picture.kinds.map { kind in
            "<path id=\"sign-\(kind.rawValue)\" d=\"\(kind.sign)\"/>"
        }
        return "<defs>\(signs.joined())</defs>\n"
    }

    // MARK: - Content

    /// Edges and, above them, nodes.
    func content() -> String {
        var text = "<g class=\"edges\">\n"
        for (index, edge) in picture.edges.enumerated() { text += markup(edge, index) }
        text += "</g>\n<g class=\"nodes\">\n"
        for (index, node) in nodes.enumerated() { text += node.markup(index, at: layout.nodes[index]) }
        return text + "</g>\n"
    }

    private func markup(_ edge: GraphPicture.Edge, _ index: Int) -> String {
        let route = layout.routes[index]
        guard let end = route.points.last else { return "" }
        let change = edge.change.map { " \($0.rawValue)" } ?? ""
        var text =
            "<g class=\"edge \(edge.kind.rawValue.lowercased())\(change)\" "
            + "data-source=\"\(edge.source)\" data-target=\"\(edge.target)\"><path d=\"\(Self.path(route.points))\"/>"
        let before = route.points[route.points.count - 2]
        text += head(at: end.x, end.y, pointsLeft: before.x > end.x)
        if let label = labels[index], let place = route.label {
            text += "<text x=\"\((place.x + 6).svg)\" y=\"\((place.y - 4).svg)\">\(MarkupText.escaped(label))</text>"
        }
        return text + "</g>\n"
    }

    /// The head of an arrow whose tip is at a place.
    private func head(at x: Double, _ y: Double, pointsLeft: Bool = false) -> String {
        let back = pointsLeft ? x + 8 : x - 8
        return "<path class=\"head\" d=\"M\(x.svg) \(y.svg)L\(back.svg) \((y - 4).svg)V\((y + 4).svg)z\"/>"
    }

    /// Straight and curved pieces in turn; curves begin and end level, and turn back where they end below their beginning.
    private static func path(_ points: [LayeredLayout.Point]) -> String {
        guard let first = points.first else { return "" }
        var text = "M\(first.x.svg) \(first.y.svg)"
        for (index, (from, to)) in zip(points, points.dropFirst()).enumerated() where from != to {
            guard !index.isMultiple(of: 2), from.y != to.y else {
                text += "L\(to.x.svg) \(to.y.svg)"
                continue
            }
            var handle = (from.x + to.x) / 2
            if from.x == to.x {
                let reach = LayeredLayout.Route.reach(over: to.y - from.y)
                handle += index > 0 && points[index - 1].x > from.x ? -reach : reach
            }
            text += "C\(handle.svg) \(from.y.svg) \(handle.svg) \(to.y.svg) \(to.x.svg) \(to.y.svg)"
        }
        return text
    }
}

extension ApplicationGraph {
    /// The graph as an SVG picture, laid out in layers from left to right.
    ///
    /// It needs no other program and no other file, and is light or dark like the page around it. Secrets are not in it.
    public func svg(_ presentation: GraphPresentation) -> String {
        SVGDrawing(GraphPicture(self, presentation)).document()
    }
}
