import Diagnostics
import Documents

/// What one evaluation shares among all its parts: how much it has done, and what it found wrong.
///
/// Resolving an unknown value is a run of its own, with the values that are known by then.
final class EvaluationRun {
    let limits: EvaluationLimits
    /// The values of what has been applied; `nil` while the module is evaluated the first time.
    let runtime: RuntimeValues?
    /// Those of them that were read, for what stays unknown and is evaluated once more.
    private(set) var consulted: [String: Value] = [:]
    private(set) var diagnostics: [Diagnostic] = []
    /// The addresses of the resources that the declaration at hand has read, in order, repetitions included.
    var reads: [Read] = []

    private var reported: Set<Report> = []
    private var depth = 0
    private var iterations = 0
    private var resources = 0
    private var steps = 0
    private var memory = 0
    private var result = 0
    private var silence = 0

    /// One resource that was read, or all resources of a module.
    enum Read: Sendable, Hashable {
        case resource(ResourceInstance)
        case module(ModuleInstance)
    }

    private struct Report: Hashable {
        let code: String
        let span: Span?
    }

    init(limits: EvaluationLimits, runtime: RuntimeValues? = nil) {
        self.limits = limits
        self.runtime = runtime
    }

    /// A run for values that are kept, and must not depend on what has been applied.
    var withoutRuntime: EvaluationRun { runtime == nil ? self : EvaluationRun(limits: limits) }

    /// The value of what has been applied at an address.
    func applied(at address: String) -> Value? {
        guard let value = runtime?[address] else { return nil }
        consulted[address] = value
        return value
    }

    /// Adds a diagnostic, unless the same one was reported for another iteration of a loop.
    ///
    /// That a limit was met is reported once, as it is often met again on the way out.
    func report(_ diagnostic: Diagnostic) {
        let span = diagnostic.isAboutLimit ? nil : diagnostic.span
        // Once there is nothing left to spend, all values end here, those that are needed as well.
        guard silence == 0 || diagnostic.endsEvaluation,
            reported.insert(Report(code: diagnostic.code, span: span)).inserted
        else { return }
        diagnostics.append(diagnostic)
    }

    /// Does something whose failures say nothing, because its result may not be needed.
    func silently<Result>(_ body: () -> Result) -> Result {
        silence += 1
        defer { silence -= 1 }
        return body()
    }

    /// Does something and returns, beside its result, what it read; that does not count for the caller.
    func recordingReads<Result>(_ body: () -> Result) -> (Result, [Read]) {
        let outer = reads
        reads = []
        defer { reads = outer }
        let result = body()
        return (result, reads)
    }

    /// Goes one level down; `false` if that is too deep, and then `leave` must not be called.
    func enter(at span: @autoclosure () -> Span) -> Bool {
        guard depth < limits.depth else {
            report(.evaluationTooDeep(limit: limits.depth, at: span()))
            return false
        }
        // What is over has been reported; nothing more is computed on the way out.
        guard spend(steps: 1, at: span()), memory <= limits.memory, result <= limits.result else { return false }
        depth += 1
        return true
    }

    /// Comes back from one level down.
    func leave() { depth -= 1 }

    /// Counts iterations; `false` if there were too many.
    func count(iterations more: Int, at span: @autoclosure () -> Span) -> Bool {
        let (sum, overflow) = iterations.addingReportingOverflow(more)
        guard !overflow, sum <= limits.iterations else {
            report(.tooManyIterations(limit: limits.iterations, at: span()))
            return false
        }
        iterations = sum
        return true
    }

    /// Counts a resource; `false` if there are too many.
    func countResource(at span: @autoclosure () -> Span) -> Bool {
        guard resources < limits.resources else {
            report(.tooManyResources(limit: limits.resources, at: span()))
            return false
        }
        resources += 1
        return true
    }

    /// Counts steps; `false` if there were too many.
    func spend(steps more: Int, at span: @autoclosure () -> Span) -> Bool {
        steps += more
        guard steps > limits.steps else { return true }
        if steps - more <= limits.steps { report(.tooManySteps(limit: limits.steps, at: span())) }
        return false
    }

    /// Counts bytes that values take; `false` if they were too many.
    func spend(memory more: Int, at span: @autoclosure () -> Span) -> Bool {
        memory += more
        guard memory > limits.memory else { return true }
        if memory - more <= limits.memory { report(.tooMuchMemory(limit: limits.memory, at: span())) }
        return false
    }

    /// Counts what is part of the result; `false` if that was too much.
    func spend(result value: Value, at span: @autoclosure () -> Span) -> Bool {
        result += ValueExtent(value, upTo: limits.result / 8).json
        guard result > limits.result else { return true }
        report(.resultTooLarge(limit: limits.result, at: span()))
        return false
    }
}

/// Why an expression has no value; the place is added where it is known.
struct EvaluationFault: Error {
    let code: String
    let message: String
    let help: String?

    init(_ code: String, _ message: String, help: String? = nil) {
        self.code = code
        self.message = message
        self.help = help
    }

    func diagnostic(at span: Span) -> Diagnostic { Diagnostic(.error, code, message, at: span, help: help) }
}

extension Value {
    /// Stands for what was diagnosed; whatever uses it is silent and gives the same.
    static let invalid = Value.unknown(Unknown(expression: "", sources: [], resolve: { _ in .null }))

    /// Whether this stands for something that was diagnosed.
    var isInvalid: Bool {
        switch self {
        case .unknown(let unknown): unknown.sources.isEmpty && unknown.expression.isEmpty
        case .secret(let value): value.isInvalid
        case .null, .bool, .integer, .number, .string, .array, .object: false
        }
    }

    /// Whether the value itself, secret or not, is unknown.
    var isUnknown: Bool {
        switch self {
        case .unknown: true
        case .secret(let value): value.isUnknown
        case .null, .bool, .integer, .number, .string, .array, .object: false
        }
    }

    /// Whether the value itself is secret; parts of it may be without that.
    var isSecret: Bool {
        if case .secret = self { true } else { false }
    }

    /// The value, marked as secret if something that it was made from is.
    func concealed(if condition: Bool) -> Value { condition ? concealed : self }

    /// The kind of value in the words of the language, with its article.
    var kindInWords: String {
        switch self {
        case .null: "null"
        case .bool: "a bool"
        case .integer: "an int"
        case .number: "a number with a fraction"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .secret(let value): value.kindInWords
        case .unknown: "a value that is not known yet"
        }
    }
}
