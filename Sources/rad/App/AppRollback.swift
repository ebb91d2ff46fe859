import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Targets

/// Brings an application back to an earlier deployment.
struct AppRollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Bring an application back to an earlier deployment.",
        discussion: """
            Every deployment that succeeds is kept with the objects that it made, secrets sealed. Rolling back makes \
            them again as they were, without any definition, and removes what came later; the plan is shown first. It \
            is a deployment like any other: 'rad app history' shows it, and it can be rolled back too.

            Without '--to', it is the last deployment before this one that succeeded.

            EXAMPLES
              rad app rollback traderx -e prod
              rad app rollback traderx -e prod --to 3
              rad app rollback traderx -e prod --to 3 --yes
            """
    )

    @OptionGroup var application: DeployedApplication
    @Option(help: ArgumentHelp("The deployment, as 'rad app history' numbers them.", valueName: "revision"))
    var to: Int?
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var takeover: TakeoverOptions
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (session, found) = try await application.found()
        let identity = found.identity
        let history = try await session.store.history(of: identity) ?? []
        let wanted = try wanted(in: history, of: found)
        let key = try await session.store.key()
        guard let revision = try await RecordedRevision(wanted, of: identity, in: session.store, key: key) else {
            throw Failure(.revisionNotKept(wanted, identity, history))
        }
        let usesTerraform = found.usesTerraform || revision.outputs.contains { $0.platform == .terraform }
        let deployment = session.deployment(
            of: identity,
            key: key,
            withTerraform: usesTerraform,
            ClusterTarget.Options(takeover, waiting)
        )
        let command = "rad app rollback \(identity.application ?? "") --to \(wanted)"
        let plan = try await session.store.withSession(identity, for: .thisProcess(command)) { locked -> Plan? in
            let planning = try await deployment.plan(
                revision,
                from: await locked.state(),
                strangers: takeover.strangers
            )
            guard !planning.diagnostics.hasErrors else { throw Failure(planning.diagnostics) }
            guard planning.plan.hasChanges else { return planning.plan }
            show(planning.plan, wanted)
            guard try yes || Question.isConfirmed("Bring \(identity) back to revision \(wanted)?") else { return nil }
            Interruption.listen()
            let report = try await session.showing([planning.plan], as: ProgressDisplay.form(.table)) { observer in
                try await deployment.apply(
                    planning.plan,
                    resources: revision.resources,
                    in: locked,
                    command: command,
                    observer: observer,
                    isStopping: { Interruption.isRequested }
                )
            }
            Terminal.standardError.write(report.warnings)
            try DeployCommand.check([report])
            return planning.plan
        }
        guard let plan else {
            output.format.print(table: "NOT rolled back\n", json: ["rolledBack": false])
            return
        }
        report(plan, wanted, identity)
    }

    /// The deployment that was asked for, or the last that succeeded before the present one.
    private func wanted(in history: [HistoryEntry], of state: DeploymentState) throws -> Int {
        if let to { return to }
        let earlier = history.last { $0.status == .succeeded && $0.revision < state.revision }
        guard let earlier else { throw Failure(.nothingToRollBackTo(state.identity)) }
        return earlier.revision
    }

    private func show(_ plan: Plan, _ revision: Int) {
        guard output.format != .json else { return }
        Terminal.standardOutput.write(
            "Rolling \(plan.identity) back to revision \(revision)...\n\n\(PlanReport(plan).text(.full))\n"
        )
    }

    private func report(_ plan: Plan, _ revision: Int, _ identity: DeploymentIdentity) {
        output.format.print(
            table: plan.hasChanges
                ? "Rolled back to revision \(revision)\n"
                : "No changes: \(identity) is as it was at revision \(revision).\n",
            json: ["rolledBack": true, "revision": .integer(Int64(revision)), "plan": PlanReport(plan).json]
        )
    }
}

extension Diagnostic {
    fileprivate static func revisionNotKept(
        _ revision: Int,
        _ identity: DeploymentIdentity,
        _ history: [HistoryEntry]
    ) -> Diagnostic {
        let finding =
            switch history.first(where: { $0.revision == revision })?.status {
            case nil: "there is none of that number"
            case .succeeded?: "it is not kept; the last \(RecordedRevision.historyLimit) that succeeded are"
            case .failed?, .cancelled?, .interrupted?: "it did not succeed"
            }
        return Diagnostic(
            .error,
            "RAD7178",
            "\(identity) cannot be brought back to revision \(revision): \(finding)",
            at: nil,
            help: "choose another; 'rad app history \(identity.application ?? "")' lists them"
        )
    }

    fileprivate static func nothingToRollBackTo(_ identity: DeploymentIdentity) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7179",
            "no deployment before this one of \(identity) succeeded",
            at: nil,
            help: "deploy the definition that you want instead"
        )
    }
}
