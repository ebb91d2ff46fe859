import Documents

/// The state of carrying out a plan.
struct ApplyRun {
    private(set) var unrecorded: [ChangeOutcome] = []
    private let apply: Apply
    private var schedule: Schedule
    private var runtime = RuntimeValues()
    private var byPosition: [Outcome?]
    /// What was made of objects whose values were not all known before.
    private var made: [Int: OutputResource] = [:]
    private let secrets: PlanSecrets

    init(_ apply: Apply) {
        self.apply = apply
        schedule = Schedule(apply.plan)
        byPosition = Array(repeating: nil, count: apply.plan.changes.count)
        secrets = PlanSecrets(of: apply.plan)
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
                fail(position, error.redacting(secrets.texts))
            }
        }
        return nil
    }

    /// Notes what came of a step.
    ///
    /// - Returns: What is to be waited for before the change is done; `nil` if it is.
    mutating func settle(_ step: ApplyStep, _ result: ApplyStep.Result) -> ApplyWait? {
        if !step.change.valueSources.isEmpty { made[step.position] = step.wanted }
        switch result {
        case .applied(let applied):
            guard !apply.target.awaitsReadiness else {
                return ApplyWait(step: step, applied: applied, target: apply.target, apply.observer, secrets)
            }
            finish(step, applied)
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
            fail(step.position, redacted(error, of: step))
        }
        return nil
    }

    /// Notes what came of waiting for an object.
    mutating func settle(_ step: ApplyStep, _ result: ApplyWait.Result) {
        switch result {
        case .ready(let applied): finish(step, applied)
        case .stopped(let applied):
            // What depends on it must not start.
            schedule.stop()
            schedule.succeeded(step.position)
            end(step.position, .unawaited(step.record(of: applied)))
            noteSkipped()
        case .failed(let error): fail(step.position, redacted(error, of: step))
        }
    }

    private mutating func finish(_ step: ApplyStep, _ applied: AppliedOutput) {
        learn(applied.value, from: step)
        schedule.succeeded(step.position)
        end(step.position, .applied(step.record(of: applied)))
    }

    private func redacted(_ error: ApplyError, of step: ApplyStep) -> ApplyError {
        // What was filled in during the run may be secret as well.
        error.redacting(secrets.texts).redacting(step.wanted?.body.secretTexts ?? [])
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
