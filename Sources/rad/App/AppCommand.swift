import ArgumentParser

/// Groups the commands about applications.
struct AppCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app",
        abstract: "List, show, draw, roll back and delete applications, and see how they are.",
        subcommands: [
            AppList.self, AppShow.self, AppStatus.self, AppHistory.self, AppDrift.self, AppGraph.self,
            AppRollback.self, AppDelete.self,
        ],
        aliases: ["application"]
    )
}
