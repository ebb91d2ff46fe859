public import Diagnostics
public import Documents

/// The ARM template that a module comes to.
public struct Emission: Sendable {
    /// The template; it is of use only if there are no errors.
    public let template: Value
    public let diagnostics: [Diagnostic]
}

extension BoundModule {
    /// Writes the ARM template of a module that was checked without errors.
    ///
    /// Equal modules give equal templates. What the Bicep compiler takes from the types of resources is not known
    /// here: see `docs/emission.md`.
    ///
    /// - Parameter files: Reads what `loadTextContent` and its relatives name.
    /// - Returns: The template, with everything that cannot be written.
    public func emit(files: any FileLoader) -> Emission {
        let run = EmissionRun(files: files)
        let template = TemplateEmitter(self, in: run).template()
        // A module that is used twice by one that is used twice … has few places in memory, and many on paper.
        if ValueExtent(template, upTo: EmissionRun.sizeLimit / 8).json > EmissionRun.sizeLimit {
            run.report(.templateTooLong(limit: EmissionRun.sizeLimit, at: Span(file, 0..<0)))
        }
        return Emission(template: template, diagnostics: run.diagnostics)
    }
}

/// What the emission of a template and of those within it share.
final class EmissionRun {
    let files: any FileLoader
    private(set) var diagnostics: [Diagnostic] = []
    private var reported: Set<Report> = []
    /// The templates of modules that are used more than once.
    var templates: [ObjectIdentifier: Value] = [:]
    /// Reads the files of `load…` functions, which count together.
    let loading = EvaluationRun(limits: EvaluationLimits())
    private var work = 0
    private var depth = 0
    /// Whether more was to be written than is written.
    private var isTooLarge = false

    /// How many expressions are written; variables that hold runtime values multiply where they are used.
    static let workLimit = 1_000_000
    /// How deeply expressions may be nested, variables that stand in for others included.
    static let depthLimit = 1_500

    /// About how many bytes a template may have.
    static let sizeLimit = 64 << 20

    private struct Report: Hashable {
        let code: String
        let span: Span?
    }

    init(files: any FileLoader) {
        self.files = files
    }

    func report(_ diagnostic: Diagnostic) {
        guard reported.insert(Report(code: diagnostic.code, span: diagnostic.span)).inserted else { return }
        diagnostics.append(diagnostic)
    }

    /// Goes one expression deeper; `false` if there is too much of it, which is reported once.
    func enter(at span: Span) -> Bool {
        work += 1
        depth += 1
        guard work <= Self.workLimit, depth <= Self.depthLimit else {
            depth -= 1
            if !isTooLarge { diagnostics.append(.templateTooLarge(at: span)) }
            isTooLarge = true
            return false
        }
        return true
    }

    func leave() { depth -= 1 }
}

extension Diagnostic {
    static func templateTooLarge(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7081",
            "the template grows beyond what rad writes: values that are known only at runtime are repeated too often",
            at: span,
            help: "read such a value in one place, for example in an output of a module"
        )
    }

    static func templateTooLong(limit: Int, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1153",
            "the template of the file has more than \(limit >> 20) MiB, its modules counted as often as they are used",
            at: span,
            help: "use a module in one place, with a loop, or split the file into several deployments"
        )
    }

    static func notEmitted(_ what: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7082",
            "\(what) cannot be written to an ARM template here",
            at: span,
            help: "move it to a variable, a property or an output, where templates allow it"
        )
    }
}
