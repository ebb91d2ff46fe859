import Parallel

extension ApplicationGraph {
    /// The graph as text, as `rad app graph` of Radius 0.60 prints it.
    ///
    /// Containers come first, then resources by type, name and id. A resource without neighbours
    /// or output resources says `(none)`.
    public func text(_ presentation: GraphPresentation) -> String {
        var text = ""
        writeText(presentation) { text += $0 }
        return text
    }

    /// Writes the graph as text, handed over piece by piece, so that a large one is never held as a whole.
    public func writeText(_ presentation: GraphPresentation, to take: (String) -> Void) {
        var heading = GraphListing()
        heading.addLine("Displaying application: ", application)
        take(heading.text + (resources.isEmpty ? "\n(empty)\n\n" : "\n"))
        let neighbours = neighbours()
        let order = displayOrder
        @Sendable func lines(at places: Range<Int>) -> String {
            var listing = GraphListing()
            for position in order[places] {
                let resource = resources[position]
                listing.add(resource, neighbours[position], presentation.sortedOutputs(of: resource.id))
            }
            return listing.text
        }
        order.indices.forEachPart(lines, take: take)
    }

    /// The positions of the resources in the order of the listing.
    private var displayOrder: [Int] {
        resources.indices.sorted { resources[$0].isListed(before: resources[$1]) }
    }
}

extension Resource {
    fileprivate func isListed(before other: Resource) -> Bool {
        let isContainer = type == .containers
        guard isContainer == (other.type == .containers) else { return isContainer }
        if type.name != other.type.name || type.namespace != other.type.namespace {
            return type.description < other.type.description
        }
        return name == other.name ? id.isSpelled(before: other.id) : name < other.name
    }
}

/// A listing in the making; large graphs are written without texts in between.
private struct GraphListing {
    var text = ""
    /// The line at hand, in room that is used again and again.
    private var line = ""

    /// Adds a resource, and an empty line.
    mutating func add(_ resource: Resource, _ neighbours: [GraphNeighbour], _ outputs: [GraphOutput]) {
        let (name, type) = (resource.name, resource.type)
        addLine("Name: ", name, " (", type.namespace, "/", type.name, ")")
        text += neighbours.isEmpty ? "Connections: (none)\n" : "Connections:\n"
        for neighbour in neighbours {
            let (other, type) = (neighbour.id.name, neighbour.id.type)
            switch neighbour.direction {
            case .outbound: addLine("  ", name, " -> ", other, " (", type.namespace, "/", type.name, ")")
            case .inbound: addLine("  ", other, " (", type.namespace, "/", type.name, ") -> ", name)
            }
        }
        text += outputs.isEmpty ? "Resources: (none)\n" : "Resources:\n"
        for output in outputs { addLine("  ", output.name, " (", output.type, ")") }
        text += "\n"
    }

    mutating func addLine(_ parts: String...) {
        line.removeAll(keepingCapacity: true)
        for part in parts { line += part }
        TerminalText.append(line, to: &text)
    }
}
