import Foundation
import TestSupport
import Testing

/// One application in three languages.
@Suite struct DefinitionLanguageTests {
    private static let yaml = """
        resources:
          app:
            type: Applications.Core/applications@2023-10-01-preview
            name: shop
            properties:
              environment: ${environment}
          web:
            type: Applications.Core/containers@2023-10-01-preview
            properties:
              application: ${app.id}
              container:
                image: registry.example/web:1.0
                ports: { http: { containerPort: 8080 } }
              connections:
                cache: { source: "${cache.id}" }
          cache:
            type: Applications.Datastores/redisCaches@2023-10-01-preview
            properties:
              environment: ${environment}
              application: ${app.id}

        """

    /// The files of a deployment, by their paths below the folder of the output.
    private func deployed(_ definition: String, _ rad: Program) throws -> [String: String] {
        try rad.succeed("deploy", definition, "--output-dir", "out")
        let names = try rad.folder.files().filter { $0.hasPrefix("out/") }
        let files = try Dictionary(uniqueKeysWithValues: names.map { ($0, try rad.folder.read($0)) })
        try rad.succeed("app", "delete", "shop", "-y", "--output-dir", "out")
        return files
    }

    @Test func everyLanguageGivesTheSameObjects() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(Self.yaml, to: "app.yaml")
            try rad.succeed("bicep", "build", "app.bicep", "--outfile", "app.json")
            let expected = try deployed("app.bicep", rad)
            #expect(expected.count > 5)
            #expect(try deployed("app.yaml", rad) == expected)
            #expect(try deployed("app.json", rad) == expected)
        }
    }

    @Test func everyLanguageIsPlannedAndDrawn() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.folder.write(Self.yaml, to: "app.yml")
            try rad.succeed("bicep", "build", "app.bicep", "--outfile", "app.json")
            for command in [["plan"], ["app", "graph"]] {
                let expected = try rad.run(command + ["app.bicep"]).output
                #expect(try rad.run(command + ["app.yml"]).output == expected)
                #expect(try rad.run(command + ["app.json"]).output == expected)
            }
        }
    }

    @Test func mistakesPointIntoTheFile() async throws {
        try await Program.with { rad in
            try rad.folder.write(Self.yaml.replacingOccurrences(of: "cache.id", with: "cahce.id"), to: "app.yaml")
            let outcome = try rad.run("deploy", "app.yaml")
            #expect(outcome.status == 1)
            #expect(
                outcome.errors == """
                    app.yaml:15:29: error: nothing here is named 'cahce' [BCP057]
                       |
                    15 |         cache: { source: "${cahce.id}" }
                       |                             ^^^^^
                    help: did you mean 'cache'?

                    """
            )
            try rad.folder.write(#"{"resources": {"web": {"type": "Radius.Nothing/x@1"}}}"#, to: "app.json")
            #expect(try rad.run("deploy", "app.json").errors.hasPrefix("app.json:1:"))
        }
    }
}
