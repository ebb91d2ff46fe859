public import Diagnostics
import Documents
public import Engine
import Synchronization

extension ClusterTarget {
    /// Finds out whether the namespaces of a plan are there, and what the parent of its ApplySet says.
    public func prepare(for plan: Plan, from state: DeploymentState) async throws {
        let members = (plan.changes.map(\.object) + state.outputs + state.uncertain).filter {
            $0.platform == .kubernetes
        }
        try plan.requireNoMembers()
        try await requireNamespaces(of: plan)
        guard let home = ApplySet.home(of: members) else {
            // A deployment that was cut off may have removed everything but the parent.
            return formerHomes.withLock { $0 = ApplySet.homes(of: state.resources) }
        }
        let set = ApplySet(mark, in: home)
        // What is in a namespace that is being removed goes with it.
        let parent = isPassing(namespace: home) ? .absent : try await parent(of: set)
        applySet.withLock { $0 = ApplySetWork(set: set, members: members, parent: parent) }
    }

    /// Lets the parent of the ApplySet name all kinds and namespaces that members are or will be in, and gives
    /// unchanged objects their label.
    public func announce(_ plan: Plan) async throws {
        guard let work = applySet.withLock({ $0 }), plan.changes.contains(where: { $0.wanted != nil }) else { return }
        if !isPassing(namespace: work.set.namespace) { try await write(work.contentsBefore()) }
        try await withThrowingTaskGroup { group in
            for change in plan.unchangedObjects where isUnlabelled(change.id, in: work.set) {
                group.addTask { try await self.label(change.object, work.set) }
            }
            try await group.waitForAll()
        }
    }

    /// Does the same once the namespace of the parent has been made.
    func announce(in namespace: String) async throws {
        guard let work = applySet.withLock({ $0 }), work.set.namespace == namespace, work.parent == .absent else {
            return
        }
        try await write(work.contentsBefore())
    }

    /// Lets the parent of the ApplySet name precisely what is there; where nothing is left, the parent goes last.
    public func settle(_ members: @Sendable () -> [RecordedOutput]) async throws -> [Diagnostic] {
        guard let work = applySet.withLock({ $0 }) else {
            try await removeParents(in: formerHomes.withLock { $0 })
            return []
        }
        let members = members().filter { $0.platform == .kubernetes }
        try await removeFormerParents(of: work)
        if members.isEmpty {
            try await removeParent(of: work)
        } else if isParentPresent {
            try await write(ApplySet.Contents(members))
        }
        guard case .forbidden(let cause) = applySet.withLock({ $0?.parent }), !members.isEmpty else { return [] }
        return [.applySetWithoutParent(work.set, cause: cause)]
    }

    /// Whether objects that stay as they are do not carry the label of the ApplySet, as older rads made them.
    public func isUnsettled(_ plan: Plan) -> Bool {
        let members = plan.changes.map(\.object).filter { $0.platform == .kubernetes }
        guard let home = ApplySet.home(of: members) else { return false }
        let set = ApplySet(mark, in: home)
        return plan.unchangedObjects.contains { isUnlabelled($0.id, in: set) }
    }

    /// The manifest of an object with what tells whose it is.
    func marked(_ output: OutputResource) -> Value {
        let manifest = mark.added(to: output.clusterManifest)
        guard let set = applySet.withLock({ $0?.set }) else { return manifest }
        return manifest.labelled(ApplySet.memberLabel, set.id)
    }

    // MARK: - Members

    private func isUnlabelled(_ id: OutputResourceID, in set: ApplySet) -> Bool {
        guard let sighting = sighting(of: id) else { return false }
        return sighting.isOwn && sighting.applySet != set.id
    }

    private func label(_ object: RecordedOutput, _ set: ApplySet) async throws {
        guard let uid = sighting(of: object.id)?.uid else { return }
        let resource = try await resource(object.apiVersion, object.kind)
        let label = (ApplySet.memberLabel, set.id)
        do {
            let manager = ApplySet.fieldManager
            try await client.label(resource, object.name, in: object.namespace, uid: uid, label, as: manager)
        } catch is APIStatus {
            // The next deployment tries again: the label helps others, and nothing of rad depends on it.
        }
    }

    // MARK: - The parent

    private func parent(of set: ApplySet) async throws -> ApplySetWork.Parent {
        do {
            guard let parent = try await client.object(ApplySet.parents, set.name, in: set.namespace) else {
                return .absent
            }
            guard parent.isApplySetOfRad else { throw ApplyError.applySetOfAnother(set, parent) }
            return .present(uid: parent["metadata"]?["uid"]?.stringValue ?? "", manifest: parent)
        } catch let status as APIStatus where status.code == 403 {
            return .forbidden(status.message)
        }
    }

    private var isParentPresent: Bool {
        switch applySet.withLock({ $0?.parent }) {
        case .present: true
        case .absent, .forbidden, nil: false
        }
    }

    /// Lets the parent say what is in the set, if it does not say so already.
    private func write(_ contents: ApplySet.Contents) async throws {
        guard let work = applySet.withLock({ $0 }) else { return }
        let set = work.set
        let manifest = set.parent(contents, tool: client.userAgent)
        switch work.parent {
        case .forbidden: return
        case .present(_, let present): if present.saysOfApplySet(manifest) { return }
        case .absent: break
        }
        let application = ClusterClient.Application(isForced: true, manager: ApplySet.fieldManager)
        let parent: ApplySetWork.Parent
        do {
            let live = try await client.apply(manifest, ApplySet.parents, set.name, in: set.namespace, application)
            parent = .present(uid: live["metadata"]?["uid"]?.stringValue ?? "", manifest: live)
        } catch let status as APIStatus where status.code == 403 {
            parent = .forbidden(status.message)
        } catch let status as APIStatus where status.isNotFound {
            // The namespace comes with the deployment, or went with it.
            parent = .absent
        } catch let status as APIStatus {
            throw ApplyError.refused(status, "note in ConfigMap '\(set.name)' what the deployment makes")
        }
        applySet.withLock { $0?.parent = parent }
    }

    private func removeParent(of work: ApplySetWork) async throws {
        guard case .present(let uid, _) = applySet.withLock({ $0?.parent }) else { return }
        try await remove(work.set.name, in: work.set.namespace, uid: uid)
        applySet.withLock { $0?.parent = .absent }
    }

    /// Removes the parents of sets whose members have come into this one, because its home is another now.
    private func removeFormerParents(of work: ApplySetWork) async throws {
        let isFormer = { (sighting: Sighting) in sighting.isOwn && ![nil, work.set.id].contains(sighting.applySet) }
        guard sightings.contains(where: isFormer) else { return }
        let namespaces = ApplySet.Contents(work.members).namespaces.subtracting([work.set.namespace])
        try await removeParents(in: namespaces.sorted())
    }

    private func removeParents(in namespaces: [String]) async throws {
        for namespace in namespaces {
            let former = ApplySet(mark, in: namespace)
            guard case .present(let uid, _) = try await parent(of: former) else { continue }
            try await remove(former.name, in: namespace, uid: uid)
        }
    }

    private func remove(_ name: String, in namespace: String, uid: String) async throws {
        do {
            _ = try await client.delete(ApplySet.parents, name, in: namespace, uid: uid)
        } catch let status as APIStatus where status.code != 409 {
            throw ApplyError.refused(status, "remove ConfigMap '\(name)' in namespace '\(namespace)'")
        }
    }
}

extension Plan {
    /// What stays as it is in the cluster.
    fileprivate var unchangedObjects: [Change] {
        changes.filter { $0.action == .noOp && $0.object.platform == .kubernetes }
    }

    /// Makes sure that nobody wrote the label of a set into an object.
    fileprivate func requireNoMembers() throws(ApplyError) {
        for change in changes {
            guard let wanted = change.wanted, wanted.body.metadataLabel(ApplySet.memberLabel) != nil else { continue }
            throw .givenMember(wanted)
        }
    }
}

extension Value {
    /// Whether a ConfigMap is the parent of a set that rad made.
    fileprivate var isApplySetOfRad: Bool {
        metadataNote(ApplySet.toolNote)?.split(separator: "/").first.map(String.init) == ClusterClient.fieldManager
    }
}
