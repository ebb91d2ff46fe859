import ArgumentParser

/// Groups the commands about what rad remembers.
struct StateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Show, verify, copy and move what rad remembers of deployments.",
        subcommands: [
            StateShow.self,
            StateHistory.self,
            StateVerify.self,
            StateExport.self,
            StateImport.self,
            StateMove.self,
        ]
    )
}
