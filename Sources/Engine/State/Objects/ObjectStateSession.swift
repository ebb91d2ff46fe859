/// A journal among objects whose lease this process holds.
///
/// What is about to be done is written before it is done. Outcomes are gathered for a moment and written beside the
/// work, so that a target need not wait for the journal.
actor ObjectStateSession: StateSession {
    private let identity: DeploymentIdentity
    private let objects: any StateObjects
    private let lease: HeldLease
    private var journal: ObjectJournal?
    private var pending: [RecordedOutcome] = []
    private var writer: Task<Void, Never>?
    private var gathering: Task<Void, Never>?
    private var isHurried = false
    private var failure: (any Error)?

    /// How long outcomes are gathered.
    private static let pause = Duration.milliseconds(250)
    /// In bytes; a shorter journal is never compacted.
    private static let longestJournal = 1 << 20

    init(_ identity: DeploymentIdentity, _ journal: ObjectJournal?, lease: HeldLease, in objects: any StateObjects) {
        self.identity = identity
        self.journal = journal
        self.lease = lease
        self.objects = objects
    }

    func state() -> DeploymentState { journal?.contents.fold.state ?? DeploymentState(identity: identity) }

    func begin(_ beginning: Beginning) async throws {
        try await finishWriting()
        try await append([.began(beginning)])
    }

    func record(_ outcomes: [RecordedOutcome]) async throws {
        try await requireLease()
        if let failure { throw failure }
        guard !outcomes.isEmpty else { return }
        pending += outcomes
        guard writer == nil else { return }
        writer = Task { await self.writePending() }
    }

    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) async throws {
        try await finishWriting()
        let all = pending + outcomes
        pending = []
        try await append((all.isEmpty ? [] : [.outcomes(all)]) + [.ended(ending)])
        try await compact()
    }

    func remove() async throws {
        try await finishWriting()
        try await requireLease()
        let state = state()
        guard state.isGone else {
            throw StateError.stillThere(identity, count: state.outputs.count + state.uncertain.count)
        }
        guard try await journal?.remove(in: objects) != false else { throw overtaken }
        journal = nil
        try await kept.remove()
    }

    func keep(_ record: [UInt8], revision: Int) async throws {
        try await requireLease()
        try await kept.keep(record, revision: revision)
    }

    func hasRevision(_ revision: Int) async throws -> Bool { try await kept.has(revision) }

    func revisions() async throws -> [KeptRevision] { try await kept.all() }

    func forgetRevisions(before revision: Int) async throws {
        try await requireLease()
        try await kept.remove(before: revision)
    }

    private var kept: ObjectRevisions { ObjectRevisions(identity: identity, objects: objects) }

    func close() async {
        try? await finishWriting()
        if failure == nil, !pending.isEmpty { try? await append([.outcomes(pending)]) }
        await lease.release()
    }

    private var overtaken: StateError { .overtaken(identity, objects.place) }

    private func requireLease() async throws {
        guard await lease.isHeld() else { throw StateError.lockLost(identity) }
    }

    /// Waits until nothing is being written beside the work; what is still gathered stays so.
    private func finishWriting() async throws {
        isHurried = true
        gathering?.cancel()
        await writer?.value
        isHurried = false
        if let failure { throw failure }
    }

    private func writePending() async {
        while failure == nil, !pending.isEmpty, !isHurried {
            let gathering = Task { _ = try? await Task.sleep(for: Self.pause) }
            self.gathering = gathering
            await gathering.value
            guard !isHurried else { break }
            let outcomes = pending
            pending = []
            do { try await append([.outcomes(outcomes)]) } catch { failure = error }
        }
        writer = nil
    }

    private func append(_ entries: [JournalEntry]) async throws {
        try await requireLease()
        guard journal != nil else {
            let header = JournalEntry.header(JournalHeader(identity: identity))
            let made = try await ObjectJournal.create([header] + entries, of: identity, replacing: nil, in: objects)
            guard let made else { throw overtaken }
            journal = made
            return
        }
        // No copy of the journal is alive when it takes the addition: what it comes to would be copied too.
        guard let addition = try await journal?.write(entries, in: objects) else { throw overtaken }
        journal?.take(addition)
    }

    /// Starts a new journal from a snapshot, when the old one has grown to several times what it comes to.
    private func compact() async throws {
        guard let journal else { return }
        let old = journal.contents
        guard old.size > Self.longestJournal, old.size > 4 * old.snapshotSize else { return }
        let header = JournalHeader(identity: old.fold.identity, predecessor: old.chain)
        let entries = [JournalEntry.header(header), .snapshot(old.fold.state, history: old.fold.history.kept)]
        let made = try await ObjectJournal.create(entries, of: identity, replacing: journal, in: objects)
        guard let made else { throw overtaken }
        self.journal = made
    }
}
