/// Which declarations mention which, and where that goes in circles.
struct SymbolGraph {
    private var numbers = SymbolNumbers()
    private var edges: [(from: Int, to: Int)] = []

    init(_ references: [SymbolReference], nestedIn resources: [BoundModule.ResourceDeclaration]) {
        edges.reserveCapacity(references.count)
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
        edges.append((numbers.number(of: from), numbers.number(of: to)))
    }

    /// Declarations by what can all be reached from each other.
    struct Components {
        fileprivate let numbers: SymbolNumbers
        fileprivate let components: [Int]
        /// What goes in circles, by the numbers of the components, in the order of the mentions.
        let cycles: [Int: [Symbol]]

        /// The number of the component of a declaration that mentions something or is mentioned; a component is
        /// numbered after those that it leads to.
        subscript(symbol: Symbol) -> Int? { numbers[symbol].map { components[$0] } }
    }

    /// The component of each declaration that mentions something or is mentioned.
    var components: Components {
        var search = Search(edges, count: numbers.count)
        // What nothing is mentioned in is a component of its own, wherever it is reached.
        for edge in edges where search.isNew(edge.from) { search.visit(edge.from) }
        let cycles = search.cycles.mapValues { members in members.map { numbers.symbols[$0] } }
        return Components(numbers: numbers, components: search.components, cycles: cycles)
    }
}

/// Numbers for symbols, in the order in which they are first asked for, so that what is noted of them needs no hashing.
private struct SymbolNumbers {
    private(set) var symbols: [Symbol] = []
    /// The numbers of what is told apart by an index, by kind and index; -1 for what has none.
    private var indexed: [[Int]] = Array(repeating: [], count: 7)
    private var named: [Symbol: Int] = [:]

    var count: Int { symbols.count }

    subscript(symbol: Symbol) -> Int? {
        guard let (kind, index) = Self.place(of: symbol) else { return named[symbol] }
        guard index < indexed[kind].count, indexed[kind][index] >= 0 else { return nil }
        return indexed[kind][index]
    }

    mutating func number(of symbol: Symbol) -> Int {
        if let known = self[symbol] { return known }
        if let (kind, index) = Self.place(of: symbol) {
            while indexed[kind].count <= index { indexed[kind].append(-1) }
            indexed[kind][index] = symbols.count
        } else {
            named[symbol] = symbols.count
        }
        symbols.append(symbol)
        return symbols.count - 1
    }

    private static func place(of symbol: Symbol) -> (kind: Int, index: Int)? {
        switch symbol {
        case .parameter(let index): (0, index)
        case .variable(let index): (1, index)
        case .resource(let index): (2, index)
        case .module(let index): (3, index)
        case .function(let index): (4, index)
        case .type(let index): (5, index)
        case .imports(let index): (6, index)
        case .namespace, .other: nil
        }
    }
}

/// Tarjan's algorithm with a stack of its own, so that long chains need no deep calls.
private struct Search {
    /// Where the targets of a node begin in `targets`; the next node's begin where they end.
    private var starts: [Int]
    private var targets: [Int]
    /// In which order the nodes were reached; -1 for those that have not been.
    private var index: [Int]
    private var low: [Int]
    private var path: [Int] = []
    private var isOnPath: [Bool]
    private var reached = 0
    private var closed = 0
    /// The number of each node's component, from 1.
    private(set) var components: [Int]
    private(set) var cycles: [Int: [Int]] = [:]

    init(_ edges: [(from: Int, to: Int)], count: Int) {
        starts = Array(repeating: 0, count: count + 1)
        for edge in edges { starts[edge.from + 1] += 1 }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var next = starts
        targets = Array(repeating: 0, count: edges.count)
        for edge in edges {
            targets[next[edge.from]] = edge.to
            next[edge.from] += 1
        }
        index = Array(repeating: -1, count: count)
        low = index
        isOnPath = Array(repeating: false, count: count)
        components = Array(repeating: 0, count: count)
    }

    func isNew(_ node: Int) -> Bool { index[node] < 0 }

    mutating func visit(_ root: Int) {
        var work: [(node: Int, next: Int)] = []
        enter(root, &work)
        while let (node, next) = work.last {
            guard next < starts[node + 1] else {
                work.removeLast()
                if let parent = work.last?.node { low[parent] = min(low[parent], low[node]) }
                if low[node] == index[node] { close(node) }
                continue
            }
            work[work.count - 1].next += 1
            let target = targets[next]
            if isNew(target) {
                enter(target, &work)
            } else if isOnPath[target] {
                low[node] = min(low[node], index[target])
            }
        }
    }

    private mutating func enter(_ node: Int, _ work: inout [(node: Int, next: Int)]) {
        index[node] = reached
        low[node] = reached
        reached += 1
        path.append(node)
        isOnPath[node] = true
        work.append((node, starts[node]))
    }

    private mutating func close(_ root: Int) {
        closed += 1
        var members: [Int] = []
        while let node = path.popLast() {
            isOnPath[node] = false
            components[node] = closed
            members.append(node)
            if node == root { break }
        }
        let mentionsItself = targets[starts[root]..<starts[root + 1]].contains(root)
        if members.count > 1 || mentionsItself { cycles[closed] = members.reversed() }
    }
}
