import ArgumentParser

/// Groups the commands about resources.
struct ResourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource",
        abstract: "List and show the resources of applications.",
        subcommands: [ResourceList.self, ResourceShow.self]
    )
}
