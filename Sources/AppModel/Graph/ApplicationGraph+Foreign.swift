import Documents

extension ApplicationGraph {
    /// The graph with a node for everything outside that connections lead to: resources of clouds and hosts elsewhere.
    ///
    /// They are drawn and never deployed.
    public func addingForeignNodes() -> ApplicationGraph {
        // Most graphs have nothing foreign, and never ask.
        lazy var drawn = Set(
            edges.lazy.filter { $0.kind == .connection }.map { Place(source: $0.source, label: $0.label) }
        )
        var nodes: [Resource] = []
        var known: Set<ResourceID> = []
        var added: [Edge] = []
        for position in resources.indices {
            guard let connections = resources[position].properties["connections"]?.objectValue else { continue }
            for (name, connection) in connections {
                guard let source = connection["source"]?.stringValue, !source.hasPrefix("/planes/radius/"),
                    !drawn.contains(Place(source: resources[position].id, label: name)),
                    let foreign = ForeignID(source: source)
                else { continue }
                let id = foreign.id
                if known.insert(id).inserted { nodes.append(Resource(foreign: id)) }
                added.append(Edge(source: resources[position].id, target: id, kind: .connection, label: name))
            }
        }
        guard !nodes.isEmpty else { return self }
        return ApplicationGraph(application: application, resources: resources + nodes, edges: edges + added)
    }

    /// A connection that has its edge already.
    private struct Place: Hashable {
        let source: ResourceID
        let label: String?
    }
}

extension [Resource] {
    /// The objects that authors name as what stands for a resource, where rad makes none (`resources`).
    public var namedOutputs: [ResourceID: [GraphOutput]] {
        var outputs: [ResourceID: [GraphOutput]] = [:]
        for position in indices {
            guard let named = self[position].properties["resources"]?.arrayValue else { continue }
            let found = named.compactMap { $0["id"]?.stringValue }.map { id in
                let foreign = ForeignID(id: id)
                return GraphOutput(id: id, name: foreign?.name ?? id, type: foreign?.type.description ?? "")
            }
            if !found.isEmpty { outputs[self[position].id] = found }
        }
        return outputs
    }
}

extension Resource {
    fileprivate init(foreign id: ResourceID) {
        self.init(
            id: id,
            apiVersion: "",
            address: id.description,
            properties: [:],
            isExisting: true,
            origin: .none
        )
    }
}
