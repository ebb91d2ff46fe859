import Diagnostics

// Operators of the language: https://learn.microsoft.com/azure/azure-resource-manager/bicep/operators
extension TypeCheck {
    mutating func checkUnary(
        _ expression: Expression,
        _ sign: UnaryOperator,
        _ operand: Expression
    ) -> StaticType {
        let found = opened(check(operand))
        guard !found.isInvalid else { return .invalid }
        let wanted: StaticType = sign == .not ? .bool : .int
        guard isOperand(found, wanted) else {
            return wrong(.wrongOperand(sign, found, at: span(expression.range)))
        }
        switch (sign, found) {
        case (.not, .literal(.bool(let flag))): return .literal(.bool(!flag))
        case (.minus, .literal(.int(let number))) where number != .min: return .literal(.int(-number))
        case (.not, _): return .bool
        case (.minus, _): return .int
        }
    }

    mutating func checkBinary(
        _ expression: Expression,
        _ sign: BinaryOperator,
        _ left: Expression,
        _ right: Expression
    ) -> StaticType {
        let types = (opened(check(left)), opened(check(right)))
        guard !types.0.isInvalid, !types.1.isInvalid else { return .invalid }
        let isRight: Bool
        switch sign {
        case .add, .subtract, .multiply, .divide, .modulo: isRight = areOperands(types, .int)
        case .and, .or: isRight = areOperands(types, .bool)
        case .equalIgnoringCase, .notEqualIgnoringCase: isRight = areOperands(types, .string)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            isRight = areOperands(types, .int) || areOperands(types, .string)
        case .equal, .notEqual, .coalesce: isRight = true
        }
        guard isRight else {
            return wrong(.wrongOperands(sign, types.0, types.1, at: span(expression.range)))
        }
        if sign == .divide || sign == .modulo, types.1.literalInteger == 0 {
            return wrong(.divisionByZero(at: span(right.range)))
        }
        return result(sign, types)
    }

    private mutating func areOperands(_ types: (StaticType, StaticType), _ wanted: StaticType) -> Bool {
        isOperand(types.0, wanted) && isOperand(types.1, wanted)
    }

    /// Whether a value can be an operand; null, if there is a choice around that may rule it out, is let pass.
    private mutating func isOperand(_ found: StaticType, _ wanted: StaticType) -> Bool {
        fits(found, wanted) || (conditions > 0 && fittingWithoutNull(found, wanted) != nil)
    }

    private func result(_ sign: BinaryOperator, _ types: (StaticType, StaticType)) -> StaticType {
        switch sign {
        case .add, .subtract, .multiply, .divide, .modulo: return .int
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equalIgnoringCase, .notEqualIgnoringCase: return .bool
        case .equal, .notEqual: return comparison(sign, types)
        case .and: return decided(by: false, types)
        case .or: return decided(by: true, types)
        case .coalesce:
            if types.0.isNull { return types.1 }
            return types.0.withoutNull.map { .either([$0, types.1]) } ?? types.0
        }
    }

    private func comparison(_ sign: BinaryOperator, _ types: (StaticType, StaticType)) -> StaticType {
        guard case (.literal(let left), .literal(let right)) = types else { return .bool }
        return .literal(.bool((left == right) == (sign == .equal)))
    }

    /// `&&` is decided by one `false`, `||` by one `true`.
    private func decided(by flag: Bool, _ types: (StaticType, StaticType)) -> StaticType {
        switch types {
        case (.literal(.bool(flag)), _), (_, .literal(.bool(flag))): .literal(.bool(flag))
        case (.literal(.bool), .literal(.bool)): .literal(.bool(!flag))
        default: .bool
        }
    }
}
