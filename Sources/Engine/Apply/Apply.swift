import Documents

/// Carries out a plan: a thin driver around the schedule and the target.
public struct Apply: Sendable {
    public let plan: Plan
    public let target: any Target
    /// The targets that objects are removed from, by their places.
    public let formers: [String: any Target]
    public let observer: any ApplyObserver
    /// Asked before each change is started; what is at work is finished anyway.
    public let isStopping: @Sendable () -> Bool

    /// Prepares to carry out a plan.
    public init(
        _ plan: Plan,
        to target: any Target,
        from formers: [String: any Target] = [:],
        observer: any ApplyObserver = NoObserver(),
        isStopping: @escaping @Sendable () -> Bool = { Task.isCancelled }
    ) {
        self.plan = plan
        self.target = target
        self.formers = formers
        self.observer = observer
        self.isStopping = isStopping
    }

    /// Makes the changes and reports each outcome to `record`, several at a time where they come fast.
    ///
    /// - Returns: The outcomes in the order of the plan, whatever finished first.
    /// - Throws: What `record` threw; nothing is started after that, and what was at work is finished.
    public func run(
        recording record: ([ChangeOutcome]) async throws -> Void
    ) async throws -> [ChangeOutcome] {
        var run = ApplyRun(self)
        var failure: (any Error)?
        await withTaskGroup(of: [(ApplyStep, ApplyStep.Result)].self) { group in
            var atWork = 0
            while true {
                while failure == nil, atWork < target.width, let steps = run.next(atMost: target.grain) {
                    atWork += 1
                    group.addTask { await Self.results(of: steps) }
                }
                if atWork == 0 || run.unrecorded.count >= target.batch {
                    do {
                        try await record(run.takeUnrecorded())
                    } catch {
                        failure = failure ?? error
                    }
                }
                guard let results = await group.next() else { return }
                atWork -= 1
                for (step, result) in results { run.settle(step, result) }
            }
        }
        if let failure { throw failure }
        return run.outcomes
    }

    private static func results(of steps: [ApplyStep]) async -> [(ApplyStep, ApplyStep.Result)] {
        var results: [(ApplyStep, ApplyStep.Result)] = []
        results.reserveCapacity(steps.count)
        for step in steps { results.append((step, await step.result())) }
        return results
    }
}

extension Target {
    /// How many outcomes are recorded together: each one for itself if making it is what takes the time.
    var batch: Int { grain > 1 ? 512 : 1 }
}

/// The state of carrying out a plan.
private struct ApplyRun {
    private(set) var unrecorded: [ChangeOutcome] = []
    private let apply: Apply
    private var schedule: Schedule
    private var runtime = RuntimeValues()
    private var byPosition: [Outcome?]
    /// What was made of objects whose values were not all known before.
    private var made: [Int: OutputResource] = [:]

    init(_ apply: Apply) {
        self.apply = apply
        schedule = Schedule(apply.plan)
        byPosition = Array(repeating: nil, count: apply.plan.changes.count)
    }

    /// The outcomes so far, in the order of the plan.
    var outcomes: [ChangeOutcome] {
        apply.plan.changes.indices.compactMap { position in
            let change = apply.plan.changes[position]
            return byPosition[position].map {
                ChangeOutcome(change: change, outcome: $0, made: made[position] ?? change.wanted)
            }
        }
    }

    mutating func takeUnrecorded() -> [ChangeOutcome] {
        defer { unrecorded.removeAll(keepingCapacity: true) }
        return unrecorded
    }

    /// The next steps that can be taken, none of which waits for another; `nil` if there are none now.
    mutating func next(atMost count: Int) -> [ApplyStep]? {
        var steps: [ApplyStep] = []
        while steps.count < count, let step = next() { steps.append(step) }
        return steps.isEmpty ? nil : steps
    }

    /// The next step that can be taken; steps that cannot even begin are settled on the way.
    private mutating func next() -> ApplyStep? {
        if apply.isStopping() {
            schedule.stop()
            noteSkipped()
        }
        while let position = schedule.takeReady() {
            let change = apply.plan.changes[position]
            apply.observer.began(change)
            do throws(ApplyError) {
                let wanted = try resolved(change)
                return ApplyStep(
                    position: position,
                    change: change,
                    wanted: wanted,
                    target: apply.target,
                    former: change.recorded.flatMap { apply.formers[$0.place] }
                )
            } catch {
                fail(position, error.redacted(for: change.wanted?.body))
            }
        }
        return nil
    }

    mutating func settle(_ step: ApplyStep, _ result: ApplyStep.Result) {
        if !step.change.valueSources.isEmpty { made[step.position] = step.wanted }
        switch result {
        case .applied(let applied):
            learn(applied.value, from: step)
            schedule.succeeded(step.position)
            end(step.position, .applied(step.record(of: applied)))
        case .read(let value):
            learn(value, from: step)
            schedule.succeeded(step.position)
        case .removal(.removed):
            schedule.succeeded(step.position)
            end(step.position, .removed)
        case .removal(.left(let warning)):
            schedule.succeeded(step.position)
            end(step.position, .left(warning))
        case .failed(let error):
            fail(step.position, error.redacted(for: step.wanted?.body))
        }
    }

    private mutating func fail(_ position: Int, _ error: ApplyError) {
        schedule.failed(position)
        end(position, .failed(error))
        noteSkipped()
    }

    private mutating func noteSkipped() {
        for (position, failure) in schedule.takeSkipped() {
            let cause = failure.map { Outcome.Cause.failure(of: apply.plan.changes[$0].id) } ?? .cancelled
            end(position, .skipped(cause))
        }
    }

    private mutating func end(_ position: Int, _ outcome: Outcome) {
        let change = apply.plan.changes[position]
        byPosition[position] = outcome
        unrecorded.append(ChangeOutcome(change: change, outcome: outcome))
        apply.observer.ended(change, outcome)
    }

    private mutating func learn(_ value: Value, from step: ApplyStep) {
        guard apply.plan.valuesNeeded.contains(step.position), let address = step.change.wanted?.address else { return }
        runtime[address] = value
    }

    /// The wanted object with every value filled in that the steps before have made known.
    private func resolved(_ change: Change) throws(ApplyError) -> OutputResource? {
        guard let wanted = change.wanted, !change.valueSources.isEmpty else { return change.wanted }
        let body = wanted.body.resolved(with: runtime)
        let output = wanted.replacingBody(with: body)
        if let unknown = body.firstUnknown { throw .valueNotKnown(unknown.expression, in: wanted) }
        if !output.mayHoldSecrets, let path = body.firstSecret { throw .secretOutsideSecret(at: path, in: output) }
        return output
    }
}

/// One call of a target.
private struct ApplyStep: Sendable {
    enum Result: Sendable {
        case applied(AppliedOutput)
        case read(Value)
        case removal(Removal)
        case failed(ApplyError)
    }

    let position: Int
    let change: Change
    /// The wanted object with every value known.
    let wanted: OutputResource?
    let target: any Target
    /// The target that has the recorded object, if that is another one.
    let former: (any Target)?

    func result() async -> Result {
        do {
            return try await attempt()
        } catch let error as ApplyError {
            return .failed(error)
        } catch {
            return .failed(.refused(error, change))
        }
    }

    func record(of applied: AppliedOutput) -> RecordedOutput {
        var record = change.object
        record.appliedFingerprint = applied.fingerprint
        record.location = applied.location
        return record
    }

    private func attempt() async throws -> Result {
        guard let wanted else { return .removal(try await (former ?? target).delete(change.object)) }
        switch change.action {
        case .create, .update: return .applied(try await target.apply(wanted))
        case .noOp: return .read(try await target.read(wanted))
        case .replace:
            let applied = try await target.apply(wanted)
            if let recorded = change.recorded { _ = try await former?.delete(recorded) }
            return .applied(applied)
        case .delete: preconditionFailure("a delete has no wanted object")
        }
    }
}

extension OutputResource {
    /// The same object with another body.
    fileprivate func replacingBody(with body: Value) -> OutputResource {
        OutputResource(
            id: id,
            platform: platform,
            type: type,
            apiVersion: apiVersion,
            name: name,
            namespace: namespace,
            owner: owner,
            body: body,
            dependencies: dependencies,
            address: address,
            sourceFolder: sourceFolder
        )
    }
}

extension Value {
    /// The first part that is not known.
    fileprivate var firstUnknown: Unknown? {
        switch self {
        case .null, .bool, .integer, .number, .string: nil
        case .array(let elements): elements.lazy.compactMap(\.firstUnknown).first
        case .object(let members): members.lazy.compactMap(\.value.firstUnknown).first
        case .secret(let value): value.firstUnknown
        case .unknown(let unknown): unknown
        }
    }
}
