import ArgumentParser
import Diagnostics
import Documents

/// How the commands of the language print their result.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    /// SARIF 2.1.0, which code scanners and build servers read.
    case sarif

    /// Prints a result in this format.
    func print(
        text: @autoclosure () -> String,
        json: @autoclosure () -> Value,
        sarif: @autoclosure () -> Value
    ) {
        switch self {
        case .text: Terminal.standardOutput.write(text())
        case .json: Terminal.standardOutput.write(json().json(.pretty) + "\n")
        case .sarif: Terminal.standardOutput.write(sarif().json(.pretty) + "\n")
        }
    }
}

/// Diagnostics as programs read them: lines and columns counted from 1, columns in UTF-16 code units, the end exclusive.
struct DiagnosticReport {
    /// The file of diagnostics that name none.
    let defaultFile: SourceFile

    /// One object for each diagnostic, in their order.
    func values(of diagnostics: [Diagnostic]) -> [Value] {
        var tables: [SourceFile: LineTable] = [:]
        return diagnostics.map { diagnostic in
            let span = diagnostic.span ?? Span(defaultFile, 0..<0)
            let table = tables[span.file] ?? LineTable(span.file)
            tables[span.file] = table
            return value(of: diagnostic, at: span, table)
        }
    }

    private func value(of diagnostic: Diagnostic, at span: Span, _ table: LineTable) -> Value {
        let start = table.location(at: span.range.lowerBound)
        let end = table.location(at: span.range.upperBound)
        var members: ValueObject = [
            "file": .string(span.file.path),
            "line": .integer(Int64(start.line)),
            "column": .integer(Int64(start.column)),
            "endLine": .integer(Int64(end.line)),
            "endColumn": .integer(Int64(end.column)),
            "severity": .string(diagnostic.severity.rawValue),
            "code": .string(diagnostic.code),
            "message": .string(diagnostic.message),
        ]
        if let help = diagnostic.help { members["help"] = .string(help) }
        return .object(members)
    }
}
