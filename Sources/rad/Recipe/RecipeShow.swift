import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Recipes

/// Shows one recipe: what it takes and what it gives.
struct RecipeShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a recipe: its parameters, what it gives, and its text.",
        discussion: """
            A recipe is named as an environment registers it, or by its source: a path, a reference to a registry, or \
            builtin:NAME. Without --resource-type the name must be that of one recipe only.

            EXAMPLES
              rad recipe show --resource-type Radius.Data/redisCaches
              rad recipe show large -e prod -o json

              A recipe that is not registered:
                rad recipe show ./recipes/redis.bicep

              The text of a recipe that is built in, to begin one of your own:
                rad recipe show --source \\
                    builtin:local-dev/Radius.Data/redisCaches > redis.bicep
            """
    )

    @Argument(help: "The recipe's name, or its source.")
    var name: String = "default"
    @Option(help: ArgumentHelp("The resource type that the recipe provides.", valueName: "type"))
    var resourceType: String?
    @Flag(help: "Print the text of the recipe instead.")
    var source = false
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let resourceType { _ = try ResourceRows.type(resourceType) }
    }

    func run() async throws {
        let session = try Session(scope)
        let files = restore.files(try project.filesOfRecipes())
        let registration = try await registration(in: session, files: files)
        guard !source else { return try await printText(of: registration, files: files) }
        let types = try await session.types()
        let page = try await page(of: registration, files: files, types: types)
        output.format.print(table: page.text, json: page.document)
    }

    /// What is to be said of a recipe.
    ///
    /// - Throws: `Failure` if it has errors.
    private func page(
        of registration: RecipeRegistration,
        files: RestoringFiles,
        types: ResourceTypeCatalog
    ) async throws -> RecipePage {
        let example = RecipeExample(of: registration.type, types: types)
        switch registration.kind {
        case .bicep:
            let (recipe, found) = try await files.restoring { InspectedRecipe.read(registration, files: files) }
            guard let recipe else { throw Failure(found) }
            Terminal.standardError.write(found)
            let outcome = recipe.outcome(for: example, types: types)
            return RecipePage(registration: registration, parameters: recipe.parameters, outcome: outcome)
        case .terraform:
            let (module, found) = try await files.restoring {
                InspectedTerraform.read(registration, files: files, modules: files)
            }
            guard let module else { throw Failure(found) }
            let outcome = module.outcome(for: example, types: types)
            return RecipePage(registration: registration, parameters: module.parameters, outcome: outcome)
        }
    }

    private func printText(of registration: RecipeRegistration, files: RestoringFiles) async throws {
        let (text, diagnostics) = try await files.restoring { InspectedRecipe.text(of: registration, files: files) }
        guard let text else { throw Failure(diagnostics) }
        Terminal.standardOutput.write(text.bytes)
    }

    private func registration(in session: Session, files: RestoringFiles) async throws -> RecipeRegistration {
        let type = try resourceType.map { try ResourceRows.type($0) }
        if let registration = RecipeRegistration(source: name, type: type, plainHTTP: registry.plainHttp) {
            return registration
        }
        let environment = try await session.environment(session.environmentID(environment.environment))
        files.access = try await session.access(for: environment)
        let all = environment.recipes.all
        let found = all.filter { $0.name == name && (type == nil || $0.type == type) }
        guard let registration = found.first else {
            let wanted = type.map { [$0] } ?? all.map(\.type)
            guard let type = wanted.first else { throw Failure(.noRecipes(in: environment.name)) }
            throw Failure(
                .noSuchRecipe(name, of: type, in: [environment.name], known: all.map { ($0.name, $0.type) })
            )
        }
        guard found.count == 1 else { throw Failure(.ambiguousRecipe(name, found.map(\.type.description))) }
        return registration
    }
}

extension RecipeRegistration {
    /// A recipe that is named by its source; `nil` for the name of a registration.
    fileprivate init?(source: String, type: ResourceType?, plainHTTP: Bool) {
        guard source.contains("/") || source.hasPrefix("builtin:") || source.hasSuffix(".bicep") else { return nil }
        let builtin = source.hasPrefix("builtin:") ? source.split(separator: "/").suffix(2).joined(separator: "/") : ""
        self.init(
            type: type ?? ResourceType(builtin) ?? .extenders,
            name: "default",
            kind: .bicep,
            source: source,
            plainHTTP: plainHTTP,
            baseFolder: ""
        )
    }
}

extension Diagnostic {
    fileprivate static func ambiguousRecipe(_ name: String, _ types: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7122",
            "there are recipes '\(name)' for \(types.count) resource types",
            at: nil,
            notes: [Note("they are \(types.map { "'\($0)'" }.joined(separator: ", "))")],
            help: "name one, for example '--resource-type \(types[0])'"
        )
    }

    fileprivate static func noRecipes(in environment: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7123",
            "environment '\(environment)' has no recipes",
            at: nil,
            help: "register one with 'rad recipe register <name> --resource-type <type> --template-kind bicep "
                + "--template-path <path> -e \(environment)'"
        )
    }
}
