/// How a node looks: its size and its parts.
struct NodeDrawing {
    private static let textLeft = 40.0
    private static let padding = 14.0
    private static let widest = 300.0
    private static let rowHeight = 15.0
    private static let frame = 10.0
    private static let frameTitle = 22.0

    let node: GraphPicture.Node
    let size: LayeredLayout.Node
    private let name: String
    private let type: String
    /// The title of the frame, if a recipe provides the resource.
    private let frameText: String?
    private let rows: [(type: String, name: String)]
    /// Where the names begin in the list of output resources.
    private let nameColumn: Double
    private let boxSize: (width: Double, height: Double)

    /// - Parameters:
    ///   - node: What is drawn.
    ///   - edges: How many edges meet it at one side, each with room for a text.
    init(_ node: GraphPicture.Node, edges: Int) {
        self.node = node
        let room = Self.widest - Self.textLeft - Self.padding
        name = TextWidth.cut(node.name.isEmpty ? "(no name)" : node.name, to: room, size: 13, isBold: true)
        type = TextWidth.cut(node.type, to: room, size: 10)
        let text = max(TextWidth.of(name, size: 13, isBold: true), TextWidth.of(type, size: 10), 60)
        var rows = node.outputs.prefix(GraphPicture.listedOutputs).map { output in
            (TextWidth.cut(output.type, to: 150, size: 9.5), TextWidth.cut(output.name, to: 150, size: 9.5))
        }
        if node.outputs.count > GraphPicture.listedOutputs {
            rows.append(("and \(node.outputs.count - GraphPicture.listedOutputs) more", ""))
        }
        self.rows = rows
        let nameColumn = (rows.map { TextWidth.of($0.0, size: 9.5) }.max() ?? 0) + 24
        self.nameColumn = nameColumn
        var width = Self.textLeft + text + Self.padding
        let height = max(node.detail == nil ? 46.0 : 60.0, Double(edges) * LayeredLayout.Spacing().port + 10)
        frameText = node.recipe.map { TextWidth.cut("recipe \($0)", to: Self.widest - Self.padding, size: 10) }
        guard let frameText else {
            boxSize = (width, height)
            size = LayeredLayout.Node(width: width, height: height, portHeight: height)
            return
        }
        let list = rows.map { nameColumn + TextWidth.of($0.1, size: 9.5) + 12 }.max() ?? 0
        width = max(width, list, TextWidth.of(frameText, size: 10) + 8)
        boxSize = (width, height)
        let listHeight = rows.isEmpty ? 0 : Double(rows.count) * Self.rowHeight + 18
        size = LayeredLayout.Node(
            width: width + 2 * Self.frame,
            height: Self.frameTitle + height + listHeight + Self.frame,
            portHeight: 2 * Self.frameTitle + height
        )
    }

    /// The node as a group at a place.
    ///
    /// - Parameters:
    ///   - number: Its place among the nodes.
    ///   - place: Its upper left corner.
    /// - Returns: An element `g`.
    func markup(_ number: Int, at place: LayeredLayout.Point) -> String {
        let change = node.change.map { " \($0.rawValue)" } ?? ""
        var text =
            "<g class=\"node \(node.kind.rawValue)\(change)\" data-node=\"\(number)\" "
            + "transform=\"translate(\(place.x.svg) \(place.y.svg))\">"
        text += "<title>\(MarkupText.escaped(node.id.description))</title>"
        var origin = LayeredLayout.Point(x: 0, y: 0)
        if let frameText {
            origin = LayeredLayout.Point(x: Self.frame, y: Self.frameTitle)
            text += "<rect class=\"frame\" width=\"\(size.width.svg)\" height=\"\(size.height.svg)\" rx=\"8\"/>"
            text += "<text class=\"recipe\" x=\"\(Self.frame.svg)\" y=\"15\">\(MarkupText.escaped(frameText))</text>"
            text += list(below: origin.y + boxSize.height)
        }
        text += box(at: origin)
        if let change = node.change {
            // On the left, as the names of edges stand on the right.
            text +=
                "<g class=\"badge\" transform=\"translate(\(origin.x.svg) \(origin.y.svg))\">"
                + "<circle r=\"8\"/><text y=\"4\">\(change.sign)</text></g>"
        }
        return text + "</g>\n"
    }

    private func box(at origin: LayeredLayout.Point) -> String {
        let middle = boxSize.height / 2
        var text = "<g transform=\"translate(\(origin.x.svg) \(origin.y.svg))\">"
        text += "<rect class=\"box\" width=\"\(boxSize.width.svg)\" height=\"\(boxSize.height.svg)\" rx=\"7\"/>"
        text += "<use class=\"sign\" href=\"#sign-\(node.kind.rawValue)\" x=\"11\" y=\"\((middle - 10).svg)\"/>"
        let top = node.detail == nil ? middle - 3 : middle - 10
        text += "<text class=\"name\" x=\"\(Self.textLeft.svg)\" y=\"\(top.svg)\">\(MarkupText.escaped(name))</text>"
        text +=
            "<text class=\"type\" x=\"\(Self.textLeft.svg)\" y=\"\((top + 15).svg)\">\(MarkupText.escaped(type))</text>"
        if let detail = node.detail {
            text += "<text class=\"detail\" x=\"\(Self.textLeft.svg)\" y=\"\((top + 28).svg)\">\(detail)</text>"
        }
        return text + "</g>"
    }

    /// The card with what the recipe made.
    private func list(below top: Double) -> String {
        guard !rows.isEmpty else { return "" }
        let height = Double(rows.count) * Self.rowHeight + 8
        var text = "<g class=\"outputs\" transform=\"translate(\(Self.frame.svg) \((top + 6).svg))\">"
        text += "<rect class=\"card\" width=\"\(boxSize.width.svg)\" height=\"\(height.svg)\" rx=\"5\"/>"
        for (index, row) in rows.enumerated() {
            let y = (Double(index) * Self.rowHeight + 15).svg
            text += "<text class=\"type\" x=\"10\" y=\"\(y)\">\(MarkupText.escaped(row.type))</text>"
            guard !row.name.isEmpty else { continue }
            text += "<text class=\"output\" x=\"\(nameColumn.svg)\" y=\"\(y)\">\(MarkupText.escaped(row.name))</text>"
        }
        return text + "</g>"
    }
}

extension Double {
    /// The number with one digit after the point, and without it where that is a zero.
    var svg: String {
        let tenths = (self * 10).rounded()
        guard tenths.magnitude < 1e15 else { return "0" }
        let number = Int64(tenths)
        let (whole, rest) = (number.magnitude / 10, number.magnitude % 10)
        return (number < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : ".\(rest)")
    }
}
