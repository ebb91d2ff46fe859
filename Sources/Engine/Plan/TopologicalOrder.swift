/// An order in which everything comes after what it needs, and otherwise stays as it was.
///
/// Works without recursion, so that long chains are no trouble, and in linear time.
struct TopologicalOrder {
    /// Every index once, dependencies first.
    ///
    /// What is on a cycle stands somewhere.
    private(set) var order: [Int] = []
    /// The cycles met on the way, each as a path whose last element needs the first.
    private(set) var cycles: [[Int]] = []

    private enum Mark {
        case unseen
        case open
        case done
    }

    /// Orders `0..<count`; `dependencies` gives what an index needs, in order of preference.
    init(count: Int, dependencies: (Int) -> [Int]) {
        order.reserveCapacity(count)
        var marks = Array(repeating: Mark.unseen, count: count)
        var path: [(index: Int, dependencies: [Int], next: Int)] = []
        for start in 0..<count where marks[start] == .unseen {
            marks[start] = .open
            path.append((start, dependencies(start), 0))
            while let top = path.last {
                guard top.next < top.dependencies.count else {
                    marks[top.index] = .done
                    order.append(top.index)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let needed = top.dependencies[top.next]
                switch marks[needed] {
                case .done: break
                case .open: cycles.append(path.drop { $0.index != needed }.map(\.index))
                case .unseen:
                    marks[needed] = .open
                    path.append((needed, dependencies(needed), 0))
                }
            }
        }
    }
}
