import ArgumentParser
import Documents
import Engine

/// Lists the resource groups.
struct GroupList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the resource groups.",
        discussion: """
            EXAMPLES
              rad group list
              rad group list -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let groups = try await Session(scope).groups()
        output.format.print(
            table: GroupName.table(groups).text,
            json: .array(groups.map(GroupName.document))
        )
    }
}

extension GroupName {
    /// A group for programs.
    static func document(_ name: String) -> Value {
        ["id": .string(id(name)), "name": .string(name), "type": "System.Resources/resourceGroups"]
    }
}
