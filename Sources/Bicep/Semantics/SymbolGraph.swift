/// Which declarations mention which, and where that goes in circles.
struct SymbolGraph {
    private var edges: [Symbol: [Symbol]] = [:]
    private var order: [Symbol] = []

    init(_ references: [SymbolReference], nestedIn resources: [BoundModule.ResourceDeclaration]) {
        for reference in references { add(reference.from, reference.to) }
        for (index, resource) in resources.enumerated() where resource.isNested {
            var parent = resource.parent
            while let ancestor = parent {
                add(.resource(index), .resource(ancestor))
                parent = resources[ancestor].isNested ? resources[ancestor].parent : nil
            }
        }
    }

    private mutating func add(_ from: Symbol, _ to: Symbol) {
        if edges[from] == nil { order.append(from) }
        edges[from, default: []].append(to)
    }

    /// Declarations that can all be reached from each other.
    struct Component {
        let number: Int
        let names: [Symbol]
        let isCycle: Bool
    }

    /// The component of each declaration that mentions something.
    ///
    /// Tarjan's algorithm with a stack of its own, so that long chains need no deep calls.
    var components: [Symbol: Component] {
        var search = Search(edges: edges)
        for symbol in order where search.index[symbol] == nil { search.visit(symbol) }
        return search.components
    }

    private struct Search {
        let edges: [Symbol: [Symbol]]
        var index: [Symbol: Int] = [:]
        var low: [Symbol: Int] = [:]
        var path: [Symbol] = []
        var onPath: Set<Symbol> = []
        var components: [Symbol: Component] = [:]
        var count = 0

        init(edges: [Symbol: [Symbol]]) {
            self.edges = edges
        }

        mutating func visit(_ root: Symbol) {
            var work: [(symbol: Symbol, next: Int)] = []
            enter(root, &work)
            while let (symbol, next) = work.last {
                let targets = edges[symbol] ?? []
                guard next < targets.count else {
                    work.removeLast()
                    if let parent = work.last?.symbol { lower(parent, to: low[symbol]) }
                    if low[symbol] == index[symbol] { close(symbol) }
                    continue
                }
                work[work.count - 1].next += 1
                let target = targets[next]
                if index[target] == nil {
                    enter(target, &work)
                } else if onPath.contains(target) {
                    lower(symbol, to: index[target])
                }
            }
        }

        private mutating func enter(_ symbol: Symbol, _ work: inout [(symbol: Symbol, next: Int)]) {
            index[symbol] = index.count
            low[symbol] = index[symbol]
            path.append(symbol)
            onPath.insert(symbol)
            work.append((symbol, 0))
        }

        private mutating func lower(_ symbol: Symbol, to value: Int?) {
            guard let value, let current = low[symbol] else { return }
            low[symbol] = min(current, value)
        }

        private mutating func close(_ root: Symbol) {
            var members: [Symbol] = []
            while let symbol = path.popLast() {
                onPath.remove(symbol)
                members.append(symbol)
                if symbol == root { break }
            }
            members.reverse()
            count += 1
            let isCycle = members.count > 1 || (edges[root] ?? []).contains(root)
            let component = Component(number: count, names: members, isCycle: isCycle)
            for member in members { components[member] = component }
        }
    }
}
