import Diagnostics
import Engine
import Targets

extension Session {
    /// Removes what an environment produced itself, and forgets it, before anybody else can work on it.
    ///
    /// - Throws: `Failure` if an application is in it, which somebody may have deployed meanwhile.
    func deleteEnvironment(
        _ name: String,
        in group: String,
        command: String,
        _ options: ClusterTarget.Options
    ) async throws {
        let identity = DeploymentIdentity(group: group, environment: name, application: nil)
        try await store.withSession(identity, for: .thisProcess(command)) { session in
            try await requireNoApplications(in: name, of: group)
            try await delete(in: session, of: identity, command: command, options)
            // Whoever deploys to it has begun by now, or will find that it is gone.
            let lock = try await store.lockGroup(group, for: .thisProcess(command))
            do {
                try await requireNoApplications(in: name, of: group)
                try await store.removeEnvironment(name, in: group)
            } catch {
                await lock.release()
                throw error
            }
            await lock.release()
        }
    }

    private func requireNoApplications(in environment: String, of group: String) async throws {
        let present = try await store.deployments(in: group).first {
            $0.application != nil && $0.environment.lowercased() == environment.lowercased()
        }
        if let present { throw Failure(.deployedMeanwhile(present)) }
    }

    /// Removes everything that a deployment produced, in reverse order, and then forgets it.
    ///
    /// - Throws: `Failure` if something could not be removed; what was removed is recorded.
    func delete(
        _ identity: DeploymentIdentity,
        command: String,
        _ options: ClusterTarget.Options
    ) async throws {
        guard try await store.state(of: identity) != nil else { return }
        try await store.withSession(identity, for: .thisProcess(command)) { session in
            try await delete(in: session, of: identity, command: command, options)
        }
    }

    private func delete(
        in session: any StateSession,
        of identity: DeploymentIdentity,
        command: String,
        _ options: ClusterTarget.Options
    ) async throws {
        guard try await store.state(of: identity) != nil else { return }
        let state = await session.state()
        let deployment = self.deployment(
            of: identity,
            key: try await store.key(),
            withTerraform: state.usesTerraform,
            options
        )
        let planning = try await deployment.plan([], from: state)
        guard !planning.diagnostics.hasErrors else { throw Failure(planning.diagnostics) }
        Interruption.listen()
        let report = try await showing([planning.plan], as: ProgressDisplay.form(.table)) { observer in
            try await deployment.apply(
                planning.plan,
                resources: [],
                in: session,
                command: command,
                observer: observer,
                isStopping: { Interruption.isRequested }
            )
        }
        Terminal.standardError.write(report.warnings)
        try DeployCommand.check([report])
        try await session.remove()
    }
}

extension Diagnostic {
    fileprivate static func deployedMeanwhile(_ identity: DeploymentIdentity) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7053",
            "\(identity) was deployed while the environment was being deleted",
            at: nil,
            help: "run the command again to delete it too"
        )
    }
}
