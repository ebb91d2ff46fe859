import AppModel
import ArgumentParser
import Diagnostics
import Documents
import Engine
import Recipes

/// Lists the recipe packs.
struct RecipePackList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the recipe packs that environments may have.",
        discussion: """
            These are the packs that are built in, and those that environments of the group were given.

            EXAMPLES
              rad recipe-pack list
              rad recipe-pack list -o wide
            """
    )

    @OptionGroup var scope: ScopeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try Session(scope)
        let packs = try await session.knownPacks()
        var wide = Table("RECIPE PACK", "GROUP", "ENVIRONMENTS", "RECIPES")
        for pack in packs {
            let environments = pack.environments.joined(separator: ", ")
            wide.append(pack.pack.id.name, pack.pack.id.group, environments, "\(pack.pack.recipes.count)")
        }
        output.format.print(
            table: RecipePackRows.table(packs.map(\.pack)).text,
            wide: { wide.text },
            json: .array(packs.map { $0.pack.document })
        )
    }
}

/// Recipe packs as rows, the way `list` and `show` print them.
enum RecipePackRows {
    static func table(_ packs: [RecipePack]) -> Table {
        var table = Table("RECIPE PACK", "GROUP")
        for pack in packs { table.append(pack.id.name, pack.id.group) }
        return table
    }
}

extension RecipePack {
    /// The pack for programs, without the parameters of its recipes: they may be secret.
    var document: Value {
        let recipes = recipes.map { recipe in
            Value.object([
                "resourceType": .string(recipe.type.description),
                "kind": .string(recipe.kind.rawValue),
                "source": .string(recipe.source),
            ])
        }
        return ["id": .string(id.description), "name": .string(id.name), "recipes": .array(recipes)]
    }
}

extension Session {
    /// The packs that are built in, then those that the environments of the group have, each with their names.
    func knownPacks() async throws -> [(pack: RecipePack, environments: [String])] {
        var found: [(pack: RecipePack, environments: [String])] =
            BuiltinRecipes.packs(group: group).map { ($0, []) }
        for record in try await store.environments(in: group) {
            let joined = recipePackIDs(of: record)
            for pack in recipePacks(of: record) where joined.contains(pack.id) {
                if let place = found.firstIndex(where: { $0.pack.id == pack.id }) {
                    found[place].environments.append(record.name)
                } else {
                    found.append((pack, [record.name]))
                }
            }
        }
        return found
    }

    /// The packs that an environment says it has.
    func recipePackIDs(of record: EnvironmentRecord) -> [ResourceID] {
        (record.properties["recipePacks"]?.arrayValue ?? []).compactMap { reference in
            reference.stringValue.map {
                ResourceID($0) ?? ResourceID(group: record.id.group, type: .recipePacks, name: $0)
            }
        }
    }

    /// A pack by its name or id.
    ///
    /// - Throws: `Failure` if there is none.
    func recipePack(_ name: String) async throws -> (pack: RecipePack, environments: [String]) {
        let id = ResourceID(name) ?? ResourceID(group: group, type: .recipePacks, name: name)
        let known = try await knownPacks()
        guard let found = known.first(where: { $0.pack.id == id }) else {
            throw Failure(.noSuchPack(id.name, among: known.map(\.pack.id.name)))
        }
        return found
    }
}

extension Diagnostic {
    fileprivate static func noSuchPack(_ name: String, among names: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7126",
            "the recipe pack \"\(name)\" was not found or has been deleted",
            at: nil,
            help: suggestion(for: name, among: names).map { "did you mean '\($0)'?" }
                ?? "'rad recipe-pack list' shows what there is"
        )
    }
}
