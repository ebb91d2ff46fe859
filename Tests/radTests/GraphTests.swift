import Foundation
import TestSupport
import Testing

/// `rad app graph`, from a definition and as it was deployed.
@Suite struct GraphTests {
    @Test func aDefinitionIsDrawnInEveryForm() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad app graph app.bicep",
                    "rad app graph app.bicep -o json",
                    "rad app graph app.bicep -o dot"
                ),
                "graph-shop.txt"
            )
            #expect(try rad.folder.files() == ["app.bicep"], "drawing writes nothing")
        }
    }

    @Test func whatIsDeployedIsDrawnLikeItsDefinition() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let before = try rad.folder.fingerprint()
            for format in ["text", "dot"] {
                let drawn = try rad.succeed("app", "graph", "app.bicep", "-o", format)
                #expect(try rad.succeed("app", "graph", "shop", "-o", format) == drawn)
                #expect(try rad.succeed("app", "graph", "-a", "SHOP", "-e", "default", "-o", format) == drawn)
            }
            #expect(try rad.folder.fingerprint() == before, "drawing writes nothing")
            try rad.folder.write(Applications.shopWithoutWeb, to: "app.bicep")
            #expect(try rad.succeed("app", "graph", "app.bicep").contains("web") == false)
            #expect(try rad.succeed("app", "graph", "shop").contains("web -> cache"))
        }
    }

    @Test func theDeployedGraphTellsProgramsTheStateAndWhatTheRecipeGave() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            let text = try rad.succeed("app", "graph", "shop", "-o", "json")
            let graph = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: [[String: Any]]]
            let resources = try #require(graph?["resources"])
            #expect(resources.map { $0["name"] as? String } == ["web", "cache"])
            #expect(resources.allSatisfy { $0["provisioningState"] as? String == "Succeeded" })
            let cache = try #require(resources.last?["properties"] as? [String: Any])
            #expect(cache["host"] as? String == "cache.default-shop.svc.cluster.local")
            #expect(cache["port"] as? Int == 6379)
        }
    }

    @Test func whatIsWrongIsOneErrorAndNoGraph() async throws {
        try await Program.with { rad in
            let text = Applications.shop.replacingOccurrences(of: "source: cache.id", with: "source: cahce.id")
            try rad.folder.write(text, to: "app.bicep")
            for format in ["text", "json", "dot"] {
                let outcome = try rad.run("app", "graph", "app.bicep", "-o", format)
                #expect(outcome.status == 1)
                #expect(outcome.output == "")
                #expect(outcome.errors.hasPrefix("app.bicep:21:24: error: "), "\(outcome.errors)")
                #expect(outcome.errors.components(separatedBy: "error: ").count == 2, "\(outcome.errors)")
            }
        }
    }

    @Test func picturesNeedNoOtherProgram() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            for (format, beginning) in [("svg", "<svg "), ("html", "<!DOCTYPE html>"), ("mermaid", "---\ntitle: ")] {
                let drawn = try rad.succeed("app", "graph", "app.bicep", "-o", format)
                #expect(drawn.hasPrefix(beginning), "\(drawn.prefix(100))")
                #expect(drawn.contains("cache"))
            }
        }
    }

    @Test func whatADefinitionChangesIsShown() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            try rad.succeed("deploy", "app.bicep")
            #expect(try rad.succeed("app", "graph", "shop", "--diff", "app.bicep").hasSuffix("\n\nNo differences.\n"))
            try rad.folder.write(Applications.shopWithoutWeb, to: "next.bicep")
            try expectSnapshot(
                try rad.transcript(
                    "rad app graph shop --diff next.bicep",
                    "rad app graph next.bicep --diff app.bicep -o json",
                    "rad app graph next.bicep --diff app.bicep -o mermaid",
                    "rad app graph shop --diff nothing",
                    "rad app graph shop --diff-environment default"
                ),
                "graph-diff.txt"
            )
        }
    }

    @Test func onlyOneApplicationIsCompared() async throws {
        try await Program.with { rad in
            try rad.folder.write(Applications.shop, to: "app.bicep")
            let other = """

                resource second 'Applications.Core/applications@2023-10-01-preview' = {
                  name: 'second'
                  properties: { environment: 'default' }
                }

                """
            try rad.folder.write(Applications.shop + other, to: "two.bicep")
            let outcome = try rad.run("app", "graph", "app.bicep", "--diff", "two.bicep")
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(
                outcome.errors == """
                    error: 'two.bicep' declares several applications: shop, second [RAD7046]
                    help: compare definitions with one application each

                    """
            )
        }
    }
}
