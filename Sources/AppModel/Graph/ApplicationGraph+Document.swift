public import Documents
import Parallel

extension ApplicationGraph {
    /// The graph as data, as the application graph of Radius 0.60 has it; resources in the order of the definition.
    ///
    /// Secrets are null: whatever is written from this can be shown.
    public func document(_ presentation: GraphPresentation) -> Value {
        let nodes = GraphNodes(self, presentation)
        let resources = Value.array(
            resources.indices.map { position in
                var tree = ValueTree()
                nodes.write(resourceAt: position, to: &tree)
                return tree.value
            }
        )
        guard presentation.includesIcons else { return ["resources": resources] }
        return ["resources": resources, "icons": .object(nodes.icons)]
    }

    /// Writes the graph's data as JSON, with a newline at its end.
    ///
    /// Each node is written as soon as it is made, and handed over with some others: the nodes of a large graph, and
    /// their text, take more memory than all that they are made from. What makes them is shared out among the
    /// processors, as much of it is the hashes.
    ///
    /// - Parameters:
    ///   - presentation: What is shown besides nodes and edges.
    ///   - take: Takes the bytes, piece by piece.
    public func writeJSON(_ presentation: GraphPresentation, to take: ([UInt8]) -> Void) {
        let nodes = GraphNodes(self, presentation)
        var writer = JSONWriter(style: .pretty)
        writer.beginObject(count: presentation.includesIcons ? 2 : 1)
        writer.writeName("resources")
        writer.beginArray(count: resources.count)
        let array = writer
        resources.indices.forEachPart(of: Self.nodesAtOnce) { positions in
            var part = array.forElements(isFirst: positions.lowerBound == 0, capacity: Self.sizeOfPart)
            for position in positions { nodes.write(resourceAt: position, to: &part) }
            return part
        } take: { part in
            writer.append(part)
            writer.handOver(to: take)
        }
        writer.endArray()
        if presentation.includesIcons {
            writer.writeName("icons")
            Value.object(nodes.icons).write(to: &writer)
        }
        writer.endObject()
        writer.handOver(to: take)
        take([UInt8(ascii: "\n")])
    }

    /// How many nodes are written into one piece of JSON, which with their properties are some hundred thousand bytes.
    private static let nodesAtOnce = 50
    /// About what that is, in bytes.
    private static let sizeOfPart = 110_000
}

/// What is known of the nodes of a graph.
private struct GraphNodes: Sendable {
    private let graph: ApplicationGraph
    private let presentation: GraphPresentation
    private let neighbours: [[GraphNeighbour]]
    private let neededIDs: [[String]]
    private let pictures: IconRegister

    init(_ graph: ApplicationGraph, _ presentation: GraphPresentation) {
        self.graph = graph
        self.presentation = presentation
        neighbours = graph.neighbours()
        neededIDs = graph.neededIDs()
        pictures = IconRegister(of: Set(graph.resources.lazy.map(\.type)), own: presentation.icons)
    }

    /// The pictures of the nodes by their hashes.
    var icons: ValueObject { pictures.document }

    /// Writes a node; as events, because a large graph has more of them than it has of anything else.
    func write(resourceAt position: Int, to writer: inout some TreeWriter) {
        let resource = graph.resources[position]
        let id = resource.id
        let properties = GraphRedaction.comparableProperties(of: resource)
        let visible = GraphRedaction.visibleProperties(among: properties, of: resource.type)
        writer.beginObject(count: 7 + (visible.isEmpty ? 0 : 1) + (id.isForeign ? 0 : 1))
        writer.write("id", id.description)
        writer.write("name", resource.name)
        writer.write("type", resource.type.description)
        writer.write("provisioningState", presentation.state(of: id))
        writer.writeName("connections")
        writer.beginArray(count: neighbours[position].count)
        for neighbour in neighbours[position] { neighbour.write(to: &writer) }
        writer.endArray()
        writer.writeName("outputResources")
        let outputs = presentation.sortedOutputs(of: id)
        writer.beginArray(count: outputs.count)
        for output in outputs { output.write(to: &writer) }
        writer.endArray()
        if !visible.isEmpty {
            writer.writeName("properties")
            Value.object(visible).write(to: &writer)
        }
        if !id.isForeign {
            writer.write("diffHash", DiffHash.of(properties: properties, dependencies: neededIDs[position]))
        }
        writer.write("iconHash", pictures.hash(of: resource.type))
        writer.endObject()
    }
}

extension TreeWriter {
    /// Writes a member that is a text.
    fileprivate mutating func write(_ name: String, _ text: String) {
        writeName(name)
        write(text)
    }
}

/// The pictures of the types of a graph, each once.
private struct IconRegister: Sendable {
    private var hashes: [ResourceType: String] = [:]
    private var texts: [String: String] = [:]

    init(of types: Set<ResourceType>, own: [ResourceType: SVGIcon]) {
        for type in types {
            let icon = own[type] ?? ResourceKind(type).icon
            hashes[type] = icon.hash
            texts[icon.hash] = icon.text
        }
    }

    /// The hash of a type's picture.
    func hash(of type: ResourceType) -> String { hashes[type] ?? "" }

    /// The pictures by their hashes.
    var document: ValueObject {
        ValueObject(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
    }
}

extension GraphPresentation {
    /// The provisioning state of a node; what is outside is there.
    fileprivate func state(of id: ResourceID) -> String { id.isForeign ? "Succeeded" : states[id] ?? state }
}

extension GraphNeighbour {
    fileprivate func write(to writer: inout some TreeWriter) {
        writer.beginObject(count: 3)
        writer.write("id", id.description)
        writer.write("direction", direction.rawValue)
        writer.write("kind", kind.rawValue)
        writer.endObject()
    }
}

extension GraphOutput {
    fileprivate func write(to writer: inout some TreeWriter) {
        writer.beginObject(count: 3)
        writer.write("id", id)
        writer.write("name", name)
        writer.write("type", type)
        writer.endObject()
    }
}
