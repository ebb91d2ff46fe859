extension Environment {
    /// The environment with relative recipe sources counted from a folder, where no file declares them.
    ///
    /// An environment that was recorded has no place in a file any more, but the folder of that file.
    public func withRecipes(relativeTo folder: String?) -> Environment {
        guard let folder else { return self }
        var moved = RecipeRegistrations()
        for recipe in recipes.all { moved[recipe.type, recipe.name] = recipe.relative(to: folder) }
        var environment = self
        environment.recipes = moved
        return environment
    }
}

extension RecipePack {
    /// The pack with relative recipe sources counted from a folder, where no file declares them.
    public func withRecipes(relativeTo folder: String?) -> RecipePack {
        guard let folder else { return self }
        return RecipePack(id: id, recipes: recipes.map { $0.relative(to: folder) }, origin: origin)
    }
}

extension RecipeRegistration {
    /// The registration with its source counted from a folder, unless it has one already.
    fileprivate func relative(to folder: String) -> RecipeRegistration {
        guard baseFolder == nil else { return self }
        var registration = self
        registration.baseFolder = folder
        return registration
    }
}

extension Environment {
    /// The environment with one recipe registered, in the place of another of its type and name.
    public func registering(_ recipe: RecipeRegistration) -> Environment {
        var environment = self
        environment.recipes[recipe.type, recipe.name] = recipe
        return environment
    }
}
