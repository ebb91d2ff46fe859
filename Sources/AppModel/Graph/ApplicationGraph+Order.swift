extension ApplicationGraph {
    /// The places of the resources in `resources`, in an order in which each comes after those that it needs.
    ///
    /// Otherwise they keep the order of the definition. A graph with an error in it, a circle,
    /// still gives every resource once.
    public func topologicalOrder() -> [Int] {
        let needs = needs
        var isVisited = [Bool](repeating: false, count: resources.count)
        var order: [Int] = []
        order.reserveCapacity(resources.count)
        // The resources whose needs are being put in order, outermost first, each with those that are left of them.
        var frames: [(node: Int, left: Range<Int>)] = []
        for root in resources.indices where !isVisited[root] {
            isVisited[root] = true
            frames.append((root, needs.starts[root]..<needs.starts[root + 1]))
            while let (node, left) = frames.last {
                guard let next = left.first else {
                    order.append(node)
                    frames.removeLast()
                    continue
                }
                frames[frames.count - 1].left = next + 1..<left.upperBound
                let target = needs.targets[next]
                guard !isVisited[target] else { continue }
                isVisited[target] = true
                frames.append((target, needs.starts[target]..<needs.starts[target + 1]))
            }
        }
        return order
    }

    /// What each resource needs to be there first, by places, in the order of the edges.
    private var needs: (starts: [Int], targets: [Int]) {
        // Edges by their positions: a copy of each would count all that it refers to.
        let ordering = edges.indices.compactMap { position -> (source: Int, target: Int)? in
            guard edges[position].isOrdering, let source = ends[position].source, let target = ends[position].target
            else { return nil }
            return (source, target)
        }
        var starts = [Int](repeating: 0, count: resources.count + 1)
        for (source, _) in ordering { starts[source + 1] += 1 }
        for place in resources.indices { starts[place + 1] += starts[place] }
        var next = starts
        var targets = [Int](repeating: 0, count: ordering.count)
        for (source, target) in ordering {
            targets[next[source]] = target
            next[source] += 1
        }
        return (starts, targets)
    }
}
