import Foundation
import TestSupport
import Testing

/// `rad recipe test` of modules of Terraform, which Terraform itself plans.
@Suite(.timeLimit(.minutes(10))) struct TerraformRecipeTestTests {
    private static let examples = """
        recipe: .
        kind: terraform
        resourceType: Applications.Datastores/redisCaches
        cases:
          - name: a small cache
            context: { resource: { name: cache } }
            parameters: { size: 3 }
            expect:
              resources:
                - kind: null_resource
                  name: cache
                  body: { id: (known after apply), triggers: { name: cache, size: "3" } }
              values: { host: (known after apply), port: 6382 }
              secrets: { password: }
          - name: another size
            parameters: { size: 4 }
            expect:
              resources: []
              values: { host: example.com, port: 1 }
          - name: no size
            expect: { error: requires the parameter 'size' }
          - name: a size that is none
            parameters: { size: big }
            expect: { error: RAD6052 }

        """

    /// Before 1.3 Terraform says of an output only whether all of it is known.
    @Test(.enabled(if: !TerraformFixture.all.isEmpty, "set RAD_TEST_TERRAFORM"), arguments: TerraformFixture.all)
    func whatIsPlannedIsWrittenAndPasses(_ terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            try rad.folder.write(Self.examples, to: "recipes/redis/redis.test.yaml")
            #expect(try rad.run("recipe", "test", "recipes/redis").status == 1)
            try rad.succeed("recipe", "test", "recipes/redis/redis.test.yaml", "--update")
            let passed = try rad.succeed("recipe", "test", "recipes/redis")
            #expect(passed.output.hasSuffix("4 cases: 4 passed, 0 failed.\n"))
            #expect(try rad.folder.read("recipes/redis/redis.test.yaml").contains("host: (known after apply)"))
            // Nothing is left, neither of the plans nor of a state.
            let files = try rad.folder.files().filter { $0.contains("tfstate") || $0.contains("/plan") }
            #expect(files.isEmpty)
        }
    }

    @Test(.enabled(if: !TerraformFixture.all.isEmpty, "set RAD_TEST_TERRAFORM"))
    func aModuleFailsAndPasses() async throws {
        try await #require(TerraformFixture.all.last).with(module: TerraformFixture.cache) { rad in
            try rad.folder.write(Self.examples, to: "recipes/redis/redis.test.yaml")
            let failed = try rad.run("recipe", "test", "recipes/redis")
            #expect(failed.status == 1)
            #expect(
                failed.output == """
                    FILE                           CASE                 RESULT                 MADE
                    recipes/redis/redis.test.yaml  a small cache        passed                 1 resource, 2 values, 1 secret
                    recipes/redis/redis.test.yaml  another size         failed: 3 differences  1 resource, 2 values, 1 secret
                    recipes/redis/redis.test.yaml  no size              passed                 nothing
                    recipes/redis/redis.test.yaml  a size that is none  passed                 nothing

                    another size
                    recipes/redis/redis.test.yaml:18:18: resources
                      + null_resource cache
                    recipes/redis/redis.test.yaml:19:23: values.host
                      - example.com
                      + (known after apply)
                    recipes/redis/redis.test.yaml:19:42: values.port
                      - 1
                      + 6383

                    4 cases: 3 passed, 1 failed.

                    """,
                "\(failed.output)\(failed.errors)"
            )
        }
    }

    /// Without Terraform nothing is planned, and each case says so.
    @Test func withoutTerraformEachCaseFails() async throws {
        try await TerraformFixture(path: "/nowhere").with(module: TerraformFixture.cache) { rad in
            let text = "recipe: .\nkind: terraform\ncases: [{ name: one, parameters: { size: 1 }, expect: {} }]\n"
            try rad.folder.write(text, to: "recipes/redis/redis.test.yaml")
            let outcome = try rad.run("recipe", "test", "recipes/redis")
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("failed: the recipe has errors") && outcome.output.contains("[RAD605"))
        }
    }
}
