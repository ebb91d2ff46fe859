/// One deployment that a journal tells of.
public struct HistoryEntry: Sendable, Equatable {
    public let revision: Int
    public let began: Timestamp
    /// When it ended; `nil` if nothing tells.
    public var ended: Timestamp?
    public var status: DeploymentState.Status
    /// What the user typed, without values; empty if only records were changed.
    public let command: String
    /// How many objects were to be created, updated or replaced, and deleted.
    public let created: Int
    public let updated: Int
    public let deleted: Int
    /// The codes of what the target refused, each once.
    public var failures: [String] = []

    init(
        revision: Int,
        began: Timestamp,
        status: DeploymentState.Status,
        command: String = "",
        created: Int = 0,
        updated: Int = 0,
        deleted: Int = 0
    ) {
        self.revision = revision
        self.began = began
        self.status = status
        self.command = command
        self.created = created
        self.updated = updated
        self.deleted = deleted
    }
}

/// The deployments that the entries of a journal tell of, the oldest first.
struct JournalHistory: Sendable {
    private(set) var entries: [HistoryEntry] = []

    /// The most deployments that are remembered when a journal is started anew.
    private static let longest = 100

    /// Those that a new journal remembers.
    var kept: [HistoryEntry] { Array(entries.suffix(Self.longest)) }

    mutating func add(_ entry: JournalEntry) {
        switch entry {
        case .header: break
        case .snapshot(_, let history): entries = history
        case .began(let beginning): entries.append(HistoryEntry(beginning))
        case .outcomes(let outcomes): for outcome in outcomes { note(outcome) }
        case .ended(let ending): end(ending)
        }
    }

    private mutating func note(_ outcome: RecordedOutcome) {
        guard case .failed(_, let code) = outcome, let last = entries.indices.last,
            !entries[last].failures.contains(code)
        else { return }
        entries[last].failures.append(code)
    }

    private mutating func end(_ ending: Ending) {
        // Records are changed without a beginning.
        if entries.last?.revision != ending.revision || entries.last?.ended != nil {
            entries.append(HistoryEntry(revision: ending.revision, began: ending.at, status: ending.status))
        }
        entries[entries.count - 1].ended = ending.at
        entries[entries.count - 1].status = ending.status
    }
}

extension HistoryEntry {
    fileprivate init(_ beginning: Beginning) {
        var (created, updated, deleted) = (0, 0, 0)
        for intent in beginning.intents {
            switch intent.action {
            case .create: created += 1
            case .update, .replace: updated += 1
            case .delete: deleted += 1
            case .noOp: break
            }
        }
        self.init(
            revision: beginning.revision,
            began: beginning.at,
            status: .interrupted,
            command: beginning.command,
            created: created,
            updated: updated,
            deleted: deleted
        )
    }
}
