import Documents
import Engine
import Targets

extension Session {
    /// What runs Terraform in this workspace; its states are beside those of rad.
    ///
    /// - Parameters:
    ///   - key: What the states are sealed with.
    ///   - identity: The deployment whose lock the user is told to break; `nil` where nothing is locked.
    /// - Returns: The target.
    func terraform(_ key: StateKey, for identity: DeploymentIdentity? = nil) -> TerraformTarget {
        var configuration = TerraformTarget.Configuration(
            folder: "\(stateFolder)/terraform",
            cacheFolder: LocalFiles.absolute(ModuleCache.root),
            environment: terraformVariables,
            cluster: cluster.flatMap { client in stateNamespace.map { (client, $0) } },
            isOffline: isOffline,
            isStopping: { Interruption.isRequested },
            onLine: { resource, line in Terminal.standardError.write("  \(resource) │ \(line)\n") }
        )
        if let identity { configuration.unlocking = LockBreak.command(for: identity) }
        return TerraformTarget(configuration, key: key)
    }

    /// The locks of states of Terraform of a deployment that was recorded.
    ///
    /// - Throws: `Failure` if the cluster refuses or does not answer.
    func terraformLocks(of identity: DeploymentIdentity) async throws -> [TerraformLock] {
        guard let state = try await store.state(of: identity), state.usesTerraform else { return [] }
        do {
            return try await terraform(try await store.key()).locks(of: state.outputs + state.uncertain)
        } catch let error as ApplyError {
            throw Failure(.refusal(error))
        }
    }

    /// The namespace of the state that is in the cluster; `nil` for one in files.
    private var stateNamespace: String? {
        switch workspace.state {
        case .files: nil
        case .cluster(let namespace): namespace
        }
    }

    /// The cluster of the workspace; `nil` for a folder.
    var cluster: ClusterClient? {
        switch destination {
        case .folder: nil
        case .cluster(let client): client
        }
    }

    /// The variables of this process, and those by which Terraform finds the workspace's cluster.
    private var terraformVariables: [String: String] {
        let process = [String: String].process
        guard let cluster else { return process }
        let found = KubeconfigFiles(environment: process).terraformVariables(
            for: cluster.context,
            absolute: { LocalFiles.absolute($0) }
        )
        return process.merging(found) { _, found in found }
    }

    /// What Terraform would do for the modules of a plan that change and of which everything is known.
    ///
    /// - Throws: `Failure` if Terraform is missing or refuses.
    func previews(of plan: Plan, _ key: StateKey) async throws -> [OutputResourceID: TerraformPreview] {
        let modules = plan.changes.compactMap { change -> OutputResource? in
            guard let wanted = change.wanted, wanted.platform == .terraform, change.action != .noOp else { return nil }
            return wanted.body.isKnown ? wanted : nil
        }
        guard !modules.isEmpty else { return [:] }
        Interruption.listen()
        let target = terraform(key)
        do {
            return try await withThrowingTaskGroup(of: (OutputResourceID, TerraformPreview).self) { group in
                var previews: [OutputResourceID: TerraformPreview] = [:]
                for (place, module) in modules.enumerated() {
                    if place >= target.width, let (id, preview) = try await group.next() { previews[id] = preview }
                    group.addTask { (module.id, try await target.preview(module)) }
                }
                for try await (id, preview) in group { previews[id] = preview }
                return previews
            }
        } catch let error as ApplyError {
            throw Failure(.refusal(error))
        }
    }
}

extension DeploymentState {
    /// Whether Terraform made any of it, or may have.
    var usesTerraform: Bool { (outputs + uncertain).contains { $0.platform == .terraform } }
}
