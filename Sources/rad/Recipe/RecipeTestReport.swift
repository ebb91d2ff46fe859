import AppModel
import Diagnostics
import Documents
import Recipes

/// What came of the tests of recipes, in words.
struct RecipeTestReport {
    private struct Entry {
        let file: String
        let example: RecipeCase
        let recipe: String
        let outcome: RecipeCaseOutcome
    }

    private var entries: [Entry] = []
    /// Files of which no case could be run.
    var failedFiles = 0
    /// Cases that could not be brought up to date.
    var failedCases = 0
    /// Files that were brought up to date.
    var written: [String] = []
    /// Files that were up to date.
    var unchanged: [String] = []

    mutating func add(_ outcome: RecipeCaseOutcome, of example: RecipeCase, in test: RecipeTest) {
        let entry = Entry(
            file: test.file.path,
            example: example,
            recipe: test.registration.source,
            outcome: outcome
        )
        entries.append(entry)
    }

    /// Whether something is not as expected.
    var isFailed: Bool { failedFiles > 0 || failedCases > 0 || entries.contains { !$0.outcome.isPassed } }

    /// One line a case, then what is different, then the sum.
    var text: String {
        var table = Table("FILE", "CASE", "RESULT", "MADE")
        for entry in entries { table.append(entry.file, entry.example.name, entry.outcome.word, entry.outcome.extent) }
        let details = entries.filter { !$0.outcome.isPassed }.map(Self.details)
        return ([table.text] + details + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        let failed = entries.filter { !$0.outcome.isPassed }.count
        let cases = entries.count == 1 ? "1 case" : "\(entries.count) cases"
        let files = failedFiles == 0 ? "" : ", \(failedFiles == 1 ? "1 file" : "\(failedFiles) files") not read"
        return "\(cases): \(entries.count - failed) passed, \(failed) failed\(files).\n"
    }

    private static func details(of entry: Entry) -> String {
        let differences = entry.outcome.differences.map { difference in
            var text = "\(difference.place): \(difference.subject)\n"
            if let expected = difference.expected { text += "  - \(expected)\n" }
            if let found = difference.found { text += "  + \(found)\n" }
            return text
        }
        // The example has a name, and the resource that is made up for it needs none here.
        let diagnostics = entry.outcome.diagnostics.map { DiagnosticRenderer(style: .plain).render([$0]) }
        return "\(entry.example.name)\n\((differences + diagnostics).joined(separator: ""))"
    }

    /// What `--update` did.
    var updateText: String {
        let files = written.map { "\($0) written\n" } + unchanged.map { "\($0) is as it was\n" }
        return files.joined()
    }

    /// The report for programs.
    var document: Value {
        guard written.isEmpty, unchanged.isEmpty else {
            return [
                "written": .array(written.map { .string($0) }), "unchanged": .array(unchanged.map { .string($0) }),
            ]
        }
        return .array(entries.map(Self.document))
    }

    private static func document(of entry: Entry) -> Value {
        [
            "file": .string(entry.file),
            "case": .string(entry.example.name),
            "recipe": .string(entry.recipe),
            "passed": .bool(entry.outcome.isPassed),
            "differences": .array(entry.outcome.differences.map(\.document)),
            "errors": .array(
                entry.outcome.diagnostics.map { ["code": .string($0.code), "message": .string($0.message)] }
            ),
        ]
    }
}

extension RecipeCaseOutcome {
    fileprivate var word: String {
        guard !isPassed else { return "passed" }
        guard diagnostics.isEmpty else { return "failed: the recipe has errors" }
        return "failed: " + (differences.count == 1 ? "1 difference" : "\(differences.count) differences")
    }

    /// How much the recipe made: `3 resources, 2 values, 1 secret`.
    fileprivate var extent: String {
        let parts = [
            (counts.resources, "resource"), (counts.values, "value"), (counts.secrets, "secret"),
        ]
        let shown = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return shown.isEmpty ? "nothing" : shown.joined(separator: ", ")
    }
}

extension RecipeDifference {
    fileprivate var place: String {
        let location = span.file.location(at: span.range.lowerBound)
        return "\(span.file.path.printable):\(location.line):\(location.column)"
    }

    fileprivate var document: Value {
        let location = span.file.location(at: span.range.lowerBound)
        var members: ValueObject = [
            "subject": .string(subject),
            "line": .integer(Int64(location.line)),
            "column": .integer(Int64(location.column)),
        ]
        members["expected"] = expected.map { .string($0) } ?? .null
        members["found"] = found.map { .string($0) } ?? .null
        return .object(members)
    }
}
