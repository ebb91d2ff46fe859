import ArgumentParser
import Documents

/// Lists the workspaces.
struct WorkspaceList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the workspaces.",
        discussion: """
            EXAMPLES
              rad workspace list
              rad workspace list -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let workspaces = try Configuration.read(from: scope.config).all
        output.format.print(
            table: WorkspaceRows.table(workspaces).text,
            json: .array(workspaces.map(WorkspaceRows.json))
        )
    }
}

/// Workspaces as rows, the way `list` and `show` print them.
enum WorkspaceRows {
    static func table(_ workspaces: [Workspace]) -> Table {
        var table = Table("WORKSPACE", "KIND", "KUBECONTEXT", "GROUP", "ENVIRONMENT")
        for workspace in workspaces {
            table.append(workspace.name, workspace.kind, workspace.context, workspace.group, workspace.environment)
        }
        return table
    }

    static func json(_ workspace: Workspace) -> Value {
        let connection: Value =
            switch workspace.connection {
            case .directory(let path): ["kind": "directory", "path": .string(path)]
            case .kubernetes(let context):
                ["kind": "kubernetes", "context": .string(context)]
            }
        var members: ValueObject = [
            "name": .string(workspace.name),
            "connection": connection,
            "group": .string(workspace.group),
            "environment": .string(workspace.environment),
        ]
        if case .cluster(let namespace) = workspace.state {
            members["state"] = ["kind": "cluster", "namespace": .string(namespace)]
        }
        return .object(members)
    }
}
