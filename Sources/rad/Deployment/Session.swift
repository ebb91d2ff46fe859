import AppModel
import Diagnostics
import Engine
import Glibc
import Recipes
import Targets

/// The workspace, group and state that a command works with.
struct Session {
    let workspace: Workspace
    let group: String
    /// Where output resources go.
    let destination: Destination
    let store: any StateStore
    /// The folder of the state, or of what of it stays on this machine.
    let stateFolder: String
    /// Whether nothing may be fetched, by Terraform neither.
    var isOffline = RestoringFiles.isOffline

    /// What output resources are made in.
    enum Destination {
        /// The folder that files are written to.
        case folder(String)
        case cluster(ClusterClient)
    }

    /// Opens what the options name.
    ///
    /// - Throws: `Failure` if the configuration is wrong, or the kubeconfig of a workspace that is a cluster.
    init(_ options: ScopeOptions) throws {
        workspace = try Configuration.read(from: options.config).workspace(named: options.workspace)
        group = options.group ?? workspace.group
        switch workspace.connection {
        case .kubernetes(let context):
            let client = try Self.client(of: Self.connection(to: context))
            destination = .cluster(client)
            let files = try Self.store(ofContext: client.context)
            stateFolder = files.path
            store = try Self.store(of: workspace, files, client)
        case .directory(let path):
            let root = path.hasSuffix("/") ? String(path.dropLast()) : path
            destination = .folder(options.outputDir ?? "\(root)/out")
            let files = try Self.store(inFolder: path)
            stateFolder = files.path
            store = files
        }
    }

    /// The state of a workspace that is a folder.
    static func store(inFolder path: String) throws -> FileStateStore {
        try FileStateStore(
            path: "\(path.hasSuffix("/") ? String(path.dropLast()) : path)/state",
            key: givenKey(),
            // What comes of a journal takes about three quarters of its size on the first heap.
            willRead: { Memory.fetch($0 / 4 * 3) }
        )
    }

    /// The id of an environment that was named by name or id; the workspace's own if none was.
    func environmentID(_ given: String?) -> ResourceID {
        let given = given ?? workspace.environment
        return ResourceID(given) ?? ResourceID(group: group, type: .environments, name: given)
    }

    /// The id of a named environment in the spelling and generation in which it was deployed.
    func knownEnvironmentID(_ given: String?) async throws -> ResourceID {
        let id = environmentID(given)
        return try await store.environment(id.name, in: id.group)?.id ?? id
    }

    /// The id of an application that was named by name or id.
    func applicationID(_ given: String) -> ResourceID {
        ResourceID(given) ?? ResourceID(group: group, type: .applications, name: given)
    }

    /// Where the Azure resources of an environment go; `nil` if it was not deployed or names no place.
    func azureScope(of id: ResourceID?) async throws -> String? {
        guard let id, let record = try await store.environment(id.name, in: id.group) else { return nil }
        // What is wrong with the rest is said where the environment is used.
        return Environment.read(from: record.resource).environment?.azureScope
    }

    /// The environment of an id: as it was deployed, or the built-in `default`.
    ///
    /// - Throws: `Failure` if there is none.
    func environment(_ id: ResourceID, at span: Span? = nil) async throws -> AppModel.Environment {
        if let record = try await store.environment(id.name, in: id.group) {
            let packs = recipePacks(of: record)
            let (environment, diagnostics) = Environment.read(
                from: record.resource,
                recipePacks: packs,
                settings: record.settings.map(\.resource)
            )
            guard let environment, !diagnostics.hasErrors else { throw Failure(diagnostics) }
            return environment.withRecipes(relativeTo: record.baseFolder)
        }
        guard id.name.lowercased() != "default" else { return BuiltinRecipes.defaultEnvironment(group: id.group) }
        let known = try await store.environments(in: id.group).map(\.name) + ["default"]
        throw Failure(.unknownEnvironment(id.name, group: id.group, among: known, at: span))
    }

    /// The states of a group's applications, those of one environment, named by name or id, or of all.
    ///
    /// Without a group they are those of the session's.
    func applications(in environment: String?, of group: String? = nil) async throws -> [DeploymentState] {
        try await states(of: identities(in: environment, of: group ?? self.group))
    }

    private func identities(in environment: String?, of group: String) async throws -> [DeploymentIdentity] {
        let environment = environment.map { ResourceID($0)?.name ?? $0 }
        return try await store.deployments(in: group).filter { identity in
            identity.application != nil
                && (environment == nil || identity.environment.lowercased() == environment?.lowercased())
        }
    }

    private func states(of identities: [DeploymentIdentity]) async throws -> [DeploymentState] {
        var states: [DeploymentState] = []
        for identity in identities {
            if let state = try await store.state(of: identity) { states.append(state) }
        }
        return states
    }

    /// The state of one application.
    ///
    /// - Throws: `Failure` if it is not deployed, or in several environments of which none was named.
    func application(_ name: String, in environment: String?) async throws -> DeploymentState {
        let id = applicationID(name)
        let all = try await identities(in: environment, of: id.group)
        // The others may be large, or damaged.
        let found = try await states(of: all.filter { $0.application?.lowercased() == id.name.lowercased() })
        guard let state = found.first else {
            let environment = environment.map { ResourceID($0)?.name ?? $0 }
            throw Failure(.unknownApplication(id.name, in: environment, among: all.compactMap(\.application)))
        }
        guard found.count == 1 else {
            throw Failure(.applicationInSeveralEnvironments(id.name, found.map(\.identity.environment)))
        }
        return state
    }
}

extension Diagnostic {
    fileprivate static func unknownEnvironment(
        _ name: String,
        group: String,
        among names: [String],
        at span: Span?
    ) -> Diagnostic {
        let advice = suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
        return Diagnostic(
            .error,
            "RAD7031",
            "there is no environment '\(name)' in group '\(group)'",
            at: span,
            help: advice ?? "deploy the file that defines it first, for example 'rad deploy environments/\(name).bicep'"
        )
    }

    static func unknownApplication(_ name: String, in environment: String?, among names: [String]) -> Diagnostic {
        let place = environment.map { " in environment '\($0)'" } ?? ""
        let advice = suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
        return Diagnostic(
            .error,
            Failure.unknownApplication,
            "application '\(name)' is not deployed\(place)",
            at: nil,
            help: advice ?? "'rad app list' shows what is deployed"
        )
    }

    static func applicationInSeveralEnvironments(_ name: String, _ environments: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7033",
            "application '\(name)' is deployed in several environments: \(environments.joined(separator: ", "))",
            at: nil,
            help: "name one, for example '-e \(environments[0])'"
        )
    }
}

extension Failure {
    fileprivate static let unknownApplication = "RAD7032"

    /// Whether the failure is that an application is not deployed, which is no reason to fail when deleting it.
    var isUnknownApplication: Bool { diagnostics.map(\.code) == [Self.unknownApplication] }
}
