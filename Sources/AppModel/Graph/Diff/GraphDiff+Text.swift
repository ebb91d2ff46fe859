public import Documents

extension GraphDiff {
    /// The differences as text: a line for each resource and edge, with a sign before it, and the properties that changed.
    public func text(from before: GraphPresentation, to after: GraphPresentation) -> String {
        let places =
            before.environment == after.environment
            ? "environment \(after.environment)" : "environment \(before.environment) -> \(after.environment)"
        var text = TerminalText.line("Comparing application: \(graph.application) (\(places))") + "\n"
        guard !changes.isEmpty || !edgeChanges.isEmpty else { return text + "No differences.\n" }
        for resource in graph.resources {
            guard let change = changes[resource.id] else { continue }
            text += TerminalText.line("\(change.sign) \(resource.name) (\(resource.type))")
            for property in properties[resource.id] ?? [] { text += TerminalText.line("    \(property.line)") }
        }
        let edges = graph.edges.compactMap { edge in edgeChanges[edge].map { (edge, $0) } }
        if !edges.isEmpty { text += changes.isEmpty ? "Connections:\n" : "\nConnections:\n" }
        for (edge, change) in edges {
            let label = edge.label.map { " (\($0))" } ?? ""
            let arrow = edge.kind == .connection ? "->" : "..>"
            text += TerminalText.line("\(change.sign) \(edge.source.name) \(arrow) \(edge.target.name)\(label)")
        }
        return text + "\n" + summary + "\n"
    }

    /// How many resources are new, gone, different and the same.
    private var summary: String {
        counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ") + "."
    }

    private var counts: [(name: String, count: Int)] {
        let counts = Dictionary(grouping: changes.values, by: \.self).mapValues(\.count)
        return GraphChange.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
            + [("unchanged", graph.resources.count - changes.count)]
    }

    /// The differences as data: `resources` and `connections` that differ, and how many there are of each kind.
    public func document() -> Value {
        let resources = graph.resources.compactMap { resource -> Value? in
            guard let change = changes[resource.id] else { return nil }
            var members: ValueObject = [
                "id": .string(resource.id.description), "name": .string(resource.name),
                "type": .string(resource.type.description), "change": .string(change.rawValue),
            ]
            if let properties = properties[resource.id] { members["properties"] = .array(properties.map(\.document)) }
            return .object(members)
        }
        let connections = graph.edges.compactMap { edge -> Value? in
            guard let change = edgeChanges[edge] else { return nil }
            var members: ValueObject = [
                "source": .string(edge.source.description), "target": .string(edge.target.description),
                "kind": .string(edge.kind.rawValue), "change": .string(change.rawValue),
            ]
            if let label = edge.label { members["label"] = .string(label) }
            return .object(members)
        }
        let summary = ValueObject(counts.map { ($0.name, .integer(Int64($0.count))) })
        return ["resources": .array(resources), "connections": .array(connections), "summary": .object(summary)]
    }
}

extension GraphDiff.PropertyChange {
    /// The change on one line, with a sign before it.
    var line: String {
        switch (before, after) {
        case (nil, let value?): "+ \(path): \(Self.short(value))"
        case (let value?, nil): "- \(path): \(Self.short(value))"
        case (let before, let after): "~ \(path): \(before.map(Self.short) ?? "") -> \(after.map(Self.short) ?? "")"
        }
    }

    /// A value on one line; of long ones the beginning.
    private static func short(_ value: Value) -> String {
        let text = value.json(.compact)
        return text.count <= 60 ? text : text.prefix(57) + "..."
    }

    fileprivate var document: Value {
        var members: ValueObject = ["path": .string(path)]
        if let before { members["before"] = before }
        if let after { members["after"] = after }
        return .object(members)
    }
}
