import ArgumentParser

/// Groups the commands about the locks of deployments.
struct LockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Show who works on deployments now, and break the lock of one.",
        subcommands: [LockShow.self, LockBreak.self]
    )
}
