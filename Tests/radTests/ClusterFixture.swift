import Foundation
import TestSupport
import Testing

/// The program beside a real API server, with a namespace, an environment in it, and a workspace that leads there.
enum ClusterFixture {
    /// One web server, in a namespace that is there.
    static let shop = """
        extension radius
        param environment string
        param image string = 'registry.example/web:1.0'
        resource app 'Radius.Core/applications@2025-08-01-preview' = {
          name: 'shop'
          properties: { environment: environment }
        }
        resource web 'Radius.Compute/containers@2025-08-01-preview' = {
          name: 'web'
          properties: {
            environment: environment
            application: app.id
            containers: {
              web: { image: image, ports: { http: { containerPort: 8080 } } }
            }
          }
        }
        """

    static var variables: [String: String] { ["KUBECONFIG": TestCluster.kubeconfig ?? ""] }

    /// Runs a test in a namespace of its own; `shop.bicep` is one web server.
    static func with(_ body: (Program, TestCluster, _ namespace: String) async throws -> Void) async throws {
        let cluster = try TestCluster()
        try await cluster.withNamespace { namespace in
            try await Program.with { rad in
                try rad.folder.write(
                    "workspaces:\n  default: c\n  items:\n    c: { connection: { kind: kubernetes } }\n",
                    to: ".rad/config.yaml"
                )
                try rad.folder.write(shop, to: "shop.bicep")
                try rad.folder.write(
                    """
                    extension radius
                    resource default 'Radius.Core/environments@2025-08-01-preview' = {
                      name: 'default'
                      properties: { providers: { kubernetes: { namespace: '\(namespace)' } } }
                    }
                    """,
                    to: "environment.bicep"
                )
                try rad.succeedInCluster("deploy", "environment.bicep")
                try await body(rad, cluster, namespace)
            }
        }
    }
}

extension Program {
    /// Runs a command that must succeed with nothing but progress on standard error, and gives what it printed.
    ///
    /// Nothing in an API server alone makes pods, so that a deployment does not wait for them.
    @discardableResult
    func succeedInCluster(
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let rest = arguments.first == "deploy" ? ["--no-wait"] : []
        let outcome = try run(arguments + rest, environment: ClusterFixture.variables)
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors.withoutProgress == "", sourceLocation: sourceLocation)
        return outcome.output
    }
}

extension String {
    /// What was written to standard error without the lines that tell of the work.
    var withoutProgress: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .filter { $0.prefixMatch(of: /\ {0,4}[0-9hms]+  [^ ]/) == nil }
            .joined(separator: "\n")
    }
}
