internal import AppModel
public import Bicep
internal import Diagnostics
internal import Documents

extension Diagnostic {
    /// The environment registers no recipe for what a resource asks for.
    static func recipeNotFound(for resource: Resource, in environment: Environment) -> Diagnostic {
        let name = environment.recipeName(for: resource)
        let names = environment.recipes.names(for: resource.type)
        let isNamed = resource.properties["recipe"]?["name"]?.stringValue == name
        return Diagnostic(
            .error,
            "RAD4001",
            "no recipe '\(name)' for '\(resource.type)' in environment '\(environment.name)'",
            at: isNamed ? resource.origin.span(ofProperty: ["recipe", "name"]) : resource.origin.declaration,
            notes: names.isEmpty
                ? noRecipes(for: resource, in: environment) : [otherRecipes(names, for: resource, in: environment)],
            help: names.isEmpty
                ? registering(name, for: resource.type, in: environment) : naming(names, insteadOf: name, resource)
        )
    }

    private static func noRecipes(for resource: Resource, in environment: Environment) -> [Note] {
        let type = resource.type
        var notes = [
            Note("environment '\(environment.name)' has no recipe for '\(type)'", at: environment.origin.declaration)
        ]
        let registered = Set(environment.recipes.all.map(\.type.description)).sorted()
        if let similar = suggestion(for: type.description, among: registered) {
            notes.append(Note("it has one for '\(similar)'"))
        }
        if type.namespace.lowercased().hasPrefix("applications.") {
            notes.append(
                Note("with resourceProvisioning: 'manual' a resource needs none, and states its values itself")
            )
        }
        return notes
    }

    /// The command that registers a recipe; one that is built in where there is one for the type.
    private static func registering(_ name: String, for type: ResourceType, in environment: Environment) -> String {
        let pack =
            switch environment.compute {
            case .kubernetes: BuiltinRecipes.localDev
            case .containerInstances: BuiltinRecipes.containerInstances
            }
        let path = pack.all.first { $0.type == type }?.source ?? "./recipes/\(type.name).bicep"
        guard environment.id.type != .coreEnvironments else {
            return "add a pack with one: 'rad recipe-pack create \(environment.name)-recipes -e \(environment.name) "
                + "--recipe \(type)=\(path)'"
        }
        return "register one: 'rad recipe register \(name) -e \(environment.name) --resource-type \(type) "
            + "--template-kind bicep --template-path \(path)'"
    }

    private static func otherRecipes(
        _ names: [String],
        for resource: Resource,
        in environment: Environment
    ) -> Note {
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        return Note(
            "environment '\(environment.name)' has these recipes for '\(resource.type)': \(list)",
            at: environment.origin.declaration
        )
    }

    private static func naming(_ names: [String], insteadOf name: String, _ resource: Resource) -> String {
        if let similar = suggestion(for: name, among: names) {
            let isOfOtherCase = similar.equalsIgnoringASCIICase(name)
            return "did you mean '\(similar)'?" + (isOfOtherCase ? " Names of recipes are told apart by case" : "")
        }
        let list = names.map { "'\($0)'" }.joined(separator: " or ")
        return "set 'recipe.name' of '\(resource.name)' to \(list)"
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
            // A file of git or an archive has codes of its own; those of registries are about modules of any file.
            problem.restorationCode.flatMap { $0.hasPrefix("RAD41") ? $0 : nil } ?? "RAD4003",
            problem.restorationCode != nil
                ? "cannot fetch recipe '\(registration.source)': \(problem.reason)"
                : "recipe '\(registration.source)' has not been fetched: \(problem.reason)",
            at: registration.sourceSpan,
            help: problem.restorationCode != nil ? problem.help ?? "check the reference" : FileLoadError.fetchingHelp
        )
    }

    /// The address of a file in a repository or an archive is none.
    static func malformedRemoteFile(_ registration: RecipeRegistration, _ problem: RemoteFile.Problem) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD4130",
            "the address of recipe '\(registration.source)' cannot be followed: \(problem.reason)",
            at: registration.sourceSpan,
            help: problem.help
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

    /// A module of Terraform cannot be read.
    static func unreadableTerraform(
        _ registration: RecipeRegistration,
        _ problem: TerraformModuleReader.Problem
    ) -> Diagnostic {
        var span = registration.sourceSpan
        let reason: String
        var help = "put the module there, or correct the path in the environment's registration"
        switch problem {
        case .unreadable(let error):
            reason = error.reason
            help = error.help ?? help
        case .empty: reason = "there is no '.tf' file in it"
        case .malformed(let error, let file):
            reason = error.message
            span = Span(file, error.range)
            help = "correct the file; 'terraform validate' in its folder says more"
        case .invalidJSON(let diagnostics):
            reason = diagnostics.first?.message ?? "it is no JSON"
            span = diagnostics.first?.span ?? span
            help = "correct the file"
        case .tooManyFolders(let limit): reason = "it calls modules in more than \(limit) folders"
        }
        return Diagnostic(
            .error,
            "RAD4004",
            "cannot read the module of Terraform '\(registration.source)': \(reason)",
            at: span,
            notes: registration.baseFolder.map { [Note("the path is relative to '\($0.isEmpty ? "." : $0)'")] } ?? [],
            help: help
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

extension FileLoadError {
    /// What to do where something is missing and nothing may be fetched.
    public static let fetchingHelp = "run the command once without '--offline' ('--no-restore') and RAD_OFFLINE"
}
