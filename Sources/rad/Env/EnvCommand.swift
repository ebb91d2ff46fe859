import ArgumentParser

/// Groups the commands about environments.
struct EnvCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env",
        abstract: "Define, list, show, change and delete environments.",
        subcommands: [
            EnvCreate.self, EnvList.self, EnvShow.self, EnvUpdate.self, EnvSwitch.self, EnvDelete.self,
        ],
        aliases: ["environment"]
    )
}
