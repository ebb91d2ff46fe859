import ArgumentParser

/// Groups the commands about recipes.
struct RecipeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe",
        abstract: "Register recipes in an environment, show them, try them on examples, and lock them.",
        subcommands: [
            RecipeRegister.self, RecipeUnregister.self, RecipeList.self, RecipeShow.self, RecipeTestCommand.self,
            RecipeImpactCommand.self, RecipeLockCommand.self, RecipeUpdate.self, RecipeVerify.self,
        ]
    )
}
