import Diagnostics

/// Finds circles among edges: those that a deployment can never start with, and those that it may cut.
enum CycleFinder {
    /// Cuts circles at the calls by URL in them, and reports the circles that are left.
    static func resolve(_ edges: inout [IndexedEdge], index: ResourceIndex) -> [Diagnostic] {
        let circles = components(of: edges)
        guard !circles.isEmpty else { return [] }
        let component = componentNumbers(circles)
        for position in edges.indices where edges[position].isCall {
            let edge = edges[position]
            guard let number = component[edge.source], number == component[edge.target] else { continue }
            edges[position].isOrdering = false
        }
        let ordering = edges.filter(\.isOrdering)
        return components(of: ordering).map { nodes in
            .cycle(path(through: nodes, ordering).map { index.resources[$0] })
        }
    }

    private static func componentNumbers(_ components: [[Int]]) -> [Int: Int] {
        var numbers: [Int: Int] = [:]
        for (number, nodes) in components.enumerated() {
            for node in nodes { numbers[node] = number }
        }
        return numbers
    }

    /// A shortest way from the first node of a component back to it.
    private static func path(through nodes: [Int], _ edges: [IndexedEdge]) -> [Int] {
        guard let start = nodes.min() else { return [] }
        let members = Set(nodes)
        let inner = edges.filter { members.contains($0.source) && members.contains($0.target) }
        let targets = Dictionary(grouping: inner, by: \.source)
        var previous: [Int: Int] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            for edge in targets[node] ?? [] {
                if edge.target == start {
                    var path = [start]
                    var step = node
                    while step != start {
                        path.append(step)
                        step = previous[step] ?? start
                    }
                    return path.first.map { [$0] + path.dropFirst().reversed() + [$0] } ?? []
                }
                guard previous[edge.target] == nil else { continue }
                previous[edge.target] = node
                queue.append(edge.target)
            }
        }
        return nodes
    }

    // MARK: Strongly connected components, after Tarjan, without recursion

    /// The sets of two or more nodes that all reach each other, ordered by their first node.
    private static func components(of edges: [IndexedEdge]) -> [[Int]] {
        var search = ComponentSearch(edges)
        for edge in edges { search.visit(edge.source) }
        return search.components.sorted { ($0.min() ?? 0) < ($1.min() ?? 0) }
    }

    private struct ComponentSearch {
        private(set) var components: [[Int]] = []
        /// By node, as everything here: those that its edges lead to.
        private var targets: [[Int]]
        /// The order in which nodes were entered, from 1; 0 for those that were not.
        private var numbers: [Int]
        private var lowest: [Int]
        private var isOpen: [Bool]
        private var entered = 0
        private var open: [Int] = []

        init(_ edges: [IndexedEdge]) {
            let count = (edges.lazy.map { max($0.source, $0.target) }.max() ?? -1) + 1
            targets = Array(repeating: [], count: count)
            numbers = Array(repeating: 0, count: count)
            lowest = numbers
            isOpen = Array(repeating: false, count: count)
            for edge in edges { targets[edge.source].append(edge.target) }
        }

        mutating func visit(_ root: Int) {
            guard numbers[root] == 0 else { return }
            var frames: [(node: Int, next: Int)] = []
            enter(root, &frames)
            while let frame = frames.last {
                guard frame.next < targets[frame.node].count else {
                    leave(&frames)
                    continue
                }
                frames[frames.count - 1].next += 1
                let successor = targets[frame.node][frame.next]
                if numbers[successor] == 0 {
                    enter(successor, &frames)
                } else if isOpen[successor] {
                    lower(frame.node, to: numbers[successor])
                }
            }
        }

        private mutating func enter(_ node: Int, _ frames: inout [(node: Int, next: Int)]) {
            entered += 1
            numbers[node] = entered
            lowest[node] = entered
            open.append(node)
            isOpen[node] = true
            frames.append((node, 0))
        }

        private mutating func leave(_ frames: inout [(node: Int, next: Int)]) {
            let node = frames.removeLast().node
            if let parent = frames.last?.node { lower(parent, to: lowest[node]) }
            guard lowest[node] == numbers[node] else { return }
            var component: [Int] = []
            while let member = open.popLast() {
                isOpen[member] = false
                component.append(member)
                if member == node { break }
            }
            if component.count > 1 { components.append(component) }
        }

        private mutating func lower(_ node: Int, to number: Int) {
            lowest[node] = min(lowest[node], number)
        }
    }
}
