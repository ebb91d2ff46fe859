import Diagnostics
import TestSupport
import Testing

@testable import Bicep

/// Checks a file with some rules of the linter turned on and all others off, and compares everything that is found
/// with the marks below the lines.
func checkFindings(
    of rules: LinterRule...,
    in text: String,
    with files: [String: String] = [:],
    settings: String = "",
    leavingOut codes: Set<String> = [],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let file = SourceFile(path: "main.bicep", text: text)
    var files = files
    files[BicepConfiguration.fileName] = configuration(of: rules, settings)
    let checked = BoundModule.check(file, files: MemoryFiles(files: files))
    let found = checked.diagnostics.filter { $0.span?.file == file }
    expectMarks(in: text, found, leavingOut: codes, sourceLocation: sourceLocation)
}

/// Checks a parameter file in the same way.
func checkFindings(
    of rules: LinterRule...,
    inParameters text: String,
    with files: [String: String],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let file = SourceFile(path: "main.bicepparam", text: text)
    var files = files
    files[BicepConfiguration.fileName] = configuration(of: rules, "")
    let read = ParameterFile.read(file, files: MemoryFiles(files: files), environment: [:])
    expectMarks(in: text, read.diagnostics.filter { $0.span?.file == file }, sourceLocation: sourceLocation)
}

/// A configuration that turns on some rules, with settings for the first of them.
private func configuration(of rules: [LinterRule], _ settings: String) -> String {
    let levels = LinterRule.allCases.map { rule in
        let level = rules.contains(rule) ? "warning" : "off"
        return "\"\(rule.rawValue)\": { \"level\": \"\(level)\", \(rule == rules.first ? settings : "") }"
    }
    return "{ \"analyzers\": { \"core\": { \"rules\": { \(levels.joined(separator: ",\n")) } } } }"
}
