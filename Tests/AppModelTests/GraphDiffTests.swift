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

    /// Radius' graph leaves the variables of these containers out, a comparison does not.
    @Test func variablesOfEveryContainerAreCompared() {
        func graph(_ value: Value, _ password: Value = "a") -> ApplicationGraph {
            let variables: Value = ["A": ["value": value], "DB_PASSWORD": ["value": password]]
            let containers: Value = ["web": ["image": "web:1", "env": variables]]
            return Self.graph([resource("Radius.Compute/containers", "web", ["containers": containers])], [])
        }
        let diff = GraphDiff(from: graph("1"), to: graph("2"))
        #expect(diff.properties.values.first?.map(\.path) == ["containers.web.env.A.value"])
        #expect(GraphDiff(from: graph("1", "a"), to: graph("1", "b")).changes.isEmpty)
        #expect(!graph("1").document(Self.presentation).json().contains("DB_PASSWORD"))
    }

    @Test func whatAResourceNeedsIsAnEdgeAndNoChangeOfItself() {
        let resources = [resource("Radius.Data/redisCaches", "a"), resource("Radius.Data/redisCaches", "b")]
        let diff = GraphDiff(from: Self.graph(resources, []), to: Self.graph(resources, [(0, 1, nil)]))
        #expect(diff.changes.isEmpty && diff.edgeChanges.count == 1)
        #expect(diff.text(from: Self.presentation, to: Self.presentation).hasSuffix("0 changed, 2 unchanged.\n"))
    }

    @Test func namesCannotControlTheTerminal() {
        func graph(_ properties: ValueObject, _ label: String) -> ApplicationGraph {
            Self.graph([resource("Radius.Data/redisCaches", "a", properties)], [(0, 0, label)])
        }
        let diff = GraphDiff(from: graph([:], "x"), to: graph(["b\u{1B}[2J\n+ evil": "\u{9B}1m"], "c\u{1B}\nd"))
        let text = diff.text(from: Self.presentation, to: Self.presentation)
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || 0x20..<0x7F ~= $0.value || $0 == "\u{FFFD}" })
        #expect(text.contains("    + b\u{FFFD}[2J\u{FFFD}+ evil: \"\u{FFFD}1m\"\n"))
        #expect(text.contains("+ a -> a (c\u{FFFD}\u{FFFD}d)\n"))
        let outputs = [diff.graph.resources[0].id: [GraphOutput(id: "i", name: "n\u{1B}", type: "t")]]
        let drawn = diff.graph.text(GraphPresentation(environment: "e", outputs: outputs))
        #expect(drawn.contains("  n\u{FFFD} (t)\n"))
    }

    @Test func theEnvironmentCanBeLeftOut() {
        func graph(_ environment: Value) -> ApplicationGraph {
            Self.graph([resource("Radius.Data/redisCaches", "cache", ["environment": environment])], [])
        }
        #expect(GraphDiff(from: graph("a"), to: graph("b")).changes.count == 1)
        #expect(GraphDiff(from: graph("a"), to: graph("b"), ignoresEnvironment: true).changes.isEmpty)
    }
}
