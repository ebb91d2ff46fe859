import Bicep
import Diagnostics
import Documents

/// Diagnostics as code scanners exchange them: SARIF 2.1.0.
///
/// Specification: OASIS, Static Analysis Results Interchange Format, 2.1.0.
struct SARIFReport {
    /// The file of diagnostics that name none.
    let defaultFile: SourceFile

    /// The log of one run.
    func value(of diagnostics: [Diagnostic]) -> Value {
        let codes = diagnostics.map(\.code).uniqued
        let places = Dictionary(uniqueKeysWithValues: zip(codes, codes.indices))
        var tables: [SourceFile: LineTable] = [:]
        let results = diagnostics.map { diagnostic in
            let span = diagnostic.span ?? Span(defaultFile, 0..<0)
            let table = tables[span.file] ?? LineTable(span.file)
            tables[span.file] = table
            return result(of: diagnostic, rule: places[diagnostic.code] ?? 0, at: span, table)
        }
        let driver: Value = [
            "name": "rad",
            "version": .string(Release.version),
            "rules": .array(codes.map { ["id": .string($0)] }),
        ]
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [["tool": ["driver": driver], "columnKind": "utf16CodeUnits", "results": .array(results)]],
        ]
    }

    private func result(of diagnostic: Diagnostic, rule: Int, at span: Span, _ table: LineTable) -> Value {
        let start = table.location(at: span.range.lowerBound)
        let end = table.location(at: span.range.upperBound)
        let region: Value = [
            "startLine": .integer(Int64(start.line)),
            "startColumn": .integer(Int64(start.column)),
            "endLine": .integer(Int64(end.line)),
            "endColumn": .integer(Int64(end.column)),
        ]
        let help = diagnostic.help.map { "; \($0)" } ?? ""
        let place: Value = ["artifactLocation": ["uri": .string(span.file.path.uri)], "region": region]
        return [
            "ruleId": .string(diagnostic.code),
            "ruleIndex": .integer(Int64(rule)),
            "level": .string(diagnostic.severity.sarifLevel),
            "message": ["text": .string(diagnostic.message + help)],
            "locations": [["physicalLocation": place]],
        ]
    }
}

extension Diagnostic.Severity {
    fileprivate var sarifLevel: String {
        switch self {
        case .info: "note"
        case .warning: "warning"
        case .error: "error"
        }
    }
}

extension String {
    /// A path as a URI: relative ones stay relative, others get the scheme `file`.
    fileprivate var uri: String {
        (hasPrefix("/") ? "file://" : "") + PercentCoding.encode(self, keeping: "/")
    }
}

extension [String] {
    /// The texts in their order, each once.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
