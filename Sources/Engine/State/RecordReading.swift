import AppModel
import Documents

/// What the lists of journals hold.
protocol RecordedElement {
    /// Reads the value at the cursor's place.
    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding)
}

/// What records of objects say, whoever keeps them.
struct RecordedObject {
    private enum Field: String, CaseIterable {
        case action, id, platform, type, apiVersion, name, namespace, owner, dependencies, folder, wanted, fingerprint
        case location, place, applied, body
    }

    private static let names = JSONNames<Field>()

    private(set) var action: Change.Action?
    private(set) var id: OutputResourceID?
    private(set) var platform: OutputResource.Platform?
    private(set) var type: String?
    private(set) var apiVersion: String?
    private(set) var name: String?
    private(set) var namespace: String?
    private(set) var owner: ResourceID?
    private(set) var dependencies: [OutputResourceID] = []
    private(set) var folder: String?
    private(set) var wanted: String?
    private(set) var fingerprint: String?
    private(set) var location: String?
    private(set) var place: String?
    private(set) var applied: String?
    private(set) var body: Value?

    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .action: action = cursor.choice()
            case .id: id = cursor.text { ids.output($0) }
            case .platform: platform = cursor.choice()
            case .type: type = cursor.text { ids.text($0) }
            case .apiVersion: apiVersion = cursor.text { ids.text($0) }
            case .name: name = cursor.text()
            case .namespace: namespace = cursor.text { ids.text($0) }
            case .owner: owner = cursor.resourceID(&ids)
            case .dependencies: dependencies = try cursor.outputIDs(field, &ids)
            case .folder: folder = cursor.text()
            case .wanted: wanted = cursor.text()
            case .fingerprint: fingerprint = cursor.text()
            case .location: location = cursor.text()
            case .place: place = cursor.text { ids.text($0) }
            case .applied: applied = cursor.text()
            case .body: body = cursor.value()
            }
        }
    }
}

extension RecordedOutput: RecordedElement {
    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        try self.init(RecordedObject(&cursor, &ids))
    }

    fileprivate init(_ object: RecordedObject) throws(JournalFinding) {
        self.init(
            id: try object.id.required(as: "id"),
            platform: try object.platform.required(as: "platform"),
            type: try object.type.required(as: "type"),
            apiVersion: try object.apiVersion.required(as: "apiVersion"),
            name: try object.name.required(as: "name"),
            namespace: object.namespace ?? "",
            owner: try object.owner.required(as: "owner"),
            dependencies: object.dependencies,
            wantedFingerprint: try object.wanted.required(as: "wanted"),
            appliedFingerprint: object.fingerprint ?? "",
            location: object.location ?? "",
            place: try object.place.required(as: "place")
        )
    }
}

extension Beginning.Intent: RecordedElement {
    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        let object = try RecordedObject(&cursor, &ids)
        self.init(action: try object.action.required(as: "action"), object: try RecordedOutput(object))
    }
}

extension RecordedOutcome: RecordedElement {
    private enum Field: String, CaseIterable {
        case applied, fingerprint, location, removed, place, failed, code, untouched
    }

    private static let names = JSONNames<Field>()

    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        var (applied, removed, failed): (OutputResourceID?, OutputResourceID?, OutputResourceID?)
        var untouched: OutputResourceID?
        var (fingerprint, location, place, code): (String?, String?, String?, String?)
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .applied: applied = cursor.text { ids.output($0) }
            case .fingerprint: fingerprint = cursor.text()
            case .location: location = cursor.text()
            case .removed: removed = cursor.text { ids.output($0) }
            case .place: place = cursor.text { ids.text($0) }
            case .failed: failed = cursor.text { ids.output($0) }
            case .code: code = cursor.text { ids.text($0) }
            case .untouched: untouched = cursor.text { ids.output($0) }
            }
        }
        if let applied {
            self = .applied(
                applied,
                fingerprint: try fingerprint.required(as: "fingerprint"),
                location: try location.required(as: "location")
            )
        } else if let removed {
            self = .removed(removed, place: try place.required(as: "place"))
        } else if let failed {
            self = .failed(failed, code: try code.required(as: "code"))
        } else {
            self = .untouched(try untouched.required(as: "untouched"))
        }
    }
}

extension RecordedResource: RecordedElement {
    private enum Field: String, CaseIterable {
        case id, apiVersion, properties, connections, dependencies, outputs, recipe, endpoint, tags
    }

    private static let names = JSONNames<Field>()

    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        var (id, properties, tags): (ResourceID?, ValueObject?, ValueObject?)
        var (apiVersion, recipe, endpoint): (String?, String?, String?)
        var connections: [RecordedConnection] = []
        var dependencies: [ResourceID] = []
        var outputs: [OutputResourceID] = []
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .id: id = cursor.resourceID(&ids)
            case .apiVersion: apiVersion = cursor.text { ids.text($0) }
            case .properties: properties = cursor.value()?.objectValue
            case .connections: connections = try cursor.list(field, &ids)
            case .dependencies: dependencies = try cursor.resourceIDs(field, &ids)
            case .outputs: outputs = try cursor.outputIDs(field, &ids)
            case .recipe: recipe = cursor.text()
            case .endpoint: endpoint = cursor.text()
            case .tags: tags = cursor.value()?.objectValue
            }
        }
        self.init(
            id: try id.required(as: "id"),
            apiVersion: try apiVersion.required(as: "apiVersion"),
            properties: try properties.required(as: "properties"),
            connections: connections,
            dependencies: dependencies,
            outputs: outputs,
            recipe: recipe,
            endpoint: endpoint,
            tags: tags ?? [:]
        )
    }
}

extension RecordedConnection: RecordedElement {
    private enum Field: String, CaseIterable { case target, kind, label }

    private static let names = JSONNames<Field>()

    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        var (target, kind, label): (ResourceID?, ApplicationGraph.Edge.Kind?, String?)
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .target: target = cursor.resourceID(&ids)
            case .kind: kind = cursor.choice()
            case .label: label = cursor.text()
            }
        }
        self.init(target: try target.required(as: "target"), kind: try kind.required(as: "kind"), label: label)
    }
}

extension HistoryEntry: RecordedElement {
    private enum Field: String, CaseIterable {
        case revision, began, ended, status, command, created, updated, deleted, failures
    }

    private static let names = JSONNames<Field>()

    init(_ cursor: inout JSONCursor, _ ids: inout RecordedIDs) throws(JournalFinding) {
        var numbers: [Field: Int64] = [:]
        var (status, command): (DeploymentState.Status?, String?)
        var failures: [String] = []
        var hasEnd = false
        var members = cursor.members(named: Self.names)
        while let field = cursor.next(in: &members) {
            switch field {
            case .ended:
                hasEnd = true
                numbers[field] = cursor.integer()
            case .revision, .began, .created, .updated, .deleted: numbers[field] = cursor.integer()
            case .status: status = cursor.choice()
            case .command: command = cursor.text()
            case .failures:
                failures = try cursor.list(field) { cursor throws(JournalFinding) in
                    try cursor.text { ids.text($0) }.required(as: field.rawValue)
                }
            }
        }
        func number(_ field: Field) throws(JournalFinding) -> Int64 {
            try numbers[field].required(as: field.rawValue)
        }
        self.init(
            revision: Int(try number(.revision)),
            began: Timestamp(seconds: try number(.began)),
            status: try status.required(as: "status"),
            command: try command.required(as: "command"),
            created: Int(try number(.created)),
            updated: Int(try number(.updated)),
            deleted: Int(try number(.deleted))
        )
        ended = hasEnd ? Timestamp(seconds: try number(.ended)) : nil
        self.failures = failures
    }
}

// MARK: - What records are made of

extension JSONCursor {
    /// One of some texts; `nil` if it is none of them.
    mutating func choice<Choice: RawRepresentable<String>>() -> Choice? { text().flatMap(Choice.init(rawValue:)) }

    /// The id of a resource; `nil` if there is none here.
    mutating func resourceID(_ ids: inout RecordedIDs) -> ResourceID? { text { ids.resource($0) } ?? nil }

    /// The elements of the list that is a member of some name.
    mutating func list<Element>(
        _ name: some RawRepresentable<String>,
        _ read: (inout JSONCursor) throws(JournalFinding) -> Element
    ) throws(JournalFinding) -> [Element] {
        guard var list = list() else { throw .missing(name.rawValue) }
        var elements: [Element] = []
        while next(in: &list) { elements.append(try read(&self)) }
        return elements
    }

    mutating func list<Element: RecordedElement>(
        _ name: some RawRepresentable<String>,
        _ ids: inout RecordedIDs
    ) throws(JournalFinding) -> [Element] {
        try list(name) { cursor throws(JournalFinding) in try Element(&cursor, &ids) }
    }

    mutating func resourceIDs(
        _ name: some RawRepresentable<String>,
        _ ids: inout RecordedIDs
    ) throws(JournalFinding) -> [ResourceID] {
        try list(name) { cursor throws(JournalFinding) in try cursor.resourceID(&ids).required(as: name.rawValue) }
    }

    mutating func outputIDs(
        _ name: some RawRepresentable<String>,
        _ ids: inout RecordedIDs
    ) throws(JournalFinding) -> [OutputResourceID] {
        try list(name) { cursor throws(JournalFinding) in
            try cursor.text { ids.output($0) }.required(as: name.rawValue)
        }
    }
}

extension Optional {
    /// The value of a member that must be there.
    func required(as name: String) throws(JournalFinding) -> Wrapped {
        guard let self else { throw .missing(name) }
        return self
    }
}
