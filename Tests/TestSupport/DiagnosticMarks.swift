public import Diagnostics
public import Testing

/// A diagnostic as it is marked in a source: `// ^^^ BCP057 message`, below the line that it concerns.
public struct DiagnosticMark: Hashable, Comparable, CustomStringConvertible {
    public let line: Int
    public let column: Int
    public let length: Int
    public let code: String
    public let message: String

    public var description: String { "\(line):\(column)+\(length) \(code) \(message)" }

    public static func < (left: DiagnosticMark, right: DiagnosticMark) -> Bool {
        (left.line, left.column, left.code) < (right.line, right.column, right.code)
    }

    /// The mark that a diagnostic asks for.
    public init(_ diagnostic: Diagnostic) {
        let range = diagnostic.span?.range ?? 0..<0
        let location = diagnostic.span?.file.location(at: range.lowerBound)
        line = location?.line ?? 0
        column = location?.column ?? 0
        length = max(diagnostic.span?.text.prefix { !$0.isNewline }.utf16.count ?? 0, 1)
        code = diagnostic.code
        message = diagnostic.message
    }

    /// Reads a line that holds nothing but a mark; `line` is that of the source line above it.
    init?(_ text: Substring, line: Int) {
        guard let comment = text.firstRange(of: "//"), text[..<comment.lowerBound].allSatisfy(\.isWhitespace),
            let carets = text.firstIndex(of: "^")
        else { return nil }
        let run = text[carets...].prefix { $0 == "^" }
        let words = text[run.endIndex...].drop { $0 == " " }
        self.line = line
        column = text[..<carets].utf16.count + 1
        length = run.count
        code = String(words.prefix { $0 != " " })
        message = String(words.dropFirst(code.count).drop { $0 == " " })
    }

    func matches(_ found: DiagnosticMark) -> Bool {
        (line, column, length, code) == (found.line, found.column, found.length, found.code)
            && (message.isEmpty || found.message.hasPrefix(message))
    }
}

/// Compares the full list of diagnostics with the marks in a text.
///
/// A message may be left out, or cut short.
///
/// - Parameters:
///   - text: The text with its marks.
///   - diagnostics: What was found in it.
///   - codes: What a test leaves out: diagnostics that are not its subject.
///   - sourceLocation: Where the test is.
public func expectMarks(
    in text: String,
    _ diagnostics: [Diagnostic],
    leavingOut codes: Set<String> = [],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
    var expected: [DiagnosticMark] = []
    var sourceLine = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if let mark = DiagnosticMark(line, line: sourceLine) { expected.append(mark) } else { sourceLine = index + 1 }
    }
    let found = diagnostics.map(DiagnosticMark.init).filter { !codes.contains($0.code) }.sorted()
    let isEqual = found.count == expected.count && zip(expected.sorted(), found).allSatisfy { $0.matches($1) }
    let list = found.map(\.description).joined(separator: "\n")
    #expect(isEqual, "the diagnostics are:\n\(list)", sourceLocation: sourceLocation)
}
