import AppModel
import Engine
import Targets

/// What is known of a deployment at work, a row for each resource: a value that changes with each event.
struct ProgressBoard: Sendable {
    /// How far a resource is.
    enum Phase: String, Sendable, CaseIterable {
        case pending
        case applying
        case removing
        /// Everything is made, and something is not ready yet.
        case waiting
        case ready
        case removed
        case failed
        case skipped
        /// Made, but the user stopped before it was ready.
        case stopped

        var isOver: Bool {
            switch self {
            case .pending, .applying, .removing, .waiting: false
            case .ready, .removed, .failed, .skipped, .stopped: true
            }
        }
    }

    /// A resource whose objects change.
    struct Row: Sendable {
        /// The name, with the type if others have the name as well.
        fileprivate(set) var label: String
        fileprivate(set) var isRemoval = true
        fileprivate(set) var count = 0
        fileprivate var started = 0
        fileprivate var settled: [Settlement] = []
        /// Objects that are made and waited for, in the order in which they came.
        fileprivate(set) var awaited: [(id: OutputResourceID, object: String, progress: Progress)] = []
        /// What the first failure says, or why nothing was attempted.
        fileprivate(set) var reason: String?
        fileprivate(set) var began: Duration?
        fileprivate(set) var ended: Duration?

        var phase: Phase {
            if settled.contains(.failed) { return .failed }
            guard settled.count == count else {
                if started == 0 { return .pending }
                let isAllMade = !awaited.isEmpty && awaited.count + settled.count == count
                return isAllMade ? .waiting : isRemoval ? .removing : .applying
            }
            if settled.contains(.stopped) { return .stopped }
            if settled.contains(.skipped) { return .skipped }
            return isRemoval ? .removed : .ready
        }
    }

    /// What became of one object.
    fileprivate enum Settlement: Sendable {
        case done
        case failed
        case skipped
        case stopped
    }

    private(set) var rows: [Row] = []
    private var positions: [ResourceID: Int] = [:]
    /// How many changes were still at work when the user asked to stop; `nil` before that.
    private(set) var stopping: Int?

    /// The resources of which something changes, in the order of the plans.
    init(_ plans: [Plan]) {
        for change in plans.flatMap(\.changes) where change.action != .noOp {
            let owner = change.object.owner
            let position = positions[owner, default: rows.count]
            if position == rows.count {
                positions[owner] = position
                rows.append(Row(label: owner.name))
            }
            rows[position].count += 1
            if change.action != .delete { rows[position].isRemoval = false }
        }
        let names = Dictionary(grouping: positions.keys) { $0.name.lowercased() }
        for (owner, position) in positions where (names[owner.name.lowercased()]?.count ?? 0) > 1 {
            rows[position].label = "\(owner.name) (\(owner.type))"
        }
    }

    /// Notes that work on a change begins.
    ///
    /// - Returns: What to say about it, if it is the first of its resource.
    mutating func began(_ change: Change, at elapsed: Duration) -> String? {
        guard let position = position(of: change) else { return nil }
        rows[position].started += 1
        guard rows[position].began == nil else { return nil }
        rows[position].began = elapsed
        let row = rows[position]
        let objects = row.count == 1 ? "1 object" : "\(row.count) objects"
        return "\(row.label): \(row.isRemoval ? "removing" : "applying") \(objects)"
    }

    /// Notes how far an object is.
    mutating func progressed(_ change: Change, _ progress: Progress) -> String? {
        guard let position = position(of: change) else { return nil }
        let object = "\(change.object.type) '\(change.object.name)'"
        if let index = rows[position].awaited.firstIndex(where: { $0.id == change.id }) {
            rows[position].awaited[index].progress = progress
        } else {
            rows[position].awaited.append((change.id, object, progress))
        }
        return "\(rows[position].label): \(object): \(progress.message)"
    }

    /// Notes what became of a change.
    ///
    /// - Returns: What to say about it: that an object failed, or that its resource is done.
    mutating func ended(_ change: Change, _ outcome: Outcome, at elapsed: Duration) -> String? {
        guard let position = position(of: change) else { return nil }
        let before = rows[position].phase
        rows[position].awaited.removeAll { $0.id == change.id }
        switch outcome {
        case .applied, .removed, .left: rows[position].settled.append(.done)
        case .unawaited: rows[position].settled.append(.stopped)
        case .failed(let error):
            rows[position].settled.append(.failed)
            rows[position].reason = rows[position].reason ?? error.inWords
        case .skipped(let cause):
            rows[position].settled.append(.skipped)
            rows[position].reason = rows[position].reason ?? self.reason(of: cause)
        }
        let row = rows[position]
        if row.settled.count == row.count { rows[position].ended = elapsed }
        guard row.phase != before, row.phase.isOver else { return nil }
        return "\(row.label): \(row.phase.rawValue)\(row.reason.map { ": \($0)" } ?? "")"
    }

    /// Notes that the user has asked to stop.
    mutating func stops(_ count: Int) -> String {
        stopping = count
        let objects = count == 1 ? "1 object" : "\(count) objects"
        return "Stopping: what is at work (\(objects)) is finished and recorded; Ctrl-C once more stops at once."
    }

    private func position(of change: Change) -> Int? {
        change.action == .noOp ? nil : positions[change.object.owner]
    }

    private func reason(of cause: Outcome.Cause) -> String {
        switch cause {
        case .cancelled: "you stopped the deployment"
        case .failure(let id): "\(id.description.split(separator: "/").suffix(2).joined(separator: " ")) failed"
        }
    }
}

extension ApplyError {
    /// The error in one line.
    fileprivate var inWords: String { cause.map { "\(message): \($0)" } ?? message }
}
