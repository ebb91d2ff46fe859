public import Documents

extension ApplicationGraph {
    /// The graph as data, as the application graph of Radius 0.60 has it; resources in the order of the definition.
    ///
    /// Secrets are null: whatever is written from this can be shown.
    public func document(_ presentation: GraphPresentation) -> Value {
        let (neighbours, hashes) = (neighbours(), diffHashes())
        var icons = IconRegister(own: presentation.icons)
        let nodes = resources.map { resource -> Value in
            var node: ValueObject = [
                "id": .string(resource.id.description),
                "name": .string(resource.name),
                "type": .string(resource.type.description),
                "provisioningState": .string(presentation.state(of: resource.id)),
                "connections": .array((neighbours[resource.id] ?? []).map(\.document)),
                "outputResources": .array(presentation.sortedOutputs(of: resource.id).map(\.document)),
            ]
            let properties = GraphRedaction.visibleProperties(of: resource)
            if !properties.isEmpty { node["properties"] = .object(properties) }
            if !resource.id.isForeign, let hash = hashes[resource.id] { node["diffHash"] = .string(hash) }
            node["iconHash"] = .string(icons.hash(of: resource.type))
            return .object(node)
        }
        guard presentation.includesIcons else { return ["resources": .array(nodes)] }
        return ["resources": .array(nodes), "icons": .object(icons.document)]
    }
}

/// The pictures of the types of a graph, each once.
private struct IconRegister {
    let own: [ResourceType: SVGIcon]
    private var hashes: [ResourceType: String] = [:]
    private var texts: [String: String] = [:]

    init(own: [ResourceType: SVGIcon]) {
        self.own = own
    }

    /// The hash of a type's picture.
    mutating func hash(of type: ResourceType) -> String {
        if let hash = hashes[type] { return hash }
        let icon = own[type] ?? ResourceKind(type).icon
        hashes[type] = icon.hash
        texts[icon.hash] = icon.text
        return icon.hash
    }

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
    fileprivate var document: Value {
        ["id": .string(id.description), "direction": .string(direction.rawValue), "kind": .string(kind.rawValue)]
    }
}

extension GraphOutput {
    fileprivate var document: Value { ["id": .string(id), "name": .string(name), "type": .string(type)] }
}
