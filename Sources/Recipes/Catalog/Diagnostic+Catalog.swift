internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Documents

extension Diagnostic {
    /// The environment registers no recipe for what a resource asks for.
    static func recipeNotFound(for resource: Resource, in environment: Environment) -> Diagnostic {
        let name = environment.recipeName(for: resource)
        let names = environment.recipes.names(for: resource.type)
        let isNamed = resource.properties["recipe"]?["name"]?.stringValue == name
        let registered: Note
        let help: String
        if names.isEmpty {
            registered = Note(
                "environment '\(environment.name)' has no recipe for '\(resource.type)'",
                at: environment.origin.declaration
            )
            help = "register one under 'recipes' of the environment, or set 'resourceProvisioning' to 'manual'"
        } else {
            let list = names.map { "'\($0)'" }.joined(separator: ", ")
            registered = Note(
                "environment '\(environment.name)' has these recipes for '\(resource.type)': \(list)",
                at: environment.origin.declaration
            )
            help = "set 'recipe.name' of '\(resource.name)' to \(list)"
        }
        return Diagnostic(
            .error,
            "RAD4001",
            "no recipe '\(name)' for '\(resource.type)' in environment '\(environment.name)'",
            at: isNamed ? resource.origin.span(ofProperty: ["recipe", "name"]) : resource.origin.declaration,
            notes: [registered],
            help: help
        )
    }

    /// The file of a recipe cannot be read.
    static func unreadableRecipe(_ registration: RecipeRegistration, _ problem: FileLoadError) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4002",
            "cannot read recipe '\(registration.source)': \(problem.reason)",
            at: registration.sourceSpan,
            notes: registration.baseFolder.map { [Note("the path is relative to '\($0.isEmpty ? "." : $0)'")] } ?? [],
            help: problem.help ?? "put the recipe there, or correct the path in the environment's registration"
        )
    }

    /// A recipe cannot be had from its registry, or nobody was allowed to ask.
    static func remoteRecipe(_ registration: RecipeRegistration, _ problem: FileLoadError) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4003",
            problem.restorationCode != nil
                ? "cannot fetch recipe '\(registration.source)': \(problem.reason)"
                : "recipe '\(registration.source)' has not been fetched: \(problem.reason)",
            at: registration.sourceSpan,
            help: problem.restorationCode != nil ? problem.help ?? "check the reference" : "leave '--no-restore' out"
        )
    }

    /// The address of a recipe is none.
    static func malformedRecipeAddress(_ registration: RecipeRegistration) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1124",
            "recipe '\(registration.source)' is neither a file nor a reference to a registry",
            at: registration.sourceSpan,
            help:
                "write 'REGISTRY/REPOSITORY:TAG', or the path of a Bicep file, such as './recipes/\(registration.type.name).bicep'"
        )
    }

    /// A recipe is a Terraform module, which cannot be run yet.
    static func terraformRecipe(_ registration: RecipeRegistration) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4004",
            "recipe '\(registration.source)' is a Terraform module, which cannot be run yet",
            at: registration.sourceSpan,
            help:
                "register a Bicep file for '\(registration.type)' instead, such as './recipes/\(registration.type.name).bicep'"
        )
    }

    /// No built-in recipe has the name.
    static func unknownBuiltinRecipe(_ registration: RecipeRegistration) -> Diagnostic {
        let known = BuiltinRecipes.names.map { RecipeSource.builtinPrefix + $0 }
        let list = known.map { "'\($0)'" }.joined(separator: ", ")
        return Diagnostic(
            .error,
            "RAD4005",
            "there is no built-in recipe '\(registration.source)'",
            at: registration.sourceSpan,
            notes: [Note("built in are \(list)")],
            help: suggestion(for: registration.source, among: known).map { "did you mean '\($0)'?" }
                ?? "name one of the built-in recipes, or the path of a Bicep file"
        )
    }
}

extension Diagnostic {
    /// The diagnostic with a note that names the resource for which the recipe was used.
    func usedBy(_ resource: Resource, through registration: RecipeRegistration) -> Diagnostic {
        let note = Note(
            "in recipe '\(registration.name)' for '\(resource.name)' (\(resource.type))",
            at: resource.origin.declaration
        )
        return Diagnostic(severity, code, message, at: span, notes: notes + [note], help: help)
    }
}

extension RecipeRegistration {
    /// Where the source of the recipe was written; `Radius.Core` calls it `source`, older environments `templatePath`.
    fileprivate var sourceSpan: Span? { origin.span(ofProperty: path.appending("templatePath")) }
}
