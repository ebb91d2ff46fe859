import Documents

/// The addresses that an expression waits for, collected from its operands.
struct Missing {
    private(set) var sources: [String] = []
    private(set) var isEmpty = true
    /// Whether an operand was diagnosed, so that nothing more is to be said.
    private(set) var isInvalid = false

    /// Takes note of the unknown parts of a value; `true` if there are none, now or before.
    mutating func absorb(_ value: Value) -> Bool {
        if !value.isKnown {
            isEmpty = false
            isInvalid = isInvalid || value.isInvalid
            for source in value.unknownSources where !sources.contains(source) { sources.append(source) }
        }
        return isEmpty
    }
}

extension Evaluator {
    /// The value of an expression that waits for `unknown`.
    func deferred(_ expression: Expression, on unknown: Unknown, isSecret: Bool = false) -> Value {
        Value.unknown(unknown).isInvalid
            ? .invalid : deferred(expression, sources: unknown.sources, isSecret: isSecret)
    }

    /// The value of an expression some of whose operands are missing.
    func deferred(_ expression: Expression, _ missing: Missing, isSecret: Bool) -> Value {
        missing.isInvalid ? .invalid : deferred(expression, sources: missing.sources, isSecret: isSecret)
    }

    /// The value of an expression that waits for some addresses.
    ///
    /// - Parameters:
    ///   - expression: The expression, which is evaluated again when they are there.
    ///   - sources: The addresses.
    ///   - known: Members of the value that are certain already.
    ///   - isSecret: Whether the value will be secret.
    /// - Returns: A value that is unknown, and secret if asked for.
    func deferred(
        _ expression: Expression,
        sources: [String],
        known: ValueObject? = nil,
        isSecret: Bool = false
    ) -> Value {
        let unknown = Unknown(expression: scope.text(expression.range), sources: sources, known: known) {
            [scope, locals, consulted = run.consulted] runtime in
            let runtime = runtime.following(consulted)
            return Evaluator.resolve(expression, sources, in: scope, locals: locals, with: runtime)
        }
        return .unknown(unknown).concealed(if: isSecret)
    }

    /// Evaluates an expression again, with the values that are known by now.
    ///
    /// Some of them may hold parts that are not known yet. What stays unknown keeps the others, because whoever
    /// resolves it then may no longer have them.
    private static func resolve(
        _ expression: Expression,
        _ sources: [String],
        in scope: ModuleScope,
        locals: [Value],
        with runtime: RuntimeValues
    ) -> Value {
        let run = EvaluationRun(limits: scope.context.limits, runtime: runtime)
        for source in sources { _ = run.applied(at: source) }
        var evaluator = Evaluator(scope: scope, run: run, locals: locals.map { $0.resolved(with: runtime) })
        let value = evaluator.evaluate(expression)
        // What fails now was not foreseeable; it stays unknown, and whoever needs the value says so.
        guard value.isInvalid else { return value }
        return Evaluator(scope: scope, run: run, locals: locals).deferred(expression, sources: [])
    }
}
