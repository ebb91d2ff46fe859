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
    /// What was applied and is not ready yet takes no room from other changes; only what depends on it waits too.
    ///
    /// - Returns: The outcomes in the order of the plan, whatever finished first.
    /// - Throws: What `record` threw; nothing is started after that, and what was at work is finished.
    public func run(
        recording record: ([ChangeOutcome]) async throws -> Void
    ) async throws -> [ChangeOutcome] {
        var run = ApplyRun(self)
        var failure: (any Error)?
        let stop = StopSignal()
        await withTaskGroup(of: ApplyEvent.self) { group in
            if target.batch == 1 { group.addTask { await self.stopRequest() } }
            var (atWork, waiting) = (0, 0)
            while true {
                while failure == nil, atWork < target.width, let steps = run.next(atMost: target.grain) {
                    atWork += 1
                    group.addTask { .worked(await Self.results(of: steps)) }
                }
                if atWork == 0 || run.unrecorded.count >= target.batch {
                    do {
                        try await record(run.takeUnrecorded())
                    } catch {
                        failure = failure ?? error
                        stop.raise()
                    }
                }
                guard atWork + waiting > 0, let event = await group.next() else { break }
                switch event {
                case .worked(let results):
                    atWork -= 1
                    for (step, result) in results {
                        guard let wait = run.settle(step, result) else { continue }
                        waiting += 1
                        group.addTask { .waited(step, await wait.result(unless: stop)) }
                    }
                case .waited(let step, let result):
                    waiting -= 1
                    run.settle(step, result)
                case .stopRequested:
                    observer.stopping(atWork + waiting)
                    stop.raise()
                case .idle: break
                }
            }
            // Only who looks for the wish to stop is still there.
            group.cancelAll()
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

    /// Looks now and then whether the user has asked to stop.
    private func stopRequest() async -> ApplyEvent {
        while !Task.isCancelled {
            if isStopping() { return .stopRequested }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return .idle
    }
}

/// What the driver hears of its tasks.
private enum ApplyEvent: Sendable {
    case worked([(ApplyStep, ApplyStep.Result)])
    case waited(ApplyStep, ApplyWait.Result)
    case stopRequested
    case idle
}

extension Target {
    /// How many outcomes are recorded together: each one for itself if making it is what takes the time.
    var batch: Int { grain > 1 ? 512 : 1 }
}
