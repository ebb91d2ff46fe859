import AppModel
import Parallel

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
    /// What the deployment at work is about to make; `uncertain` keeps what was uncertain before it began.
    private var intended: [OutputResourceID: Intended] = [:]

    /// An object that is about to be made, and what may be there of it.
    private struct Intended {
        let object: RecordedOutput
        var uncertainty = Uncertainty.object

        enum Uncertainty { case object, nothing, asBefore }
    }

    init(_ identity: DeploymentIdentity) {
        self.identity = identity
    }

    /// The state after the entries so far.
    var state: DeploymentState {
        var state = DeploymentState(
            identity: identity,
            revision: revision,
            target: target,
            status: status,
            uncertain: knownUncertain.values.sortedByID,
            created: created,
            updated: updated
        )
        // The long lists are put in order at the same time.
        let lists = (0..<2).mapParts(of: outputs.count < Range.usualPart ? 2 : 1) { numbers in
            numbers.map { $0 == 0 ? .outputs(outputs.values.sortedByID) : StateList.resources(resources.valuesByKey) }
        }
        for list in lists.joined() {
            switch list {
            case .outputs(let outputs): state.outputs = outputs
            case .resources(let resources): state.resources = resources
            }
        }
        return state
    }

    private enum StateList {
        case outputs([RecordedOutput])
        case resources([RecordedResource])
    }

    /// What is uncertain, with what the deployment at work has left in the air.
    private var knownUncertain: [OutputResourceID: RecordedOutput] {
        var known = uncertain
        for (id, intent) in intended {
            switch intent.uncertainty {
            case .object: known[id] = intent.object
            case .nothing: if !known.isEmpty { known[id] = nil }
            case .asBefore: break
            }
        }
        return known
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
        uncertain = knownUncertain
        intended = Dictionary(minimumCapacity: beginning.intents.count)
        if outputs.isEmpty { outputs.reserveCapacity(beginning.intents.count) }
        for intent in beginning.intents {
            switch intent.action {
            case .create, .update, .replace: intended[intent.object.id] = Intended(object: intent.object)
            case .delete, .noOp: break
            }
        }
    }

    private mutating func settle(_ outcome: RecordedOutcome) {
        switch outcome {
        case .applied(let id, let fingerprint, let location):
            guard let place = intended.index(forKey: id) else { return }
            outputs[id] = intended.values[place].object.applied(fingerprint: fingerprint, location: location)
            intended.values[place].uncertainty = .nothing
        case .removed(let id, let place):
            if outputs[id]?.place == place { outputs[id] = nil }
            guard uncertainObject(id)?.place == place else { return }
            if intended[id] == nil { uncertain[id] = nil } else { intended[id]?.uncertainty = .nothing }
        case .failed: break
        case .untouched(let id): intended[id]?.uncertainty = .asBefore
        }
    }

    /// An object as it may be there, if it is uncertain.
    private func uncertainObject(_ id: OutputResourceID) -> RecordedOutput? {
        switch intended[id]?.uncertainty {
        case .object: intended[id]?.object
        case .nothing: nil
        case .asBefore, nil: uncertain[id]
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
        uncertain = knownUncertain
        intended = [:]
    }
}

extension Collection<RecordedOutput> {
    /// The records in the order of their ids, of which very many share few scopes.
    fileprivate var sortedByID: [RecordedOutput] {
        let groups = Dictionary(grouping: self, by: \.id.scope)
        let scopes = groups.keys.sorted()
        // Where one scope goes on where another ends, ids of both are mixed.
        guard !zip(scopes, scopes.dropFirst()).contains(where: { $1.hasPrefix($0) }) else {
            return sorted { $0.id < $1.id }
        }
        return scopes.flatMap { (groups[$0] ?? []).sorted { $0.id.name < $1.id.name } }
    }
}

extension [ResourceID: RecordedResource] {
    /// The values in the order of their keys; the keys are sorted, which are much smaller.
    fileprivate var valuesByKey: [RecordedResource] { keys.sorted().compactMap { self[$0] } }
}
