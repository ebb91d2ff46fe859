public import Documents

extension ApplicationGraph {
    /// The graph as data, as the application graph of Radius 0.60 has it; resources in the order of the definition.
    ///
    /// Secrets are null: whatever is written from this can be shown.
    public func document(_ presentation: GraphPresentation) -> Value {
        let (neighbours, hashes) = (neighbours(), diffHashes())
        let nodes = resources.map { resource -> Value in
            var node: ValueObject = [
                "id": .string(resource.id.description),
                "name": .string(resource.name),
                "type": .string(resource.type.description),
                "provisioningState": .string(presentation.states[resource.id] ?? presentation.state),
                "connections": .array((neighbours[resource.id] ?? []).map(\.document)),
                "outputResources": .array(presentation.sortedOutputs(of: resource.id).map(\.document)),
            ]
            let properties = GraphRedaction.visibleProperties(of: resource)
            if !properties.isEmpty { node["properties"] = .object(properties) }
            if let hash = hashes[resource.id] { node["diffHash"] = .string(hash) }
            return .object(node)
        }
        return ["resources": .array(nodes)]
    }

    /// The graph as JSON, with a newline at its end.
    public func json(_ presentation: GraphPresentation) -> String { document(presentation).json() + "\n" }
}

extension GraphNeighbour {
    fileprivate var document: Value {
        ["id": .string(id.description), "direction": .string(direction.rawValue), "kind": .string(kind.rawValue)]
    }
}

extension GraphOutput {
    fileprivate var document: Value { ["id": .string(id), "name": .string(name), "type": .string(type)] }
}
