import AppModel
import ArgumentParser
import Documents

/// Shows one environment and its recipes.
struct EnvShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an environment and its recipes.",
        discussion: """
            EXAMPLES
              rad env show
              rad env show aci -o json
            """
    )

    @Argument(help: "The environment (default: the workspace's).")
    var name: String?
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        _ = try environment.name(or: name)
    }

    func run() async throws {
        let session = try Session(scope)
        let environment = try await session.environment(session.environmentID(try environment.name(or: name)))
        var recipes = Table("RECIPE", "RESOURCE TYPE", "KIND", "SOURCE")
        for recipe in environment.recipes.all {
            recipes.append(recipe.name, recipe.type.description, recipe.kind.rawValue, recipe.source)
        }
        output.format.print(
            table: "\(EnvironmentRows.table([environment]).text)\n\(recipes.text)",
            json: environment.document
        )
    }
}
