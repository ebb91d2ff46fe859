import Foundation
import TestSupport
import Testing

/// `rad recipe impact`: whom a change of a recipe concerns.
@Suite struct RecipeImpactTests {
    static let type = "Applications.Datastores/redisCaches"

    /// A cache with an object that holds a secret of the recipe's own.
    static let recipe = """
        extension kubernetes with {
          kubeConfig: ''
          namespace: context.runtime.kubernetes.namespace
        } as kubernetes
        param context object
        var name = context.resource.name
        resource secret 'core/Secret@v1' = {
          metadata: { name: '${name}-auth' }
          stringData: { password: 'geheim' }
        }
        resource deployment 'apps/Deployment@v1' = {
          metadata: { name: name }
          spec: { replicas: 1, selector: {}, template: { spec: { containers: [] } } }
        }
        output result object = { values: { host: name, port: 6379 }, secrets: { password: 'geheim' } }

        """

    /// Deploys a shop to an environment of a file with the recipe, and another one to the built-in environment.
    private func deploy(_ rad: Program) throws {
        try rad.folder.write(Environments.prod, to: "env/prod.bicep")
        try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
        try rad.folder.write(Applications.shop, to: "app.bicep")
        try rad.succeed("deploy", "env/prod.bicep")
        try rad.succeed("deploy", "app.bicep", "-e", "prod")
        try rad.succeed("deploy", "app.bicep")
    }

    @Test func nothingChangesWithoutAnEdit() async throws {
        try await Program.with { rad in
            try deploy(rad)
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run("recipe", "impact", "--resource-type", Self.type, "--exit-code")
            #expect(outcome.status == 0 && outcome.errors == "")
            #expect(
                outcome.output == """
                    APPLICATION  ENVIRONMENT  RESOURCE  IMPACT
                    shop         prod         cache     unchanged
                    shop         default      cache     unchanged

                    2 resources use the recipe: 0 would change.

                    """
            )
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    /// What is said after an edit is what the next plan says.
    @Test func anEditOfARecipeConcernsThoseThatUseIt() async throws {
        try await Program.with { rad in
            try deploy(rad)
            let edited = Self.recipe.replacingOccurrences(of: "replicas: 1", with: "replicas: 2")
                .replacingOccurrences(of: "'geheim'", with: "'anders'")
            try rad.folder.write(edited, to: "recipes/redis.bicep")
            let outcome = try rad.run("recipe", "impact", "--resource-type", Self.type, "--exit-code")
            #expect(outcome.status == 2 && outcome.errors == "")
            #expect(
                outcome.output == """
                    APPLICATION  ENVIRONMENT  RESOURCE  IMPACT
                    shop         prod         cache     2 to update
                    shop         default      cache     unchanged

                    cache of application 'shop' in environment 'prod'
                      ~ core/Secret cache-auth in prod-shop
                      ~ apps/Deployment cache in prod-shop

                    2 resources use the recipe: 1 would change.

                    """
            )
            let plan = try rad.succeed("plan", "app.bicep", "-e", "prod")
            #expect(plan.contains("~ core/Secret cache-auth in prod-shop"))
            #expect(plan.contains("~ apps/Deployment cache in prod-shop"))
        }
    }

    /// Another recipe, in an environment that is named: what it makes, what it gives, and who reads that.
    @Test func anotherRecipeIsLookedAtBeforeItIsRegistered() async throws {
        try await Program.with { rad in
            try deploy(rad)
            let other = Self.recipe.replacingOccurrences(
                of: "var name = ",
                with: "var name = 'new-${context.resource.name}' //"
            )
            .replacingOccurrences(of: "resource secret 'core/Secret@v1'", with: "resource map 'core/ConfigMap@v1'")
            .replacingOccurrences(of: "stringData: { password: 'geheim' }", with: "data: {}")
            try rad.folder.write(other, to: "new.bicep")
            let before = try rad.folder.fingerprint()
            let line = "rad recipe impact --resource-type \(Self.type) -e prod --template-path new.bicep"
            try expectSnapshot(
                try rad.transcript(line, "\(line) -o json"),
                "recipe-impact.txt"
            )
            #expect(try rad.folder.fingerprint() == before)
            let register = ["recipe", "register", "default", "--resource-type", Self.type, "--template-kind", "bicep"]
            #expect(try rad.run(register + ["--template-path", "new.bicep", "-e", "prod"]).status == 0)
            let plan = try rad.succeed("plan", "app.bicep", "-e", "prod")
            for name in ["core/Secret cache-auth", "core/ConfigMap new-cache-auth", "apps/Deployment new-cache"] {
                #expect(plan.contains(name))
            }
        }
    }

    /// Of an application that was never deployed nothing is recorded: what two recipes make of it is compared.
    @Test func whatIsNotDeployedIsReadFromItsDefinition() async throws {
        try await Program.with { rad in
            try rad.folder.write(Environments.prod, to: "env/prod.bicep")
            try rad.folder.write(Self.recipe, to: "recipes/redis.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let edited = Self.recipe.replacingOccurrences(of: "replicas: 1", with: "replicas: 2")
                .replacingOccurrences(of: "port: 6379", with: "port: 6380")
            try rad.folder.write(edited, to: "new.bicep")
            try rad.succeed("deploy", "env/prod.bicep")
            let before = try rad.folder.fingerprint()
            let line = "rad recipe impact --resource-type \(Self.type) -e prod"
            let definition = "\(line) --definition app.bicep"
            try expectSnapshot(
                try rad.transcript(line, definition, "\(definition) --template-path new.bicep --exit-code"),
                "recipe-impact-undeployed.txt"
            )
            #expect(try rad.folder.fingerprint() == before)

            let both = ["--resource-type", Self.type, "--definition", "app.bicep", "--template-path", "new.bicep"]
            try rad.succeed("deploy", "app.bicep", "-e", "prod")
            let deployed = try rad.succeed("recipe", "impact", "-e", "prod", both[0], both[1], both[2], both[3])
            #expect(deployed.contains("shop         prod         cache     unchanged\n"), "\(deployed)")
            let json = try rad.run(["recipe", "impact", "-o", "json"] + both).output
            #expect(json.components(separatedBy: "\"deployed\": true").count == 2, "\(json)")
            #expect(json.components(separatedBy: "\"deployed\": false").count == 2, "\(json)")
        }
    }

    @Test func aRecipeThatFailsForSomeResourceIsAnError() async throws {
        try await Program.with { rad in
            try deploy(rad)
            try rad.folder.write("param context object\nparam size string\n", to: "bad.bicep")
            let outcome = try rad.run(
                "recipe",
                "impact",
                "--resource-type",
                Self.type,
                "--template-path",
                "bad.bicep"
            )
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("shop         prod         cache     the recipe fails\n"))
            #expect(outcome.output.hasSuffix("2 resources use the recipe: 0 would change, 2 would fail.\n"))
            #expect(outcome.errors.components(separatedBy: "[RAD4007]").count == 2)
        }
    }

    /// Secrets are not recorded: what is made of them can only be compared with what the other recipe makes of them.
    @Test func whatIsMadeOfSecretsMayChange() async throws {
        try await Program.with { rad in
            let type = "Radius.Data/mySqlDatabases"
            let recipe = """
                extension kubernetes with { kubeConfig: '', namespace: context.runtime.kubernetes.namespace }
                param context object
                resource secret 'core/Secret@v1' = {
                  metadata: { name: context.resource.name }
                  stringData: { password: context.resource.properties.password }
                }
                output result object = { values: { host: 'h', port: 3306 } }

                """
            try rad.folder.write(recipe, to: "mysql.bicep")
            try rad.folder.write(
                Applications.legacy(named: "shop") + """
                    resource db 'Radius.Data/mySqlDatabases@2025-08-01-preview' = {
                      name: 'db'
                      properties: { environment: environment, application: app.id, username: 'u', password: 'geheim' }
                    }

                    """,
                to: "app.bicep"
            )
            try rad.succeed("env", "create", "test")
            let register = ["recipe", "register", "default", "--resource-type", type, "--template-kind", "bicep"]
            #expect(try rad.run(register + ["--template-path", "mysql.bicep", "-e", "test"]).status == 0)
            let deployed = try rad.run("deploy", "app.bicep", "-e", "test")
            #expect(deployed.status == 0)
            let impact = ["recipe", "impact", "--resource-type", type, "-e", "test"]
            let unsure = try rad.run(impact).output
            #expect(unsure.contains("1 may be updated"))
            #expect(unsure.contains("? core/Secret db in test-shop"))
            #expect(unsure.contains("which are not recorded"))
            #expect(!unsure.contains("geheim"))
            let same = try rad.run(impact + ["--template-path", "mysql.bicep"]).output
            #expect(same.contains("1 resource uses the recipe: 0 would change."))
            let edited = recipe.replacingOccurrences(of: "password: context", with: "word: context")
            try rad.folder.write(edited, to: "edited.bicep")
            let other = try rad.run(impact + ["--template-path", "edited.bicep"]).output
            #expect(other.contains("1 resource uses the recipe: 1 would change."))
        }
    }

    @Test func environmentsAreChosenByTheirPacks() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Applications.current(named: "kiosk") + """
                    resource cache 'Radius.Data/redisCaches@2025-08-01-preview' = {
                      name: 'cache'
                      properties: { environment: environment, application: app.id }
                    }

                    """,
                to: "app.bicep"
            )
            try rad.folder.write(Self.recipe, to: "redis.bicep")
            for name in ["one", "two"] {
                try rad.succeed("env", "create", name, "--preview", "--kubernetes-namespace", name)
                try rad.succeed("deploy", "app.bicep", "-e", name)
            }
            try rad.succeed("env", "update", "two", "--preview", "--aws-region", "r", "--aws-account-id", "1")
            let type = "Radius.Data/redisCaches"
            let both = try rad.succeed("recipe", "impact", "--resource-type", type)
            #expect(both.contains("2 resources use the recipe"))
            let none = try rad.succeed(
                "recipe",
                "impact",
                "--resource-type",
                type,
                "--recipe-pack",
                "local-dev",
                "-e",
                "one"
            )
            #expect(none.contains("1 resource uses the recipe"))
            let unknown = try rad.run("recipe", "impact", "large", "--resource-type", type)
            #expect(unknown.status == 1 && unknown.errors.contains("[RAD7121]"))
            let unused = try rad.succeed("recipe", "impact", "--resource-type", Self.type)
            #expect(unused.hasPrefix("Nothing that is deployed uses the recipe. Of what is not deployed"))
        }
    }
}
