import AppModel
import Documents

/// What is wrong with a line, as half a sentence.
struct JournalFinding: Error, Equatable {
    let text: String
    /// The format of the file, if it is one that this rad does not know.
    var newerVersion: Int64?
}

extension JournalEntry {
    /// Reads an entry from a line that is known to be whole.
    init(_ line: Document, of identity: DeploymentIdentity) throws(JournalFinding) {
        switch try line.text("entry") {
        case "header": self = .header(try JournalHeader(line))
        case "snapshot":
            // Journals of the first releases have no history in their snapshots.
            self = .snapshot(
                try DeploymentState(line, of: identity),
                history: try line.list("history", HistoryEntry.init)
            )
        case "began": self = .began(try Beginning(line))
        case "outcomes": self = .outcomes(try line.list("outcomes", RecordedOutcome.init))
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
    fileprivate init(_ line: Document, of identity: DeploymentIdentity) throws(JournalFinding) {
        self.init(
            identity: identity,
            revision: Int(try line.integer("revision")),
            target: try line.text("target"),
            status: try line.choice("status"),
            outputs: try line.list("outputs", RecordedOutput.init),
            uncertain: try line.list("uncertain", RecordedOutput.init),
            resources: try line.list("resources", RecordedResource.init),
            created: Timestamp(seconds: try line.integer("created")),
            updated: Timestamp(seconds: try line.integer("updated"))
        )
    }
}

extension Beginning {
    fileprivate init(_ line: Document) throws(JournalFinding) {
        self.init(
            revision: Int(try line.integer("revision")),
            target: try line.text("target"),
            at: Timestamp(seconds: try line.integer("at")),
            command: try line.text("command"),
            intents: try line.list("intents", Intent.init)
        )
    }
}

extension Beginning.Intent {
    fileprivate init(_ line: Document) throws(JournalFinding) {
        self.init(action: try line.choice("action"), object: try RecordedOutput(line))
    }
}

extension Ending {
    fileprivate init(_ line: Document) throws(JournalFinding) {
        self.init(
            revision: Int(try line.integer("revision")),
            at: Timestamp(seconds: try line.integer("at")),
            status: try line.choice("status"),
            target: try line.text("target"),
            resources: try line.list("resources", RecordedResource.init),
            removed: try line.resourceIDs("removed"),
            refreshed: try line.list("refreshed", RecordedOutput.init)
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
    fileprivate init(_ line: Document) throws(JournalFinding) {
        if let id = line.optionalText("applied") {
            self = .applied(
                OutputResourceID(id),
                fingerprint: try line.text("fingerprint"),
                location: try line.text("location")
            )
        } else if let id = line.optionalText("removed") {
            self = .removed(OutputResourceID(id), place: try line.text("place"))
        } else if let id = line.optionalText("failed") {
            self = .failed(OutputResourceID(id), code: try line.text("code"))
        } else {
            self = .untouched(OutputResourceID(try line.text("untouched")))
        }
    }
}

extension RecordedOutput {
    fileprivate init(_ line: Document) throws(JournalFinding) {
        self.init(
            id: OutputResourceID(try line.text("id")),
            platform: try line.choice("platform"),
            type: try line.text("type"),
            apiVersion: try line.text("apiVersion"),
            name: try line.text("name"),
            namespace: line.optionalText("namespace") ?? "",
            owner: try line.resourceID("owner"),
            dependencies: try line.texts("dependencies").map(OutputResourceID.init),
            wantedFingerprint: try line.text("wanted"),
            appliedFingerprint: line.optionalText("fingerprint") ?? "",
            location: line.optionalText("location") ?? "",
            place: try line.text("place")
        )
    }
}

extension RecordedResource {
    init(_ line: Document) throws(JournalFinding) {
        guard case .object(let properties) = line["properties"]?.value else { throw .missing("properties") }
        self.init(
            id: try line.resourceID("id"),
            apiVersion: try line.text("apiVersion"),
            properties: properties,
            connections: try line.list("connections", RecordedConnection.init),
            dependencies: try line.resourceIDs("dependencies"),
            outputs: try line.texts("outputs").map(OutputResourceID.init),
            recipe: line.optionalText("recipe"),
            endpoint: line.optionalText("endpoint"),
            tags: line["tags"]?.value.objectValue ?? [:]
        )
    }
}

extension RecordedConnection {
    fileprivate init(_ line: Document) throws(JournalFinding) {
        self.init(
            target: try line.resourceID("target"),
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

    func resourceIDs(_ name: String) throws(JournalFinding) -> [ResourceID] {
        try texts(name).map { text throws(JournalFinding) in
            guard let id = ResourceID(text) else { throw .missing(name) }
            return id
        }
    }
}
