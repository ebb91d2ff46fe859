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
            With --preview only those of the current generation are listed.

            EXAMPLES
              rad env list
              rad env list -o json

              With where applications go:
                rad env list -o wide
            """
    )

    @OptionGroup var preview: PreviewOption
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
        if preview.isOn { environments.removeAll { $0.id.type != .coreEnvironments } }
        output.format.print(
            table: EnvironmentRows.table(environments).text,
            wide: { EnvironmentRows.wideTable(environments).text },
            json: .array(environments.map(\.document))
        )
    }
}
