import Diagnostics
import Testing

@testable import Bicep

/// Formats a text and compares the result, which must stay as it is when it is formatted again.
func checkFormat(
    _ text: String,
    _ expected: String,
    as language: SyntaxTree.Language = .module,
    _ options: FormattingOptions = FormattingOptions(),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(formatted(text, as: language, options) == expected, sourceLocation: sourceLocation)
    #expect(formatted(expected, as: language, options) == expected, "not stable", sourceLocation: sourceLocation)
}

/// Formats the value of a variable on lines of 40 columns.
func checkExpressionFormat(_ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    checkFormat("var v = \(text)", "var v = \(expected)\n", .narrow, sourceLocation: sourceLocation)
}

/// Formats a type on lines of 40 columns.
func checkTypeFormat(_ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    checkFormat("type t = \(text)", "type t = \(expected)\n", .narrow, sourceLocation: sourceLocation)
}

/// Formats a text.
func formatted(
    _ text: String,
    as language: SyntaxTree.Language = .module,
    _ options: FormattingOptions = FormattingOptions()
) -> String {
    let tree = SyntaxTree.parse(SourceFile(path: "main.bicep", text: text), as: language)
    return String(decoding: tree.formatted(options), as: UTF8.self)
}

/// Formats a text and compares the result.
private func checkFormat(
    _ text: String,
    _ expected: String,
    _ options: FormattingOptions,
    sourceLocation: SourceLocation
) {
    checkFormat(text, expected, as: .module, options, sourceLocation: sourceLocation)
}

extension FormattingOptions {
    /// Lines of 40 columns.
    static var narrow: FormattingOptions {
        var options = FormattingOptions()
        options.width = 40
        return options
    }
}
