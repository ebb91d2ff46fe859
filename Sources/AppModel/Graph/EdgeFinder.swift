import Diagnostics
import Documents
import Parallel

/// An edge between positions of a `ResourceIndex`.
struct IndexedEdge {
    let source: Int
    let target: Int
    let kind: ApplicationGraph.Edge.Kind
    let label: String?
    /// Whether a circle of such edges may be cut: they are calls by URL, through which no value flows.
    let isCall: Bool
    var isOrdering = true
}

/// Finds the edges of resources, and the resources that they reach.
struct EdgeFinder: Sendable {
    private let index: ResourceIndex
    /// By the positions of the resources that were explored.
    private(set) var edges: [[IndexedEdge]]
    /// What is wrong, each to be said with the names of all nodes: who looks among them is asked only for the first few.
    private var problems: [@Sendable (_ names: [String]) -> Diagnostic] = []
    /// By position, the resource that was found last to need it: each edge is found once.
    private var users: [Int?]

    init(index: ResourceIndex) {
        self.index = index
        edges = Array(repeating: [], count: index.resources.count)
        users = Array(repeating: nil, count: index.resources.count)
    }

    /// What was found wrong.
    var diagnostics: [Diagnostic] {
        problems.enumerated().map { number, problem in problem(index.names(reported: number)) }
    }

    private mutating func report(_ problem: @escaping @Sendable (_ names: [String]) -> Diagnostic) {
        problems.append(problem)
    }

    /// Follows edges from some resources; gives the positions of those and of what they reach.
    mutating func explore(from members: [Int]) -> [Int] {
        var isSeen = Array(repeating: false, count: index.resources.count)
        for member in members { isSeen[member] = true }
        let parts = members.indices.mapParts { [self] places in
            var part = self
            return (members[places].map { part.edges(of: $0) }, part.problems)
        }
        for (member, found) in zip(members, parts.lazy.flatMap(\.0)) { edges[member] = found }
        problems += parts.flatMap(\.1)
        var queue = members
        var next = 0
        while next < queue.count {
            if next >= members.count { edges[queue[next]] = edges(of: queue[next]) }
            for edge in edges[queue[next]] where !isSeen[edge.target] {
                isSeen[edge.target] = true
                queue.append(edge.target)
            }
            next += 1
        }
        return queue
    }

    private mutating func edges(of position: Int) -> [IndexedEdge] {
        let resource = index.resources[position]
        guard !resource.isExisting else { return [] }
        var found: [IndexedEdge] = []
        connections(of: resource, position, into: &found)
        routes(of: resource, position, into: &found)
        rules(of: resource, position, into: &found)
        var needed: [Int] = []
        for id in resource.dependencies {
            if let target = index.position(of: id) { needed.append(target) }
        }
        collectMentions(of: resource, into: &needed)
        for edge in found { users[edge.target] = position }
        for target in needed where target != position && index.isNode(target) && users[target] != position {
            users[target] = position
            guard !index.isForeign(target) else {
                reportReading(of: index.resources[target], by: resource)
                continue
            }
            found.append(
                IndexedEdge(source: position, target: target, kind: .dependency, label: nil, isCall: false)
            )
        }
        return found
    }

    /// Refuses to read what only the deployment of another application gives; its id and name are certain.
    private mutating func reportReading(of target: Resource, by resource: Resource) {
        let reading = resource.properties.first { $0.value.unknownSources.contains(target.address) }
        guard let property = reading?.key else { return }
        let span = resource.origin.span(ofProperty: [.member(property)])
        report { _ in .ofAnotherApplication("'\(property)' of '\(resource.name)' reads", target, at: span) }
    }

    // MARK: Mentions

    /// What a resource names by its id in any other property: a secret store, a certificate, a volume.
    private func collectMentions(of resource: Resource, into found: inout [Int]) {
        for (name, value) in resource.properties where !Self.namingOwners.contains(name) {
            collectMentions(in: value, into: &found)
        }
    }

    /// Properties whose ids say where a resource belongs, or are edges with a name.
    private static let namingOwners: Set<String> = ["application", "environment", "connections", "routes", "rules"]

    private func collectMentions(in value: Value, into found: inout [Int]) {
        switch value {
        case .string(let text):
            if text.hasPrefix("/planes/"), let position = index.position(ofID: text) { found.append(position) }
        case .array(let elements): for element in elements { collectMentions(in: element, into: &found) }
        case .object(let members): for member in members { collectMentions(in: member.value, into: &found) }
        case .null, .bool, .integer, .number, .secret, .unknown: break
        }
    }

    // MARK: Connections

    private mutating func connections(of resource: Resource, _ position: Int, into found: inout [IndexedEdge]) {
        guard let connections = resource.properties["connections"]?.objectValue else { return }
        for (name, connection) in connections {
            guard let source = connection["source"] else { continue }
            var span: Span? { resource.origin.span(ofProperty: ["connections", .member(name), "source"]) }
            switch destination(of: source) {
            case .node(let target, let isCall):
                guard target != position else {
                    report { _ in .connectsToItself(resource, at: span) }
                    continue
                }
                guard !index.isForeign(target) else {
                    // A URL leads to any service, whoever makes it.
                    guard !isCall else { continue }
                    let target = index.resources[target]
                    report { _ in .ofAnotherApplication("connection '\(name)' leads to", target, at: span) }
                    continue
                }
                append(position, target, label: name, isCall: isCall, to: &found)
            case .nothing(let text):
                report { .danglingConnection(name, to: text, known: $0, at: span) }
            case .unknownHost(let host):
                report { .unknownHost(host, connection: name, known: $0, at: span) }
            case .outside: break
            }
        }
    }

    private enum Destination {
        case node(Int, isCall: Bool)
        /// An id or name that no resource has.
        case nothing(String)
        /// A host without a dot that is no resource's name.
        case unknownHost(String)
        /// Something that is no resource: a cloud's, a host elsewhere, a value that is not known yet.
        case outside
    }

    private func destination(of source: Value) -> Destination {
        switch source {
        case .string(let text): return destination(of: text)
        case .unknown(let unknown):
            let target = unknown.sources.lazy.compactMap { index.position(ofAddress: $0) }.first
            return target.map { .node($0, isCall: false) } ?? .outside
        case .null, .bool, .integer, .number, .array, .object, .secret: return .outside
        }
    }

    private func destination(of text: String) -> Destination {
        if let position = index.position(ofID: text) {
            return index.isNode(position) ? .node(position, isCall: false) : .nothing(text)
        }
        if text.hasPrefix("/") { return ResourceID(text) == nil ? .outside : .nothing(text) }
        guard let url = ServiceURL(text) else {
            // Without a scheme, Radius reads what stands before a port or a path as a host.
            let host = String(text.prefix { $0 != ":" && $0 != "/" })
            return index.position(ofHost: host).map { .node($0, isCall: true) } ?? .nothing(text)
        }
        if let position = index.position(ofHost: url.host) { return .node(position, isCall: true) }
        let isLocal = !url.host.contains(".") && !url.host.contains(":") && url.host != "localhost"
        return isLocal ? .unknownHost(url.host) : .outside
    }

    // MARK: Routes

    /// The routes of an `Applications.Core/gateways`.
    private mutating func routes(of resource: Resource, _ position: Int, into found: inout [IndexedEdge]) {
        guard resource.type == .gateways, let routes = resource.properties["routes"]?.arrayValue else { return }
        for (number, route) in routes.enumerated() {
            guard let text = route["destination"]?.stringValue, let url = ServiceURL(text) else { continue }
            guard let target = index.position(ofHost: url.host) else {
                let path: ValuePath = ["routes", .element(number), "destination"]
                let span = resource.origin.span(ofProperty: path)
                report { .danglingRoute(url.host, known: $0, at: span) }
                continue
            }
            guard !index.isForeign(target) else {
                let path: ValuePath = ["routes", .element(number), "destination"]
                let span = resource.origin.span(ofProperty: path)
                report { [index] _ in .routeOutOfApplication(to: index.resources[target], at: span) }
                continue
            }
            append(position, target, label: route["path"]?.stringValue, isCall: true, to: &found)
        }
    }

    /// The rules of a `Radius.Compute/routes`.
    private mutating func rules(of resource: Resource, _ position: Int, into found: inout [IndexedEdge]) {
        guard resource.type == .routes, let rules = resource.properties["rules"]?.arrayValue else { return }
        for (number, rule) in rules.enumerated() {
            guard let source = rule["destinationContainer"]?["resourceId"] else { continue }
            let matches = rule["matches"]?.arrayValue ?? []
            switch destination(of: source) {
            case .node(let target, _) where index.isForeign(target):
                let path: ValuePath = ["rules", .element(number), "destinationContainer", "resourceId"]
                let span = resource.origin.span(ofProperty: path)
                report { [index] _ in .routeOutOfApplication(to: index.resources[target], at: span) }
            case .node(let target, _):
                let path = matches.lazy.compactMap { $0["httpPath"]?.stringValue }.first
                append(position, target, label: path, isCall: false, to: &found)
            case .nothing(let text), .unknownHost(let text):
                let path: ValuePath = ["rules", .element(number), "destinationContainer", "resourceId"]
                let span = resource.origin.span(ofProperty: path)
                report { .danglingRoute(text, known: $0, at: span) }
            case .outside: break
            }
        }
    }

    private func append(
        _ source: Int,
        _ target: Int,
        label: String?,
        isCall: Bool,
        to found: inout [IndexedEdge]
    ) {
        found.append(
            IndexedEdge(source: source, target: target, kind: .connection, label: label, isCall: isCall)
        )
    }
}
