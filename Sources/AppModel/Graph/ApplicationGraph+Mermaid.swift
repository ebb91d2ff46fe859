extension ApplicationGraph {
    /// The graph in the language of Mermaid, as pages of code hosts draw it from a fenced block.
    ///
    /// Nodes have numbers for names, so that no name can be a word of the language.
    public func mermaid(_ presentation: GraphPresentation) -> String {
        let picture = GraphPicture(self, presentation)
        var lines = [
            "---", "title: \(MermaidText.title("\(picture.title) (\(picture.environment))"))", "---", "flowchart LR",
        ]
        for (number, node) in picture.nodes.enumerated() {
            let text = MermaidText.label(
                "<b>\(MermaidText.escaped(node.name))</b><br>\(MermaidText.escaped(node.type))"
            )
            let change = node.change.map { "_\($0.rawValue)" } ?? ""
            let shape = node.kind.mermaidShape
            let line = "n\(number)\(shape.0)\(text)\(shape.1):::\(node.kind.rawValue)\(change)"
            guard let recipe = node.recipe else {
                lines.append("  \(line)")
                continue
            }
            lines.append("  subgraph r\(number)[\(MermaidText.label("recipe \(MermaidText.escaped(recipe))"))]")
            lines.append("    \(line)")
            lines.append("  end")
        }
        for edge in picture.edges {
            let arrow = edge.kind == .connection ? "-->" : "-.->"
            let label = edge.label.map { "|\(MermaidText.label(MermaidText.escaped($0)))|" } ?? ""
            lines.append("  n\(edge.source) \(arrow)\(label) n\(edge.target)")
        }
        lines += Self.styles(of: picture)
        return lines.joined(separator: "\n") + "\n"
    }

    /// The colours of nodes by their kinds and changes, and of edges that changed.
    private static func styles(of picture: GraphPicture) -> [String] {
        var classes: [String: String] = [:]
        for node in picture.nodes {
            let line = node.change?.colour ?? node.kind.line
            let width = node.change == nil ? "" : ",stroke-width:3px"
            let name = node.kind.rawValue + (node.change.map { "_\($0.rawValue)" } ?? "")
            classes[name] = "fill:\(node.kind.fill),stroke:\(line),color:#1B2733\(width)"
        }
        var lines = classes.sorted { $0.key < $1.key }.map { "  classDef \($0.key) \($0.value)" }
        for (index, edge) in picture.edges.enumerated() {
            if let change = edge.change {
                lines.append("  linkStyle \(index) stroke:\(change.colour),stroke-width:2px")
            }
        }
        return lines
    }
}

extension ResourceKind {
    /// What stands around the text of a node.
    fileprivate var mermaidShape: (String, String) {
        switch self {
        case .gateway: ("{{", "}}")
        case .datastore, .storage: ("[(", ")]")
        case .messaging: ("[[", "]]")
        case .secret: (">", "]")
        case .container, .dapr, .image, .ai, .external, .other: ("(", ")")
        }
    }
}

extension GraphChange {
    /// The colour of what is new, gone or different on a light page.
    var colour: String {
        switch self {
        case .added: "#1E8A4C"
        case .removed: "#C23B3B"
        case .changed: "#B9770E"
        }
    }
}

/// Text as Mermaid wants it.
private enum MermaidText {
    /// A label in quotes, which may hold simple markup.
    static func label(_ markup: String) -> String { "\"\(markup)\"" }

    /// Text within a label: Mermaid writes characters as `#name;` or `#number;`.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "#", "&", "<", ">", "`", "\\", "|", "[", "]", "{", "}", "(", ")", ";":
                result += "#\(scalar.value);"
            case "\n", "\r", "\t": result += " "
            case _ where scalar.value < 32 || scalar.value == 127: break
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A title, as a string of YAML.
    static func title(_ text: String) -> String {
        let plain = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        return
            "'\(String(String.UnicodeScalarView(plain)).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }
}
