import AppModel

/// What the entries of a journal come to, one after the other.
///
/// The one place that knows what an entry means: stores keep entries, they do not interpret them.
struct JournalFold: Sendable {
    private(set) var identity: DeploymentIdentity
    private(set) var revision = 0
    private(set) var history = JournalHistory()
    private var target = ""
    private var status = DeploymentState.Status.succeeded
    private var created = Timestamp(seconds: 0)
    private var updated = Timestamp(seconds: 0)
    private var outputs: [OutputResourceID: RecordedOutput] = [:]
    private var uncertain: [OutputResourceID: RecordedOutput] = [:]
    private var resources: [ResourceID: RecordedResource] = [:]
    /// What the deployment at work is about to make.
    private var intended: [OutputResourceID: RecordedOutput] = [:]
    /// What was uncertain before it began.
    private var uncertainBefore: [OutputResourceID: RecordedOutput] = [:]

    init(_ identity: DeploymentIdentity) {
        self.identity = identity
    }

    /// The state after the entries so far.
    var state: DeploymentState {
        DeploymentState(
            identity: identity,
            revision: revision,
            target: target,
            status: status,
            outputs: outputs.valuesByKey,
            uncertain: uncertain.valuesByKey,
            resources: resources.valuesByKey,
            created: created,
            updated: updated
        )
    }

    mutating func add(_ entry: JournalEntry) {
        defer { history.add(entry) }
        switch entry {
        case .header(let header): identity = header.identity
        case .snapshot(let state, _): replace(with: state)
        case .began(let beginning): begin(beginning)
        case .outcomes(let outcomes): for outcome in outcomes { settle(outcome) }
        case .ended(let ending): end(ending)
        }
    }

    private mutating func replace(with state: DeploymentState) {
        self = JournalFold(state.identity)
        revision = state.revision
        target = state.target
        status = state.status
        created = state.created
        updated = state.updated
        for output in state.outputs { outputs[output.id] = output }
        for output in state.uncertain { uncertain[output.id] = output }
        for resource in state.resources { resources[resource.id] = resource }
    }

    private mutating func begin(_ beginning: Beginning) {
        if revision == 0 { created = beginning.at }
        revision = beginning.revision
        updated = beginning.at
        status = .interrupted
        target = beginning.target
        uncertainBefore = uncertain
        intended = Dictionary(minimumCapacity: beginning.intents.count)
        uncertain.reserveCapacity(uncertain.count + beginning.intents.count)
        if outputs.isEmpty { outputs.reserveCapacity(beginning.intents.count) }
        for intent in beginning.intents {
            switch intent.action {
            case .create, .update, .replace:
                intended[intent.object.id] = intent.object
                uncertain[intent.object.id] = intent.object
            case .delete, .noOp: break
            }
        }
    }

    private mutating func settle(_ outcome: RecordedOutcome) {
        switch outcome {
        case .applied(let id, let fingerprint, let location):
            guard var output = intended[id] else { return }
            output.appliedFingerprint = fingerprint
            output.location = location
            outputs[id] = output
            uncertain[id] = nil
        case .removed(let id, let place):
            if outputs[id]?.place == place { outputs[id] = nil }
            if uncertain[id]?.place == place { uncertain[id] = nil }
        case .failed: break
        case .untouched(let id): uncertain[id] = uncertainBefore[id]
        }
    }

    private mutating func end(_ ending: Ending) {
        if revision == 0 { created = ending.at }
        revision = ending.revision
        updated = ending.at
        status = ending.status
        target = ending.target
        resources.reserveCapacity(ending.resources.count)
        for resource in ending.resources { resources[resource.id] = resource }
        for id in ending.removed { resources[id] = nil }
        for output in ending.refreshed { outputs[output.id] = output }
        intended = [:]
        uncertainBefore = [:]
        // The next beginning copies it, and a dictionary is copied with the room that it once had.
        if uncertain.isEmpty { uncertain = [:] }
    }
}

extension Dictionary where Key: Comparable {
    /// The values in the order of their keys; the keys are sorted, which are much smaller.
    fileprivate var valuesByKey: [Value] { keys.sorted().compactMap { self[$0] } }
}
