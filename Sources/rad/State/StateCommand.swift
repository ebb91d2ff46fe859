import ArgumentParser

/// Groups the commands about what rad remembers.
struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Show and verify what rad remembers of deployments.",
        subcommands: [StateShow.self, StateVerify.self]
    )
}
