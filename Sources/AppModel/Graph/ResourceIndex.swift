import Diagnostics
import Documents
import Parallel

/// Resources by their ids and names; positions count in `resources`.
struct ResourceIndex: Sendable {
    let resources: [Resource]
    private var byID: [ResourceID: Int] = [:]
    /// Ids in the spelling in which resources refer to each other, which needs no reading.
    private var byText: [String: Int] = [:]
    private var byAddress: [String: Int] = [:]
    /// The first resource of each name.
    private var byName: [String: Int] = [:]
    /// The addresses that only refer to a resource, by its id.
    private(set) var references: [ResourceID: [String]] = [:]
    /// By position, whether a resource is a node, and whose it is: asked for with every mention of it.
    private var standings: [Standing] = []
    /// The positions of resources whose ids others have that stand before them.
    private var duplicates: Set<Int> = []

    private struct Standing {
        let isNode: Bool
        /// Whether it belongs to the application that is drawn, or to none if none is.
        let isOwn: Bool
        /// Whether it belongs to another application than the one that is drawn.
        let isForeign: Bool
    }

    /// Indexes resources; of several with one id the first stands, and the others are reported.
    init(_ resources: [Resource], application: ResourceID?, _ diagnostics: inout [Diagnostic]) {
        self.resources = resources
        let application = application?.name.lowercased()
        standings = resources.map { resource in
            let owner = resource.ownerName
            return Standing(
                isNode: resource.isNode,
                isOwn: owner == application,
                isForeign: application != nil && owner != nil && owner != application
            )
        }
        byID.reserveCapacity(resources.count)
        var referred: [Reference] = []
        var standing: [Int] = []
        standing.reserveCapacity(resources.count)
        // By their positions: a copy of each would count all that it refers to.
        for position in resources.indices {
            let id = resources[position].id
            guard let first = byID.updateValue(position, forKey: id) else {
                standing.append(position)
                continue
            }
            // To refer to a resource that the file declares is no second declaration.
            if resources[position].isExisting {
                byID[id] = first
                referred.append(refer(to: first, by: resources[position].address))
            } else if resources[first].isExisting {
                for address in [resources[first].address] + (references[id] ?? []) {
                    referred.append(refer(to: position, by: address))
                }
                standing.append(position)
            } else {
                byID[id] = first
                duplicates.insert(position)
                diagnostics.append(.duplicateResource(resources[position], first: resources[first]))
            }
        }
        enterTexts(of: standing, referred)
    }

    /// An address that only refers to a resource.
    private struct Reference {
        let address: String
        let position: Int
    }

    private mutating func refer(to position: Int, by address: String) -> Reference {
        let id = resources[position].id
        if references[id]?.contains(address) != true { references[id, default: []].append(address) }
        return Reference(address: address, position: position)
    }

    /// Enters resources by their texts, one kind of text beside the others.
    private mutating func enterTexts(of standing: [Int], _ referred: [Reference]) {
        let tables = TextKind.allCases.indices.mapParts(of: 1) { [self] part in
            part.map { texts(TextKind.allCases[$0], of: standing, referred) }
        }
        .flatMap { $0 }
        for (kind, table) in zip(TextKind.allCases, tables) {
            switch kind {
            case .id: byText = table
            case .address: byAddress = table
            case .name: byName = table
            }
        }
    }

    private enum TextKind: CaseIterable {
        case id
        case address
        case name
    }

    private func texts(_ kind: TextKind, of standing: [Int], _ referred: [Reference]) -> [String: Int] {
        var table = [String: Int](minimumCapacity: standing.count)
        switch kind {
        case .id: for position in standing { table[resources[position].id.description] = position }
        case .address:
            for reference in referred { table[reference.address] = reference.position }
            for position in standing { table.enter(position, under: resources[position].address) }
        case .name:
            for position in standing where isNode(position) && resources[position].object?.isHost ?? true {
                table.enter(position, under: resources[position].name)
            }
        }
        return table
    }

    /// The resource of an id; `nil` if the text is none or names no resource.
    func position(ofID text: String) -> Int? {
        if let position = byText[text] { return position }
        return ResourceID(text).flatMap { byID[$0] }
    }

    func position(of id: ResourceID) -> Int? { byID[id] }

    func position(ofAddress address: String) -> Int? { byAddress[address] }

    /// The resource that a host name leads to: `frontend`, `frontend.default`, `frontend-web.default`.
    func position(ofHost host: String) -> Int? {
        if let position = byName[host] { return position }
        let label = host.prefix { $0 != "." }
        if let position = byName[String(label)] { return position }
        // The service of one container among several is named after both.
        var rest = label
        while let dash = rest.lastIndex(of: "-") {
            let container = String(label[label.index(after: dash)...])
            rest = rest[..<dash]
            guard let position = byName[String(rest)] else { continue }
            if resources[position].properties["containers"]?[container] != nil { return position }
        }
        return nil
    }

    /// The names of all nodes, for suggestions; none once so much was reported that nobody reads on.
    func names(reported count: Int) -> [String] { count < 20 ? resources.filter(\.isNode).map(\.name) : [] }

    /// The positions of some resources; without any, of those that the application owns, or that belong to none.
    func members(among ids: Set<ResourceID>?) -> [Int] {
        resources.indices.filter { position in
            let standing = standings[position]
            guard standing.isNode, ids != nil || standing.isOwn else { return false }
            let resource = resources[position]
            guard !resource.isExisting, !duplicates.contains(position) else { return false }
            return ids?.contains(resource.id) ?? true
        }
    }

    /// Whether a resource belongs to another application, which is the one to deploy it.
    func isForeign(_ position: Int) -> Bool { standings[position].isForeign }

    /// Whether a resource is a node of graphs.
    func isNode(_ position: Int) -> Bool { standings[position].isNode }

    /// Containers and gateways that would make Kubernetes objects of the same name.
    func sharedNames(among positions: [Int]) -> [Diagnostic] {
        var first: [String: Int] = [:]
        return positions.compactMap { position in
            let resource = resources[position]
            guard resource.isServed else { return nil }
            let name = resource.name.lowercased()
            guard let other = first.updateValue(position, forKey: name) else { return nil }
            return .sharedName(resource, other: resources[other])
        }
    }
}

extension Resource {
    /// Whether the resource is a node of graphs; applications and environments own nodes, packs configure.
    public var isNode: Bool {
        switch type {
        case .applications, .environments: false
        case _: !type.namespace.equalsIgnoringASCIICase("Radius.Core")
        }
    }

    /// Whether a target makes objects that bear the resource's name.
    fileprivate var isServed: Bool {
        switch type {
        case .containers, .computeContainers, .gateways: true
        case _: false
        }
    }

    /// Whether an application owns the resource, in whatever generation it is named.
    public func belongs(to application: ResourceID) -> Bool { ownerName == application.name.lowercased() }

    /// The name of the application that owns the resource, in lower case; ids of either generation count the same.
    var ownerName: String? {
        guard let text = properties["application"]?.stringValue else { return nil }
        // The bytes, because this is asked of every resource: no other character has a slash among its own.
        let end = text.utf8.lastIndex { $0 != UInt8(ascii: "/") }
        guard let end else { return nil }
        let name = text[...end]
        let start = name.utf8.lastIndex(of: UInt8(ascii: "/")).map(name.utf8.index(after:)) ?? name.startIndex
        return name[start...].lowercased()
    }
}

extension [String: Int] {
    /// Enters a position, unless there is one already.
    fileprivate mutating func enter(_ position: Int, under text: String) {
        if self[text] == nil { self[text] = position }
    }
}
