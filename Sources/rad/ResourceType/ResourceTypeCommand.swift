import ArgumentParser

/// Groups the commands about resource types.
struct ResourceTypeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource-type",
        abstract: "Define resource types of your own, and show those that applications may use.",
        subcommands: [ResourceTypeCreate.self, ResourceTypeList.self, ResourceTypeShow.self, ResourceTypeDelete.self],
        aliases: ["rt"]
    )
}
