import ArgumentParser

/// Groups the commands about environments.
struct EnvCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "List, show and delete environments.",
        subcommands: [EnvList.self, EnvShow.self, EnvDelete.self],
        aliases: ["environment"]
    )
}
