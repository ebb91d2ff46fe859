/// Finds the row of each vertex so that edges are straight where they can be: the four alignments of Brandes and Köpf,
/// 'Fast and Simple Horizontal Coordinate Assignment' (2001), and the mean of their medians.
struct RowAssignment {
    private let graph: LayeredGraph
    private let spacing: LayeredLayout.Spacing
    /// The place of each vertex in its layer.
    private let places: [Int]
    /// Edges that give way to straight ones which pass several layers, from the earlier vertex to the later.
    private var conflicts: Set<Pair> = []

    private struct Pair: Hashable {
        let earlier: Int
        let later: Int
    }

    /// The middle of each vertex, from the top.
    static func rows(_ graph: LayeredGraph, _ spacing: LayeredLayout.Spacing) -> [Double] {
        var assignment = RowAssignment(graph, spacing)
        return assignment.run()
    }

    private init(_ graph: LayeredGraph, _ spacing: LayeredLayout.Spacing) {
        self.graph = graph
        self.spacing = spacing
        places = graph.places
    }

    private mutating func run() -> [Double] {
        findConflicts()
        var results: [[Double]] = []
        for isForward in [true, false] {
            for isDownwards in [true, false] { results.append(rows(isForward: isForward, isDownwards: isDownwards)) }
        }
        align(&results)
        let rows = graph.vertices.indices.map { vertex in
            let sorted = results.map { $0[vertex] }.sorted()
            return (sorted[1] + sorted[2]) / 2
        }
        let top = zip(rows, graph.vertices).map { $0 - $1.height / 2 }.min() ?? 0
        return rows.map { $0 - top }
    }

    // MARK: - Conflicts

    /// Notes the edges that cross one between two passing vertices.
    private mutating func findConflicts() {
        for layer in graph.layers.dropFirst() {
            var (left, scanned) = (0, 0)
            for (place, vertex) in layer.enumerated() {
                let inner = innerNeighbour(vertex)
                guard inner != nil || place == layer.count - 1 else { continue }
                let right = inner.map { places[$0] } ?? Int.max
                while scanned <= place {
                    for earlier in graph.vertices[layer[scanned]].earlier
                    where (places[earlier] < left || places[earlier] > right)
                        && !(isPassing(earlier) && isPassing(layer[scanned]))
                    {
                        conflicts.insert(Pair(earlier: earlier, later: layer[scanned]))
                    }
                    scanned += 1
                }
                left = right
            }
        }
    }

    private func isPassing(_ vertex: Int) -> Bool { graph.vertices[vertex].isPassing }

    /// The passing vertex from which an edge comes straight to this one.
    private func innerNeighbour(_ vertex: Int) -> Int? {
        guard isPassing(vertex) else { return nil }
        return graph.vertices[vertex].earlier.first { isPassing($0) }
    }

    // MARK: - One alignment

    /// Rows for one of the four directions.
    private func rows(isForward: Bool, isDownwards: Bool) -> [Double] {
        let layers = isForward ? graph.layers : graph.layers.reversed()
        let ordered = isDownwards ? layers : layers.map { $0.reversed() }
        let roots = self.roots(ordered, isForward: isForward, isDownwards: isDownwards)
        let rows = compact(ordered, roots)
        return isDownwards ? rows : rows.map { -$0 }
    }

    /// Joins vertices of neighbouring layers to blocks that stand in one row: the first vertex of each one's block.
    private func roots(_ layers: [[Int]], isForward: Bool, isDownwards: Bool) -> [Int] {
        var roots = Array(graph.vertices.indices)
        var aligned = roots
        for layer in layers {
            var last = -1
            for vertex in layer {
                let all = isForward ? graph.vertices[vertex].earlier : graph.vertices[vertex].later
                let count = isDownwards ? 1.0 : -1.0
                guard !all.isEmpty else { continue }
                let neighbours =
                    all.count == 1 ? all : all.sorted { count * Double(places[$0]) < count * Double(places[$1]) }
                for index in (neighbours.count - 1) / 2...neighbours.count / 2 {
                    guard aligned[vertex] == vertex else { break }
                    let neighbour = neighbours[index]
                    let place = isDownwards ? places[neighbour] : Int.max - 1 - places[neighbour]
                    let pair =
                        isForward ? Pair(earlier: neighbour, later: vertex) : Pair(earlier: vertex, later: neighbour)
                    guard place > last, !conflicts.contains(pair) else { continue }
                    aligned[neighbour] = vertex
                    roots[vertex] = roots[neighbour]
                    aligned[vertex] = roots[vertex]
                    last = place
                }
            }
        }
        return roots
    }

    /// Puts the blocks as high as they can stand, and then as low as that leaves the blocks below where they are.
    private func compact(_ layers: [[Int]], _ roots: [Int]) -> [Double] {
        var below: [Int: [Int: Double]] = [:]
        var above: [Int: [Int]] = [:]
        var waiting: [Int: Int] = [:]
        for layer in layers {
            for (upper, lower) in zip(layer, layer.dropFirst()) {
                let (from, to) = (roots[upper], roots[lower])
                if below[from]?[to] == nil {
                    above[to, default: []].append(from)
                    waiting[to, default: 0] += 1
                }
                below[from, default: [:]][to] = max(below[from]?[to] ?? 0, spacing.distance(upper, lower, in: graph))
            }
        }
        var order = graph.vertices.indices.filter { roots[$0] == $0 && waiting[$0] == nil }
        var rows = Array(repeating: 0.0, count: graph.vertices.count)
        var next = 0
        while next < order.count {
            let root = order[next]
            rows[root] = (above[root] ?? []).map { rows[$0] + (below[$0]?[root] ?? 0) }.max() ?? 0
            for target in (below[root] ?? [:]).keys.sorted() {
                waiting[target, default: 0] -= 1
                if waiting[target] == 0 { order.append(target) }
            }
            next += 1
        }
        for root in order.reversed() {
            if let room = below[root]?.map({ rows[$0.key] - $0.value }).min() { rows[root] = max(rows[root], room) }
        }
        return graph.vertices.indices.map { rows[roots[$0]] }
    }

    // MARK: - Four alignments

    /// Moves three results to where the one that needs the least height stands.
    private func align(_ results: inout [[Double]]) {
        func bounds(_ rows: [Double]) -> (top: Double, bottom: Double) {
            var found = (top: Double.infinity, bottom: -Double.infinity)
            for (row, vertex) in zip(rows, graph.vertices) {
                found = (min(found.top, row - vertex.height / 2), max(found.bottom, row + vertex.height / 2))
            }
            return found
        }
        let all = results.map(bounds)
        guard let least = all.min(by: { $0.bottom - $0.top < $1.bottom - $1.top }) else { return }
        for index in results.indices {
            // The first of each pair of results is packed towards the top, the second towards the bottom.
            let shift =
                index.isMultiple(of: 2) ? least.top - all[index].top : least.bottom - all[index].bottom
            for vertex in results[index].indices { results[index][vertex] += shift }
        }
    }
}
