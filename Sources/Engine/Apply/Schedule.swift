/// Which change may be worked on next: pure bookkeeping, no clock and no target.
///
/// A change is ready when all that comes first has succeeded; of those that are ready, the first
/// of the plan is taken first. A failure skips what depends on it and lets the rest go on; deletes
/// begin when everything that is wanted is in place, and are skipped if that fails.
public struct Schedule: Sendable {
    private enum Mark {
        case waiting
        case started
        case settled
    }

    /// What was skipped since this was last taken, each with the position of the failure.
    private var newlySkipped: [(position: Int, failure: Int?)] = []
    private let plan: Plan
    private var marks: [Mark]
    /// How many changes each one still waits for.
    private var missing: [Int]
    private var dependents: [[Int]]
    private var ready = PositionQueue()
    private var deletions: [Int] = []
    /// Wanted objects that are not settled; deletes wait for all of them.
    private var openApplications = 0
    private var areDeletionsSkipped = false
    private var isStopped = false

    /// Creates the schedule of a plan.
    public init(_ plan: Plan) {
        self.plan = plan
        let changes = plan.changes
        marks = changes.indices.map { plan.isStep($0) ? .waiting : .settled }
        missing = Array(repeating: 0, count: changes.count)
        dependents = Array(repeating: [], count: changes.count)
        for (position, change) in changes.enumerated() where marks[position] == .waiting {
            if change.action == .delete { deletions.append(position) } else { openApplications += 1 }
            for dependency in change.dependencies where marks[dependency] == .waiting {
                missing[position] += 1
                dependents[dependency].append(position)
            }
        }
        if openApplications > 0 { for position in deletions { missing[position] += 1 } }
        for position in changes.indices where marks[position] == .waiting && missing[position] == 0 {
            ready.insert(position)
        }
    }

    /// The position of a change to start now; `nil` if nothing can start before something settles.
    public mutating func takeReady() -> Int? {
        while let position = ready.removeFirst() {
            guard marks[position] == .waiting else { continue }
            marks[position] = .started
            return position
        }
        return nil
    }

    /// The changes that will not be attempted, found since the last call, in the order of the plan.
    ///
    /// Each comes with the position of the failure that it waits for in vain, or none when the user stopped.
    public mutating func takeSkipped() -> [(position: Int, failure: Int?)] {
        defer { newlySkipped = [] }
        return newlySkipped.sorted { $0.position < $1.position }
    }

    /// Notes that a change was made.
    public mutating func succeeded(_ position: Int) {
        marks[position] = .settled
        settleApplication(position)
        for dependent in dependents[position] { release(dependent) }
    }

    /// Notes that a change could not be made.
    public mutating func failed(_ position: Int) {
        marks[position] = .settled
        settleApplication(position)
        var blocked = dependents[position]
        if plan.changes[position].action != .delete, !areDeletionsSkipped {
            areDeletionsSkipped = true
            blocked += deletions
        }
        while let next = blocked.popLast() {
            guard skip(next, because: position) else { continue }
            blocked += dependents[next]
        }
    }

    /// Starts nothing more; what was not started is skipped.
    public mutating func stop() {
        guard !isStopped else { return }
        isStopped = true
        for position in marks.indices { _ = skip(position, because: nil) }
    }

    private mutating func skip(_ position: Int, because failure: Int?) -> Bool {
        guard marks[position] == .waiting else { return false }
        marks[position] = .settled
        newlySkipped.append((position, failure))
        settleApplication(position)
        return true
    }

    private mutating func settleApplication(_ position: Int) {
        guard plan.changes[position].action != .delete else { return }
        openApplications -= 1
        guard openApplications == 0 else { return }
        for deletion in deletions { release(deletion) }
    }

    private mutating func release(_ position: Int) {
        missing[position] -= 1
        if missing[position] == 0, marks[position] == .waiting { ready.insert(position) }
    }
}

/// Positions of which the lowest comes out first.
private struct PositionQueue: Sendable {
    private var heap: [Int] = []

    mutating func insert(_ position: Int) {
        heap.append(position)
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while let least = leastChild(of: parent), heap[least] < heap[parent] {
            heap.swapAt(parent, least)
            parent = least
        }
        return first
    }

    private func leastChild(of parent: Int) -> Int? {
        let left = 2 * parent + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1] < heap[left] ? left + 1 : left
    }
}
