/// Waiting for one object that was applied.
struct ApplyWait: Sendable {
    enum Result: Sendable {
        case ready(AppliedOutput)
        /// The user has asked to stop.
        case stopped(AppliedOutput)
        case failed(ApplyError)
    }

    private let step: ApplyStep
    private let applied: AppliedOutput
    private let target: any Target
    private let observer: any ApplyObserver
    private let secrets: PlanSecrets

    init(
        step: ApplyStep,
        applied: AppliedOutput,
        target: any Target,
        _ observer: any ApplyObserver,
        _ secrets: PlanSecrets
    ) {
        self.step = step
        self.applied = applied
        self.target = target
        self.observer = observer
        self.secrets = secrets
    }

    /// Waits until the object is ready, or nobody wants to wait any longer.
    func result(unless stop: StopSignal) async -> Result {
        await withTaskGroup(of: Result.self) { group in
            group.addTask { await self.wait() }
            group.addTask {
                await stop.raised()
                return .stopped(self.applied)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .stopped(applied)
        }
    }

    private func wait() async -> Result {
        guard let wanted = step.wanted else { return .ready(applied) }
        let (change, observer, secrets) = (step.change, observer, secrets)
        do {
            return .ready(
                try await target.wait(for: wanted, applied) { progress in
                    let message = progress.message.redacting(secrets.texts)
                    observer.progressed(change, Progress(message, isTrouble: progress.isTrouble))
                }
            )
        } catch let error as ApplyError {
            return .failed(error)
        } catch {
            return Task.isCancelled ? .stopped(applied) : .failed(.refused(error, step.change))
        }
    }
}
