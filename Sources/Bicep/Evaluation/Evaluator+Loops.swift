import Documents

extension Evaluator {
    /// The array that a loop makes.
    mutating func evaluate(_ loop: Expression.Loop, in expression: Expression) -> Value {
        let items = evaluate(loop.items)
        let isSecret = items.isSecret
        switch items.revealed {
        case .unknown(let unknown): return deferred(expression, on: unknown, isSecret: isSecret)
        case .array(let elements):
            guard run.count(iterations: elements.count, at: scope.span(expression.range)) else { return .invalid }
            guard canKeep(elements: elements.count, at: expression) else { return .invalid }
            var results: [Value] = []
            results.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                assign(element.concealed(if: isSecret), to: loop.itemSlot)
                if let slot = loop.indexSlot { assign(.integer(Int64(index)), to: slot) }
                if let condition = loop.condition {
                    let value = evaluate(condition)
                    switch value.revealed {
                    case .bool(true): break
                    case .bool(false): continue
                    case .unknown(let unknown): return deferred(expression, on: unknown, isSecret: value.isSecret)
                    case .null, .integer, .number, .string, .array, .object, .secret:
                        return fail(.wrongCondition(value), at: condition)
                    }
                }
                results.append(evaluate(loop.body))
            }
            return .array(results)
        case .null, .bool, .integer, .number, .string, .object, .secret:
            return fail(.wrongLoop(items), at: loop.items)
        }
    }

    /// The value of a lambda for some arguments; arguments beyond its variables are dropped.
    mutating func apply(_ lambda: Expression, to arguments: Value...) -> Value {
        guard case .lambda(let slots, _, let body) = lambda.kind else { return .invalid }
        for (slot, argument) in zip(slots, arguments) { assign(argument, to: slot) }
        return evaluate(body)
    }

    /// The value of a function that the module declares.
    mutating func callUser(_ index: Int, _ arguments: [Expression]) -> Value {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments { values.append(evaluate(argument)) }
        return callUser(index, with: values)
    }

    private func callUser(_ index: Int, with values: [Value]) -> Value {
        let function = scope.module.functions[index]
        if let imported = function.imported {
            let other = Evaluator(scope: scope.importing(imported.module), run: run)
            return other.callUser(imported.index, with: values)
        }
        var callee = Evaluator(scope: scope, run: run)
        for (slot, value) in zip(function.parameterSlots, values) { callee.assign(value, to: slot) }
        return bounded(callee.evaluate(function.body), at: function.nameRange)
    }
}
