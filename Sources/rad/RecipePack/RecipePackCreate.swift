import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Recipes

/// Defines a recipe pack without a file.
struct RecipePackCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Define a recipe pack and add it to an environment, or replace it there.",
        discussion: """
            A pack lives in the environments that it was added to, which are of the current generation, and each keeps \
            it as it was when it was added. The recipes are read and checked as 'rad recipe register' does. A file \
            with a 'Radius.Core/recipePacks' defines one as well.

            EXAMPLES
              rad recipe-pack create team -e prod \\
                  --recipe Radius.Data/redisCaches=./recipes/redis.bicep

              With several recipes:
                rad recipe-pack create team -e prod \\
                    --recipe Radius.Data/redisCaches=ghcr.io/shop/redis:1.0 \\
                    --recipe Radius.Data/mySqlDatabases=./recipes/mysql.bicep
            """
    )

    @Argument(help: "The pack.")
    var name: String
    @Option(
        help: ArgumentHelp(
            "A resource type and where its recipe is: TYPE=PATH. May be repeated.",
            valueName: "recipe"
        )
    )
    var recipe: [String]
    @Option(help: "What the recipes are written in.")
    var templateKind: TemplateKind = .bicep
    @OptionGroup var environment: EnvironmentOption
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var restore: RestoreOptions

    func validate() throws {
        guard !recipe.isEmpty else { throw ValidationError("Give a recipe, for example --recipe TYPE=PATH.") }
        for text in recipe where RecipeRegistration(assignment: text, kind: templateKind.kind, plainHTTP: false) == nil
        {
            throw ValidationError("'--recipe \(text)' is no recipe; write RESOURCE-TYPE=PATH.")
        }
    }

    func run() async throws {
        let session = try Session(scope)
        let place = try await RecipePlace(environment.environment, in: session)
        guard place.id.type == .coreEnvironments else { throw Failure(.noPacksInEnvironment(place.id)) }
        let id = ResourceID(group: place.id.group, type: .recipePacks, name: name)
        guard !BuiltinRecipes.packs(group: id.group).contains(where: { $0.id == id }) else {
            throw Failure(.builtinPack(name))
        }
        let environment = try await session.environment(place.id)
        let files = restore.files(try project.filesOfRecipes())
        let types = try await session.types()
        let none = try ParameterArguments([], environment: [:])
        var recipes: ValueObject = [:]
        for text in recipe {
            guard
                let registration = RecipeRegistration(
                    assignment: text,
                    kind: templateKind.kind,
                    plainHTTP: registry.plainHttp
                )
            else { continue }
            let checked = try await files.restoring {
                try registration.checked(none, in: environment, types: types, files: files)
            }
            Terminal.standardError.write(checked.warnings)
            recipes[registration.type.description] = .object(registration.packEntry)
        }
        let record = RecipePackRecord(
            id: id,
            apiVersion: ResourceTypeCatalog.builtin[.recipePacks]?.defaultVersion ?? "",
            properties: ["recipes": .object(recipes)],
            baseFolder: session.recordedWorkingFolder
        )
        try await place.change(command: "rad recipe-pack create \(name)") { $0.join(record) }
        Terminal.standardOutput.write("\(id.type)/\(name) created\n")
    }
}

extension RecipeRegistration {
    /// Reads `TYPE=PATH`; `nil` if it is not that.
    fileprivate init?(assignment: String, kind: Kind, plainHTTP: Bool) {
        guard let equals = assignment.firstIndex(of: "="), let type = ResourceType(String(assignment[..<equals])),
            assignment.index(after: equals) < assignment.endIndex
        else { return nil }
        self.init(
            type: type,
            name: RecipePack.defaultRecipeName,
            kind: kind,
            source: String(assignment[assignment.index(after: equals)...]),
            plainHTTP: plainHTTP,
            baseFolder: ""
        )
    }

    /// The recipe as a pack writes it.
    fileprivate var packEntry: ValueObject {
        var entry: ValueObject = ["kind": .string(kind.rawValue), "source": .string(source)]
        if plainHTTP { entry["plainHttp"] = true }
        return entry
    }
}

extension Diagnostic {
    fileprivate static func noPacksInEnvironment(_ id: ResourceID) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7124",
            "environment '\(id.name)' is of \(id.type.namespace), which has no recipe packs",
            at: nil,
            help: "register recipes in it with 'rad recipe register', or create one with 'rad env create --preview'"
        )
    }

    /// A pack that is part of rad stays as it is.
    static func builtinPack(_ name: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7125",
            "recipe pack '\(name)' is built into rad, and cannot be replaced or removed",
            at: nil,
            help: "give a pack of your own another name; 'rad env update <environment> --recipe-packs' chooses packs"
        )
    }
}
