import Diagnostics
import TestSupport
import Testing

@testable import Bicep

/// Parses a text, which must be without mistakes, and compares its tree.
func checkParse(
    _ text: String,
    _ tree: String,
    as language: SyntaxTree.Language = .module,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let parsed = parse(text, as: language, sourceLocation: sourceLocation)
    #expect(parsed.diagnostics.map(\.message) == [], sourceLocation: sourceLocation)
    #expect(parsed.debugDescription == tree, sourceLocation: sourceLocation)
}

/// Parses the value of a variable and compares its tree.
func checkExpression(_ text: String, _ tree: String, sourceLocation: SourceLocation = #_sourceLocation) {
    checkParse("var x = \(text)", "(program (variable ~ var x ~ = \(tree)))", sourceLocation: sourceLocation)
}

/// Parses a type and compares its tree.
func checkType(_ text: String, _ tree: String, sourceLocation: SourceLocation = #_sourceLocation) {
    checkParse("type x = \(text)", "(program (typeAlias ~ type x = \(tree)))", sourceLocation: sourceLocation)
}

/// Parses a text with mistakes, marked below their lines, and checks that printing the tree gives the text.
func checkSyntaxDiagnostics(
    _ text: String,
    as language: SyntaxTree.Language = .module,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let parsed = parse(text, as: language, sourceLocation: sourceLocation)
    expectMarks(in: text, parsed.diagnostics, sourceLocation: sourceLocation)
}

/// Parses a text and checks that printing the tree gives the text.
@discardableResult
func parse(
    _ text: String,
    as language: SyntaxTree.Language = .module,
    sourceLocation: SourceLocation = #_sourceLocation
) -> SyntaxTree {
    let file = SourceFile(path: "main.bicep", text: text)
    let parsed = SyntaxTree.parse(file, as: language)
    #expect(parsed.text == file.bytes, "printing the tree gives another text", sourceLocation: sourceLocation)
    return parsed
}
