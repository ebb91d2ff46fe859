internal import AppModel

/// What a deployment may use: every recipe and module that somebody has looked at, by digest.
///
/// A file `rad.lock` beside the definition, or in a folder around it, which belongs into version control.
public struct RecipeLock: Sendable {
    /// The name of the file.
    public static let fileName = "rad.lock"

    /// The newest format that is read, and the one that is written.
    static let format: Int64 = 1

    /// By source; the order of the file does not matter.
    public private(set) var recipes: [LockedRecipe]
    /// By reference.
    public private(set) var modules: [LockedModule]

    /// A lock that allows nothing.
    public init() {
        recipes = []
        modules = []
    }

    init(recipes: [LockedRecipe], modules: [LockedModule]) {
        self.recipes = recipes
        self.modules = modules
        sort()
    }

    /// What is locked of a recipe; `nil` if it is not.
    public func entry(for recipe: LockedRecipe) -> LockedRecipe? { recipes.first { $0.isSame(as: recipe) } }

    /// Whether a module is as the lock has it; `nil` if the lock does not have it.
    public func allows(_ module: LockedModule) -> Bool? { entry(for: module).map { $0.digest == module.digest } }

    func entry(for module: LockedModule) -> LockedModule? { modules.first { $0.reference == module.reference } }

    /// Allows a recipe as it is now, in the place of what was allowed before.
    public mutating func put(_ recipe: LockedRecipe) {
        recipes.removeAll { $0.isSame(as: recipe) }
        recipes.append(recipe)
        sort()
    }

    /// Allows a module as it is now.
    public mutating func put(_ module: LockedModule) {
        modules.removeAll { $0.reference == module.reference }
        modules.append(module)
        sort()
    }

    private mutating func sort() {
        recipes.sort {
            ($0.source, $0.kind.rawValue, $0.version ?? "") < ($1.source, $1.kind.rawValue, $1.version ?? "")
        }
        modules.sort { $0.reference < $1.reference }
    }
}
