import AppModel
import ArgumentParser
import Documents
import Engine
import Recipes

/// Lists the environments that are defined.
struct EnvList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the environments that applications can be deployed to.",
        discussion: """
            EXAMPLES
              rad env list
              rad env list -o json
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        var environments: [AppModel.Environment] = []
        for record in try await session.store.environments(in: session.group) {
            environments.append(try await session.environment(record.id))
        }
        if !environments.contains(where: { $0.name.lowercased() == "default" }) {
            environments.insert(BuiltinRecipes.defaultEnvironment(group: session.group), at: 0)
        }
        output.format.print(
            table: EnvironmentRows.table(environments).text,
            json: .array(environments.map(\.document))
        )
    }
}
