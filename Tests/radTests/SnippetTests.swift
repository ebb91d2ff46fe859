import Foundation
import TestSupport
import Testing

/// The examples of the library are programs that run.
@Suite struct SnippetTests {
    @Test func theExampleOfTheLibraryPrintsResourcesAndWhatIsNotYetKnown() async throws {
        let outcome = try await Program.run(beside: "EvaluateFile")
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                accounts[0] Microsoft.Storage/storageAccounts "logs6bg4yiglwtm5y"
                accounts[1] Microsoft.Storage/storageAccounts "images6bg4yiglwtm5y"
                endpoint "(known after apply)"

                """
        )
    }

    @Test func theArticleShowsTheExample() throws {
        let article = try text(of: "Sources/Bicep/Documentation.docc/EvaluatingAFile.md")
        let example = try text(of: "Snippets/EvaluateFile.swift").split(separator: "\n").map(String.init)
        let shown = article.components(separatedBy: "```").enumerated()
            .filter { $0.offset % 2 == 1 }
            .flatMap { $0.element.split(separator: "\n").dropFirst().map(String.init) }
        #expect(shown.count > 10)
        for line in shown where !line.hasPrefix("let file = ") {
            #expect(example.contains(line), "the article has a line that the example has not: \(line)")
        }
    }

    private func text(of path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}
