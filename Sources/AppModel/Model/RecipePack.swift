public import Diagnostics
import Documents

/// A named set of recipes that environments refer to: `Radius.Core/recipePacks`.
public struct RecipePack: Sendable {
    public let id: ResourceID
    /// Each under the name `default`, in the order in which they were written.
    public let recipes: [RecipeRegistration]
    public let origin: Origin

    /// Creates a pack.
    public init(id: ResourceID, recipes: [RecipeRegistration], origin: Origin = .none) {
        self.id = id
        self.recipes = recipes
        self.origin = origin
    }

    /// The name under which a recipe is used when a resource names none.
    public static let defaultRecipeName = "default"

    /// Reads a `Radius.Core/recipePacks`; `nil` for another type.
    public static func read(from resource: Resource) -> (pack: RecipePack?, diagnostics: [Diagnostic]) {
        guard resource.type == .recipePacks else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let recipes = PropertyReader(resource).members("recipes", &diagnostics)
            .compactMap { name, reader -> RecipeRegistration? in
                guard let type = reader.recipeType(name, &diagnostics),
                    let kind = reader.text("kind", &diagnostics).flatMap(RecipeRegistration.Kind.init),
                    let source = reader.text("source", &diagnostics)
                else { return nil }
                return RecipeRegistration(
                    type: type,
                    name: defaultRecipeName,
                    kind: kind,
                    source: source,
                    parameters: reader.value("parameters")?.objectValue ?? [:],
                    outputs: reader.freeform("outputs", &diagnostics) ?? [:],
                    plainHTTP: reader.flag("plainHttp", &diagnostics) ?? false,
                    baseFolder: resource.origin.folder,
                    origin: resource.origin,
                    path: reader.path
                )
            }
        return (RecipePack(id: resource.id, recipes: recipes, origin: resource.origin), diagnostics)
    }
}

extension ResourceID {
    /// The pack of environments that name none.
    public static let defaultRecipePack = ResourceID(group: "default", type: .recipePacks, name: "default")
}

extension PropertyReader {
    /// The resource type that recipes are registered for, from the member's name.
    func recipeType(_ name: String, _ diagnostics: inout [Diagnostic]) -> ResourceType? {
        guard let type = ResourceType(name) else {
            diagnostics.append(.invalidRecipeType(name, at: span))
            return nil
        }
        return type
    }
}

extension Origin {
    /// The folder of the file that declares the resource; `.` for the working directory.
    var folder: String? {
        guard let path = declaration?.file.path else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
