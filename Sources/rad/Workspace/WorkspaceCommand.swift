import ArgumentParser

/// Groups the commands about workspaces.
struct WorkspaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workspace",
        abstract: "Show and choose where deployments go.",
        subcommands: [WorkspaceList.self, WorkspaceShow.self, WorkspaceSwitch.self]
    )
}
