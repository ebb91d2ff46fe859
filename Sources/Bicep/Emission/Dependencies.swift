import Documents

/// Which declarations mention which, as far as a deployment's order depends on it.
struct DependencyMap {
    /// A mention of a declaration by another.
    struct Edge: Hashable {
        let target: Target
        /// The index of the item of a collection, if it can be moved to where the order is written.
        let index: Expression?
        /// Whether only what is known beforehand is read: the id, the name.
        let isWeak: Bool
        /// What tells two mentions of one item apart.
        let place: UInt32

        static func == (left: Edge, right: Edge) -> Bool {
            left.target == right.target && left.isWeak == right.isWeak && left.place == right.place
                && (left.index == nil) == (right.index == nil)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(target)
            hasher.combine(place)
        }
    }

    enum Target: Hashable {
        case resource(Int)
        case module(Int)
        case variable(Int)
    }

    private(set) var edges: [Target: [Edge]] = [:]

    init(_ module: BoundModule) {
        for (index, variable) in module.variables.enumerated() where variable.imported == nil {
            var collector = Collector(module: module, ownSlots: [])
            collector.walk(variable.value)
            edges[.variable(index)] = collector.edges
        }
        for (index, resource) in module.resources.enumerated() {
            var collector = Collector(module: module, ownSlots: Self.slots(resource.loop))
            if let parent = resource.parent, resource.isNested {
                collector.add(.resource(parent), nil, isWeak: true, place: .max)
            }
            collector.walk(resource.loop, resource.condition, resource.body)
            edges[.resource(index)] = collector.edges
        }
        for (index, declaration) in module.modules.enumerated() {
            var collector = Collector(module: module, ownSlots: Self.slots(declaration.loop))
            collector.walk(declaration.loop, declaration.condition, declaration.body)
            edges[.module(index)] = collector.edges
        }
        dropVariablesThatLeadNowhere()
    }

    /// Most variables mention nothing that is deployed, however long the chains of them are.
    private mutating func dropVariablesThatLeadNowhere() {
        var users: [Target: [Target]] = [:]
        var work: [Target] = []
        for (target, mentions) in edges {
            for edge in mentions {
                users[edge.target, default: []].append(target)
                if case .variable = edge.target { continue }
                work.append(edge.target)
            }
        }
        var leading = Set(work)
        while let target = work.popLast() {
            for user in users[target] ?? [] where leading.insert(user).inserted { work.append(user) }
        }
        for (target, mentions) in edges { edges[target] = mentions.filter { leading.contains($0.target) } }
    }

    private static func slots(_ loop: Expression.Loop?) -> Set<Int> {
        guard let loop else { return [] }
        return Set([loop.itemSlot, loop.indexSlot].compactMap { $0 })
    }
}

extension DependencyMap {
    /// Collects the mentions in one declaration.
    fileprivate struct Collector {
        let module: BoundModule
        /// The variables of the declaration's own loop, which are there where its order is written.
        let ownSlots: Set<Int>
        var edges: [Edge] = []
        private var seen: Set<Edge> = []
        /// Within `parent` and `scope`, which read nothing but ids.
        private var isHeader = false

        init(module: BoundModule, ownSlots: Set<Int>) {
            self.module = module
            self.ownSlots = ownSlots
        }

        mutating func add(_ target: Target, _ index: Expression?, isWeak: Bool, place: UInt32) {
            let movable = index.flatMap { isMovable($0) ? $0 : nil }
            let edge = Edge(target: target, index: movable, isWeak: isWeak, place: movable?.range.lowerBound ?? 0)
            if seen.insert(edge).inserted { edges.append(edge) }
        }

        private func isMovable(_ expression: Expression) -> Bool {
            if case .local(let slot) = expression.kind { return ownSlots.contains(slot) }
            var bound: Set<Int> = []
            if case .lambda(let slots, _, _) = expression.kind { bound = Set(slots) }
            var result = true
            let inner = Collector(module: module, ownSlots: ownSlots.union(bound))
            expression.forEachChild { if !inner.isMovable($0) { result = false } }
            return result
        }

        mutating func walk(_ loop: Expression.Loop?, _ condition: Expression?, _ body: Expression) {
            if let loop {
                walk(loop.items)
                if let filter = loop.condition { walk(filter) }
            }
            if let condition { walk(condition) }
            guard case .object(let members) = body.kind else { return }
            for member in members {
                switch member {
                case .property(let name, let value):
                    walk(name)
                    let constant = member.constantName
                    isHeader = constant == "parent" || constant == "scope"
                    walk(value)
                    isHeader = false
                case .spread(let value): walk(value)
                }
            }
        }

        mutating func walk(_ expression: Expression) {
            switch expression.kind {
            case .resource(let index): mention(index, nil, isWeak: false, at: expression)
            case .module(let index): add(.module(index), nil, isWeak: false, place: expression.range.lowerBound)
            case .variable(let index):
                guard module.variables[index].imported == nil else { return }
                add(.variable(index), nil, isWeak: false, place: expression.range.lowerBound)
            case .property(let base, let name, _): walkAccess(base, isInformation: Self.information.contains(name))
            case .methodCall(let base, _, let arguments):
                walkAccess(base, isInformation: true)
                for argument in arguments { walk(argument) }
            case .index(let base, let index, _, _): walkIndex(base, index, isInformation: false)
            case .string:
                if let named = module.namesTaken[expression.range.lowerBound] { walk(named) }
            default:
                var collector = self
                expression.forEachChild { collector.walk($0) }
                self = collector
            }
        }

        private static let information: Set<String> = ["id", "name", "type", "apiVersion"]

        /// What is read of a resource decides whether that is known beforehand.
        private mutating func walkAccess(_ base: Expression, isInformation: Bool) {
            switch base.kind {
            case .resource(let index): mention(index, nil, isWeak: isInformation, at: base)
            case .nonNull(let inner): walkAccess(inner, isInformation: isInformation)
            case .index(let owner, let index, _, _): walkIndex(owner, index, isInformation: isInformation)
            default: walk(base)
            }
        }

        private mutating func walkIndex(_ base: Expression, _ index: Expression, isInformation: Bool) {
            switch base.kind {
            case .resource(let resource):
                if module.resources[resource].loop != nil {
                    mention(resource, index, isWeak: isInformation, at: base)
                } else if case .string(let name) = index.kind {
                    mention(resource, nil, isWeak: Self.information.contains(name), at: base)
                } else {
                    mention(resource, nil, isWeak: false, at: base)
                }
            case .module(let declaration):
                let isCollection = module.modules[declaration].loop != nil
                add(.module(declaration), isCollection ? index : nil, isWeak: false, place: base.range.lowerBound)
            case .variable(let variable):
                if case .loop = module.variables[variable].value.kind {
                    add(.variable(variable), index, isWeak: false, place: base.range.lowerBound)
                } else {
                    walk(base)
                }
            default: walk(base)
            }
            walk(index)
        }

        private mutating func mention(_ index: Int, _ item: Expression?, isWeak: Bool, at expression: Expression) {
            let isAzure = module.resources[index].extensionName == nil
            let weak = isAzure && (isWeak || isHeader)
            add(.resource(index), item, isWeak: weak, place: expression.range.lowerBound)
        }
    }
}

// MARK: - What a resource or module waits for

extension TemplateEmitter {
    /// What is found at the end of a chain of mentions.
    private struct Found {
        let target: DependencyMap.Target
        let mention: Mention
        let edge: DependencyMap.Edge
        let key: String
    }

    /// What was found so far, and what need not be looked at again.
    private struct Search {
        var found: [Found] = []
        var path: Set<DependencyMap.Target> = []
        var visited: Set<Visit> = []
    }

    /// A declaration that was looked at; the items of a collection are looked at one by one.
    private struct Visit: Hashable {
        let edge: DependencyMap.Edge
        let isIndexed: Bool
    }

    /// `dependsOn` with what a declaration mentions, through variables and existing resources.
    func dependsOn(
        _ target: DependencyMap.Target,
        _ own: Mention,
        _ map: DependencyMap
    ) -> [(String, Value)] {
        var search = Search()
        for edge in map.edges[target] ?? [] { follow(edge, own.locals, isIndexed: true, map, &search) }
        let found = search.found.filter { $0.target != target }
        var seen: Set<DependencyMap.Edge> = []
        let whole = Set(found.filter { $0.edge.index == nil }.map(\.target))
        var wholeSeen: Set<DependencyMap.Target> = []
        let kept = found.filter { item in
            whole.contains(item.target)
                ? item.edge.index == nil && wholeSeen.insert(item.target).inserted : seen.insert(item.edge).inserted
        }
        guard !kept.isEmpty else { return [] }
        let ordered = kept.map { ($0, CollationKey($0.key)) }.sorted { $0.1 < $1.1 }
        return [("dependsOn", .array(ordered.map { entry($0.0) }))]
    }

    private func entry(_ found: Found) -> Value {
        let mention = found.mention
        switch found.target {
        case .resource(let index):
            let isCollection = module.resources[index].loop != nil && mention.item == nil
            return isSymbolic || isCollection
                ? symbolicReference(symbolicName(of: index), mention.item).value : id(of: mention).value
        case .module(let index):
            let isCollection = module.modules[index].loop != nil && mention.item == nil
            return isSymbolic || isCollection
                ? symbolicReference(module.modules[index].symbol, mention.item).value : moduleID(of: mention).value
        case .variable: return .null
        }
    }

    private func follow(
        _ edge: DependencyMap.Edge,
        _ locals: Locals,
        isIndexed: Bool,
        _ map: DependencyMap,
        _ search: inout Search
    ) {
        guard run.enter(at: span(edge.index?.range ?? 0..<0)) else { return }
        defer { run.leave() }
        if edge.index == nil, !search.visited.insert(Visit(edge: edge, isIndexed: isIndexed)).inserted { return }
        guard search.path.insert(edge.target).inserted else { return }
        defer { search.path.remove(edge.target) }
        let loop = loop(of: edge.target)
        var item = loop == nil ? nil : edge.index.map { expression($0, locals) }
        let inner = item.flatMap { item in loop.map { self.locals(of: $0, index: item, [:]) } } ?? [:]
        let readsIndex = item?.readsCopyIndex ?? false
        var reached = edge
        if readsIndex, !isIndexed {
            item = nil
            reached = DependencyMap.Edge(target: edge.target, index: nil, isWeak: edge.isWeak, place: 0)
        }
        let mention = Mention(index: edge.target.index, item: item, locals: inner)
        if isEnd(edge) {
            search.found.append(Found(target: edge.target, mention: mention, edge: reached, key: key(of: edge.target)))
            return
        }
        for next in map.edges[edge.target] ?? [] {
            follow(next, inner, isIndexed: isIndexed && readsIndex, map, &search)
        }
    }

    /// Whether something is deployed, or at least stands in the template.
    private func isEnd(_ edge: DependencyMap.Edge) -> Bool {
        switch edge.target {
        case .module: true
        case .variable: false
        case .resource(let index): !module.resources[index].isExisting || (isSymbolic && !edge.isWeak)
        }
    }

    private func loop(of target: DependencyMap.Target) -> Expression.Loop? {
        switch target {
        case .resource(let index): return module.resources[index].loop
        case .module(let index): return module.modules[index].loop
        case .variable(let index):
            if case .loop(let loop) = module.variables[index].value.kind { return loop }
            return nil
        }
    }

    private func key(of target: DependencyMap.Target) -> String {
        switch target {
        case .resource(let index): symbolicName(of: index)
        case .module(let index): module.modules[index].symbol
        case .variable(let index): module.variables[index].name
        }
    }
}

extension DependencyMap.Target {
    fileprivate var index: Int {
        switch self {
        case .resource(let index), .module(let index), .variable(let index): index
        }
    }
}
