public import AppModel
import Synchronization

/// Keeps states for as long as the program runs, with the same meaning as on disk.
public actor InMemoryStateStore: StateStore {
    private var stateKey: StateKey?
    private var journals: [DeploymentIdentity: [JournalEntry]] = [:]
    private var versions: [DeploymentIdentity: StateVersion] = [:]
    private var changeCount = 0
    private var kept: [DeploymentIdentity: [KeptRevision]] = [:]
    private var holders: [DeploymentIdentity: LockHolder] = [:]
    private var records: [DeploymentIdentity: EnvironmentRecord] = [:]
    private var createdGroups: [String: String] = [:]
    private var types: [ResourceType: ResourceTypeRecord] = [:]
    private let lockedGroups = LockedGroups()

    /// Creates an empty store.
    public init() {}

    public func knownKey() -> StateKey? { stateKey }

    public func key(orKeeping candidate: StateKey) -> StateKey {
        let key = stateKey ?? candidate
        stateKey = key
        return key
    }

    public func state(of identity: DeploymentIdentity) -> DeploymentState? {
        guard let entries = journals[identity] else { return nil }
        var fold = JournalFold(identity)
        for entry in entries { fold.add(entry) }
        return fold.state
    }

    public func history(of identity: DeploymentIdentity) -> [HistoryEntry]? {
        guard let entries = journals[identity] else { return nil }
        var history = JournalHistory()
        for entry in entries { history.add(entry) }
        return history.entries
    }

    public func holder(of identity: DeploymentIdentity) -> LockHolder? { holders[identity] }

    public func heldLocks() -> [HeldLock] {
        holders.map { HeldLock(identity: $0.key, holder: $0.value) }.sorted { $0.identity < $1.identity }
    }

    public func journal(of identity: DeploymentIdentity) -> [UInt8]? {
        journals[identity].map { FileJournal.lines(for: $0, after: "").bytes }
    }

    public func restore(
        _ journal: [UInt8],
        _ revisions: [KeptRevision],
        of identity: DeploymentIdentity,
        for holder: LockHolder
    ) throws {
        guard journals[identity] == nil else { throw StateError.presentAlready(identity) }
        let contents = try FileJournal.contents(of: journal, path: "the journal of \(identity)")
        append([.snapshot(contents.fold.state, history: contents.fold.history.kept)], to: identity)
        kept[identity] = revisions
    }

    public func revisions(of identity: DeploymentIdentity) -> [KeptRevision] { kept[identity] ?? [] }

    fileprivate func keep(_ record: [UInt8], _ revision: Int, of identity: DeploymentIdentity) {
        kept[identity, default: []].removeAll { $0.number == revision }
        kept[identity, default: []].append(KeptRevision(number: revision, bytes: record))
    }

    fileprivate func forgetRevisions(before revision: Int, of identity: DeploymentIdentity) {
        kept[identity]?.removeAll { $0.number < revision }
    }

    public func breakLock(of identity: DeploymentIdentity) -> Bool { holders[identity] == nil }

    public func version(of identity: DeploymentIdentity) -> StateVersion? { versions[identity] }

    public func deployments(in group: String) -> [DeploymentIdentity] {
        journals.keys.filter { $0.group.lowercased() == group.lowercased() }.sorted()
    }

    public func groups() -> [String] {
        var names = createdGroups
        for group in journals.keys.map(\.group) + records.keys.map(\.group) {
            if names[group.lowercased()] == nil { names[group.lowercased()] = group }
        }
        return names.values.sorted()
    }

    public func createGroup(_ name: String) {
        if createdGroups[name.lowercased()] == nil { createdGroups[name.lowercased()] = name }
    }

    public func removeGroup(_ name: String) { createdGroups[name.lowercased()] = nil }

    public func open(_ identity: DeploymentIdentity, for holder: LockHolder) throws -> any StateSession {
        if let other = holders[identity] { throw StateError.locked(identity, by: other) }
        holders[identity] = holder
        return InMemoryStateSession(identity, in: self)
    }

    public func lockGroup(_ group: String, for holder: LockHolder, patience: Duration) async throws -> GroupLock {
        let lock = try await GroupLock.waiting(patience) {
            InMemoryGroupLock.take(group.lowercased(), among: lockedGroups, for: holder)
        }
        guard let lock else { throw StateError.groupLocked(group, by: lockedGroups.holder(of: group.lowercased())) }
        return lock
    }

    public func environments(in group: String) -> [EnvironmentRecord] {
        records.values.filter { $0.id.group.lowercased() == group.lowercased() }.sorted { $0.id < $1.id }
    }

    public func environment(_ name: String, in group: String) -> EnvironmentRecord? {
        records[DeploymentIdentity(group: group, environment: name, application: nil)]
    }

    public func save(_ environment: EnvironmentRecord) throws {
        try environment.validate()
        let identity = DeploymentIdentity(group: environment.id.group, environment: environment.name, application: nil)
        records[identity] = environment
    }

    public func removeEnvironment(_ name: String, in group: String) {
        records[DeploymentIdentity(group: group, environment: name, application: nil)] = nil
    }

    public func resourceTypes() -> [ResourceTypeRecord] {
        types.values.sorted { $0.type.description < $1.type.description }
    }

    public func save(_ type: ResourceTypeRecord) { types[type.type] = type }

    public func removeResourceType(_ type: ResourceType) { types[type] = nil }

    fileprivate func append(_ entries: [JournalEntry], to identity: DeploymentIdentity) {
        let header = JournalEntry.header(JournalHeader(identity: identity))
        journals[identity, default: [header]] += entries
        changeCount += 1
        versions[identity] = StateVersion([changeCount])
    }

    fileprivate func forget(_ identity: DeploymentIdentity) throws {
        if let state = state(of: identity), !state.isGone {
            throw StateError.stillThere(identity, count: state.outputs.count + state.uncertain.count)
        }
        journals[identity] = nil
        versions[identity] = nil
        kept[identity] = nil
    }

    fileprivate func release(_ identity: DeploymentIdentity) { holders[identity] = nil }
}

/// The right to write one state of an `InMemoryStateStore`.
private struct InMemoryStateSession: StateSession {
    private let identity: DeploymentIdentity
    private let store: InMemoryStateStore

    init(_ identity: DeploymentIdentity, in store: InMemoryStateStore) {
        self.identity = identity
        self.store = store
    }

    func state() async -> DeploymentState {
        await store.state(of: identity) ?? DeploymentState(identity: identity)
    }

    func begin(_ beginning: Beginning) async { await store.append([.began(beginning)], to: identity) }

    func record(_ outcomes: [RecordedOutcome]) async { await store.append([.outcomes(outcomes)], to: identity) }

    func end(_ ending: Ending, after outcomes: [RecordedOutcome]) async {
        await store.append([.outcomes(outcomes), .ended(ending)], to: identity)
    }

    func keep(_ record: [UInt8], revision: Int) async { await store.keep(record, revision, of: identity) }

    func hasRevision(_ revision: Int) async -> Bool {
        await store.revisions(of: identity).contains { $0.number == revision }
    }

    func revisions() async -> [KeptRevision] { await store.revisions(of: identity) }

    func forgetRevisions(before revision: Int) async { await store.forgetRevisions(before: revision, of: identity) }

    func remove() async throws { try await store.forget(identity) }

    func close() async { await store.release(identity) }
}

/// The groups whose locks are taken, and by whom.
private final class LockedGroups: Sendable {
    private let holders = Mutex<[String: LockHolder]>([:])

    func holder(of group: String) -> LockHolder? { holders.withLock { $0[group] } }

    /// Notes a holder; false if the group has one.
    func take(_ group: String, for holder: LockHolder) -> Bool {
        holders.withLock { holders in
            guard holders[group] == nil else { return false }
            holders[group] = holder
            return true
        }
    }

    func release(_ group: String) { holders.withLock { $0[group] = nil } }
}

/// The lock of one group of an `InMemoryStateStore`, given back when it goes.
private final class InMemoryGroupLock: Sendable {
    private let group: String
    private let groups: LockedGroups

    private init(_ group: String, among groups: LockedGroups) {
        self.group = group
        self.groups = groups
    }

    /// Takes the lock; `nil` if somebody has it.
    static func take(_ group: String, among groups: LockedGroups, for holder: LockHolder) -> InMemoryGroupLock? {
        groups.take(group, for: holder) ? InMemoryGroupLock(group, among: groups) : nil
    }

    deinit { groups.release(group) }
}
