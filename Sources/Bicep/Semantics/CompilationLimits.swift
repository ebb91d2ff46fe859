import Diagnostics

/// Bounds on what a file may have read and checked; each has a diagnostic of its own.
struct CompilationLimits {
    /// How many modules may stand within each other.
    var depth = 50
    /// Different files that are used as modules, or imported.
    var modules = 2_000
    /// Bytes of one Bicep or parameter file.
    var source = 8 << 20
    /// Mistakes and findings that are reported of one file.
    var diagnostics = 5_000
    /// Bytes of all files together: modules, and what `load…` functions name.
    var total = 128 << 20
}

extension Diagnostic {
    static func modulesTooDeep(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1103",
            "modules stand more than \(limit) deep within each other",
            at: span,
            help: "let the outer modules use the inner ones directly"
        )
    }

    static func tooManyModules(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1142",
            "the file and its modules use more than \(limit) other files",
            at: span,
            help: "split it into several deployments"
        )
    }

    static func filesTooLarge(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1143",
            "the modules and loaded files of the file have more than \(limit >> 20) MiB together",
            at: span,
            help: "load smaller files, or split it into several deployments"
        )
    }

    /// Stands for the diagnostics of a file that are not shown.
    static func moreDiagnostics(_ omitted: ArraySlice<Diagnostic>, at span: Span?) -> Diagnostic {
        Diagnostic(
            omitted.contains { $0.severity == .error } ? .error : .warning,
            "RAD1145",
            "there are at least \(omitted.count) more mistakes from here on",
            at: span,
            help: "correct those above, and check the file again"
        )
    }

    static func sourceTooLarge(_ file: SourceFile, limit: Int) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1144",
            "the file has \(file.bytes.count) bytes, more than the \(limit >> 20) MiB that rad reads of one Bicep file",
            at: Span(file, 0..<0),
            help: "split it into modules, or load its data with loadJsonContent()"
        )
    }
}

extension [Diagnostic] {
    /// How many are kept before the first by their places are chosen.
    static var keptLimit: Int { 100_000 }

    /// Appends a diagnostic, unless there are far more than are reported.
    ///
    /// Behind all that are kept there is always room for one error: whether there are errors stays known.
    mutating func appendOneOfFew(_ diagnostic: Diagnostic) {
        if count < Self.keptLimit || diagnostic.severity == .error && last?.severity != .error { append(diagnostic) }
    }

    /// Appends diagnostics, unless there are far more than are reported.
    mutating func appendFew(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics { appendOneOfFew(diagnostic) }
    }

    /// The first of them; one more stands for the rest.
    func limited(to limit: Int) -> [Diagnostic] {
        guard count > limit else { return self }
        let omitted = self[limit...]
        return self[..<limit] + [.moreDiagnostics(omitted, at: omitted.first?.span)]
    }
}
