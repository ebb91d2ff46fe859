/// Keeps objects and leases for as long as the program runs, with the same meaning as in a cluster.
package actor InMemoryStateObjects: StateObjects {
    private var objects: [String: StateObject] = [:]
    private var leasesByName: [String: StateLease] = [:]
    private var changeCount = 0
    private var moment = Timestamp(seconds: 1_700_000_000)
    /// How many seconds pass whenever somebody asks for the time.
    private let tick: Int64
    /// How many bytes of pieces each request that changes an object took.
    package private(set) var written: [Int] = []

    /// Keeps nothing yet; time stands still, or goes on by some seconds whenever somebody asks for it.
    package init(tick: Int64 = 0) { self.tick = tick }

    package nonisolated var place: String { "objects in memory" }

    package func now() -> Timestamp {
        wait(seconds: tick)
        return moment
    }

    /// Lets time pass.
    package func wait(seconds: Int64) { moment = Timestamp(seconds: moment.seconds + seconds) }

    package func object(_ name: String, _ part: StateObjectPart) -> StateObject? { objects[name]?.part(part) }

    package func objects(labelled labels: [String: String], _ part: StateObjectPart) -> [StateObject] {
        objects.values.filter { object in labels.allSatisfy { object.labels[$0.key] == $0.value } }
            .map { $0.part(part) }.sorted { $0.name < $1.name }
    }

    package func create(_ object: StateObject) -> String? {
        guard objects[object.name] == nil else { return nil }
        return keep(object, object.pieces)
    }

    package func replace(_ object: StateObject) -> String? {
        guard objects[object.name]?.version == object.version else { return nil }
        return keep(object, object.pieces)
    }

    package func add(_ pieces: [String: [UInt8]], notes: [String: String], to object: StateObject) -> String? {
        guard var changed = objects[object.name], changed.version == object.version else { return nil }
        changed.pieces.merge(pieces) { _, new in new }
        changed.notes.merge(notes) { _, new in new }
        return keep(changed, pieces)
    }

    package func remove(_ name: String, version: String?) -> Bool {
        guard let object = objects[name] else { return true }
        guard version == nil || version == object.version else { return false }
        objects[name] = nil
        return true
    }

    package func lease(_ name: String) -> StateLease? { leasesByName[name] }

    package func leases() -> [StateLease] { leasesByName.values.sorted { $0.name < $1.name } }

    package func create(_ lease: StateLease) -> String? {
        guard leasesByName[lease.name] == nil else { return nil }
        return keep(lease)
    }

    package func replace(_ lease: StateLease) -> String? {
        guard leasesByName[lease.name]?.version == lease.version else { return nil }
        return keep(lease)
    }

    package func removeLease(_ name: String, version: String) -> Bool {
        guard let lease = leasesByName[name] else { return true }
        guard lease.version == version else { return false }
        leasesByName[name] = nil
        return true
    }

    private func keep(_ object: StateObject, _ pieces: [String: [UInt8]]) -> String {
        var kept = object
        kept.version = nextVersion()
        objects[object.name] = kept
        written.append(pieces.values.reduce(0) { $0 + $1.count })
        return kept.version
    }

    private func keep(_ lease: StateLease) -> String {
        var kept = lease
        kept.version = nextVersion()
        leasesByName[lease.name] = kept
        return kept.version
    }

    private func nextVersion() -> String {
        changeCount += 1
        return String(changeCount)
    }
}

extension StateObject {
    fileprivate func part(_ part: StateObjectPart) -> StateObject {
        switch part {
        case .whole: return self
        case .outline:
            var outline = self
            outline.pieces = [:]
            return outline
        }
    }
}
