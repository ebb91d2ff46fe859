import Documents

/// One call of a target.
struct ApplyStep: Sendable {
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
        change.object.applied(fingerprint: applied.fingerprint, location: applied.location)
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
