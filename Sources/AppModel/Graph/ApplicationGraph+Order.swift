extension ApplicationGraph {
    /// The resources in an order in which each comes after those that it needs.
    ///
    /// Otherwise they keep the order of the definition. A graph with an error in it, a circle,
    /// still gives every resource once.
    public func topologicalOrder() -> [Resource] {
        var needs = [[Int]](repeating: [], count: resources.count)
        for (edge, ends) in zip(edges, ends) where edge.isOrdering {
            guard let source = ends.source, let target = ends.target else { continue }
            needs[source].append(target)
        }
        var isVisited = [Bool](repeating: false, count: resources.count)
        var order: [Resource] = []
        order.reserveCapacity(resources.count)
        for root in resources.indices where !isVisited[root] {
            isVisited[root] = true
            var frames = [(node: root, next: 0)]
            while let frame = frames.last {
                guard frame.next < needs[frame.node].count else {
                    order.append(resources[frame.node])
                    frames.removeLast()
                    continue
                }
                frames[frames.count - 1].next += 1
                let target = needs[frame.node][frame.next]
                guard !isVisited[target] else { continue }
                isVisited[target] = true
                frames.append((target, 0))
            }
        }
        return order
    }
}
