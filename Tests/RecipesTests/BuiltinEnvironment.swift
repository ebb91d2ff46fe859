import AppModel
import Documents
import Recipes
import Testing

/// The environment `prod` with the recipes of a pack that is built in.
enum BuiltinEnvironment {
    static func pack(_ name: String) -> RecipePack? {
        BuiltinRecipes.packs(group: "default").first { $0.id.name == name }
    }

    /// An environment on what the pack is made for, with an Azure scope beside it; it gives recipes what they cannot
    /// do without, and the parameters besides.
    static func with(
        pack name: String,
        isOnContainerInstances: Bool = false,
        parameters: [String: ValueObject] = [:]
    ) throws -> AppModel.Environment {
        var recipes = RecipeRegistrations()
        for recipe in try #require(pack(name)).recipes { recipes[recipe.type, recipe.name] = recipe }
        let subscription = "00000000-0000-0000-0000-000000000000"
        let group = AppModel.Environment.ContainerInstances(
            subscriptionID: subscription,
            resourceGroup: "shop",
            location: "westeurope"
        )
        let given = parameters.merging(required[name] ?? [:]) { given, _ in given }
        return AppModel.Environment(
            id: ResourceID(group: "default", type: .environments, name: "prod"),
            compute: name == "aci" || isOnContainerInstances
                ? .containerInstances(group) : .kubernetes(.init(namespace: "default", separatesApplications: true)),
            providers: .init(
                azureScope: "/subscriptions/\(subscription)/resourceGroups/shop",
                awsScope: "/planes/aws/aws/accounts/123456789012/regions/eu-west-1"
            ),
            recipes: recipes,
            recipeParameters: Dictionary(
                uniqueKeysWithValues: given.compactMap { type, values in ResourceType(type).map { ($0, values) } }
            ),
            location: "westeurope"
        )
    }

    /// What a recipe requires of its environment, by packs and types.
    private static let required: [String: [String: ValueObject]] = [
        "aci": ["Radius.Data/neo4jDatabases": ["password": .secret("hidden")]],
        "azure": [
            "Applications.Dapr/secretStores": [
                "tenantId": "11111111-1111-1111-1111-111111111111",
                "principalId": "22222222-2222-2222-2222-222222222222",
            ]
        ],
        "aws": [
            "Radius.AI/search": ["subnetIds": ["subnet-1"]],
            "Radius.Storage/objectStorage": [
                "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": .secret("hidden"), "userName": "shop",
            ],
            "Applications.Dapr/secretStores": ["roleName": "shop", "values": .secret(["token": "hidden"])],
        ],
    ]
}

extension BoundDefinition {
    /// What the recipes gave that made the application's resources, by the names of the resources.
    var results: [String: RecipeResult] {
        let found = graph.resources.compactMap { bound -> (String, RecipeResult)? in
            guard case .recipe(let result) = bound.role else { return nil }
            return (bound.resource.name, result)
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// Kinds and names of what is made, in the order of the recipe, with what is given; secrets are redacted.
    var outline: String {
        summary.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.contains(" = "), let body = line.firstIndex(of: "{") else { return String(line) }
            return String(line[..<body].dropLast())
        }
        .joined(separator: "\n")
    }
}
