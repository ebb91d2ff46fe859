import Diagnostics
import Synchronization
import Testing

@testable import AppModel

/// Definitions of so many resources that several processors read them: nobody can tell from what comes out.
@Suite struct LargeDefinitionTests {
    private static let count = 1_234

    /// As many containers as that, each connected to the one before by a URL that ends in something.
    private func definition(_ host: String, willMake: @escaping @Sendable (Int) -> Void = { _ in }) -> Definition {
        let text = """
            extension radius
            param application string
            resource web 'Applications.Core/containers@2023-10-01-preview' = [for i in range(0, \(Self.count)): {
              name: 'web-${i}'
              properties: {
                application: application
                container: { image: 'web' }
                connections: i == 0 ? {} : { previous: { source: 'http://\(host)-${i - 1}:80' } }
              }
            }]
            """
        return BicepFrontend(DefinitionContext(scope: shopScope, willMakeResources: willMake))
            .definition(of: SourceFile(path: "app.bicep", text: text))
    }

    private func graph(_ definition: Definition) -> (graph: ApplicationGraph, diagnostics: [Diagnostic]) {
        ApplicationGraph.build(application: ResourceID(applicationID), from: definition.resources)
    }

    @Test func resourcesAndEdgesKeepTheirOrder() {
        let definition = definition("web")
        #expect(definition.diagnostics.isEmpty)
        #expect(definition.resources.map(\.name) == (0..<Self.count).map { "web-\($0)" })
        #expect(definition.resources.allSatisfy { $0.container != nil })
        let (graph, diagnostics) = graph(definition)
        #expect(diagnostics.isEmpty)
        #expect(graph.edges.map(\.source.name) == (1..<Self.count).map { "web-\($0)" })
        #expect(graph.edges.map(\.target.name) == (1..<Self.count).map { "web-\($0 - 1)" })
        #expect(graph.ends.map(\.source) == Array(1..<Self.count))
        #expect(graph.ends.map(\.target) == Array(0..<Self.count - 1))
        #expect(graph.topologicalOrder().map { graph.resources[$0].name } == definition.resources.map(\.name))
    }

    /// To look for a similar name among all of them takes time, and nobody reads a thousand suggestions.
    @Test func theFirstMistakesComeWithSuggestions() {
        let (_, diagnostics) = graph(definition("wbe"))
        let hosts = (0..<Self.count - 1).map { "connection 'previous' leads to the host 'wbe-\($0)'" }
        #expect(diagnostics.map { $0.message.split(separator: ",")[0] } == hosts.map { $0[...] })
        let suggestions = (0..<20).map { "did you mean 'web-\($0)'?" }
        #expect(diagnostics.compactMap(\.help).filter { $0.hasPrefix("did you mean") } == suggestions)
    }

    @Test func mistakesKeepTheOrderOfTheFile() {
        let resources = (0..<Self.count).map { number in
            """
            resource c\(number) 'Applications.Core/containers@2023-10-01-preview' = {
              name: 'c\(number)'
              properties: { application: application, container: { image: 'web', wrong\(number): 1 } }
            }
            """
        }
        let text = "extension radius\nparam application string\n" + resources.joined(separator: "\n")
        let definition = BicepFrontend(DefinitionContext(scope: shopScope))
            .definition(of: SourceFile(path: "app.bicep", text: text))
        let starts = definition.diagnostics.compactMap(\.span?.range.lowerBound)
        #expect(starts.count >= 1_000 && starts == starts.sorted())
    }

    @Test func aLoopTellsBeforehandHowManyResourcesItMakes() {
        let told = Mutex<[Int]>([])
        _ = definition("web") { count in told.withLock { $0.append(count) } }
        #expect(told.withLock { $0 } == [Self.count])
    }
}
