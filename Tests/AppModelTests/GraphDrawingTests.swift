import Documents
import Foundation
import TestSupport
import Testing

@testable import AppModel

/// Checks a drawing against its snapshot, and that graphviz takes it where there is one.
func checkDOT(
    _ graph: ApplicationGraph,
    _ presentation: GraphPresentation,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let text = graph.dot(presentation)
    try expectSnapshot(text, name, sourceLocation: sourceLocation)
    let warnings = try Graphviz.warnings(about: text)
    #expect(warnings == "", sourceLocation: sourceLocation)
}

/// The program `dot`.
enum Graphviz {
    static let path: String? = {
        let given = ProcessInfo.processInfo.environment["RAD_TEST_DOT"].flatMap { $0.isEmpty ? nil : $0 }
        return [given, "/usr/bin/dot", "/usr/local/bin/dot"].compactMap { $0 }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// What graphviz complains about while it draws a text; nothing if it is not installed.
    static func warnings(about text: String) throws -> String {
        guard let path else { return "" }
        let base = FileManager.default.temporaryDirectory.appendingPathComponent("rad-dot-\(UUID().uuidString)")
        let source = base.appendingPathExtension("dot")
        let log = base.appendingPathExtension("log")
        try Data(text.utf8).write(to: source)
        try Data().write(to: log)
        defer { for file in [source, log] { try? FileManager.default.removeItem(at: file) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-Tsvg", source.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        process.waitUntilExit()
        let said = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        return process.terminationStatus == 0 ? said : "exit \(process.terminationStatus): \(said)"
    }
}

@Suite struct GraphDrawingTests {
    @Test func traderXIsDrawnByKindWithItsRecipeInAFrame() throws {
        try checkDOT(TraderX.graph, TraderX.presentation, "traderx.dot")
    }

    @Test func everyKindOfResourceAndEdgeIsInTheLegend() throws {
        try checkDOT(Self.kinds, GraphPresentation(environment: "aci"), "kinds.dot")
    }

    @Test func namesCannotBreakOutOfTheDrawing() throws {
        let name = "a\"b\\c<i>&\n"
        let resources = [resource("Radius.Compute/containers", name), resource("Radius.AI/search", "x")]
        let edge = ApplicationGraph.Edge(
            source: resources[0].id,
            target: resources[1].id,
            kind: .connection,
            label: "\"];evil [label=\"<&\\"
        )
        let graph = ApplicationGraph(application: "</b>\"app\"", resources: resources, edges: [edge])
        let output = GraphOutput(id: "o", name: "<td>\"", type: "&")
        let presentation = GraphPresentation(
            environment: "<e>",
            outputs: [resources[1].id: [GraphOutput](repeating: output, count: 12)],
            recipes: [resources[1].id: "\"r\" <b>"]
        )
        try checkDOT(graph, presentation, "escapes.dot")
    }

    @Test func anEmptyGraphIsDrawnAsItsTitle() throws {
        let graph = ApplicationGraph(application: "", resources: [], edges: [])
        try checkDOT(graph, GraphPresentation(environment: "default"), "empty.dot")
    }

    @Test(arguments: [30, 100])
    func aLargeGraphIsDrawnWithoutComplaint(_ count: Int) throws {
        let (graph, presentation) = Self.services(count)
        #expect(try Graphviz.warnings(about: graph.dot(presentation)) == "")
    }

    // MARK: Graphs

    private static var kinds: ApplicationGraph {
        let types: [StaticString] = [
            "Applications.Core/gateways", "Applications.Core/containers", "Applications.Datastores/redisCaches",
            "Applications.Messaging/rabbitMQQueues", "Radius.Security/secrets", "Applications.Dapr/pubSubBrokers",
            "Applications.Dapr/stateStores",
        ]
        let resources = types.enumerated().map { resource($1, "r\($0)") }
        let edges = resources.indices.dropFirst().map { number in
            ApplicationGraph.Edge(
                source: resources[number == 1 ? 0 : 1].id,
                target: resources[number].id,
                kind: number == 4 ? .dependency : .connection,
                label: number == 1 ? "/" : nil
            )
        }
        return ApplicationGraph(application: "kinds", resources: resources, edges: edges)
    }

    /// Layers of services that call each other, with databases and queues at the end.
    private static func services(_ count: Int) -> (ApplicationGraph, GraphPresentation) {
        let backing = count / 6
        let resources = (0..<count).map { number -> Resource in
            if number == 0 { return resource("Radius.Compute/routes", "ingress") }
            guard number >= count - backing else { return resource("Radius.Compute/containers", "service-\(number)") }
            return number.isMultiple(of: 3)
                ? resource("Radius.Messaging/rabbitMQ", "queue-\(number)")
                : resource("Radius.Data/postgreSqlDatabases", "database-\(number)")
        }
        var edges: [ApplicationGraph.Edge] = []
        for number in 0..<(count - backing) {
            let next = [number * 2 + 1, number * 2 + 2, number + 7, count - backing + number % backing]
            for target in Set(next).sorted() where target < count && target > number {
                let name = resources[target].name
                edges.append(
                    .init(source: resources[number].id, target: resources[target].id, kind: .connection, label: name)
                )
            }
        }
        var presentation = GraphPresentation(environment: "production")
        for resource in resources.suffix(backing) {
            presentation.recipes[resource.id] = "default"
            presentation.outputs[resource.id] = ["apps/Deployment", "core/Service"].map {
                GraphOutput(id: "\($0)/\(resource.name)", name: resource.name, type: $0)
            }
        }
        return (ApplicationGraph(application: "shop", resources: resources, edges: edges), presentation)
    }
}

/// A resource of the group of TraderX.
func resource(_ type: StaticString, _ name: String, _ properties: ValueObject = [:]) -> Resource {
    Resource(id: TraderX.id(type, name), apiVersion: "", address: name, properties: properties, origin: .none)
}
