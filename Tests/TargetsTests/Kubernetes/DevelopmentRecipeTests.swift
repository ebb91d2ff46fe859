import AppModel
import Diagnostics
import Engine
import Recipes
import TestSupport
import Testing

/// What the recipes of `local-dev` ask of Kubernetes, one resource of each type.
@Suite struct DevelopmentRecipeTests {
    /// The objects are among the snapshots that are checked against the schemas of Kubernetes.
    @Test func everyTypeBecomesObjects() async throws {
        let recipes = BuiltinRecipes.localDev.all
        let application = BicepApplication(
            environment: BuiltinRecipes.defaultEnvironment(group: "default"),
            text: Applications.withEach(of: recipes.map(\.type.description).sorted())
        )
        let emission = await application.emission()
        #expect(emission.diagnostics.map(\.message) == [])
        try expectSnapshot(emission.manifests, "development-recipes.yaml")
    }
}
