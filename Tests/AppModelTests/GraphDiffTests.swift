import Documents
import TestSupport
import Testing

@testable import AppModel

@Suite struct GraphDiffTests {
    /// The vector of the reference.
    @Test func theHashIsThatOfRadius() {
        #expect(
            DiffHash.of(properties: ["environment": "[parameters('environment')]"], dependencies: [])
                == "sha256:34442def16e4e02568fa93a758fbc54aa5837155125a999a167b1f80500e8c0d"
        )
    }

    @Test func theHashLooksAtContentAndNotAtOrder() {
        let one = DiffHash.of(properties: ["a": "<&>\u{2028}", "b": 1], dependencies: ["/y", "/x", "/x"])
        #expect(one == DiffHash.of(properties: ["b": 1, "a": "<&>\u{2028}"], dependencies: ["/x", "/y"]))
        #expect(one != DiffHash.of(properties: ["a": "<&>\u{2029}", "b": 1], dependencies: ["/x", "/y"]))
        #expect(one != DiffHash.of(properties: ["a": "<&>\u{2028}", "b": 1], dependencies: ["/x"]))
    }

    // MARK: - Two versions of an application

    private static func graph(_ resources: [Resource], _ edges: [(Int, Int, String?)]) -> ApplicationGraph {
        ApplicationGraph(
            application: "shop",
            resources: resources,
            edges: edges.map { source, target, label in
                .init(
                    source: resources[source].id,
                    target: resources[target].id,
                    kind: label == nil ? .dependency : .connection,
                    label: label
                )
            }
        )
    }

    private static let before = graph(
        [
            resource("Applications.Core/containers", "web", ["container": ["image": "web:1", "ports": ["a": 1]]]),
            resource("Applications.Core/containers", "old", ["container": ["image": "old:1"]]),
            resource("Radius.Data/redisCaches", "cache", ["size": "S", "password": .secret("hunter2")]),
            resource("Applications.Core/containers", "same", ["container": ["image": "same:1"]]),
        ],
        [(0, 1, "old"), (0, 2, "cache"), (0, 3, nil)]
    )

    private static let after = graph(
        [
            resource("Applications.Core/containers", "web", ["container": ["image": "web:2", "env": ["A": "b"]]]),
            resource("Radius.Data/redisCaches", "cache", ["size": "S", "password": .secret("other")]),
            resource("Applications.Core/containers", "same", ["container": ["image": "same:1"]]),
            resource("Radius.Messaging/kafka", "queue"),
        ],
        [(0, 1, "cache"), (0, 3, "events"), (0, 2, nil)]
    )

    private static let presentation = GraphPresentation(environment: "default")

    @Test func differencesAreListed() {
        let diff = GraphDiff(from: Self.before, to: Self.after)
        #expect(
            diff.text(from: Self.presentation, to: Self.presentation) == """
                Comparing application: shop (environment default)

                ~ web (Applications.Core/containers)
                    ~ container.image: "web:1" -> "web:2"
                    + container.env: {"A":"b"}
                    - container.ports: {"a":1}
                + queue (Radius.Messaging/kafka)
                - old (Applications.Core/containers)

                Connections:
                + web -> queue (events)
                - web -> old (old)

                1 added, 1 removed, 1 changed, 2 unchanged.

                """
        )
    }

    @Test func differencesAreData() throws {
        try expectSnapshot(GraphDiff(from: Self.before, to: Self.after).document().json(.pretty) + "\n", "diff.json")
    }

    @Test func differencesAreDrawnInEveryFormat() throws {
        let diff = GraphDiff(from: Self.before, to: Self.after)
        let presentation = diff.presentation(from: Self.presentation, to: GraphPresentation(environment: "other"))
        #expect(presentation.environment == "default \u{2192} other")
        try checkDOT(diff.graph, presentation, "diff.dot")
        try expectSnapshot(diff.graph.svg(presentation), "diff.svg")
        try expectSnapshot(diff.graph.mermaid(presentation), "diff.mmd")
        #expect(diff.graph.html(presentation).contains(#"\"web:1\" -\u003e \"web:2\""#))
    }

    @Test func equalGraphsDoNotDiffer() {
        let diff = GraphDiff(from: Self.before, to: Self.before)
        #expect(diff.changes.isEmpty && diff.edgeChanges.isEmpty)
        #expect(diff.text(from: Self.presentation, to: Self.presentation).hasSuffix("\n\nNo differences.\n"))
    }

    @Test func whatIsNotYetKnownDiffersFromNothing() {
        func graph(_ host: Value) -> ApplicationGraph {
            Self.graph([resource("Radius.Data/redisCaches", "cache", ["host": host])], [])
        }
        let unknown = Value.unknown(Unknown(expression: "cache.host", sources: ["cache"]) { _ in .null })
        let pairs: [(Value, Value)] = [
            (unknown, "redis"), ("redis", unknown), (.string(Value.unknownText), "redis"),
        ]
        for (left, right) in pairs {
            #expect(GraphDiff(from: graph(left), to: graph(right)).changes.isEmpty)
        }
        #expect(GraphDiff(from: graph("a"), to: graph("b")).changes.count == 1)
        #expect(GraphDiff(from: graph(.string(Value.redactedText)), to: graph(.secret("b"))).changes.isEmpty)
    }

    @Test func theEnvironmentCanBeLeftOut() {
        func graph(_ environment: Value) -> ApplicationGraph {
            Self.graph([resource("Radius.Data/redisCaches", "cache", ["environment": environment])], [])
        }
        #expect(GraphDiff(from: graph("a"), to: graph("b")).changes.count == 1)
        #expect(GraphDiff(from: graph("a"), to: graph("b"), ignoresEnvironment: true).changes.isEmpty)
    }
}
