import ArgumentParser
import Engine

/// Creates a resource group.
struct GroupCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a resource group.",
        discussion: """
            Groups keep the environments and applications of teams apart. It is no error if the group is there.

            EXAMPLES
              rad group create team
              rad env create test -g team
            """
    )

    @Argument(help: "The group.")
    var name: String?
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try GroupName.checked(name, or: scope.group)
    }

    func run() async throws {
        let name = try GroupName.checked(name, or: scope.group)
        try await Session(scope).store.createGroup(name)
        Terminal.standardOutput.write("System.Resources/resourceGroups/\(name) created\n")
    }
}
