import ArgumentParser
import Engine

/// Shows one resource group.
struct GroupShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a resource group, by default the workspace's.",
        discussion: """
            EXAMPLES
              rad group show
              rad group show team -o json
            """
    )

    @Argument(help: "The group.")
    var name: String?
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if name != nil { _ = try GroupName.checked(name, or: scope.group) }
    }

    func run() async throws {
        let session = try Session(scope)
        let group = try await session.existingGroup(name ?? session.group)
        output.format.print(table: GroupName.table([group]).text, json: GroupName.document(group))
    }
}
