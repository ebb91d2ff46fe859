import Foundation
import TestSupport
import Testing

/// A simulated environment: everything is checked and recorded, nothing is deployed.
@Suite struct SimulationTests {
    private static let environment = """
        extension radius
        resource env 'Applications.Core/environments@2023-10-01-preview' = {
          name: 'dry'
          properties: {
            compute: { kind: 'kubernetes', namespace: 'dry' }
            simulated: true
            recipes: {
              'Applications.Datastores/redisCaches': {
                default: {
                  templateKind: 'bicep'
                  templatePath: 'builtin:local-dev/Applications.Datastores/redisCaches'
                }
              }
            }
            extensions: [{ kind: 'somethingElse' }]
          }
        }

        """

    @Test func nothingIsDeployedAndTheGraphIsThere() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.environment, to: "env.bicep")
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let made = try rad.run("deploy", "env.bicep")
            #expect(made.status == 0)
            #expect(made.errors.contains("env.bicep:6:16: warning: environment 'dry' is simulated"))
            #expect(made.errors.contains("15:18: warning: 'somethingElse' in 'extensions[0]' has no effect"))
            #expect(made.errors.contains("[RAD2036]"))
            let outcome = try rad.run("deploy", "app.bicep", "-e", "dry")
            #expect(outcome.status == 0)
            #expect(outcome.errors.components(separatedBy: "[RAD7037]").count == 2)
            #expect(try rad.folder.files().allSatisfy { !$0.hasSuffix(".yaml") })
            #expect(try rad.succeed("app", "graph", "shop", "-e", "dry").contains("web"))
            #expect(try rad.run("plan", "app.bicep", "-e", "dry").output.contains("No changes"))
        }
    }

    @Test func whatIsDeployedIsNotForgotten() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Self.environment.replacingOccurrences(of: "    simulated: true\n", with: ""),
                to: "env.bicep"
            )
            try rad.folder.write(Applications.shop, to: "app.bicep")
            #expect(try rad.run("deploy", "env.bicep").status == 0)
            try rad.succeed("deploy", "app.bicep", "-e", "dry")
            try rad.folder.write(Self.environment, to: "env.bicep")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run("deploy", "env.bicep")
            #expect(outcome.status == 1)
            #expect(try rad.folder.fingerprint() == before)
            #expect(outcome.errors.contains("[RAD7038]"))
        }
    }

    /// A run that was killed may have made what it had only announced.
    @Test func whatMayHaveBeenMadeIsNotForgotten() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                Self.environment.replacingOccurrences(of: "    simulated: true\n", with: ""),
                to: "env.bicep"
            )
            #expect(try rad.run("deploy", "env.bicep").status == 0)
            let journal = try #require(try rad.folder.files().first { $0.hasSuffix(".journal") })
            let entries = try rad.folder.read(journal).split(separator: "\n", omittingEmptySubsequences: false)
            let beginning = try #require(entries.firstIndex { $0.contains("began") })
            try rad.folder.write(entries[...beginning].joined(separator: "\n") + "\n", to: journal)
            try rad.folder.write(Self.environment, to: "env.bicep")
            let before = try rad.folder.fingerprint()
            let outcome = try rad.run("deploy", "env.bicep")
            #expect(outcome.status == 1 && outcome.errors.contains("[RAD7038]"), "\(outcome.errors)")
            #expect(try rad.folder.fingerprint() == before)
        }
    }

    @Test func anEnvironmentWithoutPacksHasTheDefaultOne() async throws {
        try await Program.with { rad in
            try rad.folder.write(
                """
                extension radius
                resource env 'Radius.Core/environments@2025-08-01-preview' = {
                  name: 'current'
                  properties: { providers: { kubernetes: { namespace: 'current' } } }
                }
                """,
                to: "env.bicep"
            )
            try rad.succeed("deploy", "env.bicep")
            #expect(try rad.succeed("env", "show", "current").contains("builtin:local-dev/Radius.Data/redisCaches"))
        }
    }
}
