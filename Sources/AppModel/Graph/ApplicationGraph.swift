/// The resources of an application and the edges between them.
///
/// Nodes are kept in the order of the definition; edges go from the resource that needs to
/// the resource that is needed.
public struct ApplicationGraph: Sendable {
    /// An edge of the graph.
    public struct Edge: Sendable, Hashable {
        /// Why the edge is there.
        public enum Kind: String, Sendable, CaseIterable {
            /// Authored: a connection or a route.
            case connection = "Connection"
            /// A reference or `dependsOn`.
            case dependency = "Dependency"
        }

        public let source: ResourceID
        public let target: ResourceID
        public let kind: Kind
        /// The connection's name, or the route's path.
        public let label: String?
        /// Whether the target is applied first; false where services call each other in a circle by URL.
        public let isOrdering: Bool

        /// Creates an edge.
        public init(
            source: ResourceID,
            target: ResourceID,
            kind: Kind,
            label: String? = nil,
            isOrdering: Bool = true
        ) {
            self.source = source
            self.target = target
            self.kind = kind
            self.label = label
            self.isOrdering = isOrdering
        }
    }

    public let application: String
    public let resources: [Resource]
    public let edges: [Edge]
    /// The addresses under which other files of the definition refer to a resource as existing, by its id.
    public let references: [ResourceID: [String]]
    /// Where the edges end, in the order of `edges`.
    let ends: [Ends]

    /// The ends of an edge, by their places in `resources`; `nil` for what is not there.
    struct Ends {
        let source: Int?
        let target: Int?
    }

    /// Creates a graph from parts that were checked.
    ///
    /// Of several resources with one id, edges lead to the first.
    public init(
        application: String,
        resources: [Resource],
        edges: [Edge],
        references: [ResourceID: [String]] = [:]
    ) {
        let places = Dictionary(zip(resources.lazy.map(\.id), resources.indices)) { first, _ in first }
        let ends = edges.map { Ends(source: places[$0.source], target: places[$0.target]) }
        self.init(application: application, resources: resources, edges: edges, ends: ends, references: references)
    }

    /// Creates a graph of which it is known where the edges end.
    init(
        application: String,
        resources: [Resource],
        edges: [Edge],
        ends: [Ends],
        references: [ResourceID: [String]] = [:]
    ) {
        precondition(edges.count == ends.count, "every edge has ends")
        self.application = application
        self.resources = resources
        self.edges = edges
        self.ends = ends
        self.references = references
    }
}
