public import AppModel
public import Diagnostics

/// Brings one deployment from what is recorded to what is wanted: looks, plans, applies, records.
///
/// Deleting is the same with nothing wanted.
public struct Deployment: Sendable {
    public let target: any Target
    /// Where the target is, as it is recorded: `directory:.rad/out`.
    public let place: String
    public let key: FingerprintKey
    /// Gives the target of a place that an earlier deployment went to.
    public let former: @Sendable (_ place: String) -> (any Target)?
    /// Seals the secrets of what is kept to be made again; `nil` where nothing is kept.
    public var sealing: StateKey?
    /// Tells the time.
    public let clock: @Sendable () -> Timestamp

    /// Sets up deployments to a target.
    public init(
        to target: any Target,
        at place: String,
        key: FingerprintKey,
        former: @escaping @Sendable (_ place: String) -> (any Target)? = { _ in nil },
        clock: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.target = target
        self.place = place
        self.key = key
        self.former = former
        self.clock = clock
    }

    /// Looks at the target and compares, without changing anything.
    ///
    /// - Parameters:
    ///   - wanted: What the target is to have; nothing to delete everything.
    ///   - state: What is remembered.
    ///   - kept: Resources whose objects stay although nothing wants them.
    ///   - strangers: What to do with objects in the way that rad does not remember.
    ///   - origin: Where a resource was written, for diagnostics.
    /// - Returns: The plan, and the diagnostics that forbid to apply it.
    /// - Throws: What the target throws when it is looked at.
    public func plan(
        _ wanted: [OutputResource],
        from state: DeploymentState,
        keeping kept: Set<ResourceID> = [],
        strangers: PlanInput.Strangers = .refuse,
        origin: @escaping @Sendable (ResourceID) -> Span? = { _ in nil }
    ) async throws -> Planning {
        let fingerprints = Task { [key] in await Fingerprint.all(of: wanted, key: key) }
        let observed = try await target.observe(Plan.candidates(wanted: wanted, recorded: state))
        let taken = await fingerprints.value
        var input = PlanInput(wanted: wanted, taken, recorded: state, observed: observed, target: place)
        input.strangers = strangers
        input.kept = kept
        input.place = origin
        return Plan.make(input)
    }

    /// Looks at the target and compares it with what an earlier deployment came to, without changing anything.
    ///
    /// - Parameters:
    ///   - revision: The earlier deployment.
    ///   - state: What is remembered.
    ///   - strangers: What to do with objects in the way that rad does not remember.
    /// - Returns: The plan, and the diagnostics that forbid to apply it.
    /// - Throws: What the target throws when it is looked at.
    public func plan(
        _ revision: RecordedRevision,
        from state: DeploymentState,
        strangers: PlanInput.Strangers = .refuse
    ) async throws -> Planning {
        let wanted = revision.outputs
        let observed = try await target.observe(Plan.candidates(wanted: wanted, recorded: state))
        let fingerprints = revision.fingerprints
        var input = PlanInput(wanted: wanted, fingerprints, recorded: state, observed: observed, target: place)
        input.strangers = strangers
        return Plan.make(input)
    }

    /// Carries out a plan under the lock of its deployment, and records what it did.
    ///
    /// Writes nothing at all if nothing changes, not even a record.
    ///
    /// - Parameters:
    ///   - plan: A plan without errors.
    ///   - resources: The resources that the plan's objects are made for.
    ///   - session: The lock.
    ///   - command: What the user typed, without values.
    ///   - observer: Told of each change.
    ///   - isStopping: Asked before each change is started.
    /// - Returns: What became of each change.
    /// - Throws: `StateError`, or `ApplyError` if the target is out of reach as a whole; what it refuses of
    ///   single objects is an outcome.
    public func apply(
        _ plan: Plan,
        resources: [RecordedResource],
        in session: any StateSession,
        command: String,
        observer: any ApplyObserver = NoObserver(),
        isStopping: @escaping @Sendable () -> Bool = { Task.isCancelled }
    ) async throws -> DeploymentReport {
        let before = await session.state()
        guard before.revision == plan.base else {
            throw StateError.stalePlan(plan.identity, planned: plan.base, found: before.revision)
        }
        guard plan.hasChanges else {
            let notices = try await settleQuietly(plan, before)
            try await recordQuietly(plan, resources, before, in: session)
            return DeploymentReport(outcomes: [], status: .succeeded, notices: notices)
        }
        var formers: [String: any Target] = [:]
        for place in plan.formerTargets {
            guard let former = former(place) else { throw StateError.unreachable(plan.identity, at: place) }
            formers[place] = former
        }
        try await target.prepare(for: plan, from: before)
        try await session.begin(plan.beginning(at: clock(), command: command))
        try await target.announce(plan)
        let apply = Apply(plan, to: target, from: formers, observer: observer, isStopping: isStopping)
        var unrecorded: [RecordedOutcome] = []
        let outcomes = try await apply.run { outcomes in
            unrecorded += outcomes.compactMap(\.record)
            guard unrecorded.count >= target.batch else { return }
            try await session.record(unrecorded)
            unrecorded = []
        }
        let notices = try await target.settle { before.members(after: outcomes) }
        let report = DeploymentReport(outcomes: outcomes, notices: notices)
        var ending = plan.ending(report.status, resources, before, at: clock())
        ending.revision = plan.base + 1
        if report.status == .succeeded { try await keep(plan, outcomes, resources, ending, before, in: session) }
        try await session.end(ending, after: unrecorded)
        return report
    }

    /// Lets the target take note of what stays as it is, if it has not yet, or a deployment was cut off before it did.
    private func settleQuietly(_ plan: Plan, _ before: DeploymentState) async throws -> [Diagnostic] {
        guard target.isUnsettled(plan) || before.status != .succeeded else { return [] }
        try await target.prepare(for: plan, from: before)
        try await target.announce(plan)
        return try await target.settle { before.members(after: []) }
    }

    /// Records what changed besides the objects, if anything did.
    private func recordQuietly(
        _ plan: Plan,
        _ resources: [RecordedResource],
        _ before: DeploymentState,
        in session: any StateSession
    ) async throws {
        var ending = plan.ending(.succeeded, resources, before, at: before.updated)
        let isSame =
            ending.resources.isEmpty && ending.removed.isEmpty && ending.refreshed.isEmpty
            && before.status == .succeeded && (before.target == plan.target || before.revision == 0)
        guard !isSame else { return }
        ending.at = clock()
        ending.revision = plan.base + 1
        try await keep(plan, [], resources, ending, before, in: session)
        try await session.end(ending, after: [])
    }
}

/// What became of a deployment.
public struct DeploymentReport: Sendable {
    /// The outcomes of all changes that did something, in the order of the plan.
    public let outcomes: [ChangeOutcome]
    /// How the deployment ended.
    public let status: DeploymentState.Status
    /// What the target says of the deployment as a whole.
    let notices: [Diagnostic]

    /// The changes that failed, with the reason.
    public var failures: [(change: Change, error: ApplyError)] {
        outcomes.compactMap { item in
            if case .failed(let error) = item.outcome { (item.change, error) } else { nil }
        }
    }

    /// What was left in place although it was to go, and what the target could not take note of.
    public var warnings: [Diagnostic] {
        outcomes.compactMap { if case .left(let warning) = $0.outcome { warning } else { nil } } + notices
    }
}

extension DeploymentReport {
    /// Reads the status off the outcomes: one failure is a failure, and stopping counts if nothing failed.
    fileprivate init(outcomes: [ChangeOutcome], notices: [Diagnostic]) {
        var status = DeploymentState.Status.succeeded
        for item in outcomes {
            switch item.outcome {
            case .applied, .removed, .left: break
            case .failed: status = .failed
            case .skipped(.failure): break
            case .unawaited, .skipped(.cancelled): if status == .succeeded { status = .cancelled }
            }
        }
        self.init(outcomes: outcomes, status: status, notices: notices)
    }
}

extension ChangeOutcome {
    /// What the journal needs to know; nothing for what was only read.
    fileprivate var record: RecordedOutcome? {
        guard change.action != .noOp else { return nil }
        switch outcome {
        case .applied(let output):
            return .applied(output.id, fingerprint: output.appliedFingerprint, location: output.location)
        // The next deployment makes it once more, and waits for it then.
        case .unawaited: return .failed(change.id, code: "stopped")
        case .removed, .left: return .removed(change.id, place: change.object.place)
        case .failed(let error): return .failed(change.id, code: error.code)
        case .skipped: return .untouched(change.id)
        }
    }
}

extension DeploymentState {
    /// What is there after changes, or may be.
    fileprivate func members(after outcomes: [ChangeOutcome]) -> [RecordedOutput] {
        var members = Dictionary((outputs + uncertain).map { ($0.id, $0) }) { first, _ in first }
        for item in outcomes {
            switch item.outcome {
            case .applied(let output), .unawaited(let output): members[output.id] = output
            case .failed: members[item.change.id] = item.change.object
            case .removed, .left: members[item.change.id] = nil
            case .skipped: break
            }
        }
        return members.values.sorted { $0.id < $1.id }
    }
}

extension Plan {
    /// What is about to be done, for the journal.
    fileprivate func beginning(at moment: Timestamp, command: String) -> Beginning {
        Beginning(
            revision: base + 1,
            target: target,
            at: moment,
            command: command,
            intents: changes.filter { $0.action != .noOp }.map { .init(action: $0.action, object: $0.object) }
        )
    }

    /// How the deployment ended, and what changed besides the objects that were worked on.
    fileprivate func ending(
        _ status: DeploymentState.Status,
        _ resources: [RecordedResource],
        _ before: DeploymentState,
        at moment: Timestamp
    ) -> Ending {
        let known = Dictionary(before.resources.map { ($0.id, $0) }) { first, _ in first }
        let wanted = Set(resources.map(\.id))
        return Ending(
            revision: base,
            at: moment,
            status: status,
            target: target,
            resources: resources.filter { known[$0.id] != $0 },
            removed: status == .succeeded ? before.resources.map(\.id).filter { !wanted.contains($0) } : [],
            refreshed: changes.compactMap(\.refreshedRecord)
        )
    }
}

extension Change {
    /// The record of an object that stays as it is, if something else about it is to be remembered.
    fileprivate var refreshedRecord: RecordedOutput? {
        guard action == .noOp, let recorded else { return nil }
        let fresh = object.applied(fingerprint: recorded.appliedFingerprint, location: recorded.location)
        return fresh == recorded ? nil : fresh
    }
}
