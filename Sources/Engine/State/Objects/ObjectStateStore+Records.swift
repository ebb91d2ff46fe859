public import AppModel

// What is remembered besides deployments: groups, environments and types, an object each.
extension ObjectStateStore {
    private static let pieceName = "record"

    // MARK: - Groups

    public func groups() async throws -> [String] {
        var found: [String: String] = [:]
        for kind in [StateObjectKind.group, .head, .environment] {
            for object in try await objects.objects(labelled: [StateLabel.kind: kind.rawValue], .outline) {
                guard let name = object.notes[StateNote.group], found[name.lowercased()] == nil else { continue }
                found[name.lowercased()] = name
            }
        }
        return found.values.sorted()
    }

    public func createGroup(_ name: String) async throws {
        let labels = [StateLabel.kind: StateObjectKind.group.rawValue]
        let object = StateObject(
            name: StateObjectName.group(name),
            labels: labels,
            notes: [StateNote.group: name]
        )
        _ = try await objects.create(object)
    }

    public func removeGroup(_ name: String) async throws {
        _ = try await objects.remove(StateObjectName.group(name), version: nil)
    }

    // MARK: - Environments

    public func environments(in group: String) async throws -> [EnvironmentRecord] {
        let labels = [
            StateLabel.kind: StateObjectKind.environment.rawValue,
            StateLabel.group: StateObjectName.digest(of: group),
        ]
        var found: [EnvironmentRecord] = []
        for object in try await objects.objects(labelled: labels, .whole) { found.append(try await record(in: object)) }
        return found.sorted { $0.id < $1.id }
    }

    public func environment(_ name: String, in group: String) async throws -> EnvironmentRecord? {
        guard let object = try await objects.object(StateObjectName.environment(name, in: group), .whole) else {
            return nil
        }
        return try await record(in: object)
    }

    private func record(in object: StateObject) async throws -> EnvironmentRecord {
        try EnvironmentFile.record(from: object.content, path: path(of: object), key: try await key())
    }

    public func save(_ environment: EnvironmentRecord) async throws {
        try environment.validate()
        let group = environment.id.group
        let object = StateObject(
            name: StateObjectName.environment(environment.name, in: group),
            labels: [
                StateLabel.kind: StateObjectKind.environment.rawValue,
                StateLabel.group: StateObjectName.digest(of: group),
            ],
            notes: [StateNote.group: group, StateNote.environment: environment.name],
            pieces: [Self.pieceName: try EnvironmentFile.bytes(of: environment, key: try await key())]
        )
        try await put(object)
    }

    public func removeEnvironment(_ name: String, in group: String) async throws {
        _ = try await objects.remove(StateObjectName.environment(name, in: group), version: nil)
    }

    // MARK: - Types

    public func resourceTypes() async throws -> [ResourceTypeRecord] {
        let labels = [StateLabel.kind: StateObjectKind.type.rawValue]
        return try await objects.objects(labelled: labels, .whole)
            .map { try ResourceTypeFile.record(from: $0.content, path: path(of: $0)) }
            .sorted { $0.type.description < $1.type.description }
    }

    public func save(_ type: ResourceTypeRecord) async throws {
        let object = StateObject(
            name: StateObjectName.type(type.type),
            labels: [StateLabel.kind: StateObjectKind.type.rawValue],
            pieces: [Self.pieceName: ResourceTypeFile.bytes(of: type)]
        )
        try await put(object)
    }

    public func removeResourceType(_ type: ResourceType) async throws {
        _ = try await objects.remove(StateObjectName.type(type), version: nil)
    }

    private func path(of object: StateObject) -> String { "\(object.name) in \(objects.place)" }

    /// Keeps a record, instead of the one of its name; of two at once, the last one counts.
    private func put(_ record: StateObject) async throws {
        var record = record
        while true {
            if let present = try await objects.object(record.name, .outline) {
                record.version = present.version
                if try await objects.replace(record) != nil { return }
            } else {
                record.version = ""
                if try await objects.create(record) != nil { return }
            }
        }
    }
}
