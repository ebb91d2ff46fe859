import ArgumentParser

/// Groups the commands about resources.
struct ResourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource",
        abstract: "Look at the resources of applications: what there is, what it writes, what it listens to.",
        subcommands: [ResourceList.self, ResourceShow.self, ResourceLogs.self, ResourceExpose.self]
    )
}
