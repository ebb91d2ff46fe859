import ArgumentParser

/// Groups the commands about applications.
struct AppCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "List, show, draw and delete applications.",
        subcommands: [AppList.self, AppShow.self, AppGraph.self, AppDelete.self],
        aliases: ["application"]
    )
}
