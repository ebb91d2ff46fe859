import ArgumentParser

/// Groups the commands about recipe packs.
struct RecipePackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe-pack",
        abstract: "Define, list, show and delete recipe packs.",
        subcommands: [RecipePackCreate.self, RecipePackList.self, RecipePackShow.self, RecipePackDelete.self]
    )
}
