/// The layers of the nodes: every edge leads to a later layer, except those that close a circle.
struct LayerAssignment {
    /// The layer of each node, from 0.
    private(set) var layers: [Int]
    /// The edges that are drawn from their target to their source.
    private(set) var isReversed: [Bool]

    private let count: Int
    private var successors: [[Int]]
    private var predecessors: [[Int]]

    init(nodeCount: Int, edges: [LayeredLayout.Edge]) {
        count = nodeCount
        layers = Array(repeating: 0, count: nodeCount)
        isReversed = Self.closing(nodeCount, edges)
        successors = Array(repeating: [], count: nodeCount)
        predecessors = successors
        for (index, edge) in edges.enumerated() {
            let (from, to) = isReversed[index] ? (edge.target, edge.source) : (edge.source, edge.target)
            successors[from].append(to)
            predecessors[to].append(from)
        }
        let order = topologicalOrder()
        for node in order { layers[node] = (predecessors[node].map { layers[$0] }.max() ?? -1) + 1 }
        tighten(order)
        limitHeight(order)
    }

    // MARK: - Circles

    /// The edges that lead back to a node from which they were reached.
    private static func closing(_ count: Int, _ edges: [LayeredLayout.Edge]) -> [Bool] {
        var outgoing: [[Int]] = Array(repeating: [], count: count)
        for (index, edge) in edges.enumerated() { outgoing[edge.source].append(index) }
        var isClosing = Array(repeating: false, count: edges.count)
        var (isOpen, isSeen) = (Array(repeating: false, count: count), Array(repeating: false, count: count))
        // Nodes that nobody needs come first, so that few edges point against the reading direction.
        let needed = Set(edges.map(\.target))
        for start in (0..<count).filter({ !needed.contains($0) }) + Array(0..<count) where !isSeen[start] {
            var path = [(node: start, next: 0)]
            (isOpen[start], isSeen[start]) = (true, true)
            while let last = path.last {
                guard last.next < outgoing[last.node].count else {
                    isOpen[last.node] = false
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let edge = outgoing[last.node][last.next]
                let target = edges[edge].target
                if isOpen[target] { isClosing[edge] = true }
                guard !isSeen[target] else { continue }
                (isOpen[target], isSeen[target]) = (true, true)
                path.append((target, 0))
            }
        }
        return isClosing
    }

    /// The nodes, each after those that lead to it.
    private func topologicalOrder() -> [Int] {
        var waiting = predecessors.map(\.count)
        var order = (0..<count).filter { waiting[$0] == 0 }
        var next = 0
        while next < order.count {
            for target in successors[order[next]] {
                waiting[target] -= 1
                if waiting[target] == 0 { order.append(target) }
            }
            next += 1
        }
        return order
    }

    // MARK: - Length

    /// Moves nodes towards the side on which they have more edges, as long as that makes edges shorter.
    private mutating func tighten(_ order: [Int]) {
        for _ in 0..<8 {
            var isChanged = false
            for node in order.reversed() where successors[node].count > predecessors[node].count {
                let layer = (successors[node].map { layers[$0] }.min() ?? layers[node] + 1) - 1
                if layer > layers[node] { (layers[node], isChanged) = (layer, true) }
            }
            for node in order where predecessors[node].count > successors[node].count {
                let layer = (predecessors[node].map { layers[$0] }.max() ?? layers[node] - 1) + 1
                if layer < layers[node] { (layers[node], isChanged) = (layer, true) }
            }
            if !isChanged { break }
        }
        let first = layers.min() ?? 0
        if first > 0 { for node in layers.indices { layers[node] -= first } }
    }

    // MARK: - Height

    /// Spreads the nodes of layers that are too high over more layers.
    ///
    /// Nodes are placed from the last layer on, each as late as those that it leads to allow and there is room.
    private mutating func limitHeight(_ order: [Int]) {
        // The height at which a graph without edges would be about as wide as a screen.
        let limit = max(14, Int((2.7 * Double(count)).squareRoot()))
        var sizes: [Int: Int] = [:]
        for layer in layers { sizes[layer, default: 0] += 1 }
        guard sizes.values.contains(where: { $0 > limit }) else { return }
        let wanted = layers
        let last = wanted.max() ?? 0
        var (room, backwards): ([Int], [Int]) = ([], Array(repeating: 0, count: count))
        // Later layers first, so that a node meets only what it leads to.
        let reversed = order.reversed().enumerated()
            .sorted { (-wanted[$0.element], $0.offset) < (-wanted[$1.element], $1.offset) }.map(\.element)
        for node in reversed {
            let earliest = (successors[node].map { backwards[$0] }.max() ?? -1) + 1
            var place = max(earliest, last - wanted[node])
            while place < room.count, room[place] >= limit { place += 1 }
            while room.count <= place { room.append(0) }
            room[place] += 1
            backwards[node] = place
        }
        let used = backwards.max() ?? 0
        layers = backwards.map { used - $0 }
        removeEmptyLayers()
    }

    private mutating func removeEmptyLayers() {
        let numbers = Dictionary(uniqueKeysWithValues: Set(layers).sorted().enumerated().map { ($1, $0) })
        layers = layers.map { numbers[$0] ?? 0 }
    }
}
