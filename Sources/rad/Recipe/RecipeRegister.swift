import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Recipes

/// Registers a recipe in an environment.
struct RecipeRegister: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register a recipe in an environment, or replace it.",
        discussion: """
            The recipe is read and checked first: that its text is right, that it has the parameters that are given, \
            and that it gives what the resource type needs. With errors nothing is registered. A path starts at the \
            folder that rad runs in; the environment remembers it.

            EXAMPLES
              A Bicep file:
                rad recipe register default \\
                    --resource-type Applications.Datastores/redisCaches \\
                    --template-kind bicep --template-path ./recipes/redis.bicep

              Of a registry, with parameters:
                rad recipe register large --resource-type Radius.Data/redisCaches \\
                    --template-kind bicep \\
                    --template-path ghcr.io/shop/recipes/redis:1.0 \\
                    -p memory=2Gi -p replicas=3

              With the parameters of a file, in an environment that is named:
                rad recipe register default -e prod \\
                    --resource-type Radius.Data/redisCaches --template-kind bicep \\
                    --template-path ./recipes/redis.bicep -p @redis.json

              Of a registry on this machine:
                rad recipe register default --resource-type Radius.Data/redisCaches \\
                    --template-kind bicep --template-path localhost:5000/redis:1.0 \\
                    --plain-http
            """
    )

    @Argument(help: "The name that resources give in 'recipe.name'; 'default' is for those that give none.")
    var name: String
    @OptionGroup var recipe: RecipeTemplateOptions
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var parameters: ParameterOptions
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions

    func run() async throws {
        let session = try Session(scope)
        let place = try await RecipePlace(environment.environment, in: session)
        guard place.id.type != .coreEnvironments else { throw Failure(.recipesComeFromPacks(place.id)) }
        let registration = RecipeRegistration(
            type: try ResourceRows.type(recipe.resourceType),
            name: name,
            kind: recipe.templateKind.kind,
            source: recipe.templatePath,
            version: recipe.templateVersion,
            plainHTTP: registry.plainHttp,
            baseFolder: ""
        )
        let files = restore.files(try project.filesOfRecipes())
        let given = try ParameterArguments(parameters.parameters, environment: .process, files: files)
        let environment = try await session.environment(place.id)
        files.access = try await session.access(for: environment)
        let types = try await session.types()
        let checked = try await files.restoring {
            try registration.checked(given, in: environment, types: types, files: files)
        }
        Terminal.standardError.write(given.diagnostics + checked.warnings)
        try await place.change(command: "rad recipe register \(name)") { edit in
            edit.setRecipe(checked.registration)
        }
        Terminal.standardOutput.write("Successfully linked recipe \"\(name)\" to environment \"\(place.id.name)\"\n")
    }
}

/// Which recipe is registered for what, as Radius takes it.
struct RecipeTemplateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The resource type that the recipe provides.", valueName: "type"))
    var resourceType: String
    @Option(help: "What the recipe is written in.")
    var templateKind: TemplateKind
    @Option(
        help: ArgumentHelp(
            "Where the recipe is: a path, a reference to a registry, or builtin:NAME.",
            valueName: "path"
        )
    )
    var templatePath: String
    @Option(help: ArgumentHelp("The version of a module of Terraform's registry.", valueName: "version"))
    var templateVersion: String?

    func validate() throws {
        _ = try ResourceRows.type(resourceType)
        guard templateVersion == nil || templateKind == .terraform else {
            throw ValidationError("--template-version is for Terraform; the tag of a Bicep recipe is part of its path.")
        }
    }
}

/// What a recipe is written in, as options name it.
enum TemplateKind: String, ExpressibleByArgument, CaseIterable {
    case bicep
    case terraform

    var kind: RecipeRegistration.Kind {
        switch self {
        case .bicep: .bicep
        case .terraform: .terraform
        }
    }
}

extension RecipeRegistration {
    /// The registration with its parameters, after the recipe was read and found to fit.
    ///
    /// - Throws: `Failure` with everything that is wrong.
    func checked(
        _ given: ParameterArguments,
        in environment: AppModel.Environment,
        types: ResourceTypeCatalog,
        files: RestoringFiles
    ) throws -> (registration: RecipeRegistration, warnings: [Diagnostic]) {
        if kind == .terraform {
            let (module, found) = InspectedTerraform.read(self, files: files, modules: files)
            guard let module else { throw Failure(found) }
            let (registration, diagnostics) = module.registration(with: given.parameters)
            guard !diagnostics.hasErrors else { throw Failure(found + diagnostics) }
            return (registration, found + diagnostics)
        }
        let (recipe, found) = InspectedRecipe.read(self, files: files)
        guard let recipe else { throw Failure(found) }
        let arguments = recipe.arguments(given.parameters)
        guard !arguments.diagnostics.hasErrors else { throw Failure(found + arguments.diagnostics) }
        let complete = recipe.withParameters(arguments.values)
        let diagnostics = found + complete.check(in: environment, types: types)
        guard !diagnostics.hasErrors else { throw Failure(diagnostics) }
        return (complete.registration, diagnostics)
    }
}

extension Diagnostic {
    /// Environments of the current generation have their recipes from packs.
    static func recipesComeFromPacks(_ id: ResourceID) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7120",
            "environment '\(id.name)' is of \(id.type.namespace), which takes its recipes from recipe packs",
            at: nil,
            help: "'rad recipe-pack create <name> -e \(id.name) --recipe <type>=<path>' adds a pack to it"
        )
    }
}
