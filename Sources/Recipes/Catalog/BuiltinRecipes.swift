public import AppModel
internal import Diagnostics
internal import Documents

/// The recipes that are embedded in the program: ordinary Bicep files, so that they can be printed and copied.
public enum BuiltinRecipes {
    /// Development recipes for Kubernetes: containers in the cluster, nothing to sign up for.
    ///
    /// They serve a developer's machine: one replica, no storage beyond the pod.
    public static let localDev = registrations(of: localDevName)

    /// The same servers as container groups, for environments on Azure Container Instances.
    public static let containerInstances = registrations(of: containerInstancesName)

    /// Managed services of Azure, for environments with an Azure scope, whatever their containers run on.
    public static let azure = registrations(of: azureName)

    /// Managed services of AWS that Cloud Control makes, for environments with an account and a region.
    public static let aws = registrations(of: awsName)

    static let localDevName = "local-dev"
    static let containerInstancesName = "aci"
    static let azureName = "azure"
    static let awsName = "aws"

    /// The recipe packs that every environment may name, and `default` with the recipes of `local-dev`.
    public static func packs(group: String) -> [RecipePack] {
        func pack(_ name: String, _ recipes: RecipeRegistrations) -> RecipePack {
            RecipePack(id: ResourceID(group: group, type: .recipePacks, name: name), recipes: recipes.all)
        }
        let packs = [
            pack(localDevName, localDev),
            pack(containerInstancesName, containerInstances),
            pack(azureName, azure),
            pack(awsName, aws),
            pack(ResourceID.defaultRecipePack.name, localDev),
        ]
        guard group != ResourceID.defaultRecipePack.group else { return packs }
        return packs + [RecipePack(id: .defaultRecipePack, recipes: localDev.all)]
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
    public static var names: [String] { EmbeddedRecipe.all.map(\.name).sorted() }

    /// The Bicep text of a built-in recipe, as a user may copy it.
    public static func text(named name: String) -> String? {
        recipe(named: name).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The file of a built-in recipe, under a path that says where it comes from.
    static func file(named name: String) -> SourceFile? {
        recipe(named: name).map {
            SourceFile(path: "\(RecipeSource.builtinPrefix)\($0.name).bicep", bytes: $0.bytes)
        }
    }

    private static func recipe(named name: String) -> EmbeddedRecipe? {
        EmbeddedRecipe.all.first { $0.name == name }
    }

    private static func registrations(of pack: String) -> RecipeRegistrations {
        var registrations = RecipeRegistrations()
        for recipe in EmbeddedRecipe.all where recipe.pack == pack {
            registrations[recipe.type, Environment.defaultRecipeName] = RecipeRegistration(
                type: recipe.type,
                name: Environment.defaultRecipeName,
                kind: .bicep,
                source: RecipeSource.builtinPrefix + recipe.name
            )
        }
        return registrations
    }
}
