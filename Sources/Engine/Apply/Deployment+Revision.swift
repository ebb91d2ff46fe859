import AppModel

extension Deployment {
    /// Keeps what a deployment came to, so that an application can be brought back to it.
    ///
    /// - Parameters:
    ///   - plan: What was done.
    ///   - outcomes: What became of it: everything succeeded.
    ///   - resources: The resources of the deployment.
    ///   - ending: What is about to be recorded.
    ///   - before: What was recorded before.
    ///   - session: The lock.
    /// - Throws: If it cannot be written.
    func keep(
        _ plan: Plan,
        _ outcomes: [ChangeOutcome],
        _ resources: [RecordedResource],
        _ ending: Ending,
        _ before: DeploymentState,
        in session: any StateSession
    ) async throws {
        guard let sealing, plan.identity.application != nil else { return }
        var made: [OutputResourceID: OutputResource] = [:]
        for item in outcomes { made[item.change.id] = item.made }
        var record = RevisionRecord(revision: ending.revision, isWhole: true)
        if before.status == .succeeded, try await session.hasRevision(before.revision) {
            record.isWhole = false
            record.resources = ending.resources
            record.removedResources = ending.removed
            let refreshed = Set(ending.refreshed.map(\.id))
            for change in plan.changes where change.action != .noOp || refreshed.contains(change.id) {
                record.add(change, made[change.id])
            }
            if record.revision.isMultiple(of: RevisionRecord.historyLimit) {
                // Now and then a record holds everything, so that those before it can be forgotten.
                let kept = try await session.revisions()
                let former = try RevisionRecord(before.revision, of: plan.identity, among: kept, key: sealing)
                if var whole = former {
                    whole.add(record)
                    record = whole
                }
            }
        } else {
            record.resources = resources
            for change in plan.changes { record.add(change, made[change.id]) }
        }
        try await session.keep(try record.bytes(key: sealing), revision: record.revision)
        guard record.isWhole, let first = RevisionRecord.firstNeeded(of: try await session.revisions()) else { return }
        try await session.forgetRevisions(before: first)
    }
}

extension RevisionRecord {
    fileprivate mutating func add(_ change: Change, _ made: OutputResource?) {
        guard let wanted = made ?? change.wanted else {
            removed.append(change.id)
            return
        }
        let isWhole = change.valueSources.isEmpty
        items.append(Item(output: wanted, wantedFingerprint: isWhole ? change.object.wantedFingerprint : nil))
    }
}
