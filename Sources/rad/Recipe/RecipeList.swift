import AppModel
import ArgumentParser
import Documents
import Recipes

/// Lists the recipes of an environment.
struct RecipeList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the recipes of an environment.",
        discussion: """
            Those of its recipe packs are listed as well.

            EXAMPLES
              rad recipe list
              rad recipe list -e prod -o json
            """
    )

    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        let environment = try await session.environment(session.environmentID(environment.environment))
        let recipes = environment.recipes.all.sorted {
            ($0.name, $0.type.description) < ($1.name, $1.type.description)
        }
        output.format.print(
            table: RecipeRows.table(recipes).text,
            json: .array(recipes.map { .object($0.document) })
        )
    }
}

/// Recipes as rows, the way `list` and `show` print them.
enum RecipeRows {
    static func table(_ recipes: [RecipeRegistration]) -> Table {
        var table = Table("RECIPE", "TYPE", "TEMPLATE KIND", "TEMPLATE VERSION", "TEMPLATE")
        for recipe in recipes {
            table.append(
                recipe.name,
                recipe.type.description,
                recipe.kind.rawValue,
                recipe.version ?? "",
                recipe.source
            )
        }
        return table
    }
}

extension RecipeRegistration {
    /// The registration for programs, without its parameters: they may be secret.
    var document: ValueObject {
        var members: ValueObject = [
            "name": .string(name),
            "resourceType": .string(type.description),
            "templateKind": .string(kind.rawValue),
            "templatePath": .string(source),
        ]
        if let version { members["templateVersion"] = .string(version) }
        if plainHTTP { members["plainHttp"] = true }
        return members
    }
}
