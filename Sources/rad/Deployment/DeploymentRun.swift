import AppModel
import Diagnostics
import Engine
import Glibc
import Targets

/// What becomes of the recorded definition of an environment; that of an application is its objects.
enum DefinitionChange: String {
    case unchanged
    case new
    case changed
}

/// Carries a request through: locks, plans everything, then applies part by part.
struct DeploymentRun {
    /// A part with its lock and its plan.
    struct Planned {
        let part: DeploymentRequest.Part
        let plan: Plan
        /// What made the plan and carries it out: it has looked at the target already.
        let deployment: Deployment
        let definition: DefinitionChange
        /// What is to be recorded of the part's resources.
        let resources: [RecordedResource]
        /// What Terraform would do for the modules that change and of which everything is known.
        let previews: [OutputResourceID: TerraformPreview]
        /// What the server of a cluster says of the changes, where it was asked.
        var trials: [OutputResourceID: ClusterPreview] = [:]

        /// Whether anything is to be done or recorded.
        var hasChanges: Bool { plan.hasChanges || definition != .unchanged }
    }

    let request: DeploymentRequest
    /// What the user typed, without the values of parameters.
    let command: String
    /// What the user allows in a cluster.
    private let options: ClusterTarget.Options
    /// What becomes of objects in the way.
    private let strangers: PlanInput.Strangers
    /// How to show the work in a cluster; `nil` for not at all.
    private let progress: ProgressDisplay.Form?
    private let collisions: CollisionCheck
    private let addresses: AddressCheck

    init(
        request: DeploymentRequest,
        command: String,
        _ options: ClusterTarget.Options = ClusterTarget.Options(),
        strangers: PlanInput.Strangers = .refuse,
        progress: ProgressDisplay.Form? = nil
    ) {
        self.progress = progress
        self.request = request
        self.command = command
        self.options = options
        self.strangers = strangers
        collisions = CollisionCheck(of: request)
        addresses = AddressCheck(of: request)
    }

    /// Plans every part without taking a lock, and writes nothing.
    func plans() async throws -> [Planned] {
        let store = request.session.store
        var plans: [Planned] = []
        for part in request.parts {
            let state = try await store.state(of: part.identity)
            // Without a state there is nothing to compare with, and no reason to keep a key.
            let key = try await store.knownKey() ?? request.key ?? StateKey()
            var plan = try await planned(part, from: state ?? DeploymentState(identity: part.identity), key)
            plan.trials = await request.session.trials(of: plan.plan, key, options)
            plans.append(plan)
        }
        return plans
    }

    /// Plans every part under its lock, hands the plans to `show`, and applies them if anything changes.
    ///
    /// - Returns: The reports in the order of the parts; empty if nothing changes.
    func deploy(showing show: ([Planned]) throws -> Void) async throws -> [DeploymentReport] {
        let sessions = try await open()
        do {
            let reports = try await deploy(in: sessions, showing: show)
            for session in sessions { await session.close() }
            return reports
        } catch {
            for session in sessions { await session.close() }
            throw error
        }
    }

    /// Does the same under locks that the caller has taken, one for each part.
    func deploy(
        in sessions: [any StateSession],
        showing show: ([Planned]) throws -> Void
    ) async throws -> [DeploymentReport] {
        let key = try await request.session.store.key()
        var plans: [Planned] = []
        for (part, session) in zip(request.parts, sessions) {
            plans.append(try await planned(part, from: await session.state(), key))
        }
        try show(plans)
        Interruption.listen()
        return try await request.session.showing(plans.map(\.plan), as: progress) { observer in
            try await apply(plans, in: sessions, observer)
        }
    }

    /// Carries out one plan after the other, until one does not succeed.
    private func apply(
        _ plans: [Planned],
        in sessions: [any StateSession],
        _ observer: any ApplyObserver
    ) async throws -> [DeploymentReport] {
        var reports: [DeploymentReport] = []
        for (item, session) in zip(plans, sessions) {
            let report = try await apply(item, in: session, observer)
            reports.append(report)
            guard report.status == .succeeded else { break }
        }
        return reports
    }

    /// Compares an environment with what is remembered of it.
    private func definitionChange(of part: DeploymentRequest.Part) async throws -> DefinitionChange {
        guard var environment = part.environment else { return .unchanged }
        let store = request.session.store
        guard let known = try await store.environment(environment.name, in: environment.id.group) else { return .new }
        environment.updated = known.updated
        return known == environment ? .unchanged : .changed
    }

    /// Applies a plan; nobody else takes the part's namespace or objects, or removes its environment, until it is
    /// recorded whose they are.
    private func apply(
        _ item: Planned,
        in session: any StateSession,
        _ observer: any ApplyObserver
    ) async throws -> DeploymentReport {
        guard item.hasChanges || item.plan.base == 0 else { return try await report(of: item, in: session, observer) }
        let lock = try await request.session.store.lockGroup(item.part.identity.group, for: .thisProcess(command))
        do {
            let clashes = try await item.part.clashes()
            guard clashes.isEmpty else { throw Failure(clashes) }
            let taken = try await taken(by: item.part, item.plan)
            guard taken.isEmpty else { throw Failure(taken) }
            try await save(item)
            let report = try await report(of: item, in: BeginningSession(session, holding: lock), observer)
            await lock.release()
            return report
        } catch {
            await lock.release()
            throw error
        }
    }

    private func report(
        of item: Planned,
        in session: any StateSession,
        _ observer: any ApplyObserver
    ) async throws -> DeploymentReport {
        try await item.deployment.apply(
            item.plan,
            resources: item.resources,
            in: session,
            command: command,
            observer: observer,
            isStopping: { Interruption.isRequested }
        )
    }

    /// Remembers an environment, unless it is remembered like that already.
    private func save(_ item: Planned) async throws {
        guard let environment = item.part.environment, item.definition != .unchanged else { return }
        try await request.session.store.save(environment)
    }

    private func open() async throws -> [any StateSession] {
        var sessions: [any StateSession] = []
        do {
            for part in request.parts {
                sessions.append(try await request.session.store.open(part.identity, for: .thisProcess(command)))
            }
        } catch {
            for session in sessions { await session.close() }
            throw error
        }
        return sessions
    }

    private func planned(
        _ part: DeploymentRequest.Part,
        from state: DeploymentState,
        _ key: StateKey
    ) async throws -> Planned {
        let usesTerraform = part.outputs.contains { $0.platform == .terraform } || state.usesTerraform
        if state.revision == 0, let elsewhere = await request.session.stateElsewhere(part.identity) {
            throw Failure(elsewhere)
        }
        let deployment = deployment(key, part.identity, usesTerraform)
        let plan = try await plan(part, from: state, by: deployment)
        return Planned(
            part: part,
            plan: plan,
            deployment: deployment,
            definition: try await definitionChange(of: part),
            resources: part.resources(after: state),
            previews: try await request.session.previews(of: plan, key)
        )
    }

    private func plan(
        _ part: DeploymentRequest.Part,
        from state: DeploymentState,
        by deployment: Deployment
    ) async throws -> Plan {
        // Nothing is removed from an environment that is simulated, either, nor what a run that was cut off may have made.
        guard !part.isSimulated || state.isGone else { throw Failure(.simulatedButDeployed(part.identity)) }
        if let change = part.namespaceChange(from: state) { throw Failure(change) }
        if let foreign = request.session.foreignOutput(of: part) { throw Failure(.refusal(foreign)) }
        let changedStores = part.changedSecretStores(from: state)
        guard changedStores.isEmpty else { throw Failure(changedStores) }
        let planning = try await deployment.plan(
            part.outputs,
            from: state,
            keeping: part.keptOwners(in: state),
            strangers: strangers,
            origin: { part.origins[$0]?.declaration }
        )
        guard !planning.diagnostics.hasErrors else { throw Failure(planning.diagnostics) }
        let taken = try await taken(by: part, planning.plan)
        guard taken.isEmpty else { throw Failure(taken) }
        return planning.plan
    }

    /// What a part would make or take that belongs to others.
    private func taken(by part: DeploymentRequest.Part, _ plan: Plan) async throws -> [Diagnostic] {
        try await collisions.diagnostics(of: part, plan) + addresses.diagnostics(of: part, plan)
    }

    private func deployment(
        _ key: StateKey,
        _ identity: DeploymentIdentity,
        _ usesTerraform: Bool
    ) -> Deployment {
        request.session.deployment(of: identity, key: key, withTerraform: usesTerraform, options)
    }
}

extension DeploymentRequest.Part {
    /// The resources that the part only refers to.
    var references: Set<ResourceID> {
        switch remainder {
        case .removed(let references): references
        case .kept: []
        }
    }

    /// The resources whose objects stay although the part does not want them.
    fileprivate func keptOwners(in state: DeploymentState) -> Set<ResourceID> {
        switch remainder {
        case .removed: return references
        case .kept:
            let owners = Set((state.outputs + state.uncertain).map(\.owner))
            // The namespace that a part has left stays for as long as anything else is in it.
            return owners.isSubset(of: resources.map(\.id)) ? [] : owners
        }
    }

    /// What is to be recorded of the part's resources; what is kept stays as it is recorded.
    fileprivate func resources(after state: DeploymentState) -> [RecordedResource] {
        switch remainder {
        case .removed:
            let kept = state.resources.filter { references.contains($0.id) }
            let ids = Set(kept.map(\.id))
            return resources.filter { !ids.contains($0.id) } + kept
        case .kept:
            let ids = Set(resources.map(\.id))
            return resources + state.resources.filter { !ids.contains($0.id) }
        }
    }
}

extension Session {
    /// The engine's view of one deployment in this workspace.
    ///
    /// - Parameters:
    ///   - identity: What is deployed.
    ///   - key: The key of the state.
    ///   - usesTerraform: Whether Terraform makes any of it, or has made it.
    ///   - options: What the user allows in a cluster.
    /// - Returns: What plans and applies it.
    func deployment(
        of identity: DeploymentIdentity,
        key: StateKey,
        withTerraform usesTerraform: Bool,
        _ options: ClusterTarget.Options = ClusterTarget.Options()
    ) -> Deployment {
        let folderTarget = { @Sendable (folder: String) in
            DirectoryTarget(
                folder: folder,
                environment: identity.environment,
                application: identity.application,
                key: key.fingerprints
            )
        }
        let main: any Target
        switch destination {
        case .folder(let folder): main = folderTarget(folder)
        case .cluster(let client):
            main = clusterTarget(client, identity, key, options)
        }
        var deployment = Deployment(
            to: usesTerraform ? PlatformTarget(main, terraform: terraform(key, for: identity)) : main,
            at: place,
            key: key.fingerprints,
            former: { DirectoryTarget.folder(ofPlace: $0).map(folderTarget) }
        )
        deployment.sealing = key
        return deployment
    }
}

extension LockHolder {
    /// This process, as another rad is told.
    static func thisProcess(_ command: String) -> LockHolder {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else {
            return LockHolder(process: Int(getpid()), host: "localhost", command: command, since: .now())
        }
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return LockHolder(process: Int(getpid()), host: host, command: command, since: .now())
    }
}
