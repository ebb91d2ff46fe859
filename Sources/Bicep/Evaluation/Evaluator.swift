import Diagnostics
import Documents

/// Computes the values of expressions in one module.
///
/// What is not known until something has been applied stays unknown in its smallest part;
/// what goes wrong is reported once and gives `Value.invalid`.
struct Evaluator {
    let scope: ModuleScope
    let run: EvaluationRun
    /// The variables of the loops and lambdas around the expression, by their slots.
    var locals: [Value] = []

    /// The value of an expression.
    mutating func evaluate(_ expression: Expression) -> Value {
        switch expression.kind {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .integer(let number): return .integer(number)
        case .string(let text): return .string(text)
        case .parameter(let index): return parameter(index)
        case .variable(let index): return variable(index)
        case .local(let slot): return locals.indices.contains(slot) ? locals[slot] : .null
        case .invalid: return .invalid
        case .interpolation, .array, .object, .resource, .module, .call, .userCall, .methodCall, .property, .index,
            .unary, .binary, .conditional, .nonNull, .lambda, .loop:
            guard run.enter(at: scope.span(expression.range)) else { return .invalid }
            defer { run.leave() }
            return evaluateNested(expression)
        }
    }

    /// The whole value of a declaration, which goes one level deeper even if it only names another one.
    mutating func evaluateWhole(_ expression: Expression) -> Value {
        switch expression.kind {
        case .parameter, .variable:
            guard run.enter(at: scope.span(expression.range)) else { return .invalid }
            defer { run.leave() }
            return evaluate(expression)
        default: return evaluate(expression)
        }
    }

    private mutating func evaluateNested(_ expression: Expression) -> Value {
        switch expression.kind {
        case .interpolation(let segments): return interpolate(segments, in: expression)
        case .array(let elements): return array(elements, in: expression)
        case .object(let members): return object(members, in: expression)
        case .resource, .module, .property, .index, .nonNull: return access(expression)
        case .call(let function, let arguments): return call(function, arguments, in: expression)
        case .userCall(let index, let arguments): return callUser(index, arguments)
        case .methodCall(let base, let name, let arguments):
            return callMethod(name, of: base, arguments, in: expression)
        case .unary(let unary, let operand): return apply(unary, to: operand, in: expression)
        case .binary: return binary(expression)
        case .conditional: return conditional(expression)
        case .loop(let loop): return evaluate(loop, in: expression)
        case .null, .bool, .integer, .string, .parameter, .variable, .local, .invalid: return evaluate(expression)
        case .lambda: return .invalid
        }
    }

    /// Sets the variable of a loop or lambda.
    mutating func assign(_ value: Value, to slot: Int) {
        while locals.count <= slot { locals.append(.null) }
        locals[slot] = value
    }

    /// Reports why an expression has no value.
    func fail(_ fault: EvaluationFault, at expression: Expression) -> Value {
        run.report(fault.diagnostic(at: scope.span(expression.range)))
        return .invalid
    }
}

// MARK: - Composite values

extension Evaluator {
    private mutating func array(_ elements: [Expression.Element], in expression: Expression) -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        var isSecret = false
        for element in elements {
            switch element {
            case .item(let item): values.append(evaluate(item))
            case .spread(let spread):
                let value = evaluate(spread)
                isSecret = isSecret || value.isSecret
                switch value.revealed {
                case .array(let more):
                    guard canKeep(elements: more.count, at: expression) else { return .invalid }
                    values += more
                case .null: continue
                case .unknown(let unknown): return deferred(expression, on: unknown, isSecret: isSecret)
                case .bool, .integer, .number, .string, .object, .secret:
                    return fail(.wrongSpread(value, into: "an array"), at: spread)
                }
            }
        }
        guard canKeep(elements: elements.count, at: expression) else { return .invalid }
        return .array(values).concealed(if: isSecret)
    }

    private mutating func object(_ members: [Expression.Member], in expression: Expression) -> Value {
        var result = ValueObject(minimumCapacity: members.count)
        var isSecret = false
        for member in members {
            switch member {
            case .property(let name, let value):
                if case .string(let text) = name.kind {
                    result[exactly: text] = evaluate(value)
                    continue
                }
                let key = evaluate(name)
                isSecret = isSecret || key.isSecret
                switch key.revealed {
                case .string(let text): result[exactly: text] = evaluate(value)
                case .unknown(let unknown): return deferred(expression, on: unknown, isSecret: isSecret)
                case .null, .bool, .integer, .number, .array, .object, .secret:
                    return fail(.wrongPropertyName(key), at: name)
                }
            case .spread(let spread):
                let value = evaluate(spread)
                isSecret = isSecret || value.isSecret
                switch value.revealed {
                case .object(let more):
                    guard canKeep(elements: more.count, at: expression) else { return .invalid }
                    for (name, value) in more { result[exactly: name] = value }
                case .null: continue
                case .unknown(let unknown): return deferred(expression, on: unknown, isSecret: isSecret)
                case .bool, .integer, .number, .string, .array, .secret:
                    return fail(.wrongSpread(value, into: "an object"), at: spread)
                }
            }
        }
        guard canKeep(elements: members.count, at: expression) else { return .invalid }
        return .object(result).concealed(if: isSecret)
    }

    private mutating func interpolate(_ segments: [Expression.Segment], in expression: Expression) -> Value {
        var text = ""
        var isSecret = false
        var missing = Missing()
        for segment in segments {
            switch segment {
            case .text(let part): text += part
            case .hole(let hole):
                let value = evaluate(hole)
                guard canWalk(value, at: hole.range) else { return .invalid }
                isSecret = isSecret || value.holdsSecret
                guard missing.absorb(value) else { continue }
                do throws(EvaluationFault) {
                    try text.append(interpolating: value.fullyRevealed, limit: run.limits.stringLength)
                } catch {
                    return fail(error, at: hole)
                }
            }
            guard text.utf8.count <= run.limits.stringLength else {
                return fail(.stringTooLong(limit: run.limits.stringLength), at: expression)
            }
        }
        guard run.spend(memory: text.utf8.count, at: scope.span(expression.range)) else { return .invalid }
        return missing.isEmpty
            ? .string(text).concealed(if: isSecret) : deferred(expression, missing, isSecret: isSecret)
    }

    private mutating func conditional(_ expression: Expression) -> Value {
        // A chain of conditions is walked, not descended.
        var current = expression
        var isSecret = false
        while case .conditional(let condition, let then, let otherwise) = current.kind {
            let value = evaluate(condition)
            isSecret = isSecret || value.isSecret
            switch value.revealed {
            case .bool(true): return evaluate(then).concealed(if: isSecret)
            case .bool(false): current = otherwise
            case .unknown(let unknown): return deferred(current, on: unknown, isSecret: isSecret)
            case .null, .integer, .number, .string, .array, .object, .secret:
                return fail(.wrongCondition(value), at: condition)
            }
        }
        return evaluate(current).concealed(if: isSecret)
    }
}
