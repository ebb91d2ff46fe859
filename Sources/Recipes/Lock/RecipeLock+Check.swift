public import Diagnostics
internal import Documents

extension RecipeLock {
    /// What a lock says of something that is about to be used.
    public enum Verdict: Sendable {
        case allowed
        /// Nobody has allowed it yet.
        case absent
        case changed(LockDifference)
    }

    /// What the lock says of a recipe.
    public func verdict(on recipe: LockedRecipe, former: LockedRecipe? = nil) -> Verdict {
        guard let locked = entry(for: recipe) else { return .absent }
        return locked.digest == recipe.digest
            ? .allowed : .changed(LockDifference(from: locked, to: recipe, former: former))
    }

    /// Refuses what the lock does not allow.
    ///
    /// - Parameters:
    ///   - recipes: The recipes that are about to be used, as they are now.
    ///   - file: The path of the lock, as it is to be shown.
    ///   - command: The command that locks what is missing.
    ///   - former: Recipes as they were when they were locked, where they can still be had.
    /// - Returns: An error for each recipe that is not allowed.
    public func check(
        _ recipes: [LockedRecipe],
        file: String,
        locking command: String,
        former: [LockedRecipe] = []
    ) -> [Diagnostic] {
        recipes.compactMap { recipe in
            switch verdict(on: recipe, former: former.first { $0.isSame(as: recipe) }) {
            case .allowed: nil
            case .absent: .notLocked("recipe '\(recipe.source)' for '\(recipe.type)'", in: file, locking: command)
            case .changed(let difference): .recipeNotAsLocked(difference, in: file)
            }
        }
    }

    /// Refuses modules that the lock does not allow.
    public func check(_ modules: [LockedModule], file: String, locking command: String) -> [Diagnostic] {
        modules.compactMap { module in
            guard let locked = entry(for: module) else {
                return .notLocked("module '\(module.reference)'", in: file, locking: command)
            }
            return locked.digest == module.digest ? nil : .moduleNotAsLocked(locked, found: module, in: file)
        }
    }
}
