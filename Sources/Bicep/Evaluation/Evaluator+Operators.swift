import Documents

extension Evaluator {
    /// The value of a unary operator.
    mutating func apply(_ unary: UnaryOperator, to operand: Expression, in expression: Expression) -> Value {
        let value = evaluate(operand)
        let isSecret = value.isSecret
        switch (unary, value.revealed) {
        case (_, .unknown(let unknown)): return deferred(expression, on: unknown, isSecret: isSecret)
        case (.not, .bool(let flag)): return .bool(!flag).concealed(if: isSecret)
        case (.minus, .integer(let number)):
            let (result, overflow) = (0 as Int64).subtractingReportingOverflow(number)
            guard !overflow else { return fail(.integerOverflow, at: expression) }
            return .integer(result).concealed(if: isSecret)
        case (.minus, .number(let number)): return .number(-number).concealed(if: isSecret)
        case (.not, _), (.minus, _): return fail(.wrongOperand(unary, value), at: expression)
        }
    }

    /// The value of a binary operator.
    ///
    /// A long chain such as `a && b && c` leans to the left; it is walked, not descended.
    mutating func binary(_ expression: Expression) -> Value {
        var chain: [Expression] = []
        var first = expression
        while case .binary(_, let left, _) = first.kind {
            chain.append(first)
            first = left
        }
        var value = evaluate(first)
        for node in chain.reversed() {
            guard case .binary(let binary, _, let right) = node.kind else { continue }
            value = apply(binary, value, right, in: node)
        }
        return value
    }

    private mutating func apply(
        _ binary: BinaryOperator,
        _ left: Value,
        _ right: Expression,
        in node: Expression
    ) -> Value {
        switch binary {
        case .and: decide(left, right, by: false, binary, in: node)
        case .or: decide(left, right, by: true, binary, in: node)
        case .coalesce: coalesce(left, right, in: node)
        case .add, .subtract, .multiply, .divide, .modulo, .less, .lessOrEqual, .greater, .greaterOrEqual, .equal,
            .notEqual, .equalIgnoringCase, .notEqualIgnoringCase:
            compute(binary, left, evaluate(right), in: node)
        }
    }

    /// `&&` is decided by one false operand, `||` by one true operand, also beside one that is unknown.
    private mutating func decide(
        _ left: Value,
        _ right: Expression,
        by decisive: Bool,
        _ binary: BinaryOperator,
        in node: Expression
    ) -> Value {
        let isSecret = left.isSecret
        switch left.revealed {
        case .bool(decisive): return left
        case .bool:
            let value = evaluate(right)
            switch value.revealed {
            case .bool: return value.concealed(if: isSecret)
            case .unknown(let unknown): return deferred(node, on: unknown, isSecret: isSecret || value.isSecret)
            case .null, .integer, .number, .string, .array, .object, .secret:
                return fail(.wrongOperands(binary, left, value), at: node)
            }
        case .unknown(let unknown):
            guard !left.isInvalid else { return left }
            let value = silently(right)
            if case .bool(decisive) = value.revealed { return value.concealed(if: isSecret) }
            var missing = Missing()
            _ = missing.absorb(.unknown(unknown))
            if !value.isInvalid { _ = missing.absorb(value) }
            return deferred(node, missing, isSecret: isSecret || value.isSecret)
        case .null, .integer, .number, .string, .array, .object, .secret:
            return fail(.wrongOperands(binary, left, .bool(decisive)), at: node)
        }
    }

    /// Evaluates what may turn out not to be needed, so that its failures are no failures yet.
    private mutating func silently(_ expression: Expression) -> Value {
        var copy = self
        return run.silently { copy.evaluate(expression) }
    }

    private mutating func coalesce(_ left: Value, _ right: Expression, in node: Expression) -> Value {
        switch left.revealed {
        case .null: evaluate(right).concealed(if: left.isSecret)
        case .unknown(let unknown): deferred(node, on: unknown, isSecret: left.isSecret)
        case .bool, .integer, .number, .string, .array, .object, .secret: left
        }
    }

    private func compute(_ binary: BinaryOperator, _ left: Value, _ right: Value, in node: Expression) -> Value {
        var missing = Missing()
        guard canWalk(left, at: node.range), canWalk(right, at: node.range) else { return .invalid }
        _ = missing.absorb(left)
        // Whether something is null says nothing of the secrets inside of it.
        let isShallow = left.isNull || right.isNull
        let isSecret = isShallow ? left.isSecret || right.isSecret : left.holdsSecret || right.holdsSecret
        guard missing.absorb(right) else { return deferred(node, missing, isSecret: isSecret) }
        do throws(EvaluationFault) {
            let value = try binary.applied(left.fullyRevealed, right.fullyRevealed)
            return value.concealed(if: isSecret)
        } catch {
            return fail(error, at: node)
        }
    }
}

extension BinaryOperator {
    /// The value of an operator that needs both its operands, which are known and not secret.
    func applied(_ left: Value, _ right: Value) throws(EvaluationFault) -> Value {
        switch self {
        case .equal: .bool(left.equals(right))
        case .notEqual: .bool(!left.equals(right))
        case .equalIgnoringCase: .bool(try equalsIgnoringCase(left, right))
        case .notEqualIgnoringCase: .bool(try !equalsIgnoringCase(left, right))
        case .less, .lessOrEqual, .greater, .greaterOrEqual: .bool(try compares(left, right))
        case .add, .subtract, .multiply, .divide, .modulo: try arithmetic(left, right)
        case .and, .or, .coalesce: throw .wrongOperands(self, left, right)
        }
    }

    private func equalsIgnoringCase(_ left: Value, _ right: Value) throws(EvaluationFault) -> Bool {
        switch (left, right) {
        case (.string(let one), .string(let other)): return one.ordinalUppercased == other.ordinalUppercased
        case (.null, .string), (.string, .null): return false
        case (.null, .null): return true
        default: throw .wrongOperands(self, left, right)
        }
    }

    private func compares(_ left: Value, _ right: Value) throws(EvaluationFault) -> Bool {
        switch (left, right) {
        case (.integer(let one), .integer(let other)): return holds(one, other)
        case (.string(let one), .string(let other)): return holds(one.ordinalKey, other.ordinalKey)
        case (.integer, .number), (.number, .integer), (.number, .number):
            return holds(left.doubleValue ?? 0, right.doubleValue ?? 0)
        default: throw .wrongOperands(self, left, right)
        }
    }

    private func holds<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Bool {
        switch self {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .add, .subtract, .multiply, .divide, .modulo, .equal, .notEqual, .equalIgnoringCase,
            .notEqualIgnoringCase, .and, .or, .coalesce:
            false
        }
    }

    private func arithmetic(_ left: Value, _ right: Value) throws(EvaluationFault) -> Value {
        guard case .integer(let one) = left, case .integer(let other) = right else {
            throw .wrongOperands(self, left, right)
        }
        let (value, overflow): (Int64, Bool)
        switch self {
        case .add: (value, overflow) = one.addingReportingOverflow(other)
        case .subtract: (value, overflow) = one.subtractingReportingOverflow(other)
        case .multiply: (value, overflow) = one.multipliedReportingOverflow(by: other)
        case .divide where other != 0: (value, overflow) = one.dividedReportingOverflow(by: other)
        case .modulo where other != 0: (value, overflow) = one.remainderReportingOverflow(dividingBy: other)
        case .divide, .modulo: throw .divisionByZero
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .equalIgnoringCase,
            .notEqualIgnoringCase, .and, .or, .coalesce:
            throw .wrongOperands(self, left, right)
        }
        guard !overflow else { throw .integerOverflow }
        return .integer(value)
    }
}
