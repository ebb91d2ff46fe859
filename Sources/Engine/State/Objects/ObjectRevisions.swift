/// What is kept of the deployments of one application among small objects: one or several for each deployment.
///
/// The first part is written last, so a record of which anything is missing is none.
struct ObjectRevisions: Sendable {
    let identity: DeploymentIdentity
    let objects: any StateObjects

    private static let pieceName = "record"
    private var labels: [String: String] {
        [StateLabel.kind: StateObjectKind.revision.rawValue, StateLabel.revisions: identity.digest]
    }

    func keep(_ record: [UInt8], revision: Int) async throws {
        let size = ObjectJournal.longestSegment
        let starts = Array(stride(from: 0, to: max(1, record.count), by: size))
        let parts = starts.enumerated().map { part, start in
            StateObject(
                name: StateObjectName.revision(revision, part: part, of: identity),
                labels: labels,
                notes: [StateNote.revision: String(revision), StateNote.parts: String(starts.count)],
                pieces: [Self.pieceName: Array(record[start..<min(start + size, record.count)])]
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in parts.dropFirst() { group.addTask { try await put(part) } }
            try await group.waitForAll()
        }
        try await put(parts[0])
    }

    /// Keeps a part; a deployment that was killed may have left one of the same number.
    private func put(_ part: StateObject) async throws {
        var part = part
        while try await objects.create(part) == nil {
            guard let present = try await objects.object(part.name, .outline) else { continue }
            part.version = present.version
            if try await objects.replace(part) != nil { return }
            part.version = ""
        }
    }

    func has(_ revision: Int) async throws -> Bool {
        try await objects.object(StateObjectName.revision(revision, part: 0, of: identity), .outline) != nil
    }

    func all() async throws -> [KeptRevision] {
        let found = try await objects.objects(labelled: labels, .whole)
        let byName = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
        var kept: [KeptRevision] = []
        for number in Set(found.compactMap { $0.notes[StateNote.revision].flatMap(Int.init) }).sorted() {
            let first = byName[StateObjectName.revision(number, part: 0, of: identity)]
            guard let count = first?.notes[StateNote.parts].flatMap(Int.init) else { continue }
            let parts = (0..<count).compactMap { byName[StateObjectName.revision(number, part: $0, of: identity)] }
            guard parts.count == count else { continue }
            kept.append(KeptRevision(number: number, bytes: parts.flatMap(\.content)))
        }
        return kept
    }

    func remove() async throws { try await remove(before: .max) }

    /// Removes the records before one, the oldest first: what is left at any moment can be read.
    func remove(before revision: Int) async throws {
        let numbered = try await objects.objects(labelled: labels, .outline).map { object in
            (number: object.notes[StateNote.revision].flatMap(Int.init) ?? 0, name: object.name)
        }
        for item in numbered.sorted(by: { ($0.number, $0.name) < ($1.number, $1.name) }) where item.number < revision {
            _ = try await objects.remove(item.name, version: nil)
        }
    }
}
