import Foundation
import TestSupport
import Testing

private let python = ProcessInfo.processInfo.environment["RAD_TEST_PYTHON"] ?? ""

/// What becomes known only when Terraform looks, or only when it may fetch something.
@Suite(
    .enabled(if: !TerraformFixture.all.isEmpty && !python.isEmpty, "set RAD_TEST_TERRAFORM and RAD_TEST_PYTHON"),
    .serialized,
    .timeLimit(.minutes(10))
)
struct TerraformDriftTests {
    private static let module = """
        terraform {
          required_providers {
            files = {
              source = "rad/files"
            }
          }
        }

        variable "size" {}
        variable "label" {}
        variable "folder" {
          default = "."
        }

        resource "files_file" "host" {
          path = "${var.folder}/host.txt"
          text = "hidden-host-${var.size}"
        }

        resource "files_file" "port" {
          count = 2
          path  = "${var.folder}/port-${count.index}.txt"
          text  = "6379"
        }

        output "result" {
          value = {
            values = { host = "h", port = 6379 }
          }
        }

        """

    @Test(arguments: TerraformFixture.all)
    func whatOthersChangedInsideOfAModuleIsDrift(terraform: TerraformFixture) async throws {
        try await withFiles(terraform) { rad in
            try rad.succeed("deploy", "app.bicep", "-e", "tf")
            #expect(try rad.succeed("app", "drift", "shop", "-e", "tf").output.hasPrefix("No drift: "))
            let sealed = try #require(try rad.folder.files().first { $0.hasSuffix("state.sealed") })
            let before = try rad.folder.read(sealed)

            try rad.folder.write("other", to: "made/host.txt")
            try FileManager.default.removeItem(atPath: "\(rad.folder.path)/made/port-1.txt")
            let drift = try rad.run("app", "drift", "shop", "-e", "tf", "--exit-code")
            #expect(drift.status == 2, "\(drift.errors)")
            let lines = drift.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            #expect(
                lines.contains("cache terraform/Module cache - changed")
                    && lines.contains("cache files_file files_file.host - changed: text")
                    && lines.contains("cache files_file files_file.port[1] - missing"),
                "\(drift.output)"
            )
            #expect(!drift.output.contains("hidden-host") && !drift.output.contains("port[0]"))
            let json = try rad.run("app", "drift", "shop", "-e", "tf", "-o", "json").output
            #expect(json.contains(#""address": "files_file.host""#), "\(json)")
            try rad.folder.write("hidden-host-3", to: "made/host.txt")
            try rad.folder.write("6379", to: "made/port-1.txt")
            #expect(try rad.folder.read(sealed) == before)
            #expect(try rad.succeed("app", "drift", "shop", "-e", "tf").output.hasPrefix("No drift: "))
        }
    }

    /// Offline, providers come from this machine or not at all.
    @Test(arguments: TerraformFixture.all)
    func offlineNothingIsFetched(terraform: TerraformFixture) async throws {
        try await withFiles(terraform) { rad in
            let text = try rad.folder.read("terraform.rc")
            try rad.succeed("plan", "app.bicep", "-e", "tf", "--offline")
            // The user's own configuration names no place of this machine any more, and none is kept yet.
            try FileManager.default.removeItem(atPath: "\(rad.cache)/terraform")
            try rad.folder.write("provider_installation {\n  direct {}\n}\n", to: "terraform.rc")
            let offline = try rad.rad.run(
                ["deploy", "app.bicep", "-e", "tf"],
                environment: rad.variables.merging(["RAD_OFFLINE": "1"]) { $1 }
            )
            #expect(offline.status == 1)
            #expect(
                offline.errors.contains(
                    "rad is offline, and Terraform does not find all on this machine that the recipe for 'cache' needs"
                ),
                "\(offline.errors)"
            )
            #expect(offline.errors.contains("[RAD6059]") && offline.errors.contains("rad/files"))

            // What was fetched once is enough.
            try rad.folder.write(text, to: "terraform.rc")
            try rad.succeed("deploy", "app.bicep", "-e", "tf")
            try rad.folder.write("provider_installation {\n  direct {}\n}\n", to: "terraform.rc")
            try rad.folder.replace("size: 3", with: "size: 4", in: "env.bicep")
            try rad.succeed("deploy", "env.bicep")
            try rad.succeed("deploy", "app.bicep", "-e", "tf", "--offline")
            #expect(try rad.folder.read("made/host.txt") == "hidden-host-4")
        }
    }

    /// A module of a repository that a module on this machine calls cannot be had offline.
    @Test(arguments: TerraformFixture.all.suffix(1))
    func offlineNoModuleIsFetched(terraform: TerraformFixture) async throws {
        try await withFiles(terraform) { rad in
            try await GitServer.with { server in
                try server.commit(["main.tf": "output \"name\" {\n  value = \"n\"\n}\n"], to: "names")
                try rad.folder.write(
                    "\(Self.module)\nmodule \"names\" {\n  source = \"git::\(server.url)/names.git\"\n}\n",
                    to: "recipes/redis/main.tf"
                )
                let offline = try rad.run("plan", "app.bicep", "-e", "tf", "--offline")
                #expect(offline.errors.contains("[RAD6059]"), "\(offline.errors)")
                #expect(server.connectionCount == 0)
                try rad.succeed("plan", "app.bicep", "-e", "tf")
            }
        }
    }

    /// Runs a test with the provider of files in the only mirror.
    private func withFiles(_ terraform: TerraformFixture, test: (Terraformed) async throws -> Void) async throws {
        try await terraform.with(module: Self.module) { rad in
            let tool = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Tools/terraform-provider-files.py").path
            try await ScratchFolder.with { mirror in
                let program = "registry.terraform.io/rad/files/1.0.0/linux_amd64/terraform-provider-files_v1.0.0"
                try mirror.writeProgram("exec '\(python)' -B '\(tool)' \"$@\"", to: program)
                try rad.folder.write(
                    "provider_installation {\n  filesystem_mirror {\n    path = \"\(mirror.path)\"\n  }\n}\n",
                    to: "terraform.rc"
                )
                try rad.folder.write("", to: "made/keep")
                try rad.folder.replace(
                    "parameters: { size: 3",
                    with: "parameters: { folder: '\(rad.folder.path)/made', size: 3",
                    in: "env.bicep"
                )
                try rad.succeed("deploy", "env.bicep")
                try await test(rad)
            }
        }
    }
}
