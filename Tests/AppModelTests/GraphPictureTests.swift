import Documents
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import AppModel

/// SVG, HTML and Mermaid.
@Suite struct GraphPictureTests {
    /// What is wrong with a text as XML; `nil` if nothing is.
    private func fault(in xml: String) -> String? {
        let parser = XMLParser(data: Data(xml.utf8))
        return parser.parse() ? nil : "line \(parser.lineNumber): \(String(describing: parser.parserError))"
    }

    /// Names that would end whatever they stand in.
    private static var hostile: (graph: ApplicationGraph, presentation: GraphPresentation) {
        let name = "a\"b\\c<i>&\n'</script>\u{0}\u{2028}`#;|"
        let resources = [
            resource("Radius.Compute/containers", name, ["image": .string(name)]), resource("Radius.AI/search", "x"),
        ]
        let edge = ApplicationGraph.Edge(
            source: resources[0].id,
            target: resources[1].id,
            kind: .connection,
            label: "\"]; </g><script>alert(1)</script> -->"
        )
        let output = GraphOutput(id: "o", name: "</text>\"", type: "&")
        let presentation = GraphPresentation(
            environment: "</title><e>",
            outputs: [resources[1].id: [GraphOutput](repeating: output, count: 12)],
            recipes: [resources[1].id: "\"r\" </g> --> %%{init}%%"]
        )
        return (ApplicationGraph(application: "</style>\"app\"", resources: resources, edges: [edge]), presentation)
    }

    @Test func traderXIsDrawn() throws {
        let picture = TraderX.graph.svg(TraderX.presentation)
        try expectSnapshot(picture, "traderx.svg")
        #expect(fault(in: picture) == nil)
        try expectSnapshot(TraderX.graph.mermaid(TraderX.presentation), "traderx.mmd")
    }

    @Test func namesCannotBreakOutOfAPicture() throws {
        let (graph, presentation) = Self.hostile
        let picture = graph.svg(presentation)
        #expect(fault(in: picture) == nil)
        #expect(!picture.contains("<script") && !picture.contains("<i>") && !picture.contains("<e>"))
        try expectSnapshot(graph.mermaid(presentation), "escapes.mmd")
    }

    @Test func namesCannotBreakOutOfAPage() throws {
        let (graph, presentation) = Self.hostile
        let page = graph.html(presentation)
        #expect(page.components(separatedBy: "<script").count == 3)
        #expect(page.components(separatedBy: "</script>").count == 3)
        #expect(page.components(separatedBy: "</style>").count == 2)
        let data = try json(of: page)
        #expect(data.first?["name"] as? String == graph.resources[0].name)
    }

    @Test func aPageNeedsNothingElse() throws {
        let page = TraderX.graph.html(TraderX.presentation)
        #expect(page.contains("default-src 'none'"))
        let addresses = page.matches(of: /https?:[^"' ]*/).map { String($0.output) }
        #expect(Set(addresses).subtracting(["http://www.w3.org/2000/svg"]).isEmpty)
        #expect(page.firstMatch(of: /(src|href)="(?!#)/) == nil)
        #expect(try json(of: page).count == TraderX.graph.resources.count)
    }

    @Test func secretsAreInNoPicture() {
        let (graph, presentation) = (TraderX.graph, TraderX.presentation)
        for text in [
            graph.svg(presentation), graph.html(presentation), graph.mermaid(presentation), graph.dot(presentation),
            graph.document(presentation).json(), graph.text(presentation),
        ] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func anEmptyGraphIsDrawn() {
        let graph = ApplicationGraph(application: "", resources: [], edges: [])
        let presentation = GraphPresentation(environment: "default")
        #expect(fault(in: graph.svg(presentation)) == nil)
        #expect(graph.html(presentation).contains("shared resources"))
        #expect(graph.mermaid(presentation) == "---\ntitle: 'shared resources (default)'\n---\nflowchart LR\n")
    }

    @Test func textIsCutWhereItDoesNotFit() {
        #expect(TextWidth.cut("short", to: 100, size: 10) == "short")
        let cut = TextWidth.cut(String(repeating: "long ", count: 40), to: 100, size: 10)
        #expect(cut.hasSuffix("…") && TextWidth.of(cut, size: 10) <= 100)
        #expect(TextWidth.of("WWW", size: 10) > 2 * TextWidth.of("iii", size: 10))
    }

    @Test(arguments: [
        (0.0, "0"), (1.25, "1.3"), (-0.04, "0"), (-3.5, "-3.5"), (12.0, "12"), (.infinity, "0"), (.nan, "0"),
    ])
    func numbersAreShort(number: Double, text: String) { #expect(number.svg == text) }

    /// The data in a page.
    private func json(of page: String) throws -> [[String: Any]] {
        let start = try #require(page.range(of: "<script id=\"graph\" type=\"application/json\">"))
        let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
        let data = Data(page[start.upperBound..<end.lowerBound].utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }
}
