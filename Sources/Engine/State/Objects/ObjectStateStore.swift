import Documents

/// Keeps states among small objects that many machines share, such as the Secrets of a cluster.
///
/// Journals are those of a `FileStateStore`, line for line, and so are the records of environments and types. Locks
/// are leases: one that its holder does not renew ends by itself.
public struct ObjectStateStore: StateStore {
    let objects: any StateObjects
    private let givenKey: StateKey?
    private let leaseSeconds: Int64
    private static let keyPiece = "key"
    private static let checkPiece = "check"

    /// Keeps states where somebody keeps objects.
    ///
    /// - Parameters:
    ///   - objects: Where they are kept.
    ///   - key: The key, if the user keeps it elsewhere.
    package init(_ objects: any StateObjects, key: StateKey? = nil) {
        self.init(objects, key: key, leaseSeconds: HeldLease.usualSeconds)
    }

    init(_ objects: any StateObjects, key: StateKey? = nil, leaseSeconds: Int64) {
        self.objects = objects
        givenKey = key
        self.leaseSeconds = leaseSeconds
    }

    public func knownKey() async throws -> StateKey? {
        let pieces = try await objects.object(StateObjectName.key, .whole)?.pieces
        let kept = try pieces?[Self.keyPiece]?.key(path: keyPath)
        let check = pieces?[Self.checkPiece].map { String(decoding: $0, as: UTF8.self) }
        guard let givenKey else {
            if kept == nil, check != nil { throw StateError.keyElsewhere(objects.place) }
            return kept
        }
        guard kept == nil || kept == givenKey, check == nil || check == givenKey.check else {
            throw StateError.wrongKey(objects.place)
        }
        return givenKey
    }

    public func key(orKeeping candidate: StateKey) async throws -> StateKey {
        if let key = try await knownKey() {
            // What it is told by is kept with the first thing that is written.
            if givenKey != nil { _ = try await objects.create(keyObject([Self.checkPiece: Array(key.check.utf8)])) }
            return key
        }
        let object = keyObject([Self.keyPiece: Array(candidate.bytes.hexadecimal.utf8)])
        return try await objects.create(object) != nil ? candidate : try await knownKey() ?? candidate
    }

    private func keyObject(_ pieces: [String: [UInt8]]) -> StateObject {
        let labels = [StateLabel.kind: StateObjectKind.key.rawValue]
        return StateObject(name: StateObjectName.key, labels: labels, pieces: pieces)
    }

    private var keyPath: String { "\(StateObjectName.key) in \(objects.place)" }

    public func state(of identity: DeploymentIdentity) async throws -> DeploymentState? {
        try await ObjectJournal.read(identity, in: objects).journal?.contents.fold.state
    }

    public func history(of identity: DeploymentIdentity) async throws -> [HistoryEntry]? {
        try await ObjectJournal.read(identity, in: objects).journal?.contents.fold.history.entries
    }

    public func journal(of identity: DeploymentIdentity) async throws -> [UInt8]? {
        try await ObjectJournal.read(identity, in: objects).bytes
    }

    public func revisions(of identity: DeploymentIdentity) async throws -> [KeptRevision] {
        try await ObjectRevisions(identity: identity, objects: objects).all()
    }

    public func restore(
        _ journal: [UInt8],
        _ revisions: [KeptRevision],
        of identity: DeploymentIdentity,
        for holder: LockHolder
    ) async throws {
        let session = try await open(identity, for: holder)
        do {
            guard try await self.journal(of: identity) == nil else { throw StateError.presentAlready(identity) }
            for kept in revisions { try await session.keep(kept.bytes, revision: kept.number) }
            try await ObjectJournal.restore(journal, of: identity, in: objects)
        } catch {
            await session.close()
            throw error
        }
        await session.close()
    }

    public func version(of identity: DeploymentIdentity) async throws -> StateVersion? {
        try await objects.object(StateObjectName.head(identity), .outline)
            .map { StateVersion($0.version.utf8.map(Int.init)) }
    }

    public func deployments(in group: String) async throws -> [DeploymentIdentity] {
        let labels = [
            StateLabel.kind: StateObjectKind.head.rawValue, StateLabel.group: StateObjectName.digest(of: group),
        ]
        return try await objects.objects(labelled: labels, .outline)
            .compactMap { DeploymentIdentity(notes: $0.notes) }.sorted()
    }

    /// Forgets everything, the key last; locks stay with those who hold them.
    public func removeEverything() async throws {
        for kind in [StateObjectKind.head, .segment, .revision, .environment, .group, .type, .key] {
            for object in try await objects.objects(labelled: [StateLabel.kind: kind.rawValue], .outline) {
                _ = try await objects.remove(object.name, version: nil)
            }
        }
    }

    // MARK: - Locks

    public func holder(of identity: DeploymentIdentity) async throws -> LockHolder? {
        guard let lease = try await objects.lease(StateObjectName.lock(identity)),
            !lease.isFree(at: await objects.now())
        else { return nil }
        return lease.shownHolder
    }

    public func heldLocks() async throws -> [HeldLock] {
        let now = await objects.now()
        let held = try await objects.leases().filter { !$0.isFree(at: now) }
        guard !held.isEmpty else { return [] }
        let heads = try await objects.objects(labelled: [StateLabel.kind: StateObjectKind.head.rawValue], .outline)
        let recorded = heads.compactMap { DeploymentIdentity(notes: $0.notes) }
        let known = Dictionary(recorded.map { (StateObjectName.lock($0), $0) }) { first, _ in first }
        return held.compactMap { lease in
            let stated = DeploymentIdentity(notes: lease.notes)
            guard let identity = known[lease.name] ?? stated, StateObjectName.lock(identity) == lease.name else {
                return nil
            }
            return HeldLock(identity: identity, holder: lease.shownHolder)
        }.sorted { $0.identity < $1.identity }
    }

    public func breakLock(of identity: DeploymentIdentity) async throws -> Bool {
        let name = StateObjectName.lock(identity)
        while let lease = try await objects.lease(name) {
            if try await objects.removeLease(name, version: lease.version) { break }
        }
        return true
    }

    public func open(_ identity: DeploymentIdentity, for holder: LockHolder) async throws -> any StateSession {
        let name = StateObjectName.lock(identity)
        let notes = identity.notes
        switch try await HeldLease.take(name, for: holder, notes: notes, in: objects, seconds: leaseSeconds) {
        case .taken(let other): throw StateError.locked(identity, by: other)
        case .held(let lease):
            do {
                let found = try await ObjectJournal.read(identity, in: objects)
                await ObjectJournal.remove(found.strays, in: objects)
                return ObjectStateSession(identity, found.journal, lease: lease, in: objects)
            } catch {
                await lease.release()
                throw error
            }
        }
    }

    public func lockGroup(_ group: String, for holder: LockHolder, patience: Duration) async throws -> GroupLock {
        var other: LockHolder?
        let name = StateObjectName.groupLock(group)
        let lock = try await GroupLock.waiting(patience, pause: .milliseconds(100)) {
            switch try await HeldLease.take(name, for: holder, notes: [StateNote.group: group], in: objects) {
            case .held(let lease): return lease
            case .taken(let holder):
                other = holder
                return nil
            }
        }
        guard let lock else { throw StateError.groupLocked(group, by: other) }
        return lock
    }
}
