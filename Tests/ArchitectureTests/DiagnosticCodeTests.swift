import Foundation
import Testing

/// Every code of ours has one meaning, a page and a test.
@Suite struct DiagnosticCodeTests {
    @Test func everyCodeIsDocumented() throws {
        let documented = try Self.documentedCodes()
        for (code, file) in Self.sourceCodes() {
            #expect(documented.contains(code), "\(code) of \(file) has no section in docs/diagnostics.md")
        }
    }

    @Test func everyDocumentedCodeExists() throws {
        let existing = Set(Self.sourceCodes().map(\.code))
        for code in try Self.documentedCodes().sorted() {
            #expect(existing.contains(code), "docs/diagnostics.md describes \(code), which nothing emits")
        }
    }

    @Test func everyCodeIsTested() {
        let tests = Repository.swiftFiles(under: "Tests").filter { !$0.path.contains("ArchitectureTests") }
        let text = tests.flatMap(\.lines).joined(separator: "\n")
        for (code, file) in Self.sourceCodes() {
            let isTested = text.contains(code)
            #expect(isTested, "no test mentions \(code) of \(file)")
        }
    }

    @Test func everyCodeIsMadeInOneFile() {
        let files = Dictionary(grouping: Self.sourceCodes(), by: \.code).mapValues { Set($0.map(\.file)) }
        for (code, files) in files.sorted(by: { $0.key < $1.key }) {
            #expect(files.count == 1, "\(code) is made in \(files.sorted().joined(separator: " and in "))")
        }
    }

    static func documentedCodes() throws -> Set<String> {
        let text = try String(contentsOfFile: Repository.path("docs/diagnostics.md"), encoding: .utf8)
        return Set(text.matches(of: /(?m)^## (RAD\d{4})/).map { String($0.output.1) })
    }

    /// The codes in factories: string literals that are a code and nothing else.
    static func sourceCodes() -> [(code: String, file: String)] {
        Repository.swiftFiles(under: "Sources").flatMap { file in
            file.code.flatMap { _, line in
                line.matches(of: /"(RAD\d{4})"/).map { (String($0.output.1), file.path) }
            }
        }
    }
}
