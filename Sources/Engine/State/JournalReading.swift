import AppModel
import Diagnostics
import Documents

/// What is wrong with a line, as half a sentence.
struct JournalFinding: Error, Equatable {
    let text: String
    /// The format of the file, if it is one that this rad does not know.
    var newerVersion: Int64?
}

/// A line of a journal as it was read.
///
/// What its lists hold is made into what it stands for one by one: the texts of tens of thousands of objects need not be
/// in memory together.
struct JournalLine {
    /// The members; those that are lists are empty.
    let members: Document
    let lists: Lists

    /// The lists of a line by the names of its members; empty where it has none.
    struct Lists {
        private(set) var intents: [Beginning.Intent] = []
        private(set) var outcomes: [RecordedOutcome] = []
        private(set) var outputs: [RecordedOutput] = []
        private(set) var uncertain: [RecordedOutput] = []
        private(set) var refreshed: [RecordedOutput] = []
        private(set) var resources: [RecordedResource] = []
        private(set) var history: [HistoryEntry] = []
        private(set) var removed: [ResourceID] = []
        private var ids = RecordedIDs()
    }

    /// Reads the line in a part of a file.
    init(_ file: SourceFile, in range: Range<Int>) throws(JournalFinding) {
        var lists = Lists()
        let members = try JSONReader.readHandingOver(file, in: range) { (list, element) throws(JournalFinding) in
            try lists.add(element, to: list)
        }
        guard let members else { throw JournalFinding(text: "the line is not JSON") }
        self.members = members
        self.lists = lists
        for list in Self.listNames {
            switch members[list]?.content {
            case nil, .array: continue
            case .some: throw .missing(list)
            }
        }
    }

    private static let listNames = [
        "intents", "outcomes", "outputs", "uncertain", "refreshed", "resources", "history", "removed",
    ]
}

extension JournalLine.Lists {
    fileprivate mutating func add(_ element: Document, to list: String) throws(JournalFinding) {
        switch list {
        case "intents":
            intents.append(
                Beginning.Intent(action: try element.choice("action"), object: try RecordedOutput(element, &ids))
            )
        case "outcomes": outcomes.append(try RecordedOutcome(element, &ids))
        case "outputs": outputs.append(try RecordedOutput(element, &ids))
        case "uncertain": uncertain.append(try RecordedOutput(element, &ids))
        case "refreshed": refreshed.append(try RecordedOutput(element, &ids))
        case "resources": resources.append(try RecordedResource(element, &ids))
        case "history": history.append(try HistoryEntry(element))
        case "removed":
            guard case .string(let text) = element.content, let id = ids.resource(text) else { throw .missing(list) }
            removed.append(id)
        default: break
        }
    }
}

extension JournalEntry {
    /// Reads an entry from a line that is known to be whole.
    init(_ line: JournalLine, of identity: DeploymentIdentity) throws(JournalFinding) {
        switch try line.members.text("entry") {
        case "header": self = .header(try JournalHeader(line.members))
        case "snapshot":
            // Journals of the first releases have no history in their snapshots.
            self = .snapshot(try DeploymentState(line, of: identity), history: line.lists.history)
        case "began": self = .began(try Beginning(line))
        case "outcomes": self = .outcomes(line.lists.outcomes)
        case "ended": self = .ended(try Ending(line))
        case let other: throw JournalFinding(text: "'\(other)' is no kind of entry")
        }
    }
}

extension JournalHeader {
    init(_ line: Document) throws(JournalFinding) {
        version = try line.integer("version")
        guard version <= Self.currentVersion else { throw JournalFinding(text: "newer format", newerVersion: version) }
        identity = DeploymentIdentity(
            group: try line.text("group"),
            environment: try line.text("environment"),
            application: line.optionalText("application")
        )
        predecessor = line.optionalText("predecessor")
    }
}

extension DeploymentState {
    fileprivate init(_ line: JournalLine, of identity: DeploymentIdentity) throws(JournalFinding) {
        self.init(
            identity: identity,
            revision: Int(try line.members.integer("revision")),
            target: try line.members.text("target"),
            status: try line.members.choice("status"),
            outputs: line.lists.outputs,
            uncertain: line.lists.uncertain,
            resources: line.lists.resources,
            created: Timestamp(seconds: try line.members.integer("created")),
            updated: Timestamp(seconds: try line.members.integer("updated"))
        )
    }
}

extension Beginning {
    fileprivate init(_ line: JournalLine) throws(JournalFinding) {
        self.init(
            revision: Int(try line.members.integer("revision")),
            target: try line.members.text("target"),
            at: Timestamp(seconds: try line.members.integer("at")),
            command: try line.members.text("command"),
            intents: line.lists.intents
        )
    }
}

extension Ending {
    fileprivate init(_ line: JournalLine) throws(JournalFinding) {
        self.init(
            revision: Int(try line.members.integer("revision")),
            at: Timestamp(seconds: try line.members.integer("at")),
            status: try line.members.choice("status"),
            target: try line.members.text("target"),
            resources: line.lists.resources,
            removed: line.lists.removed,
            refreshed: line.lists.refreshed
        )
    }
}

extension HistoryEntry {
    fileprivate init(_ line: Document) throws(JournalFinding) {
        self.init(
            revision: Int(try line.integer("revision")),
            began: Timestamp(seconds: try line.integer("began")),
            status: try line.choice("status"),
            command: try line.text("command"),
            created: Int(try line.integer("created")),
            updated: Int(try line.integer("updated")),
            deleted: Int(try line.integer("deleted"))
        )
        ended = line["ended"] == nil ? nil : Timestamp(seconds: try line.integer("ended"))
        failures = try line.texts("failures")
    }
}

extension RecordedOutcome {
    fileprivate init(_ line: Document, _ ids: inout RecordedIDs) throws(JournalFinding) {
        if let id = line.optionalText("applied") {
            self = .applied(
                ids.output(id),
                fingerprint: try line.text("fingerprint"),
                location: try line.text("location")
            )
        } else if let id = line.optionalText("removed") {
            self = .removed(ids.output(id), place: try line.text("place"))
        } else if let id = line.optionalText("failed") {
            self = .failed(ids.output(id), code: try line.text("code"))
        } else {
            self = .untouched(ids.output(try line.text("untouched")))
        }
    }
}

extension RecordedOutput {
    fileprivate init(_ line: Document, _ ids: inout RecordedIDs) throws(JournalFinding) {
        self.init(
            id: ids.output(try line.text("id")),
            platform: try line.choice("platform"),
            type: try line.text("type"),
            apiVersion: try line.text("apiVersion"),
            name: try line.text("name"),
            namespace: line.optionalText("namespace") ?? "",
            owner: try line.resourceID("owner", &ids),
            dependencies: try line.outputIDs("dependencies", &ids),
            wantedFingerprint: try line.text("wanted"),
            appliedFingerprint: line.optionalText("fingerprint") ?? "",
            location: line.optionalText("location") ?? "",
            place: try line.text("place")
        )
    }
}

extension RecordedResource {
    init(_ line: Document, _ ids: inout RecordedIDs) throws(JournalFinding) {
        guard case .object(let properties) = line["properties"]?.value else { throw .missing("properties") }
        self.init(
            id: try line.resourceID("id", &ids),
            apiVersion: try line.text("apiVersion"),
            properties: properties,
            connections: try line.list("connections") { connection throws(JournalFinding) in
                try RecordedConnection(connection, &ids)
            },
            dependencies: try line.resourceIDs("dependencies", &ids),
            outputs: try line.outputIDs("outputs", &ids),
            recipe: line.optionalText("recipe"),
            endpoint: line.optionalText("endpoint"),
            tags: line["tags"]?.value.objectValue ?? [:]
        )
    }
}

extension RecordedConnection {
    fileprivate init(_ line: Document, _ ids: inout RecordedIDs) throws(JournalFinding) {
        self.init(
            target: try line.resourceID("target", &ids),
            kind: try line.choice("kind"),
            label: line.optionalText("label")
        )
    }
}

extension JournalFinding {
    fileprivate static func missing(_ name: String) -> JournalFinding {
        JournalFinding(text: "'\(name)' is missing or of another kind")
    }
}

extension Document {
    func optionalText(_ name: String) -> String? {
        guard case .string(let text) = self[name]?.content else { return nil }
        return text
    }

    func text(_ name: String) throws(JournalFinding) -> String {
        guard let text = optionalText(name) else { throw .missing(name) }
        return text
    }

    func integer(_ name: String) throws(JournalFinding) -> Int64 {
        guard case .integer(let number) = self[name]?.content else { throw .missing(name) }
        return number
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(JournalFinding) -> Choice {
        guard let choice = Choice(rawValue: try text(name)) else { throw .missing(name) }
        return choice
    }

    func resourceID(_ name: String) throws(JournalFinding) -> ResourceID {
        guard let id = ResourceID(try text(name)) else { throw .missing(name) }
        return id
    }

    /// The elements of a list; none if it was left out.
    func list<Element>(
        _ name: String,
        _ read: (Document) throws(JournalFinding) -> Element
    ) throws(JournalFinding) -> [Element] {
        guard let member = self[name] else { return [] }
        guard case .array(let elements) = member.content else { throw .missing(name) }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for element in elements { result.append(try read(element)) }
        return result
    }

    func texts(_ name: String) throws(JournalFinding) -> [String] {
        try list(name) { element throws(JournalFinding) in
            guard case .string(let text) = element.content else { throw .missing(name) }
            return text
        }
    }

    func resourceID(_ name: String, _ ids: inout RecordedIDs) throws(JournalFinding) -> ResourceID {
        guard let id = ids.resource(try text(name)) else { throw .missing(name) }
        return id
    }

    func resourceIDs(_ name: String, _ ids: inout RecordedIDs) throws(JournalFinding) -> [ResourceID] {
        try texts(name).map { text throws(JournalFinding) in
            guard let id = ids.resource(text) else { throw .missing(name) }
            return id
        }
    }

    func outputIDs(_ name: String, _ ids: inout RecordedIDs) throws(JournalFinding) -> [OutputResourceID] {
        try texts(name).map { ids.output($0) }
    }
}
