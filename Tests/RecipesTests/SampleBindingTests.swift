import AppModel
import Diagnostics
import Recipes
import TestSupport
import Testing

/// TraderX in its two environments.
@Suite struct SampleBindingTests {
    private func bound(in environment: String) async throws -> BoundDefinition {
        let file = try RepositoryFiles.file("samples/traderx/environments/\(environment).bicep")
        let definition = BicepFrontend(.init(scope: .init(group: "default"), files: RepositoryFiles())).definition(
            of: file
        )
        #expect(rendered(definition.diagnostics) == "")
        return try await BoundDefinition(
            RepositoryFiles.file("samples/traderx/app.bicep"),
            in: #require(definition.environments.first),
            files: RepositoryFiles()
        )
    }

    @Test(arguments: ["kubernetes", "aci"])
    func theApplicationIsBoundInBothEnvironments(environment: String) async throws {
        let bound = try await bound(in: environment)
        #expect(rendered(bound.diagnostics) == "")
        try expectSnapshot(bound.summary, "traderx-\(environment).txt")
    }

    @Test func theGraphHasTenResourcesAndTwentyConnections() async throws {
        let graph = try await bound(in: "kubernetes").graph.graph
        #expect(graph.resources.count == 10)
        #expect(graph.edges.count { $0.kind == .connection } == 20)
    }
}
