import Foundation
import TestSupport
import Testing

/// Recipes in Terraform in a workspace of kind `kubernetes`: Terraform's own backend against a real API server.
@Suite(
    .enabled(if: TestCluster.kubeconfig != nil && !TerraformFixture.all.isEmpty, TestCluster.need),
    .serialized,
    .timeLimit(.minutes(10))
)
struct TerraformClusterTests {
    @Test(arguments: TerraformFixture.all)
    func theStateIsInTheClusterWhereRadiusKeepsIt(terraform: TerraformFixture) async throws {
        try await withCluster(terraform) { rad, cluster, namespace in
            let module = """
                \(TerraformFixture.cache)
                resource "null_resource" "told" {
                  provisioner "local-exec" {
                    command = "echo $KUBE_CTX > $OUT/applied"
                  }
                  provisioner "local-exec" {
                    when    = destroy
                    command = "echo $TOLD > $OUT/destroyed"
                  }
                }

                """
            try rad.folder.write(module, to: "recipes/redis/main.tf")
            let before = try states(in: cluster, namespace)
            let plan = try rad.succeed("plan", "app.bicep", "-e", namespace).output
            #expect(plan.contains("+ null_resource.cache"), "\(plan)")
            #expect(try states(in: cluster, namespace) == before)

            let deployed = try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            #expect(deployed.errors.contains("cache │ Apply complete!"), "\(deployed.errors)")
            #expect(try rad.folder.read("applied") == "test\n")
            let made = try states(in: cluster, namespace).filter { !before.contains($0) }
            let state = try #require(made.first { $0.hasPrefix("tfstate-default-") })
            let suffix = state.dropFirst("tfstate-default-".count)
            #expect(made.sorted() == ["rad-terraform-\(suffix)", "tfstate-default-\(suffix)"])
            #expect(suffix.count == 40)
            #expect(try rad.folder.files().allSatisfy { !$0.hasSuffix(".sealed") && !$0.contains("/work/") })
            let quiet = try rad.succeed("plan", "app.bicep", "-e", namespace).output
            #expect(quiet.hasPrefix("No changes: "), "\(quiet)")
            #expect(try rad.succeed("app", "drift", "shop", "-e", namespace).output.hasPrefix("No drift: "))

            try rad.folder.replace("size: 3", with: "size: 4", in: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            #expect(try rad.succeed("plan", "app.bicep", "-e", namespace).output.hasPrefix("No changes: "))

            let moved = try rad.run("state", "move", "--to", "files")
            #expect(moved.errors.contains("[RAD7176]"), "\(moved.errors)")
            // Somebody else has no folder of Terraform's, and knows from the cluster what it was run with.
            try rad.succeed("app", "delete", "shop", "-e", namespace, "--yes", "--no-wait")
            #expect(try rad.folder.read("destroyed") == "so\n")
            #expect(try states(in: cluster, namespace).filter { !before.contains($0) } == [])
            let leases = try cluster.names("/apis/coordination.k8s.io/v1/namespaces/\(namespace)-state/leases")
            #expect(leases.allSatisfy { !$0.contains(suffix) }, "\(leases)")
        }
    }

    /// What a run that failed has made is in the cluster, and the next run goes on from there.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func whatWasMadeBeforeAFailureIsInTheCluster(terraform: TerraformFixture) async throws {
        try await withCluster(terraform) { rad, _, namespace in
            let broken = """
                \(TerraformFixture.cache)
                resource "null_resource" "broken" {
                  triggers = { after = null_resource.cache.id }
                  provisioner "local-exec" {
                    command = "exit 9"
                  }
                }

                """
            try rad.folder.write(broken, to: "recipes/redis/main.tf")
            #expect(try rad.run("deploy", "app.bicep", "-e", namespace, "--no-wait").errors.contains("[RAD6052]"))
            try rad.folder.write(TerraformFixture.cache, to: "recipes/redis/main.tf")
            let mended = try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            #expect(
                mended.errors.contains("Apply complete! Resources: 0 added, 0 changed, 1 destroyed."),
                "\(mended.errors)"
            )
            try rad.succeed("app", "delete", "shop", "-e", namespace, "--yes", "--no-wait")
        }
    }

    /// A state that Terraform could not keep is left beside rad's, and goes into the cluster with the next run.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func aStateThatWasLeftIsTakenOver(terraform: TerraformFixture) async throws {
        try await withCluster(terraform) { rad, cluster, namespace in
            try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            let name = try #require(try states(in: cluster, namespace).first { $0.hasPrefix("tfstate-default-") })
            let data =
                try cluster.request("/api/v1/namespaces/\(namespace)-state/secrets/\(name)").answer["data"]
                as? [String: String]
            let text = try #require(data?["tfstate"])
            let packed = try #require(Data(base64Encoded: text))
            try packed.write(to: URL(fileURLWithPath: "\(rad.folder.path)/state.gz"))
            let suffix = name.dropFirst("tfstate-default-".count)
            let work = "\(rad.folder.path)/.rad/clusters/test/state/terraform/\(suffix)/work"
            let script = """
                mkdir -p \(work) && gunzip -c state.gz | sed 's/"serial": [0-9]*/"serial": 99/' > \(work)/errored.tfstate
                """
            #expect(try rad.rad.run(script: script, environment: [:]).status == 0)
            try rad.folder.replace("size: 3", with: "size: 4", in: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            let next = try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            #expect(next.errors.contains("1 added, 0 changed, 1 destroyed."), "\(next.errors)")
            try rad.succeed("app", "delete", "shop", "-e", namespace, "--yes", "--no-wait")
        }
    }

    /// A Terraform that was killed with its rad leaves a lock in the cluster: on the same machine nobody need see it.
    @Test(arguments: TerraformFixture.all)
    func theLockOfARunThatWasKilledHereIsLifted(terraform: TerraformFixture) async throws {
        try await withCluster(terraform) { rad, cluster, namespace in
            let suffix = try killed(rad, cluster, namespace)
            #expect(try holder(of: suffix, in: cluster, namespace) != nil)
            let held = try rad.succeed("lock", "show").output
            #expect(held.contains("when it is given back  terraform apply for cache"), "\(held)")

            try rad.folder.write(TerraformFixture.cache, to: "recipes/redis/main.tf")
            let next = try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            #expect(
                next.errors.contains("cache │ Lifting the lock of a run that was cut off on this machine, held by '"),
                "\(next.errors)"
            )
            #expect(next.errors.contains("for 'terraform apply'"))
            #expect(next.errors.contains("cache │ Apply complete!"), "\(next.errors)")
            #expect(try holder(of: suffix, in: cluster, namespace) == nil)
            try rad.succeed("app", "delete", "shop", "-e", namespace, "--yes", "--no-wait")
        }
    }

    /// One that another machine may still hold is explained, and lifted by whoever knows that it does not.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func aLockOfAnotherMachineIsExplainedAndBroken(terraform: TerraformFixture) async throws {
        try await withCluster(terraform) { rad, cluster, namespace in
            let suffix = try killed(rad, cluster, namespace)
            // Whoever has no folder of that run is on another machine.
            let folder = "\(rad.folder.path)/.rad/clusters/test/state/terraform"
            try FileManager.default.removeItem(atPath: folder)
            try rad.folder.write(TerraformFixture.cache, to: "recipes/redis/main.tf")
            let refused = try rad.run("deploy", "app.bicep", "-e", namespace, "--no-wait")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("cache │ Waiting for the lock of the state, held by '"))
            let message = "error: the state of Terraform for 'cache' is locked, held by '"
            #expect(refused.errors.contains(message), "\(refused.errors)")
            #expect(refused.errors.contains("[RAD4114]"))
            #expect(refused.errors.contains("of secret/\(namespace)-state/tfstate-default-\(suffix)"))
            #expect(refused.errors.contains("'rad lock break shop -e \(namespace)'"), "\(refused.errors)")

            let broken = try rad.succeed("lock", "break", "shop", "-e", namespace, "--yes")
            #expect(broken.errors.contains("The state of Terraform for 'cache' is locked, held by '"))
            #expect(broken.output.hasSuffix("is broken\n"), "\(broken.output)")
            #expect(try holder(of: suffix, in: cluster, namespace) == nil)
            try rad.succeed("deploy", "app.bicep", "-e", namespace, "--no-wait")
            let again = try rad.succeed("lock", "break", "shop", "-e", namespace)
            #expect(again.output.hasPrefix("Nobody holds the lock of "), "\(again.output)")
            try rad.succeed("app", "delete", "shop", "-e", namespace, "--yes", "--no-wait")
        }
    }

    /// Deploys until Terraform is at work, kills it and rad, and ends rad's own lock before its time.
    ///
    /// - Returns: The suffix of the state's name.
    private func killed(_ rad: Terraformed, _ cluster: TestCluster, _ namespace: String) throws -> String {
        try rad.folder.write(TerraformFixture.slow, to: "recipes/redis/main.tf")
        let script = TerraformFixture.killing(
            inEnvironment: namespace,
            more: """
                work=$(realpath $(find .rad -name work))
                for process in /proc/[0-9]*; do
                  [ "$(readlink $process/cwd)" != "$work" ] || kill -KILL ${process#/proc/}
                done
                basename $(dirname $work)
                """
        )
        let mark = "\(rad.folder.path)/started"
        let outcome = try rad.rad.run(script: script, environment: rad.variables.merging(["MARK": mark]) { $1 })
        let leases = "/apis/coordination.k8s.io/v1/namespaces/\(namespace)-state/leases"
        for name in try cluster.names(leases) where name.hasPrefix("rad-lock-") {
            _ = try cluster.request("DELETE", "\(leases)/\(name)")
        }
        return outcome.output.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// Who holds the lock of a state of Terraform.
    private func holder(of suffix: String, in cluster: TestCluster, _ namespace: String) throws -> String? {
        let leases = "/apis/coordination.k8s.io/v1/namespaces/\(namespace)-state/leases"
        let answer = try cluster.request("\(leases)/lock-tfstate-default-\(suffix)").answer
        return (answer["spec"] as? [String: Any])?["holderIdentity"] as? String
    }

    /// The Secrets of Terraform's states.
    private func states(in cluster: TestCluster, _ namespace: String) throws -> [String] {
        try cluster.names("/api/v1/namespaces/\(namespace)-state/secrets").filter { !isOwn($0) }
    }

    /// Whether a Secret is of rad's own state.
    private func isOwn(_ name: String) -> Bool { name.hasPrefix("rad-") && !name.hasPrefix("rad-terraform-") }

    private func withCluster(
        _ terraform: TerraformFixture,
        test: (Terraformed, TestCluster, _ namespace: String) async throws -> Void
    ) async throws {
        let cluster = try TestCluster()
        // The namespace is the environment's name as well, so that states of tests are told apart.
        let namespace = "tf-\(UUID().uuidString.lowercased().prefix(8))"
        do {
            try await terraform.with(module: TerraformFixture.cache) { run in
                var rad = run
                rad.more = ["KUBECONFIG": TestCluster.kubeconfig ?? ""]
                defer {
                    for name in ["", "-shop", "-state"].map({ namespace + $0 }) { try? cluster.finish(namespace: name) }
                }
                try rad.folder.write(
                    """
                    workspaces:
                      default: c
                      items:
                        c:
                          connection: { kind: kubernetes }
                          state: { kind: cluster, namespace: \(namespace)-state }

                    """,
                    to: ".rad/config.yaml"
                )
                try rad.folder.replace("name: 'tf'", with: "name: '\(namespace)'", in: "env.bicep")
                try rad.folder.replace("namespace: 'tf'", with: "namespace: '\(namespace)'", in: "env.bicep")
                try rad.folder.replace(
                    "recipes: {",
                    with: "recipeConfig: { env: { OUT: '\(rad.folder.path)', TOLD: 'so' } }\n    recipes: {",
                    in: "env.bicep"
                )
                try rad.succeed("deploy", "env.bicep")
                try await test(rad, cluster, namespace)
            }
        }
    }
}
