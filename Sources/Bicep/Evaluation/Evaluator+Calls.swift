import Documents

/// One call of a built-in function with its arguments: known, and stripped of their secrecy.
///
/// The result is made secret again by the caller.
struct FunctionCall {
    let name: String
    let arguments: [Value]
    let scope: ModuleScope
    let limits: EvaluationLimits
}

/// How a built-in function is computed.
enum FunctionImplementation: Sendable {
    /// From arguments that are known in all their parts; else the result is unknown.
    case deep(@Sendable (FunctionCall) throws(EvaluationFault) -> Value)
    /// From arguments that are known themselves, whatever their elements and members are.
    case shallow(@Sendable (FunctionCall) throws(EvaluationFault) -> Value)
    /// From the argument expressions.
    case special(@Sendable (inout Evaluator, Expression, [Expression]) throws(EvaluationFault) -> Value)
    /// Only when something has been deployed.
    case runtime
}

extension Evaluator {
    /// The value of a built-in function.
    mutating func call(_ function: BuiltinFunction, _ arguments: [Expression], in expression: Expression) -> Value {
        guard let position = function.position, let implementation = FunctionTable.implementations[position] else {
            return .invalid
        }
        do throws(EvaluationFault) {
            let value =
                switch implementation {
                case .deep(let compute): try callDeep(compute, function, arguments, in: expression)
                case .shallow(let compute): try callShallow(compute, function, arguments, in: expression)
                case .special(let compute): try compute(&self, expression, arguments)
                case .runtime: callRuntime(function, arguments, in: expression)
                }
            if case .string(let text) = value.revealed, text.utf8.count > run.limits.stringLength {
                throw .stringTooLong(limit: run.limits.stringLength)
            }
            return kept(value, of: implementation, at: expression)
        } catch {
            return fail(error, at: expression)
        }
    }

    private mutating func callDeep(
        _ compute: (FunctionCall) throws(EvaluationFault) -> Value,
        _ function: BuiltinFunction,
        _ arguments: [Expression],
        in expression: Expression
    ) throws(EvaluationFault) -> Value {
        var missing = Missing()
        var isSecret = false
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            let value = evaluate(argument)
            guard canWalk(value, at: argument.range) else { return .invalid }
            _ = missing.absorb(value)
            isSecret = isSecret || value.holdsSecret
            values.append(value)
        }
        guard missing.isEmpty else { return deferred(expression, missing, isSecret: isSecret) }
        if isSecret { values = values.map(\.fullyRevealed) }
        let call = FunctionCall(name: function.name, arguments: values, scope: scope, limits: run.limits)
        return try compute(call).concealed(if: isSecret)
    }

    private mutating func callShallow(
        _ compute: (FunctionCall) throws(EvaluationFault) -> Value,
        _ function: BuiltinFunction,
        _ arguments: [Expression],
        in expression: Expression
    ) throws(EvaluationFault) -> Value {
        var missing = Missing()
        var isSecret = false
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            let value = evaluate(argument)
            if value.isUnknown { _ = missing.absorb(value) }
            isSecret = isSecret || value.isSecret
            values.append(value.revealed)
        }
        guard missing.isEmpty else { return deferred(expression, missing, isSecret: isSecret) }
        guard function.name != "concat" || canJoin(values, in: expression) else { return .invalid }
        let call = FunctionCall(name: function.name, arguments: values, scope: scope, limits: run.limits)
        return try compute(call).concealed(if: isSecret)
    }

    // MARK: - What only a deployment knows

    /// The value of `reference`, `list…` and their like: unknown, and secret where Azure means it to be.
    private mutating func callRuntime(
        _ function: BuiltinFunction,
        _ arguments: [Expression],
        in expression: Expression
    ) -> Value {
        let outer = run.reads
        run.reads = []
        let values = arguments.map { evaluate($0) }
        let sources = run.reads.resourceAddresses
        run.reads = outer + run.reads
        let isSecret = function.isListFunction || function.name == "getSecret"
        if values.contains(where: \.isInvalid) { return .invalid }
        if sources.count == 1, let applied = run.applied(at: sources[0]) {
            if function.name == "reference" {
                let isFull = values.count > 2
                if let value = isFull ? applied : applied["properties"] { return value }
            } else if let value = applied.method(function.name) {
                return value.concealed(if: isSecret)
            }
        }
        return deferred(expression, sources: sources, isSecret: isSecret)
    }

    /// The value of a resource's method, such as `storage.listKeys()`: secret, and known when it has been applied.
    mutating func callMethod(
        _ name: String,
        of base: Expression,
        _ arguments: [Expression],
        in expression: Expression
    ) -> Value {
        for argument in arguments where evaluate(argument).isInvalid { return .invalid }
        guard let instance = instance(base) else {
            let value = evaluate(base)
            guard !value.isInvalid else { return .invalid }
            return deferred(expression, sources: value.unknownSources, isSecret: true)
        }
        run.reads.append(.resource(instance))
        if let value = run.applied(at: instance.address)?.method(name) { return value.concealed }
        return deferred(expression, sources: [instance.address], isSecret: true)
    }
}

extension [EvaluationRun.Read] {
    /// The addresses of the resources among them, each once.
    fileprivate var resourceAddresses: [String] {
        var found: [String] = []
        for case .resource(let instance) in self where !found.contains(instance.address) {
            found.append(instance.address)
        }
        return found
    }
}

extension Value {
    /// What a method gave: the member of its name, or for `listSecrets` the member `secrets`.
    fileprivate func method(_ name: String) -> Value? {
        let value = revealed
        if let member = value[name] { return member }
        guard name.hasPrefix("list") else { return nil }
        let subject = name.dropFirst(4)
        return value[subject.prefix(1).lowercased() + subject.dropFirst()]
    }
}
