import AppModel
import Diagnostics
import Documents
import Engine
import Recipes
import Targets
import TestSupport
import Testing

/// The recipes of the packs for Azure, one resource of each type, as requests to Azure.
@Suite struct BuiltinPackRequestTests {
    @Test(arguments: ["aci", "azure"])
    func everyTypeOfAPackBecomesRequests(pack: String) async throws {
        let (outputs, messages) = try await Self.deployed(with: pack)
        #expect(messages == [])
        #expect(Set(outputs.map(\.id)).count == outputs.count)
        #expect(outputs.contains { $0.platform == .azure })
    }

    @Test(
        .enabled(if: ARMValidation() != nil, "set RAD_TEST_ARM_SCHEMAS to a folder of ARM JSON Schemas"),
        arguments: ["aci", "azure"]
    )
    func theBodiesFollowTheSchemas(pack: String) async throws {
        let outputs = try await Self.deployed(with: pack).outputs
        #expect(try await ARMValidation()?.status(of: outputs.filter { $0.platform == .azure }) == 0)
    }

    /// What is to be there, and what any stage says.
    private static func deployed(with pack: String) async throws -> (outputs: [OutputResource], messages: [String]) {
        let recipes = try #require(BuiltinRecipes.packs(group: "default").first { $0.id.name == pack }).recipes
        let environment = environment(on: pack == "aci", recipes)
        let text = Applications.withEach(of: recipes.map(\.type.description).sorted())
        let emission = await BicepApplication(environment: environment, text: text).emission()
        return (emission.outputs, emission.diagnostics.map(\.message))
    }

    /// An environment with a scope of Azure, and what recipes cannot do without.
    private static func environment(
        on containerInstances: Bool,
        _ recipes: [RecipeRegistration]
    ) -> AppModel.Environment {
        var registrations = RecipeRegistrations()
        for recipe in recipes { registrations[recipe.type, recipe.name] = recipe }
        let subscription = "00000000-0000-0000-0000-000000000000"
        let group = AppModel.Environment.ContainerInstances(
            subscriptionID: subscription,
            resourceGroup: "shop",
            location: "westeurope"
        )
        let identity = "11111111-1111-1111-1111-111111111111"
        return AppModel.Environment(
            id: ResourceID(group: "default", type: .environments, name: "prod"),
            compute: containerInstances
                ? .containerInstances(group) : .kubernetes(.init(namespace: "prod", separatesApplications: false)),
            providers: .init(azureScope: "/subscriptions/\(subscription)/resourceGroups/shop"),
            recipes: registrations,
            recipeParameters: [
                ResourceType(namespace: "Radius.Data", name: "neo4jDatabases"):
                    containerInstances ? ["password": .secret("hidden")] : [:],
                ResourceType(namespace: "Applications.Dapr", name: "secretStores"):
                    containerInstances ? [:] : ["tenantId": .string(identity), "principalId": .string(identity)],
            ],
            location: "westeurope"
        )
    }
}
