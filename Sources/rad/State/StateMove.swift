import ArgumentParser
import Diagnostics
import Documents
import Engine
import Glibc
import Targets

/// Moves the state of a workspace that is a cluster between files and the cluster itself.
struct StateMove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Move the state of a cluster's workspace into the cluster, or back into files.",
        discussion: """
            In the cluster, the state is shared by all who deploy there: Secrets hold it, Leases lock it. Every \
            journal is checked before the move and read again after it; then the workspace says where its state is, \
            and the old one is put aside ('state.moved') or, in a cluster, removed. A move that was cut off goes on \
            when it is run again.

            EXAMPLES
              rad state move --to cluster
              rad state move --to cluster --namespace team-state -w production
              rad state move --to files
            """
    )

    /// Where a state can go.
    enum Place: String, ExpressibleByArgument, CaseIterable {
        case cluster
        case files
    }

    @Option(help: "Where the state is to be.")
    var to: Place
    @Option(
        help: ArgumentHelp(
            "The namespace of the state (default: \(ClusterStateObjects.defaultNamespace)).",
            valueName: "namespace"
        )
    )
    var namespace: String?
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let workspace = try Configuration.read(from: scope.config).workspace(named: scope.workspace)
        guard case .kubernetes(let context) = workspace.connection else { throw Failure(.notACluster(workspace)) }
        let client = try Session.client(of: Session.connection(to: context))
        let files = try Session.store(ofContext: client.context)
        let cluster = ClusterStateObjects(client, namespace: namespace(of: workspace)).store(key: files.givenKey)
        let extent: String
        switch to {
        case .cluster:
            guard !files.holdsTerraform else { throw Failure(.terraformStays("'\(files.path)/terraform'")) }
            extent = try await move(files, to: cluster, of: workspace, .cluster(namespace: namespace(of: workspace)))
            try putAside(files.path)
        case .files:
            for (identity, _) in try await StateArchive(of: cluster).journals {
                guard try await cluster.state(of: identity)?.usesTerraform != true else {
                    throw Failure(.terraformStays("namespace '\(namespace(of: workspace))' of the cluster"))
                }
            }
            extent = try await move(cluster, to: files, of: workspace, .files)
            try await cluster.removeEverything()
        }
        output.format.print(
            table: "Moved \(extent) to \(to == .cluster ? "the cluster" : files.path)\n",
            json: ["to": .string(to.rawValue), "workspace": .string(workspace.name)]
        )
    }

    private func namespace(of workspace: Workspace) -> String {
        if let namespace { return namespace }
        switch workspace.state {
        case .files: return ClusterStateObjects.defaultNamespace
        case .cluster(let namespace): return namespace
        }
    }

    /// Copies a state while nobody can work on it, and says in the configuration where it is then.
    private func move(
        _ source: any StateStore,
        to destination: any StateStore,
        of workspace: Workspace,
        _ place: Workspace.StatePlace
    ) async throws -> String {
        let holder = LockHolder.thisProcess("rad state move --to \(to.rawValue)")
        var sessions: [any StateSession] = []
        do {
            for (identity, _) in try await StateArchive(of: source).journals {
                sessions.append(try await source.open(identity, for: holder))
            }
            let archive = try await StateArchive(of: source)
            try await archive.write(to: destination, for: holder)
            if workspace.state != place { try Configuration.write(.state(place, of: workspace), to: scope.config) }
            for session in sessions { await session.close() }
            return archive.extent
        } catch {
            for session in sessions { await session.close() }
            throw error
        }
    }

    /// Renames the folder of a state, so that it is not taken for one, and can be looked at.
    private func putAside(_ path: String) throws {
        var name = "\(path).moved"
        var number = 1
        while access(name, F_OK) == 0 {
            number += 1
            name = "\(path).moved-\(number)"
        }
        guard rename(path, name) == 0 || errno == ENOENT else { throw Failure(.unwritableFile(name, errno)) }
    }
}

extension Diagnostic {
    fileprivate static func notACluster(_ workspace: Workspace) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7175",
            "workspace '\(workspace.name)' is no cluster, and its state is in its folder",
            at: nil,
            help: "name a workspace of kind 'kubernetes' with '-w', or move the folder itself"
        )
    }

    fileprivate static func terraformStays(_ place: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7176",
            "\(place) holds states of Terraform, which are not moved",
            at: nil,
            help: "delete what was made with recipes in Terraform first, or leave the state where it is"
        )
    }
}
