import AppModel
import Documents

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
        var made: [OutputResourceID: ChangeOutcome] = [:]
        for item in outcomes { made[item.change.id] = item }
        var record = RevisionRecord(revision: ending.revision, isWhole: true)
        if before.status == .succeeded, try await session.hasRevision(before.revision) {
            record.isWhole = false
            record.resources = ending.resources
            record.removedResources = ending.removed
            let refreshed = Set(ending.refreshed.map(\.id))
            for change in plan.changes where change.action != .noOp || refreshed.contains(change.id) {
                // What is not known of an object that stays as it is stands in the records before.
                _ = record.add(change, made[change.id])
            }
            if record.revision.isMultiple(of: RevisionRecord.historyLimit) {
                // Now and then a record holds everything, so that those before it can be forgotten.
                if var whole = try await last(before.revision, of: plan.identity, in: session, sealing) {
                    whole.add(record)
                    record = whole
                }
            }
        } else {
            record.resources = resources
            let unknown = plan.changes.filter { !record.add($0, made[$0.id]) }
            if !unknown.isEmpty {
                let former = try await last(nil, of: plan.identity, in: session, sealing)
                // Nobody can tell what it is like any more: a record without it would remove it.
                guard let items = former?.items(of: unknown) else { return }
                record.items += items
            }
        }
        try await session.keep(try record.bytes(key: sealing), revision: record.revision)
        guard record.isWhole, let first = RevisionRecord.firstNeeded(of: try await session.revisions()) else { return }
        try await session.forgetRevisions(before: first)
    }

    /// All that an earlier deployment came to; the last one that is kept without a number.
    private func last(
        _ revision: Int?,
        of identity: DeploymentIdentity,
        in session: any StateSession,
        _ key: StateKey
    ) async throws -> RevisionRecord? {
        let kept = try await session.revisions()
        guard let revision = revision ?? kept.last?.number else { return nil }
        return try RevisionRecord(revision, of: identity, among: kept, key: key)
    }
}

extension RevisionRecord {
    /// Takes up what a change came to.
    ///
    /// - Returns: Whether it could: of an object that stays as it is, values may be unknown.
    fileprivate mutating func add(_ change: Change, _ outcome: ChangeOutcome?) -> Bool {
        guard let wanted = outcome?.made ?? change.wanted else {
            removed.append(change.id)
            return true
        }
        guard wanted.body.isKnown else { return false }
        var applied = change.recorded?.appliedFingerprint
        if case .applied(let output) = outcome?.outcome { applied = output.appliedFingerprint }
        let isWhole = change.valueSources.isEmpty
        items.append(
            Item(
                output: wanted,
                wantedFingerprint: isWhole ? change.object.wantedFingerprint : nil,
                appliedFingerprint: applied
            )
        )
        return true
    }

    /// What is recorded of objects that are the same as when they were recorded; `nil` if one of them is not.
    fileprivate func items(of changes: [Change]) -> [Item]? {
        let known = Dictionary(items.map { ($0.output.id, $0) }) { first, _ in first }
        let found = changes.compactMap { change -> Item? in
            guard let item = known[change.id], let applied = change.recorded?.appliedFingerprint else { return nil }
            return item.appliedFingerprint == applied ? item : nil
        }
        return found.count == changes.count ? found : nil
    }
}
