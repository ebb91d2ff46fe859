import Foundation
import TestSupport
import Testing

/// `rad recipe test`.
@Suite struct RecipeTestCommandTests {
    static let recipe = """
        param context object
        param port int = 6379
        @secure()
        param password string = 'geheim'
        output result object = {
          values: { host: '${context.resource.name}.example', port: port }
          secrets: { password: password }
        }

        """

    static let examples = """
        recipe: ./redis.bicep
        resourceType: Applications.Datastores/redisCaches
        cases:
          - name: the usual port
            context: { resource: { name: cache } }
            expect:
              resources: []
              values: { host: cache.example, port: 6379 }
              secrets: { password: geheim }
          - name: another port
            parameters: { port: 6380 }
            expect:
              values: { host: example.example, port: 6379 }
              secrets: { password: falschgeheim }
          - name: a port that is none
            parameters: { port: http }

        """

    @Test func aTestFailsAndPasses() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
            try rad.folder.write(Self.examples, to: "recipes/redis.test.yaml")
            try rad.folder.write("recipe: ./gone.bicep\ncases: []\n", to: "recipes/deep/gone.test.yml")
            try rad.folder.write("recipe: ./gone.bicep\ncases: []\n", to: "recipes/.hidden/gone.test.yml")
            try expectSnapshot(
                try rad.transcript(
                    "rad recipe test recipes",
                    "rad recipe test recipes/redis.bicep -o json",
                    "rad recipe test recipes/redis.test.yaml --update",
                    "rad recipe test recipes/redis.test.yaml"
                ),
                "recipe-test.txt"
            )
            let right = Self.examples.components(separatedBy: "  - name: another").first ?? ""
            try rad.folder.write(right, to: "recipes/redis.test.yaml")
            let outcome = try rad.run("recipe", "test", "recipes/redis.bicep")
            #expect(outcome.status == 0 && outcome.errors == "")
            #expect(outcome.output.hasSuffix("1 case: 1 passed, 0 failed.\n"))
        }
    }

    /// Nothing is deployed or recorded by it.
    @Test func aTestIsBegunBesideItsRecipe() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            let type = "Applications.Datastores/redisCaches"
            let begun = try rad.succeed("recipe", "test", "redis.bicep", "--update", "--resource-type", type)
            #expect(begun == "redis.test.yaml written\n")
            #expect(
                try rad.folder.read("redis.test.yaml") == """
                    recipe: ./redis.bicep
                    resourceType: Applications.Datastores/redisCaches
                    cases:
                      - name: default
                        expect:
                          resources: []
                          values:
                            host: example.example
                            port: 6379
                          secrets:
                            password: null

                    """
            )
            #expect(try rad.succeed("recipe", "test").hasSuffix("1 case: 1 passed, 0 failed.\n"))
            let again = try rad.succeed("recipe", "test", "redis.bicep", "--update")
            #expect(again == "redis.test.yaml is as it was\n")
            #expect(try rad.folder.files().sorted() == ["redis.bicep", "redis.test.yaml"])
        }
    }

    /// Types of one's own are those of the workspace.
    @Test func typesOfTheWorkspaceAreKnown() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                namespace: My.Types
                types:
                  cache:
                    apiVersions:
                      '2025-01-01':
                        schema: { properties: { size: { type: string, default: M } } }

                """,
                to: "types.yaml"
            )
            try rad.succeed("resource-type", "create", "-f", "types.yaml")
            let text = "param context object\noutput size string = context.resource.properties.size\n"
            try rad.folder.write(text, to: "cache.bicep")
            let test = "recipe: ./cache.bicep\nresourceType: My.Types/cache\ncases:\n  - name: default\n    "
            try rad.folder.write(test + "expect: { values: { size: M } }\n", to: "cache.test.yaml")
            try rad.succeed("recipe", "test")
        }
    }

    @Test(arguments: [
        ("empty", "RAD7130"), ("redis.json", "RAD7131"), ("redis.bicep", "RAD7132"),
        ("flow.test.yaml --update", "RAD7133"), ("gone.test.yaml", "RAD7132"),
    ])
    func whatCannotBeTestedIsRefused(arguments: String, code: String) async throws {
        try await Program.with { rad in
            try rad.folder.write("", to: "empty/README.md")
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            try rad.folder.write("recipe: ./redis.bicep\ncases: [ { name: one } ]\n", to: "flow.test.yaml")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run(["recipe", "test"] + arguments.split(separator: " ").map(String.init))
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains("[\(code)]"), "\(outcome.errors)")
            #expect(try rad.folder.fingerprint() == before)
        }
    }
}
