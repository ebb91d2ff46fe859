public import Diagnostics

extension ApplicationGraph {
    /// Draws the graph of an application from the resources of its definition.
    ///
    /// Nodes are the application's resources and those of its environment that they reach;
    /// applications, environments and what configures them are none. Time and space grow with
    /// the number of resources and edges.
    ///
    /// - Parameters:
    ///   - application: The application; `nil` takes the resources that belong to none.
    ///   - resources: What is declared or was deployed before, in order.
    ///   - members: The resources to start from; `nil` for those that the application owns.
    ///   - compute: Where the application goes, for the rules of the platform.
    /// - Returns: The graph, and what is wrong with it; with errors it must not be deployed.
    public static func build(
        application: ResourceID?,
        from resources: [Resource],
        members: Set<ResourceID>? = nil,
        compute: Environment.Compute? = nil
    ) -> (graph: ApplicationGraph, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let index = ResourceIndex(resources, application: application, &diagnostics)
        var finder = EdgeFinder(index: index)
        let reached = finder.explore(from: index.members(among: members))
        diagnostics += finder.diagnostics

        let nodes = reached.sorted()
        var edges = nodes.flatMap { finder.edges[$0] }
        diagnostics += CycleFinder.resolve(&edges, index: index)
        if case .kubernetes = compute { diagnostics += index.sharedNames(among: nodes) }
        var places = [Int?](repeating: nil, count: index.resources.count)
        for (place, position) in nodes.enumerated() { places[position] = place }
        let graph = ApplicationGraph(
            application: application?.name ?? "",
            resources: nodes.map { index.resources[$0] },
            edges: edges.map { edge in
                Edge(
                    source: index.resources[edge.source].id,
                    target: index.resources[edge.target].id,
                    kind: edge.kind,
                    label: edge.label,
                    isOrdering: edge.isOrdering
                )
            },
            ends: edges.map { Ends(source: places[$0.source], target: places[$0.target]) },
            references: index.references
        )
        return (graph, diagnostics)
    }
}
