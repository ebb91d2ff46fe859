public import AppModel
internal import Diagnostics
internal import Documents

/// The recipes that are embedded in the program: ordinary Bicep files, so that they can be printed and copied.
public enum BuiltinRecipes {
    /// Development recipes for Kubernetes: containers in the cluster, nothing to sign up for.
    ///
    /// They serve a developer's machine: one replica, no storage beyond the pod, passwords that
    /// follow from the resource's id.
    public static let localDev: RecipeRegistrations = {
        var registrations = RecipeRegistrations()
        for recipe in localDevRecipes {
            registrations[recipe.type, Environment.defaultRecipeName] = RecipeRegistration(
                type: recipe.type,
                name: Environment.defaultRecipeName,
                kind: .bicep,
                source: RecipeSource.builtinPrefix + recipe.name
            )
        }
        return registrations
    }()

    /// The recipe packs that every environment may name: `local-dev`, and `default` with the same recipes.
    public static func packs(group: String) -> [RecipePack] {
        let names = [localDevName, ResourceID.defaultRecipePack.name]
        let ids = names.map { ResourceID(group: group, type: .recipePacks, name: $0) }
        let packs = (ids + [.defaultRecipePack]).map { RecipePack(id: $0, recipes: localDev.all) }
        return group == ResourceID.defaultRecipePack.group ? packs.dropLast() : packs
    }

    /// The environment that is there without any configuration: namespace `default`, development recipes.
    public static func defaultEnvironment(group: String) -> Environment {
        Environment(
            id: ResourceID(group: group, type: .environments, name: "default"),
            compute: .kubernetes(.init(namespace: "default", separatesApplications: true)),
            recipes: localDev
        )
    }

    /// The names of all built-in recipes, as they stand after `builtin:`, sorted.
    public static var names: [String] { localDevRecipes.map(\.name).sorted() }

    /// The Bicep text of a built-in recipe, as a user may copy it.
    public static func text(named name: String) -> String? {
        localDevRecipes.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The file of a built-in recipe, under a path that says where it comes from.
    static func file(named name: String) -> SourceFile? {
        localDevRecipes.first { $0.name == name }.map {
            SourceFile(path: "\(RecipeSource.builtinPrefix)\($0.name).bicep", bytes: $0.bytes)
        }
    }

    private static let localDevName = "local-dev"

    private struct Embedded {
        let type: ResourceType
        let bytes: [UInt8]

        /// The name of the pack and the type: `local-dev/Applications.Datastores/redisCaches`.
        var name: String { "\(localDevName)/\(type)" }
    }

    private static let localDevRecipes: [Embedded] = [
        Embedded(
            type: ResourceSchema.redisCaches.type,
            bytes: PackageResources.Applications_Datastores_redisCaches_bicep
        ),
        Embedded(
            type: ResourceSchema.mongoDatabases.type,
            bytes: PackageResources.Applications_Datastores_mongoDatabases_bicep
        ),
        Embedded(
            type: ResourceSchema.sqlDatabases.type,
            bytes: PackageResources.Applications_Datastores_sqlDatabases_bicep
        ),
        Embedded(
            type: ResourceSchema.rabbitMQQueues.type,
            bytes: PackageResources.Applications_Messaging_rabbitMQQueues_bicep
        ),
        Embedded(
            type: ResourceType(namespace: "Radius.Data", name: "redisCaches"),
            bytes: PackageResources.Radius_Data_redisCaches_bicep
        ),
        Embedded(
            type: ResourceType(namespace: "Radius.Data", name: "postgreSqlDatabases"),
            bytes: PackageResources.Radius_Data_postgreSqlDatabases_bicep
        ),
        Embedded(
            type: ResourceType(namespace: "Radius.Data", name: "mySqlDatabases"),
            bytes: PackageResources.Radius_Data_mySqlDatabases_bicep
        ),
    ]
}
