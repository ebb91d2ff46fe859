import Diagnostics
import Documents

/// The user's workspaces, as `~/.rad/config.yaml` has them.
///
/// The file is Radius' own: unknown members are errors, names are compared ignoring case.
struct Configuration {
    /// The file, or where it would be.
    let path: String
    /// The workspaces of the file, in its order.
    let workspaces: [Workspace]
    /// The name of the workspace that is used when none is named.
    let defaultName: String?
    /// The file's content and the place of the default's name in it, for `rad workspace switch`.
    let source: SourceFile?
    let defaultSpan: Span?
    let workspacesSpan: Span?
    /// Where the workspaces are in it, for commands that change one.
    var itemsSpan: Span?
    var places: [WorkspacePlace] = []

    /// Where a workspace stands in the file.
    struct WorkspacePlace {
        let name: String
        /// Its members, from the first name.
        let mapping: Span
        /// The values of its members.
        let members: [String: Span]
    }

    /// Finds a workspace: the one named, the configured default, or the implicit `local`.
    func workspace(named name: String?) throws -> Workspace {
        let wanted = name ?? defaultName ?? Workspace.local.name
        if let found = workspaces.first(where: { $0.name.lowercased() == wanted.lowercased() }) { return found }
        guard wanted.lowercased() != Workspace.local.name else { return .local }
        throw Failure(.unknownWorkspace(wanted, among: all.map(\.name), at: name == nil ? defaultSpan : nil))
    }

    /// The workspaces of the file and the implicit one.
    var all: [Workspace] {
        workspaces.contains { $0.name.lowercased() == Workspace.local.name } ? workspaces : workspaces + [.local]
    }
}

/// Where a deployment goes.
struct Workspace: Equatable {
    /// What is at the other end.
    enum Connection: Equatable {
        /// A folder: output resources become files. The path is relative to the working directory.
        case directory(path: String)
        /// A context of the kubeconfig.
        case kubernetes(context: String)
    }

    /// Where it is remembered what was deployed.
    enum StatePlace: Equatable {
        /// Files of this machine.
        case files
        /// A namespace of the cluster itself, for all who deploy there.
        case cluster(namespace: String)
    }

    let name: String
    let connection: Connection
    /// Where a workspace of kind `kubernetes` keeps its state.
    var state = StatePlace.files
    /// The default resource group.
    let group: String
    /// The default environment, by name.
    let environment: String

    /// The workspace that is there without any configuration.
    static let local = Workspace(
        name: "local",
        connection: .directory(path: ".rad"),
        group: "default",
        environment: "default"
    )

    /// The name at the end of the id of a group or an environment, or a name as it is.
    static func name(ofID id: String) -> String { id.split(separator: "/").last.map(String.init) ?? id }

    /// The connection's kind as the configuration spells it.
    var kind: String {
        switch connection {
        case .directory: "directory"
        case .kubernetes: "kubernetes"
        }
    }

    /// The kubeconfig context, where there is one.
    var context: String {
        switch connection {
        case .directory: ""
        case .kubernetes(let context): context
        }
    }
}

extension Diagnostic {
    static func unknownWorkspace(_ name: String, among names: [String], at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7001",
            "there is no workspace '\(name)'",
            at: span,
            help: "use one of: \(names.joined(separator: ", "))"
        )
    }
}
