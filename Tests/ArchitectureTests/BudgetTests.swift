import Testing

/// Small files with one subject.
@Suite struct BudgetTests {
    /// Files that are one table, and may be longer for it.
    static let tables: Set<String> = ["Sources/Bicep/AzureTypes/AzureTypeList.swift"]

    @Test func noSourceFileIsLongerThan600Lines() {
        for file in Repository.swiftFiles(under: "Sources") where !Self.tables.contains(file.path) {
            #expect(file.lines.count <= 600, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func noTestFileIsLongerThan800Lines() {
        for file in Repository.swiftFiles(under: "Tests") {
            #expect(file.lines.count <= 800, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func noFunctionIsLongerThan60Lines() {
        for file in Repository.swiftFiles(under: "Sources") {
            for function in Self.functions(in: file) where function.length > 60 {
                Issue.record("\(file.path):\(function.line) has a function of \(function.length) lines")
            }
        }
    }

    @Test func noFileIsADrawer() {
        for file in Repository.swiftFiles(under: "Sources") {
            #expect(
                file.path.firstMatch(of: /(Utils|Utilities|Helpers?|Common|Manager|Extensions)\.swift$/) == nil,
                "\(file.path) has no subject in its name"
            )
        }
    }

    /// Functions by their indentation: from `func` to the closing brace in the same column.
    private static func functions(in file: SwiftFile) -> [(line: Int, length: Int)] {
        var result: [(line: Int, length: Int)] = []
        for (index, line) in file.lines.enumerated() {
            guard let match = line.prefixMatch(of: /( *)(?:[a-z@()]+ )*(?:func |init[?(<])/), !line.hasSuffix("}")
            else {
                continue
            }
            let closing = "\(match.output.1)}"
            // A requirement of a protocol has no body: its declaration ends before a line that opens one.
            let opening = file.lines[index...].first { $0.hasSuffix("{") || $0.isEmpty || $0.hasSuffix("}") }
            guard opening?.hasSuffix("{") == true, let end = file.lines[index...].firstIndex(of: closing) else {
                continue
            }
            result.append((index + 1, end - index + 1))
        }
        return result
    }
}
