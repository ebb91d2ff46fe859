import Foundation
import TestSupport

/// Terraform itself, of several versions, with the provider `null` in a mirror on this machine.
struct TerraformFixture: CustomStringConvertible {
    /// The path of the program.
    let path: String

    var description: String { path }

    /// The programs; CI names them, so that nothing is skipped there.
    static let all = variable("RAD_TEST_TERRAFORM").split(separator: ":").map { TerraformFixture(path: String($0)) }

    static let mirror = variable("RAD_TEST_TERRAFORM_MIRROR")

    private static func variable(_ name: String) -> String { ProcessInfo.processInfo.environment[name] ?? "" }

    /// Runs a test in a folder with an environment `tf` whose caches come from a module, and an application `shop`.
    func with(module: String, test: (Terraformed) async throws -> Void) async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment, to: "env.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(module, to: "recipes/redis/main.tf")
            try rad.folder.write(
                """
                provider_installation {
                  filesystem_mirror {
                    path = "\(Self.mirror)"
                  }
                }
                """,
                to: "terraform.rc"
            )
            try await ScratchFolder.with { cache in
                let run = Terraformed(rad: rad, program: path, cache: cache.path)
                try run.succeed("deploy", "env.bicep")
                try await test(run)
            }
        }
    }

    static let environment = """
        extension radius
        resource env 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'tf'
          properties: {
            compute: { kind: 'kubernetes', namespace: 'tf' }
            recipes: {
              'Applications.Datastores/redisCaches': {
                default: {
                  templateKind: 'terraform'
                  templatePath: './recipes/redis'
                  parameters: { size: 3, label: 'a\\${b}' }
                }
              }
            }
          }
        }

        """

    /// A cache that takes what Radius tells it and gives a host, a port and a secret.
    static let cache = """
        variable "context" {
          type = any
        }

        variable "size" {
          type = number
        }

        variable "label" {
          default = ""
        }

        resource "null_resource" "cache" {
          triggers = {
            name  = var.context.resource.name
            size  = var.size
            label = var.label
          }
        }

        output "result" {
          value = {
            values = {
              host = "${null_resource.cache.triggers.name}-${null_resource.cache.id}.example.com"
              port = 6379 + var.size
            }
            secrets = {
              password = "hidden-${var.size}-${null_resource.cache.id}"
            }
          }
          sensitive = true
        }

        """
}

extension TerraformFixture {
    /// A cache behind something that takes a minute, and says when it has begun by the file `MARK`.
    static let slow = """
        \(cache)
        resource "null_resource" "slow" {
          triggers = { after = null_resource.cache.id }
          provisioner "local-exec" {
            command = "touch $MARK; exec sleep 60"
          }
        }

        """

    /// Deploys the application until the slow part of it has begun, kills rad, and does more in the shell.
    static func killing(inEnvironment environment: String, more: String = "") -> String {
        """
        rad deploy app.bicep -e \(environment) --no-wait & rad=$!
        until [ -e "$MARK" ] || ! kill -0 $rad 2>/dev/null; do sleep 0.05; done
        kill -KILL $rad
        wait $rad 2>/dev/null
        \(more)
        true
        """
    }
}

/// The program in a folder with modules of Terraform.
struct Terraformed {
    let rad: Program
    let program: String
    /// Where programs of providers are kept, as in a real home: outside of the folder.
    let cache: String
    /// Variables besides those that all runs have.
    var more: [String: String] = [:]

    var folder: ScratchFolder { rad.folder }

    var variables: [String: String] {
        ["RAD_TERRAFORM": program, "TF_CLI_CONFIG_FILE": "\(folder.path)/terraform.rc", "RAD_CACHE_DIR": cache]
            .merging(more) { $1 }
    }

    func run(_ arguments: String...) throws -> Program.Outcome { try rad.run(arguments, environment: variables) }

    @discardableResult
    func succeed(_ arguments: String...) throws -> Program.Outcome {
        let outcome = try rad.run(arguments, environment: variables)
        guard outcome.status == 0 else { throw Failed(description: outcome.output + outcome.errors) }
        return outcome
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// What the container of the application is given, from the file that the folder target wrote.
    func variable(_ name: String) throws -> String {
        let secret = try folder.read(".rad/out/tf/shop/kubernetes/tf-shop/secret-web.yaml")
        let deployment = try folder.read(".rad/out/tf/shop/kubernetes/tf-shop/deployment-web.yaml")
        let lines = (secret + deployment).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let line = lines.first { $0.hasPrefix("\(name): ") } ?? ""
        return String(line.dropFirst(name.count + 2))
    }
}
