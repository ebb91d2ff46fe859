import Diagnostics
import Testing

/// A file and a span in it, from a text in which `«` and `»` stand around the span, or `¦` where it is empty.
func marked(_ text: String) throws -> Span {
    let bytes = Array(text.utf8)
    let open = Array("«".utf8)
    let close = Array("»".utf8)
    let empty = Array("¦".utf8)
    if let start = bytes.firstIndex(of: empty) {
        let file = SourceFile(path: "a.txt", bytes: Array(bytes[..<start] + bytes[(start + empty.count)...]))
        return Span(file, start..<start)
    }
    let start = try #require(bytes.firstIndex(of: open))
    let end = try #require(bytes.firstIndex(of: close))
    let inside = bytes[(start + open.count)..<end]
    let file = SourceFile(path: "a.txt", bytes: Array(bytes[..<start] + inside + bytes[(end + close.count)...]))
    return Span(file, start..<(start + inside.count))
}

/// Renders one error at the marked place and compares the excerpt: everything after the first line.
func checkExcerpt(
    _ text: String,
    _ excerpt: String,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
    let text = DiagnosticRenderer().render(Diagnostic(.error, "RAD1", "wrong", at: try marked(text)))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst().joined(separator: "\n") == excerpt + "\n", sourceLocation: sourceLocation)
}

extension [UInt8] {
    fileprivate func firstIndex(of sequence: [UInt8]) -> Int? {
        indices.first { self[$0...].starts(with: sequence) }
    }
}
