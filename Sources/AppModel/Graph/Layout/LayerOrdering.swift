/// Orders the vertices of each layer so that few edges cross: medians and swaps of neighbours, as in Gansner and others,
/// 'A Technique for Drawing Directed Graphs' (1993), section 3.
struct LayerOrdering {
    /// How often the layers are gone through, in turns from the first and from the last: less often if there is much.
    private var sweeps: Int { vertices.count > Self.manyVertices ? 4 : 16 }
    /// How often neighbours are looked at after each time.
    private var swaps: Int { vertices.count > Self.manyVertices ? 1 : 4 }
    private static let manyVertices = 4000

    private let vertices: [LayeredGraph.Vertex]
    private var layers: [[Int]]
    /// The place of each vertex in its layer.
    private var places: [Int]

    /// The layers of a graph in a good order.
    static func ordered(_ graph: LayeredGraph) -> [[Int]] {
        var ordering = LayerOrdering(graph)
        ordering.run()
        return ordering.layers
    }

    private init(_ graph: LayeredGraph) {
        vertices = graph.vertices
        layers = Array(repeating: [], count: graph.layers.count)
        places = Array(repeating: 0, count: graph.vertices.count)
        arrange(graph.layers)
    }

    private mutating func run() {
        note()
        var best = (layers: layers, crossings: crossings)
        for sweep in 0..<sweeps where best.crossings > 0 {
            let isForward = sweep.isMultiple(of: 2)
            for layer in isForward ? Array(layers.indices) : layers.indices.reversed() {
                sortByMedians(layer, isForward: isForward)
            }
            swapNeighbours()
            let found = crossings
            if found < best.crossings { best = (layers, found) }
        }
        layers = best.layers
    }

    private mutating func note() {
        for layer in layers { for (place, vertex) in layer.enumerated() { places[vertex] = place } }
    }

    // MARK: - The beginning

    /// Puts the vertices in the order in which a search in depth from the first layer meets them.
    private mutating func arrange(_ given: [[Int]]) {
        var isSeen = Array(repeating: false, count: vertices.count)
        for start in given.joined() where !isSeen[start] {
            var pending = [start]
            while let vertex = pending.popLast() {
                guard !isSeen[vertex] else { continue }
                isSeen[vertex] = true
                layers[vertices[vertex].layer].append(vertex)
                pending += (vertices[vertex].later + vertices[vertex].earlier).filter { !isSeen[$0] }.reversed()
            }
        }
    }

    // MARK: - Medians

    private mutating func sortByMedians(_ layer: Int, isForward: Bool) {
        let order = layers[layer]
        let medians = order.map { median(isForward ? vertices[$0].earlier : vertices[$0].later) }
        // What has no neighbours on that side stays where it is, and the others are sorted around it.
        let moving = order.indices.filter { medians[$0] != nil }
        let sorted = moving.sorted { left, right in
            let (first, second) = (medians[left] ?? 0, medians[right] ?? 0)
            return first == second ? left < right : first < second
        }
        var result = order
        for (slot, source) in zip(moving, sorted) { result[slot] = order[source] }
        layers[layer] = result
        for (place, vertex) in result.enumerated() { places[vertex] = place }
    }

    /// The middle of the neighbours' places, nearer to where they are dense; `nil` without neighbours.
    private func median(_ neighbours: [Int]) -> Double? {
        guard neighbours.count > 1 else { return neighbours.first.map { Double(places[$0]) } }
        let found = neighbours.map { places[$0] }.sorted()
        let middle = found.count / 2
        guard found.count.isMultiple(of: 2) else { return Double(found[middle]) }
        guard found.count > 2 else { return Double(found[0] + found[1]) / 2 }
        let left = Double(found[middle - 1] - found[0])
        let right = Double(found[found.count - 1] - found[middle])
        guard left + right > 0 else { return Double(found[middle - 1] + found[middle]) / 2 }
        return (Double(found[middle - 1]) * right + Double(found[middle]) * left) / (left + right)
    }

    // MARK: - Swaps

    /// Swaps neighbours of a layer as long as that leaves fewer crossings.
    private mutating func swapNeighbours() {
        for _ in 0..<swaps {
            var isChanged = false
            for layer in layers.indices where layers[layer].count > 1 {
                for place in 0..<(layers[layer].count - 1) {
                    let (upper, lower) = (layers[layer][place], layers[layer][place + 1])
                    let (now, swapped) = crossings(upper, lower)
                    guard swapped < now else { continue }
                    layers[layer].swapAt(place, place + 1)
                    (places[upper], places[lower]) = (place + 1, place)
                    isChanged = true
                }
            }
            if !isChanged { return }
        }
    }

    /// The crossings of the edges of two neighbours as they are, and with the two swapped.
    private func crossings(_ upper: Int, _ lower: Int) -> (now: Int, swapped: Int) {
        let earlier = Self.crossings(sortedPlaces(vertices[upper].earlier), sortedPlaces(vertices[lower].earlier))
        let later = Self.crossings(sortedPlaces(vertices[upper].later), sortedPlaces(vertices[lower].later))
        return (earlier.now + later.now, earlier.swapped + later.swapped)
    }

    private func sortedPlaces(_ neighbours: [Int]) -> [Int] { neighbours.map { places[$0] }.sorted() }

    private static func crossings(_ upper: [Int], _ lower: [Int]) -> (now: Int, swapped: Int) {
        var (now, swapped) = (0, 0)
        var (smaller, notGreater) = (0, 0)
        for place in upper {
            while smaller < lower.count, lower[smaller] < place { smaller += 1 }
            while notGreater < lower.count, lower[notGreater] <= place { notGreater += 1 }
            now += smaller
            swapped += lower.count - notGreater
        }
        return (now, swapped)
    }

    // MARK: - Counting

    /// How often edges cross between all layers.
    private var crossings: Int {
        layers.indices.dropLast().reduce(0) { sum, layer in
            let targets = layers[layer].flatMap { sortedPlaces(vertices[$0].later) }
            return sum + Self.inversions(targets, below: layers[layer + 1].count)
        }
    }

    /// How many pairs stand in the wrong order, by a tree of sums (Barth, Mutzel and Jünger, 2004).
    private static func inversions(_ places: [Int], below count: Int) -> Int {
        var size = 1
        while size < count { size *= 2 }
        var tree = Array(repeating: 0, count: 2 * size)
        var found = 0
        for place in places {
            var index = place + size
            tree[index] += 1
            while index > 1 {
                if index.isMultiple(of: 2) { found += tree[index + 1] }
                index /= 2
                tree[index] += 1
            }
        }
        return found
    }
}
