import Diagnostics
import Documents

/// Resources by their ids and names; positions count in `resources`.
struct ResourceIndex {
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
        byText.reserveCapacity(resources.count)
        byAddress.reserveCapacity(resources.count)
        byName.reserveCapacity(resources.count)
        for (position, resource) in resources.enumerated() {
            if let first = byID[resource.id] {
                // To refer to a resource that the file declares is no second declaration.
                if resource.isExisting {
                    refer(resource.address, to: first)
                } else if resources[first].isExisting {
                    for address in [resources[first].address] + (references[resource.id] ?? []) {
                        refer(address, to: position)
                    }
                    add(position)
                } else {
                    duplicates.insert(position)
                    diagnostics.append(.duplicateResource(resource, first: resources[first]))
                }
                continue
            }
            add(position)
        }
    }

    private mutating func refer(_ address: String, to position: Int) {
        byAddress[address] = position
        let id = resources[position].id
        if references[id]?.contains(address) != true { references[id, default: []].append(address) }
    }

    private mutating func add(_ position: Int) {
        let resource = resources[position]
        byID[resource.id] = position
        byText[resource.id.description] = position
        if byAddress[resource.address] == nil { byAddress[resource.address] = position }
        guard isNode(position), resource.object?.isHost ?? true, byName[resource.name] == nil else { return }
        byName[resource.name] = position
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
