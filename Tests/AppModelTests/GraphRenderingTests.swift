import Documents
import TestSupport
import Testing

@testable import AppModel

@Suite struct GraphRenderingTests {
    private static let ids = "/planes/radius/local/resourceGroups/default/providers"

    /// Radius' demo application: a container with a cache behind it.
    private func demo() throws -> (graph: ApplicationGraph, presentation: GraphPresentation) {
        let text = """
            [{ "type": "Applications.Datastores/redisCaches", "name": "db", "properties": { "application": "demo" } },
             { "type": "Applications.Core/containers", "name": "demo", "dependsOn": ["db"], "properties": {
               "application": "demo", "container": { "image": "demo", "env": {
                  "DB_PASSWORD": { "value": "hunter2" }, "MODE": { "value": "fast" },
                  "API_TOKEN": { "valueFrom": { "secretRef": { "source": "store", "key": "token" } } } } },
               "connections": { "redis": { "source": "\(Self.ids)/Applications.Datastores/redisCaches/db" } } } }]
            """
        let definition = try definition(
            of: text,
            scope: DeploymentScope(group: "default", environment: ResourceID(environmentID))
        )
        let application = TraderX.id("Applications.Core/applications", "demo")
        let graph = ApplicationGraph.build(application: application, from: definition.resources).graph
        func output(_ type: String, _ name: String) -> GraphOutput {
            GraphOutput(id: "/\(type)/\(name)", name: name, type: type)
        }
        let presentation = GraphPresentation(
            environment: "default",
            outputs: [
                TraderX.id("Applications.Core/containers", "demo"): [
                    output("rbac.authorization.k8s.io/RoleBinding", "demo"), output("core/Service", "demo"),
                    output("apps/Deployment", "demo"), output("core/Secret", "demo"),
                    output("rbac.authorization.k8s.io/Role", "demo"), output("core/ServiceAccount", "demo"),
                ],
                TraderX.id("Applications.Datastores/redisCaches", "db"): [
                    output("core/Service", "redis-abc"), output("apps/Deployment", "redis-abc"),
                ],
            ]
        )
        return (graph, presentation)
    }

    @Test func theTextIsThatOfRadius() throws {
        let (graph, presentation) = try demo()
        #expect(
            graph.text(presentation) == """
                Displaying application: demo

                Name: demo (Applications.Core/containers)
                Connections:
                  demo -> db (Applications.Datastores/redisCaches)
                Resources:
                  demo (apps/Deployment)
                  demo (core/Secret)
                  demo (core/Service)
                  demo (core/ServiceAccount)
                  demo (rbac.authorization.k8s.io/Role)
                  demo (rbac.authorization.k8s.io/RoleBinding)

                Name: db (Applications.Datastores/redisCaches)
                Connections:
                  demo (Applications.Core/containers) -> db
                Resources:
                  redis-abc (apps/Deployment)
                  redis-abc (core/Service)


                """
        )
    }

    @Test func aResourceOnItsOwnSaysSo() {
        let resource = Resource(
            id: TraderX.id("Radius.Data/redisCaches", "cache"),
            apiVersion: "",
            address: "cache",
            properties: [:],
            origin: .none
        )
        let graph = ApplicationGraph(application: "shop", resources: [resource], edges: [])
        let expected = """
            Displaying application: shop

            Name: cache (Radius.Data/redisCaches)
            Connections: (none)
            Resources: (none)


            """
        #expect(graph.text(GraphPresentation(environment: "default")) == expected)
    }

    @Test func anEmptyGraphSaysSo() {
        let graph = ApplicationGraph(application: "shop", resources: [], edges: [])
        let presentation = GraphPresentation(environment: "default")
        #expect(graph.text(presentation) == "Displaying application: shop\n\n(empty)\n\n")
        #expect(graph.document(presentation).json() == "{\n  \"resources\": []\n}")
    }

    @Test func theDocumentHasEveryEdgeAtBothEndsAndNoSecret() throws {
        let (graph, presentation) = try demo()
        let text = graph.document(presentation).json() + "\n"
        #expect(!text.contains("hunter2"))
        try expectSnapshot(text, "demo-graph.json")
    }

    @Test func aLargeDocumentIsWrittenInPieces() {
        let resources = (0..<1_200).map { number in
            Resource(
                id: ResourceID(group: "default", type: .containers, name: "service-\(number)"),
                apiVersion: "2023-10-01-preview",
                address: "service\(number)",
                properties: ["container": ["image": "registry.example/service:1.0"]],
                origin: .none
            )
        }
        let graph = ApplicationGraph(application: "shop", resources: resources, edges: [])
        let presentation = GraphPresentation(environment: "default")
        var pieces: [[UInt8]] = []
        graph.writeJSON(presentation) { pieces.append($0) }
        #expect(pieces.count > 2)
        #expect(String(decoding: pieces.joined(), as: UTF8.self) == graph.document(presentation).json() + "\n")
        var drawn: [String] = []
        graph.writeDOT(presentation) { drawn.append($0) }
        #expect(drawn.count > 2 && drawn.joined() == graph.dot(presentation))
        #expect(drawn.joined().split(separator: "\n").count { $0.contains("tooltip=") } == 1_200)
        var listed: [String] = []
        graph.writeText(presentation) { listed.append($0) }
        #expect(listed.joined() == graph.text(presentation))
        #expect(listed.joined().split(separator: "\n").count { $0.hasPrefix("Name: ") } == 1_200)
    }

    @Test func noRenderingShowsASecret() {
        let renderings = [
            TraderX.graph.text(TraderX.presentation), TraderX.graph.document(TraderX.presentation).json(),
            TraderX.graph.dot(TraderX.presentation),
        ]
        #expect(renderings.allSatisfy { !$0.contains("hunter2") })
    }

    @Test func theSameGraphGivesTheSameBytes() {
        for _ in 0..<5 {
            #expect(
                TraderX.graph.document(TraderX.presentation).json()
                    == TraderX.graph.document(TraderX.presentation).json()
            )
            #expect(TraderX.graph.text(TraderX.presentation) == TraderX.graph.text(TraderX.presentation))
        }
    }
}
