import AppModel
import ArgumentParser
import Diagnostics

/// Takes a recipe out of an environment.
struct RecipeUnregister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unregister",
        abstract: "Take a recipe out of an environment.",
        discussion: """
            What the recipe made stays until the next deployment of the applications that use it.

            EXAMPLES
              rad recipe unregister large --resource-type Radius.Data/redisCaches
              rad recipe unregister default -e prod \\
                  --resource-type Radius.Data/redisCaches
            """
    )

    @Argument(help: "The recipe's name.")
    var name: String
    @Option(help: ArgumentHelp("The resource type that the recipe provides.", valueName: "type"))
    var resourceType: String
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var scope: ScopeOptions

    func validate() throws {
        _ = try ResourceRows.type(resourceType)
    }

    func run() async throws {
        let session = try Session(scope)
        let type = try ResourceRows.type(resourceType)
        let place = try await RecipePlace(environment.environment, in: session)
        guard place.id.type != .coreEnvironments else { throw Failure(.recipesComeFromPacks(place.id)) }
        let environment = try await session.environment(place.id)
        let known = environment.recipes.all.map { (name: $0.name, type: $0.type) }
        let missing = Failure(.noSuchRecipe(name, of: type, in: [place.id.name], known: known))
        // An environment that has it not is not locked either.
        guard environment.recipes[type, name] != nil else { throw missing }
        try await place.change(command: "rad recipe unregister \(name)") { edit in
            guard edit.removeRecipe(name, of: type) else { throw missing }
        }
        Terminal.standardOutput.write(
            "Successfully unregistered recipe \"\(name)\" from environment \"\(place.id.name)\"\n"
        )
    }
}

extension Diagnostic {
    /// An environment has no recipe of a name for a type.
    static func noSuchRecipe(
        _ name: String,
        of type: ResourceType,
        in environments: [String],
        known: [(name: String, type: ResourceType)]
    ) -> Diagnostic {
        let places =
            switch environments.count {
            case 0: "any environment"
            case 1: "the environment \"\(environments[0])\""
            case _: "the environments \(environments.map { "\"\($0)\"" }.joined(separator: ", "))"
            }
        let names = known.filter { $0.type == type }.map(\.name)
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return Diagnostic(
            .error,
            "RAD7121",
            "the resource type \"\(type)\" or recipe \"\(name)\" is not part of \(places)",
            at: nil,
            notes: names.isEmpty ? [] : [Note("it has these recipes for '\(type)': \(list)")],
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "'rad recipe list -e \(environments.first ?? "default")' shows what there is"
        )
    }
}
