import Diagnostics
import Documents
import Testing

/// Reads JSON and compares its value and the full list of its diagnostics, each as `line:column code message`.
func checkJSON(
    _ text: String,
    is value: Value?,
    _ diagnostics: [String] = [],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
    let result = JSONReader.read(SourceFile(path: "test.json", text: text))
    #expect(result.document?.value == value, sourceLocation: sourceLocation)
    #expect(result.diagnostics.map(summary) == diagnostics, sourceLocation: sourceLocation)
}

/// A diagnostic in one line.
///
/// All of them point somewhere and say what to do next.
func summary(_ diagnostic: Diagnostic) -> String {
    guard let span = diagnostic.span, diagnostic.help?.isEmpty == false else { return "incomplete: \(diagnostic)" }
    let location = span.file.location(at: span.range.lowerBound)
    return "\(location.line):\(location.column) \(diagnostic.code) \(diagnostic.message)"
}

/// The places of a document and its parts as the text that each covers, in the order of reading.
func coveredTexts(_ document: Document) -> [String] {
    switch document.content {
    case .null, .bool, .integer, .number, .string: [document.span.text]
    case .array(let elements): [document.span.text] + elements.flatMap(coveredTexts)
    case .object(let members):
        [document.span.text] + members.flatMap { [$0.nameSpan.text] + coveredTexts($0.value) }
    }
}

/// Reads YAML and compares the values of its documents and the full list of its diagnostics.
func checkYAML(
    _ text: String,
    is values: Value...,
    diagnostics: [String] = [],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
    let result = YAMLReader.read(SourceFile(path: "test.yaml", text: text))
    #expect(result.documents.map(\.value) == values, sourceLocation: sourceLocation)
    #expect(result.diagnostics.map(summary) == diagnostics, sourceLocation: sourceLocation)
}
