import AppModel
import ArgumentParser
import Engine
import Recipes

/// Deletes a recipe pack.
struct RecipePackDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a recipe pack: take it out of every environment that has it.",
        discussion: """
            What its recipes made stays until the next deployment of the applications that use them. A file that \
            declares the pack defines it again when it is deployed.

            EXAMPLES
              rad recipe-pack delete team
              rad recipe-pack delete team --yes
            """
    )

    @Argument(help: "The pack, by name or id.")
    var name: String
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var scope: ScopeOptions

    func run() async throws {
        let session = try Session(scope)
        let id = ResourceID(name) ?? ResourceID(group: session.group, type: .recipePacks, name: name)
        guard !BuiltinRecipes.packs(group: id.group).contains(where: { $0.id == id }) else {
            throw Failure(.builtinPack(id.name))
        }
        var environments: [ResourceID] = []
        for group in try await session.groups() {
            for record in try await session.store.environments(in: group) {
                if session.recipePackIDs(of: record).contains(id) { environments.append(record.id) }
            }
        }
        guard !environments.isEmpty else {
            Terminal.standardOutput.write("\(id.type)/\(id.name) not found\n")
            return
        }
        guard try yes || Question.isConfirmed("Are you sure you want to delete recipe pack '\(id.name)'?") else {
            Terminal.standardOutput.write("Recipe pack '\(id.name)' NOT deleted\n")
            return
        }
        for environment in environments {
            let command = "rad recipe-pack delete \(id.name)"
            try await EnvironmentEdit.change(environment, in: session, command: command) { $0.leave(id) }
        }
        Terminal.standardOutput.write("\(id.type)/\(id.name) deleted\n")
    }
}
