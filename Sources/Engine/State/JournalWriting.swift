import AppModel
import Documents

extension JournalEntry {
    /// Writes the members of the entry's line, all but the chain.
    func writeMembers(to json: inout CompactJSON) {
        switch self {
        case .header(let header):
            json.member("entry", "header")
            json.member("version", header.version)
            json.member("group", header.identity.group)
            json.member("environment", header.identity.environment)
            json.member("application", header.identity.application)
            json.member("predecessor", header.predecessor)
        case .snapshot(let state, let history):
            json.member("entry", "snapshot")
            state.writeMembers(to: &json)
            json.list("history", history) { $0.writeMembers(to: &$1) }
        case .began(let beginning):
            json.member("entry", "began")
            beginning.writeMembers(to: &json)
        case .outcomes(let outcomes):
            json.member("entry", "outcomes")
            json.list("outcomes", outcomes) { $0.writeMembers(to: &$1) }
        case .ended(let ending):
            json.member("entry", "ended")
            ending.writeMembers(to: &json)
        }
    }
}

extension DeploymentState {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        json.member("revision", Int64(revision))
        json.member("target", target)
        json.member("status", status.rawValue)
        json.member("created", created.seconds)
        json.member("updated", updated.seconds)
        json.list("outputs", outputs) { $0.writeMembers(to: &$1) }
        json.list("uncertain", uncertain) { $0.writeMembers(to: &$1) }
        json.list("resources", resources) { $0.writeMembers(to: &$1) }
    }
}

extension Beginning {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        json.member("revision", Int64(revision))
        json.member("target", target)
        json.member("at", at.seconds)
        json.member("command", command)
        json.list("intents", intents) { intent, json in
            json.member("action", intent.action.rawValue)
            intent.object.writeMembers(to: &json)
        }
    }
}

extension Ending {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        json.member("revision", Int64(revision))
        json.member("at", at.seconds)
        json.member("status", status.rawValue)
        json.member("target", target)
        json.list("resources", resources) { $0.writeMembers(to: &$1) }
        json.texts("removed", removed.map(\.description))
        json.list("refreshed", refreshed) { $0.writeMembers(to: &$1) }
    }
}

extension HistoryEntry {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        json.member("revision", Int64(revision))
        json.member("began", began.seconds)
        if let ended { json.member("ended", ended.seconds) }
        json.member("status", status.rawValue)
        json.member("command", command)
        json.member("created", Int64(created))
        json.member("updated", Int64(updated))
        json.member("deleted", Int64(deleted))
        json.texts("failures", failures)
    }
}

extension RecordedOutcome {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        switch self {
        case .applied(let id, let fingerprint, let location):
            json.member("applied", id.description)
            json.member("fingerprint", fingerprint)
            json.member("location", location)
        case .removed(let id, let place):
            json.member("removed", id.description)
            json.member("place", place)
        case .failed(let id, let code):
            json.member("failed", id.description)
            json.member("code", code)
        case .untouched(let id): json.member("untouched", id.description)
        }
    }
}

extension RecordedOutput {
    fileprivate func writeMembers(to json: inout CompactJSON) {
        json.member("id", id.description)
        json.member("platform", platform.rawValue)
        json.member("type", type)
        json.member("apiVersion", apiVersion)
        json.member("name", name)
        if !namespace.isEmpty { json.member("namespace", namespace) }
        json.member("owner", owner.description)
        json.texts("dependencies", dependencies.map(\.description))
        json.member("wanted", wantedFingerprint)
        if !appliedFingerprint.isEmpty { json.member("fingerprint", appliedFingerprint) }
        if !location.isEmpty { json.member("location", location) }
        json.member("place", place)
    }
}

extension RecordedResource {
    func writeMembers(to json: inout CompactJSON) {
        json.member("id", id.description)
        json.member("apiVersion", apiVersion)
        json.writeName("properties")
        Value.object(properties).write(to: &json)
        json.list("connections", connections) { connection, json in
            json.member("target", connection.target.description)
            json.member("kind", connection.kind.rawValue)
            json.member("label", connection.label)
        }
        json.texts("dependencies", dependencies.map(\.description))
        json.texts("outputs", outputs.map(\.description))
        json.member("recipe", recipe)
        json.member("endpoint", endpoint)
        guard !tags.isEmpty else { return }
        json.writeName("tags")
        Value.object(tags).write(to: &json)
    }
}

extension CompactJSON {
    mutating func member(_ name: String, _ text: String) {
        writeName(name)
        write(text)
    }

    mutating func member(_ name: String, _ number: Int64) {
        writeName(name)
        write(number)
    }

    /// Writes a member that may be left out.
    mutating func member(_ name: String, _ text: String?) {
        if let text { member(name, text) }
    }

    /// Writes a list of texts, or nothing for an empty one.
    mutating func texts(_ name: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        writeName(name)
        beginArray(count: texts.count)
        for text in texts { write(text) }
        endArray()
    }

    /// Writes a list of objects, or nothing for an empty one.
    mutating func list<Element>(
        _ name: String,
        _ elements: [Element],
        _ writeMembers: (Element, inout CompactJSON) -> Void
    ) {
        guard !elements.isEmpty else { return }
        writeName(name)
        beginArray(count: elements.count)
        for element in elements {
            beginObject(count: 0)
            writeMembers(element, &self)
            endObject()
        }
        endArray()
    }
}
