import Foundation
import Testing

@testable import Bicep

/// docs/linter.md lists the rules that there are, with their levels.
@Suite struct LinterReferenceTests {
    @Test func theReferenceListsEveryRuleAndItsLevel() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../docs/linter.md").standardizedFileURL
        let text = try String(contentsOf: path, encoding: .utf8)
        let rows = text.matches(of: /(?m)^\| `([a-z-]+)` \| ([a-z]+) \| (.+) \|$/)
        #expect(
            rows.map { "\($0.output.1) \($0.output.2)" }
                == LinterRule.allCases.map { "\($0.rawValue) \($0.defaultLevel.rawValue)" }.sorted()
        )
        for row in rows {
            let isChecked = LinterRule(rawValue: String(row.output.1))?.isChecked
            #expect(isChecked == !row.output.3.hasPrefix("not looked for"), "\(row.output.1)")
        }
    }
}
