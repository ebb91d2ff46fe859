import Foundation
import TestSupport
import Testing

/// Recipes that get in each other's way.
@Suite struct ClashingRecipesTests {
    /// One object would be overwritten by the other at every deployment, unless both are the same.
    @Test func twoRecipesThatMakeOneObjectAreRefused() async throws {
        try await Program.with { rad in
            let recipe = RecipeImpactTests.recipe.replacingOccurrences(of: "name: '${name}-auth'", with: "name: 'auth'")
            try rad.folder.write(recipe, to: "recipes/redis.bicep")
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(
                Applications.shop + """
                    resource second 'Applications.Datastores/redisCaches@2023-10-01-preview' = {
                      name: 'second'
                      properties: { environment: environment, application: app.id }
                    }

                    """,
                to: "app.bicep"
            )
            try rad.succeed("deploy", "env/prod.bicep")
            let shared = try rad.succeed("plan", "app.bicep", "-e", "prod")
            #expect(shared.components(separatedBy: "+ core/Secret auth in prod-shop").count == 2, "\(shared)")
            try rad.folder.replace("password: 'geheim' }\n}", with: "password: name }\n}", in: "recipes/redis.bicep")
            let before = try rad.folder.fingerprint()
            let refused = try rad.run("deploy", "app.bicep", "-e", "prod")
            #expect(refused.status == 1)
            #expect(
                refused.errors.contains(
                    "'second' needs core/Secret 'auth' in namespace 'prod-shop', which 'cache' makes already [RAD5003]"
                ),
                "\(refused.errors)"
            )
            #expect(try rad.folder.fingerprint() == before)
        }
    }
}
