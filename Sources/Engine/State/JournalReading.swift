import AppModel
import Diagnostics
import Documents

/// What is wrong with a line, as half a sentence.
struct JournalFinding: Error, Equatable {
    let text: String
    /// The format of the file, if it is one that this rad does not know.
    var newerVersion: Int64?

    static let notJSON = JournalFinding(text: "the line is not JSON")

    static func missing(_ name: String) -> JournalFinding {
        JournalFinding(text: "'\(name)' is missing or of another kind")
    }
}

/// A line of a journal as it was read.
///
/// What its lists hold is made into what it stands for one by one: the texts of tens of thousands of objects need not be
/// in memory together.
struct JournalLine: Sendable {
    private enum Field: String, CaseIterable {
        case chain, entry, version, group, environment, application, predecessor, revision, target, at, status, command
        case created, updated, intents, outcomes, outputs, uncertain, resources, history, removed, refreshed
    }

    private static let names = JSONNames<Field>()

    private(set) var texts: [String: String] = [:]
    private(set) var numbers: [String: Int64] = [:]
    private(set) var intents: [Beginning.Intent] = []
    private(set) var outcomes: [RecordedOutcome] = []
    private(set) var outputs: [RecordedOutput] = []
    private(set) var uncertain: [RecordedOutput] = []
    private(set) var refreshed: [RecordedOutput] = []
    private(set) var resources: [RecordedResource] = []
    private(set) var history: [HistoryEntry] = []
    private(set) var removed: [ResourceID] = []

    /// Reads the line in a part of a file.
    init(_ file: SourceFile, in range: Range<Int>) throws(JournalFinding) {
        guard var cursor = JSONCursor(file, in: range) else { throw .notJSON }
        do throws(JournalFinding) {
            var ids = RecordedIDs(in: range.count)
            try read(&cursor, &ids)
        } catch {
            throw cursor.isBroken ? .notJSON : error
        }
        guard cursor.isComplete else { throw .notJSON }
    }

    private mutating func read(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .chain, .entry, .group, .environment, .application, .predecessor, .target, .status, .command:
                texts[field.rawValue] = cursor.text()
            case .version, .revision, .at, .created, .updated: numbers[field.rawValue] = cursor.integer()
            case .intents: intents = try cursor.list(field, &ids)
            case .outcomes: outcomes = try cursor.list(field, &ids)
            case .outputs: outputs = try cursor.list(field, &ids)
            case .uncertain: uncertain = try cursor.list(field, &ids)
            case .refreshed: refreshed = try cursor.list(field, &ids)
            case .resources: resources = try cursor.list(field, &ids)
            case .history: history = try cursor.list(field, &ids)
            case .removed: removed = try cursor.resourceIDs(field, &ids)
            }
        }
    }

    func text(_ name: String) throws(JournalFinding) -> String { try texts[name].required(as: name) }

    func integer(_ name: String) throws(JournalFinding) -> Int64 { try numbers[name].required(as: name) }

    func time(_ name: String) throws(JournalFinding) -> Timestamp { Timestamp(seconds: try integer(name)) }

    func status() throws(JournalFinding) -> DeploymentState.Status {
        try DeploymentState.Status(rawValue: try text("status")).required(as: "status")
    }
}

extension JournalEntry {
    /// Reads an entry from a line that is known to be whole.
    init(_ line: JournalLine, of identity: DeploymentIdentity) throws(JournalFinding) {
        switch try line.text("entry") {
        case "header": self = .header(try JournalHeader(line))
        case "snapshot":
            // Journals of the first releases have no history in their snapshots.
            self = .snapshot(try DeploymentState(line, of: identity), history: line.history)
        case "began": self = .began(try Beginning(line))
        case "outcomes": self = .outcomes(line.outcomes)
        case "ended": self = .ended(try Ending(line))
        case let other: throw JournalFinding(text: "'\(other)' is no kind of entry")
        }
    }
}

extension JournalHeader {
    init(_ line: JournalLine) throws(JournalFinding) {
        version = try line.integer("version")
        guard version <= Self.currentVersion else { throw JournalFinding(text: "newer format", newerVersion: version) }
        identity = DeploymentIdentity(
            group: try line.text("group"),
            environment: try line.text("environment"),
            application: line.texts["application"]
        )
        predecessor = line.texts["predecessor"]
    }
}

extension DeploymentState {
    fileprivate init(_ line: JournalLine, of identity: DeploymentIdentity) throws(JournalFinding) {
        self.init(
            identity: identity,
            revision: Int(try line.integer("revision")),
            target: try line.text("target"),
            status: try line.status(),
            outputs: line.outputs,
            uncertain: line.uncertain,
            resources: line.resources,
            created: try line.time("created"),
            updated: try line.time("updated")
        )
    }
}

extension Beginning {
    fileprivate init(_ line: JournalLine) throws(JournalFinding) {
        self.init(
            revision: Int(try line.integer("revision")),
            target: try line.text("target"),
            at: try line.time("at"),
            command: try line.text("command"),
            intents: line.intents
        )
    }
}

extension Ending {
    fileprivate init(_ line: JournalLine) throws(JournalFinding) {
        self.init(
            revision: Int(try line.integer("revision")),
            at: try line.time("at"),
            status: try line.status(),
            target: try line.text("target"),
            resources: line.resources,
            removed: line.removed,
            refreshed: line.refreshed
        )
    }
}
