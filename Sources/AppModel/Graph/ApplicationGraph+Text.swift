extension ApplicationGraph {
    /// The graph as text, as `rad app graph` of Radius 0.60 prints it.
    ///
    /// Containers come first, then resources by type, name and id. A resource without neighbours
    /// or output resources says `(none)`.
    public func text(_ presentation: GraphPresentation) -> String {
        var text = TerminalText.line("Displaying application: \(application)") + "\n"
        guard !resources.isEmpty else { return text + "(empty)\n\n" }
        let neighbours = neighbours()
        for resource in resources.map(DisplayOrder.init).sorted().map(\.resource) {
            text += TerminalText.line("Name: \(resource.name) (\(resource.type))")
            text += section("Connections", (neighbours[resource.id] ?? []).map { line($0, of: resource) })
            let outputs = presentation.sortedOutputs(of: resource.id)
            text += section("Resources", outputs.map { "\($0.name) (\($0.type))" })
            text += "\n"
        }
        return text
    }

    private func section(_ title: String, _ lines: [String]) -> String {
        guard !lines.isEmpty else { return "\(title): (none)\n" }
        return lines.reduce("\(title):\n") { $0 + TerminalText.line("  \($1)") }
    }

    private func line(_ neighbour: GraphNeighbour, of resource: Resource) -> String {
        let other = "\(neighbour.id.name) (\(neighbour.id.type))"
        return switch neighbour.direction {
        case .outbound: "\(resource.name) -> \(other)"
        case .inbound: "\(other) -> \(resource.name)"
        }
    }

    private struct DisplayOrder: Comparable {
        let resource: Resource
        private let key: (Int, String, String, String)

        init(_ resource: Resource) {
            self.resource = resource
            let rank = resource.type == .containers ? 0 : 1
            key = (rank, resource.type.description, resource.name, resource.id.description)
        }

        static func == (left: DisplayOrder, right: DisplayOrder) -> Bool { left.key == right.key }
        static func < (left: DisplayOrder, right: DisplayOrder) -> Bool { left.key < right.key }
    }
}
