import Diagnostics
import Engine
import Glibc
import Targets

extension Session {
    /// How to reach the cluster of a context of the kubeconfig; of the current one if the name is empty.
    ///
    /// - Throws: `Failure` if the kubeconfig does not say how.
    static func connection(to context: String) throws -> ClusterConnection {
        let (connection, diagnostics) = KubeconfigFiles(environment: .process).connection(to: context)
        guard let connection, !diagnostics.hasErrors else { throw Failure(diagnostics) }
        Terminal.standardError.write(diagnostics)
        return connection
    }

    /// What speaks with a cluster.
    static func client(of connection: ClusterConnection) -> ClusterClient {
        ClusterClient(connection, environment: .process, userAgent: "rad/\(Release.version)")
    }

    /// Where a workspace that is a cluster keeps its state.
    ///
    /// - Throws: `Failure` if it is in the cluster, and there is an older one in files that nobody has moved.
    static func store(
        of workspace: Workspace,
        _ files: FileStateStore,
        _ client: ClusterClient
    ) throws -> any StateStore {
        switch workspace.state {
        case .files: return files
        case .cluster(let namespace):
            guard !files.holdsAnything else { throw Failure(.stateInFiles(files.path, workspace)) }
            return ClusterStateObjects(client, namespace: namespace).store(key: files.givenKey)
        }
    }

    /// Why a deployment cannot begin here: its state is in the cluster, and the workspace looks for it in files.
    func stateElsewhere(_ identity: DeploymentIdentity) async -> Diagnostic? {
        guard case .cluster(let client) = destination, case .files = workspace.state else { return nil }
        let namespace = ClusterStateObjects.defaultNamespace
        let store = ClusterStateObjects(client, namespace: namespace).store()
        // Whoever may not look there has no state there.
        guard (try? await store.version(of: identity)) != nil else { return nil }
        return .stateInCluster(identity, namespace, workspace)
    }

    /// The state of what is in the cluster of a context, in files: with the user, as the cluster may be gone.
    static func store(ofContext context: String) throws -> FileStateStore {
        let home = getenv("HOME").map { String(cString: $0) } ?? "."
        return try FileStateStore(path: "\(home)/.rad/clusters/\(FileName.encoding(context))/state", key: givenKey())
    }

    /// Where objects of a deployment go, as it is recorded.
    var place: String {
        switch destination {
        case .folder(let folder): DirectoryTarget.place(ofFolder: folder)
        case .cluster(let client): client.place
        }
    }

    /// Shows plans being carried out; shows nothing where that takes no time, or nothing changes.
    func showing<Result: Sendable>(
        _ plans: [Plan],
        as form: ProgressDisplay.Form?,
        _ body: (any ApplyObserver) async throws -> Result
    ) async throws -> Result {
        guard case .cluster = destination, let form, plans.contains(where: \.hasChanges) else {
            return try await body(NoObserver())
        }
        let display = ProgressDisplay(plans, as: form)
        return try await display.during { try await body(display) }
    }

    /// The target of a deployment to a cluster.
    func clusterTarget(
        _ client: ClusterClient,
        _ identity: DeploymentIdentity,
        _ key: StateKey,
        _ options: ClusterTarget.Options
    ) -> ClusterTarget {
        ClusterTarget(
            client,
            cacheFolder: LocalFiles.absolute(ModuleCache.root),
            identity: identity,
            key: key.fingerprints,
            options: options
        )
    }

    /// What the server of a cluster says of the changes of a plan, without making them.
    func trials(
        of plan: Plan,
        _ key: StateKey,
        _ options: ClusterTarget.Options
    ) async -> [OutputResourceID: ClusterPreview] {
        guard case .cluster(let client) = destination, plan.hasChanges else { return [:] }
        return await clusterTarget(client, plan.identity, key, options).previews(of: plan)
    }

    /// Why a part cannot go to the workspace; `nil` if it can.
    func foreignOutput(of part: DeploymentRequest.Part) -> ApplyError? {
        guard case .cluster = destination, !part.isSimulated else { return nil }
        return part.outputs.first { $0.platform == .azure || $0.platform == .aws }
            .map { .notForClusters($0.type, $0.name, of: $0.owner) }
    }
}

extension Diagnostic {
    fileprivate static func stateInFiles(_ path: String, _ workspace: Workspace) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7170",
            "workspace '\(workspace.name)' keeps its state in the cluster, and there is another one in '\(path)'",
            at: nil,
            help: "move it there with 'rad state move --to cluster', or remove the folder if nothing of it is needed"
        )
    }

    fileprivate static func stateInCluster(
        _ identity: DeploymentIdentity,
        _ namespace: String,
        _ workspace: Workspace
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7171",
            "the state of \(identity) is in namespace '\(namespace)' of the cluster, and workspace "
                + "'\(workspace.name)' keeps its state in files",
            at: nil,
            help: "write 'state: cluster' in the workspace, so that all who deploy there share the state"
        )
    }
}
