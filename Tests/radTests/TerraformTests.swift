import Foundation
import TestSupport
import Testing

/// Recipes in Terraform, run by Terraform itself.
@Suite(.enabled(if: !TerraformFixture.all.isEmpty), .serialized, .timeLimit(.minutes(5)))
struct TerraformTests {
    @Test(arguments: TerraformFixture.all)
    func aModuleIsPlannedAppliedReadUpdatedAndDestroyed(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            let before = try rad.folder.fingerprint()
            let plan = try rad.succeed("plan", "app.bicep", "-e", "tf").output
            #expect(plan.contains("      + terraform/Module cache\n          + null_resource.cache\n"), "\(plan)")
            #expect(try rad.folder.fingerprint() == before)

            let deployed = try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(deployed.errors.contains("  cache │ Apply complete! Resources: 1 added, 0 changed, 0 destroyed."))
            let host = try rad.variable("CONNECTION_CACHE_HOST")
            #expect(host.hasPrefix("cache-") && host.hasSuffix(".example.com"), "\(host)")
            #expect(try rad.variable("CONNECTION_CACHE_PORT") == "'6382'")
            #expect(try rad.variable("CONNECTION_CACHE_PASSWORD").hasPrefix("hidden-3-"))

            let again = try rad.succeed("plan", "app.bicep", "-e", "tf").output
            #expect(again.hasPrefix("No changes: "), "\(again)")
            let moved = try rad.succeed("plan", "app.bicep", "-e", "tf", "--output-dir", "elsewhere").output
            #expect(!moved.contains("terraform/Module"), "\(moved)")

            try rad.folder.replace("size: 3", with: "size: 4", in: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let changed = try rad.succeed("plan", "app.bicep", "-e", "tf").output
            #expect(changed.contains("      ~ terraform/Module cache  (changed)\n          ± null_resource.cache\n"))
            #expect(changed.contains("      ~ core/Secret web in tf-shop  (may change with what it depends on)\n"))
            try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(try rad.variable("CONNECTION_CACHE_PORT") == "'6383'")

            let deleted = try rad.succeed("app", "delete", "shop", "-e", "tf", "--yes")
            #expect(deleted.errors.contains("  cache │ Destroy complete! Resources: 1 destroyed."))
            #expect(try rad.folder.files().allSatisfy { !$0.hasSuffix(".sealed") })
        }
    }

    @Test(arguments: TerraformFixture.all.suffix(1))
    func secretsAreInNoOutputAndNoFileInClear(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            var printed = ""
            for arguments in [
                ["plan", "app.bicep"], ["deploy", "app.bicep"], ["app", "graph", "shop"], ["plan", "app.bicep"],
            ] {
                let outcome = try rad.rad.run(arguments + ["-e", "tf"], environment: rad.variables)
                printed += outcome.output + outcome.errors
            }
            #expect(printed.contains("Apply complete!"))
            #expect(!printed.contains("hidden-3"))
            let holding = try rad.folder.files().filter { try rad.folder.read($0).contains("hidden-3") }
            #expect(holding == [".rad/out/tf/shop/kubernetes/tf-shop/secret-web.yaml"])
            let sealed = try rad.folder.files().filter { $0.hasSuffix(".sealed") }
            #expect(sealed.count == 2)
            for file in sealed { #expect(try rad.folder.mode(of: file) == 0o600) }
        }
    }

    /// The second object fails; the first is kept, and is not made anew when the module is mended.
    @Test(arguments: TerraformFixture.all)
    func whatWasMadeBeforeAFailureIsKept(terraform: TerraformFixture) async throws {
        let broken = """
            \(TerraformFixture.cache)
            resource "null_resource" "broken" {
              triggers = { after = null_resource.cache.id }
              provisioner "local-exec" {
                command = "exit 9"
              }
            }

            """
        try await terraform.with(module: broken) { rad in
            let failed = try rad.run("deploy", "app.bicep", "-e", "tf")
            #expect(failed.status == 1)
            #expect(
                failed.errors.contains("error: 'terraform apply' of 'cache' failed with status 1: Error: "),
                "\(failed.errors)"
            )
            #expect(failed.errors.contains("[RAD6052]"))
            #expect(try rad.folder.files().contains { $0.hasSuffix("state.sealed") })
            #expect(try rad.folder.files().allSatisfy { !$0.contains("/work/") })

            try rad.folder.write(TerraformFixture.cache, to: "recipes/redis/main.tf")
            let mended = try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(
                mended.errors.contains("Apply complete! Resources: 0 added, 0 changed, 1 destroyed."),
                "\(mended.errors)"
            )
        }
    }

    /// A run that was killed leaves Terraform's own state; the next one goes on from it.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func aKilledRunIsTakenUp(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            try rad.succeed("deploy", "app.bicep", "-e", "tf")
            let host = try rad.variable("CONNECTION_CACHE_HOST")
            let work = try #require(try rad.folder.files().first { $0.hasSuffix("state.sealed") })
                .replacingOccurrences(of: "state.sealed", with: "work/terraform.tfstate")
            // What is in the folder of a run that was cut off counts, not what was sealed before it.
            try rad.folder.write(
                #"{"version": 4, "serial": 9, "lineage": "x", "outputs": {}, "resources": []}"#,
                to: work
            )
            let taken = try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(taken.errors.contains("Apply complete! Resources: 1 added, 0 changed, 0 destroyed."))
            #expect(try rad.variable("CONNECTION_CACHE_HOST") != host)
            #expect(try rad.folder.files().allSatisfy { !$0.contains("/work/") })
        }
    }

    /// Ctrl-C lets Terraform finish what it is at; what it made is kept, and the next run goes on.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func ctrlCIsPassedOnAndTheStateIsKept(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.slow) { rad in
            let mark = "\(rad.folder.path)/started"
            let outcome = try rad.rad.run(
                script: """
                    rad deploy app.bicep -e tf & rad=$!
                    until [ -e "$MARK" ] || ! kill -0 $rad 2>/dev/null; do sleep 0.05; done
                    kill -INT $rad
                    wait $rad
                    """,
                environment: rad.variables.merging(["MARK": mark]) { $1 }
            )
            #expect(outcome.status != 0)
            #expect(outcome.errors.contains("cache │ Interrupt received."), "\(outcome.errors)")
            #expect(try rad.folder.files().contains { $0.hasSuffix("state.sealed") })
            try rad.folder.write(TerraformFixture.cache, to: "recipes/redis/main.tf")
            let next = try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(next.errors.contains("Apply complete! Resources: 0 added, 0 changed, "), "\(next.errors)")
        }
    }

    /// A Terraform that outlives its rad is waited for: it ends when it finds nobody to tell its progress.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func aTerraformWhoseRadWasKilledIsWaitedFor(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.slow) { rad in
            let mark = "\(rad.folder.path)/started"
            let script = TerraformFixture.killing(inEnvironment: "tf", more: "rad lock show")
            let killed = try rad.rad.run(script: script, environment: rad.variables.merging(["MARK": mark]) { $1 })
            #expect(killed.output.contains("with the process  terraform apply for cache"), "\(killed.output)")
            let refused = try rad.run("lock", "break", "shop", "-e", "tf", "--yes")
            #expect(
                refused.errors.contains(
                    "the lock of Terraform's state for 'cache' goes with the process that holds it"
                ),
                "\(refused.errors)"
            )
            #expect(refused.errors.contains("[RAD7210]"))
            try rad.folder.write(TerraformFixture.cache, to: "recipes/redis/main.tf")
            let next = try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(
                next.errors.contains("cache │ Waiting for the lock of the state, held by process "),
                "\(next.errors)"
            )
            #expect(next.errors.contains("cache │ Apply complete!"), "\(next.errors)")
            #expect(try rad.succeed("lock", "show").output == "Nobody works on a deployment.\n")
            #expect(try rad.folder.files().allSatisfy { !$0.contains("/work/") })
        }
    }

    /// A repository behind HTTP: its module is fetched once, by its tag.
    @Test(arguments: TerraformFixture.all)
    func aModuleOfARepositoryIsFetchedOnce(terraform: TerraformFixture) async throws {
        try await terraform.with(module: TerraformFixture.cache) { rad in
            try await GitServer.with { server in
                try server.commit(
                    ["redis/main.tf": try rad.folder.read("recipes/redis/main.tf")],
                    to: "shop",
                    tag: "v1"
                )
                try rad.folder.replace(
                    "'./recipes/redis'",
                    with: "'git::\(server.url)/shop.git//redis?ref=v1'",
                    in: "env.bicep"
                )
                try rad.succeed("deploy", "env.bicep")
                let offline = try rad.run("plan", "app.bicep", "-e", "tf", "--no-restore")
                #expect(offline.errors.contains("has not been fetched: it is not in "), "\(offline.errors)")
                try rad.succeed("deploy", "app.bicep", "-e", "tf")
                #expect(try rad.variable("CONNECTION_CACHE_PORT") == "'6382'")
                server.stop()
                #expect(
                    try rad.succeed("plan", "app.bicep", "-e", "tf", "--no-restore").output.hasPrefix("No changes: ")
                )
                try rad.folder.replace("ref=v1", with: "ref=v2", in: "env.bicep")
                try rad.succeed("deploy", "env.bicep")
                let missing = try rad.run("plan", "app.bicep", "-e", "tf")
                #expect(missing.errors.contains("'terraform get' cannot fetch 'git::"), "\(missing.errors)")
                #expect(missing.errors.contains("[RAD4003]"))
                try rad.succeed("app", "delete", "shop", "-e", "tf", "--yes")
            }
        }
    }

    /// `recipeConfig`: variables and secrets of the environment, in plan, apply and destroy.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func settingsOfTheEnvironmentHoldToTheEnd(terraform: TerraformFixture) async throws {
        let module = """
            \(TerraformFixture.cache)
            resource "null_resource" "told" {
              provisioner "local-exec" {
                command = "echo apply $REGION $TOKEN > $OUT/applied"
              }
              provisioner "local-exec" {
                when    = destroy
                command = "echo destroy $REGION $TOKEN > $OUT/destroyed"
              }
            }

            """
        try await terraform.with(module: module) { rad in
            try rad.folder.replace(
                "    recipes: {",
                with: """
                        recipeConfig: {
                          env: { REGION: 'north', OUT: '\(rad.folder.path)' }
                          envSecrets: { TOKEN: { source: store.id, key: 'token' } }
                          terraform: {
                            providers: { 'null': [{}] }
                          }
                        }
                        recipes: {
                    """,
                in: "env.bicep"
            )
            let store = """
                resource store 'Applications.Core/secretStores@2023-10-01-preview' = {
                  name: 'tokens'
                  properties: {
                    environment: env.id
                    type: 'generic'
                    data: { token: { value: 'hidden-token' } }
                  }
                }

                """
            let environment = try rad.folder.read("env.bicep")
            try rad.folder.write(
                environment.replacingOccurrences(
                    of: "store.id",
                    with:
                        "'/planes/radius/local/resourceGroups/default/providers/Applications.Core/secretStores/tokens'"
                ),
                to: "env.bicep"
            )
            try rad.succeed("deploy", "env.bicep")
            let missing = try rad.run("deploy", "app.bicep", "-e", "tf")
            #expect(
                missing.errors.contains("environment 'tf' needs the secret token of /planes/radius/local"),
                "\(missing.errors)"
            )
            #expect(missing.errors.contains("[RAD7140]"))

            try rad.folder.write(try rad.folder.read("env.bicep") + store, to: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let deployed = try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(!(deployed.output + deployed.errors).contains("hidden-token"))
            #expect(try rad.folder.read("applied") == "apply north hidden-token\n")
            #expect(try rad.succeed("plan", "app.bicep", "-e", "tf").output.hasPrefix("No changes: "))
            try rad.succeed("app", "delete", "shop", "-e", "tf", "--yes")
            #expect(try rad.folder.read("destroyed") == "destroy north hidden-token\n")
        }
    }

    @Test func withoutTerraformNothingIsDone() async throws {
        let nowhere = TerraformFixture(path: "/nowhere/terraform")
        try await nowhere.with(module: TerraformFixture.cache) { rad in
            let outcome = try rad.run("deploy", "app.bicep", "-e", "tf")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("RAD_TERRAFORM is '/nowhere/terraform', which is no program [RAD6050]"))
            #expect(try rad.folder.files().allSatisfy { !$0.contains("/shop/") })
        }
    }

    @Test func oneThatIsTooOldIsRefused() async throws {
        try await ScratchFolder.with { folder in
            let path = "\(folder.path)/terraform"
            try folder.writeProgram("echo '{\"terraform_version\": \"0.12.31\"}'", to: "terraform")
            try await TerraformFixture(path: path).with(module: TerraformFixture.cache) { rad in
                let outcome = try rad.run("plan", "app.bicep", "-e", "tf")
                #expect(outcome.errors.contains("'\(path)' is version 0.12.31, expected 1.0 or later [RAD6051]"))
            }
        }
    }

    @Test func aModuleIsRegisteredWithParametersThatItHas() async throws {
        try await TerraformFixture(path: "/nowhere").with(module: TerraformFixture.cache) { rad in
            let register = [
                "recipe", "register", "small", "--resource-type", "Applications.Datastores/redisCaches", "-e", "tf",
                "--template-kind", "terraform", "--template-path", "./recipes/redis", "-p",
            ]
            let refused = try rad.rad.run(register + ["sise=1"], environment: rad.variables)
            #expect(refused.errors.contains("has no parameter 'sise'"), "\(refused.errors)")
            #expect(try rad.rad.run(register + ["size=1"], environment: rad.variables).status == 0)
            #expect(try rad.succeed("recipe", "list", "-e", "tf").output.contains("./recipes/redis"))
            let show = [
                "recipe", "show", "small", "--resource-type", "Applications.Datastores/redisCaches", "-e", "tf",
            ]
            let shown = try rad.rad.run(show, environment: rad.variables)
            #expect(shown.status == 0)
            for line in ["size       number    -              1", "host      value", "password  secret"] {
                #expect(shown.output.contains(line), "\(shown.output)")
            }
            let text = try rad.rad.run(show + ["--source"], environment: rad.variables)
            #expect(text.errors.contains("is a module of Terraform, which is a folder and not one text [RAD4113]"))
        }
    }

    @Test func whatTheModuleDoesNotHaveIsSaidBeforeAnythingRuns() async throws {
        try await TerraformFixture(path: "/nowhere").with(module: "variable \"size\" {}\nvariable \"zone\" {}\n") {
            rad in
            let outcome = try rad.run("plan", "app.bicep", "-e", "tf")
            #expect(outcome.errors.contains("recipe './recipes/redis' has no parameter 'label'"), "\(outcome.errors)")
            #expect(outcome.errors.contains("requires the parameter 'zone', which nobody gives"), "\(outcome.errors)")
            try rad.folder.write("variable \"size\" {\n  default = \"x\n}\n", to: "recipes/redis/main.tf")
            let broken = try rad.run("plan", "app.bicep", "-e", "tf")
            #expect(
                broken.errors.contains("recipes/redis/main.tf:2:13: error: cannot read the module of Terraform"),
                "\(broken.errors)"
            )
            #expect(broken.errors.contains("the string has no end [RAD4004]"))
        }
    }
}
