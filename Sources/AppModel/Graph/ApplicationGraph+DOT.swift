import Parallel

extension ApplicationGraph {
    /// The graph in the language of graphviz, to be drawn by `dot`.
    ///
    /// Resources have the shape and colour of their kind. What a recipe provides stands in a frame
    /// together with the output resources. Connections are drawn through and labelled,
    /// dependencies dashed.
    public func dot(_ presentation: GraphPresentation) -> String {
        var text = ""
        writeDOT(presentation) { text += $0 }
        return text
    }

    /// Writes the graph in the language of graphviz, handed over piece by piece.
    public func writeDOT(_ presentation: GraphPresentation, to take: (String) -> Void) {
        var drawing = GraphDrawing(self, presentation)
        drawing.write(to: take)
    }
}

/// A drawing in the making.
private struct GraphDrawing: Sendable {
    private let graph: ApplicationGraph
    private let presentation: GraphPresentation
    /// What the nodes say, as in every picture; a node for each resource.
    private let picture: GraphPicture
    /// By the positions of the resources.
    private let nodeIDs: [String]
    /// What has been drawn.
    private var text = ""

    /// Above this many edges, only labels that say more than the name of the target are drawn.
    private static let labelledEdges = 60

    init(_ graph: ApplicationGraph, _ presentation: GraphPresentation) {
        self.graph = graph
        self.presentation = presentation
        picture = GraphPicture(graph, presentation)
        let group = graph.resources.first?.id.group
        nodeIDs = graph.resources.map { resource in
            let id = resource.id
            return DOTText.quoted(id.group == group ? "\(id.type)/\(id.name)" : id.description)
        }
    }

    mutating func write(to take: (String) -> Void) {
        let blank = self
        writeHeader()
        take(text)
        @Sendable func nodes(at positions: Range<Int>) -> String {
            var part = blank
            for position in positions { part.write(resourceAt: position) }
            return part.text
        }
        @Sendable func edges(at positions: Range<Int>) -> String {
            var part = blank
            for position in positions { part.write(edgeAt: position) }
            return part.text
        }
        graph.resources.indices.forEachPart(nodes, take: take)
        graph.edges.indices.forEachPart(edges, take: take)
        take("}\n")
    }

    private mutating func write(resourceAt position: Int) {
        let (resource, node) = (graph.resources[position], picture.nodes[position])
        if let recipe = node.recipe {
            writeCluster(of: resource, nodeIDs[position], recipe: recipe, node.outputs)
        } else {
            add("  ", self.node(resource, nodeIDs[position], detail: node.detail))
        }
    }

    private mutating func add(_ parts: String...) {
        for part in parts { text += part }
        text += "\n"
    }

    // MARK: The page

    private mutating func writeHeader() {
        let isLarge = graph.resources.count > 40
        let font = "fontname=\"Helvetica,Arial,sans-serif\""
        add("digraph ", DOTText.quoted(graph.application), " {")
        add(
            "  graph [rankdir=LR, \(font), bgcolor=white, pad=0.5, nodesep=\(isLarge ? "0.22" : "0.38"), "
                + "ranksep=\(isLarge ? "1.2" : "0.7"), labelloc=t, labeljust=l, outputorder=edgesfirst, label=<\(title)>]"
        )
        add(
            "  node [\(font), fontsize=13, fontcolor=\"#1B2733\", style=\"filled,rounded\", penwidth=1.5, "
                + "margin=\"0.2,0.1\"]"
        )
        add("  edge [\(font), fontsize=9, fontcolor=\"#8A97A5\", color=\"#74869A\", penwidth=1.2, arrowsize=0.75]")
    }

    /// The names of the application and the environment, and what shapes and lines mean.
    private var title: String {
        var legend = picture.kinds.map { kind in
            "<td width=\"14\" height=\"11\" fixedsize=\"true\" border=\"1\" color=\"\(kind.line)\" "
                + "bgcolor=\"\(kind.fill)\"></td>\(legendText(kind.title))"
        }
        if picture.nodes.contains(where: { $0.recipe != nil }) {
            legend.append(
                "<td width=\"14\" height=\"11\" fixedsize=\"true\" border=\"1\" style=\"dashed\" "
                    + "color=\"\(Self.recipeLine)\" bgcolor=\"\(Self.recipeFill)\"></td>\(legendText("made by a recipe"))"
            )
        }
        let kindsOfEdges = Set(graph.edges.map(\.kind))
        if kindsOfEdges.contains(.connection) { legend.append(legendLine("\u{2192}", "connection")) }
        if kindsOfEdges.contains(.dependency) { legend.append(legendLine("\u{21E2}", "dependency")) }
        for change in picture.changes {
            legend.append(
                "<td><font point-size=\"13\" color=\"\(change.colour)\">\(change.sign)</font></td>"
                    + legendText(change.rawValue)
            )
        }
        return "<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"3\">"
            + "<tr><td align=\"left\"><font point-size=\"26\" color=\"#1B2733\"><b>\(DOTText.html(picture.title))</b></font></td></tr>"
            + "<tr><td align=\"left\"><font point-size=\"14\" color=\"#5B6B7B\">application graph, environment "
            + "<b>\(DOTText.html(presentation.environment))</b></font></td></tr>"
            + (legend.isEmpty ? "" : "<tr><td align=\"left\">\(legendTable(legend))</td></tr>")
            + "</table>"
    }

    private func legendTable(_ cells: [String]) -> String {
        "<table border=\"0\" cellborder=\"0\" cellspacing=\"4\" cellpadding=\"0\"><tr>\(cells.joined())</tr></table>"
    }

    private func legendText(_ text: String) -> String {
        "<td align=\"left\"><font point-size=\"11\" color=\"#5B6B7B\">\(text)&#160;&#160;&#160;</font></td>"
    }

    private func legendLine(_ sign: String, _ text: String) -> String {
        "<td><font point-size=\"13\" color=\"#74869A\">\(sign)</font></td>\(legendText(text))"
    }

    // MARK: Nodes

    private func node(_ resource: Resource, _ nodeID: String, detail: String?) -> String {
        let kind = ResourceKind(resource.type)
        let change = presentation.changes[resource.id]
        let name = DOTText.html(change.map { "\($0.sign) \(resource.name)" } ?? resource.name)
        let line = change?.colour ?? kind.line
        let type = DOTText.html(resource.type.description)
        let detail = detail.map { "<br/><font point-size=\"9\" color=\"#8A97A5\">\($0)</font>" } ?? ""
        return "\(nodeID) [shape=\(kind.shape), fillcolor=\"\(kind.fill)\", color=\"\(line)\", "
            + (change == nil ? "" : "penwidth=3, ") + "tooltip=\(DOTText.quoted(resource.id.description)), "
            + "label=<<b>\(name)</b><br/><font point-size=\"9\" color=\"#5B6B7B\">\(type)</font>\(detail)>]"
    }

    private static let recipeLine = "#6B8F7B"
    private static let recipeFill = "#F5FAF7"

    /// The resource and what its recipe made for it, one above the other.
    private mutating func writeCluster(
        of resource: Resource,
        _ nodeID: String,
        recipe: String,
        _ outputs: [GraphOutput]
    ) {
        let clusterID = DOTText.quoted("cluster_\(resource.id.description)")
        add("  subgraph \(clusterID) {")
        add(
            "    graph [label=\(DOTText.quoted("recipe \(recipe)")), fontsize=11, fontcolor=\"#4C6F5C\", "
                + "style=\"rounded,dashed,filled\", color=\"\(Self.recipeLine)\", fillcolor=\"\(Self.recipeFill)\", "
                + "margin=14]"
        )
        add("    ", node(resource, nodeID, detail: nil))
        if !outputs.isEmpty {
            let card = DOTText.quoted("\(resource.id.description)/outputs")
            add("    \(card) [shape=plain, style=\"\", margin=0, label=<\(self.card(outputs))>]")
            add("    { rank=same; \(nodeID); \(card) }")
            add(
                "    \(nodeID) -> \(card) [style=dotted, arrowhead=none, color=\"\(Self.recipeLine)\"]"
            )
        }
        add("  }")
    }

    private func card(_ outputs: [GraphOutput]) -> String {
        func cell(_ text: String, _ colour: String) -> String {
            "<td align=\"left\"><font point-size=\"9\" color=\"\(colour)\">\(text)</font></td>"
        }
        var rows = outputs.prefix(GraphPicture.listedOutputs).map { output in
            "<tr>\(cell(DOTText.html(output.type), "#5B6B7B"))\(cell(DOTText.html(output.name), "#1B2733"))</tr>"
        }
        if outputs.count > GraphPicture.listedOutputs {
            rows.append("<tr>\(cell("and \(outputs.count - GraphPicture.listedOutputs) more", "#8A97A5"))</tr>")
        }
        return "<table border=\"1\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"3\" style=\"rounded\" "
            + "color=\"#B9CDC1\" bgcolor=\"white\">\(rows.joined())</table>"
    }

    // MARK: Edges

    private mutating func write(edgeAt position: Int) {
        let (edge, ends) = (graph.edges[position], graph.ends[position])
        var attributes: [String] = []
        if edge.kind == .dependency { attributes.append("style=dashed, color=\"#A3AFBB\"") }
        if !presentation.edgeChanges.isEmpty, let change = presentation.edgeChanges[edge] {
            attributes.append("color=\"\(change.colour)\", penwidth=2.4")
        }
        if let label = edge.label {
            let isTold = graph.edges.count > Self.labelledEdges && label.lowercased() == edge.target.name.lowercased()
            // Blanks keep the line off the text.
            if !isTold { attributes.append("label=\(DOTText.quoted(" \(label) "))") }
            attributes.append("tooltip=\(DOTText.quoted(label))")
        }
        text += "  "
        text += ends.source.map { nodeIDs[$0] } ?? DOTText.quoted(edge.source.description)
        text += " -> "
        text += ends.target.map { nodeIDs[$0] } ?? DOTText.quoted(edge.target.description)
        for (index, attribute) in attributes.enumerated() {
            text += index == 0 ? " [" : ", "
            text += attribute
        }
        text += attributes.isEmpty ? "\n" : "]\n"
    }
}

/// Text as the language of graphviz wants it.
private enum DOTText {
    /// A quoted string; graphviz takes a backslash as the start of an escape.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: mayNotStand) else { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n", "\r", "\t": result += " "
            case _ where scalar.value < 32 || scalar.value == 127: break
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Whether a byte is one that a quoted string cannot hold as it is.
    private static func mayNotStand(_ byte: UInt8) -> Bool {
        byte < 32 || byte == 127 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    /// Text inside an HTML-like label.
    static func html(_ text: String) -> String {
        let escaped = MarkupText.escaped(text)
        return escaped.isEmpty ? "&#160;" : escaped
    }
}
