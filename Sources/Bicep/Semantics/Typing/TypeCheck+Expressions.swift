import Diagnostics

// The types of expressions, and of what they consist of.
extension TypeCheck {
    /// Checks an expression that will be compared with a type; what it consists of is kept for that.
    mutating func checkKept(_ expression: Expression) -> StaticType {
        let before = keepsTypes
        keepsTypes = true
        defer { keepsTypes = before }
        return check(expression)
    }

    /// Checks an expression and everything in it, and gives its type.
    mutating func check(_ expression: Expression) -> StaticType {
        switch expression.kind {
        case .null: return .null
        case .bool(let flag): return .literal(.bool(flag))
        case .integer(let number): return .literal(.int(number))
        case .string(let text): return .literal(.string(text))
        case .invalid: return .invalid
        case .local(let slot): return frames[frame][slot] ?? .any
        case .parameter, .variable, .resource, .module: return checkMention(expression)
        case .interpolation, .array, .object, .call, .userCall, .methodCall, .property, .index, .unary, .binary,
            .conditional, .nonNull, .lambda, .loop:
            if keepsTypes, let type = known[expression.range] { return type }
            let type = checkCompound(expression)
            if keepsTypes { known[expression.range] = type }
            return type
        }
    }

    /// The type of a declaration that is mentioned.
    private mutating func checkMention(_ expression: Expression) -> StaticType {
        let (type, name): (StaticType, String)
        switch expression.kind {
        case .parameter(let index): (type, name) = (self.type(ofParameter: index), module.parameters[index].name)
        case .variable(let index):
            guard !binder.circular.contains(.variable(index)) else { return .invalid }
            (type, name) = (self.type(ofVariable: index), module.variables[index].name)
        case .resource(let index):
            guard !binder.circular.contains(.resource(index)) else { return .invalid }
            let isKnown = !module.resources[index].type.isEmpty
            (type, name) = (isKnown ? typeOfResource(index) : .invalid, module.resources[index].symbol)
        case .module(let index):
            guard !binder.circular.contains(.module(index)) else { return .invalid }
            let isKnown = module.modules[index].module != nil
            (type, name) = (isKnown ? typeOfModule(index) : .invalid, module.modules[index].symbol)
        default: return .any
        }
        guard type.isInvalid else { return type }
        return wrong(.invalidDeclaration(name, at: span(expression.range)))
    }

    private func typeOfResource(_ index: Int) -> StaticType {
        binder.collections.contains(.resource(index)) ? .list(.resource(index)) : .resource(index)
    }

    private func typeOfModule(_ index: Int) -> StaticType {
        binder.collections.contains(.module(index)) ? .list(.module(index)) : .module(index)
    }

    private mutating func checkCompound(_ expression: Expression) -> StaticType {
        switch expression.kind {
        case .interpolation(let segments): checkInterpolation(segments)
        case .array(let elements): checkArray(expression, elements)
        case .object(let members): checkObject(expression, members)
        case .call(let function, let arguments): checkCall(expression, function, arguments)
        case .userCall(let index, let arguments): checkUserCall(index, arguments)
        case .methodCall(let base, let name, let arguments): checkMethod(expression, base, name, arguments)
        case .property, .index: checkAccess(expression)
        case .unary(let sign, let operand): checkUnary(expression, sign, operand)
        case .binary(let sign, let left, let right): checkBinary(expression, sign, left, right)
        case .conditional(let condition, let then, let otherwise): checkConditional(condition, then, otherwise)
        case .nonNull(let base): checkNonNull(base)
        case .lambda(let slots, _, let body): .lambda(checkLambda(slots, body, taking: []))
        case .loop(let loop): checkLoop(loop)
        case .null, .bool, .integer, .string, .parameter, .variable, .resource, .module, .local, .invalid: .any
        }
    }

    /// How long a text may be whose characters are known before it is evaluated.
    private static let constantLimit = 4096

    private mutating func checkInterpolation(_ segments: [Expression.Segment]) -> StaticType {
        var length: Int64 = 0
        var constant: String? = ""
        var isInvalid = false
        for segment in segments {
            switch segment {
            case .text(let text):
                length = length.addingWithoutOverflow(Int64(text.utf16.count))
                constant?.append(text)
            case .hole(let hole):
                let type = opened(check(hole))
                if type.isInvalid { isInvalid = true }
                length = length.addingWithoutOverflow(type.leastLengthAsText)
                constant = type.interpolated.flatMap { text in constant.map { $0 + text } }
                if length > Self.constantLimit { constant = nil }
            }
        }
        if isInvalid { return .invalid }
        return constant.map { .literal(.string($0)) } ?? .string(StaticType.Bounds(minimum: length))
    }

    private mutating func checkNonNull(_ base: Expression) -> StaticType {
        let type = opened(check(base))
        return type.withoutNull ?? type
    }

    private mutating func checkArray(_ expression: Expression, _ elements: [Expression.Element]) -> StaticType {
        var isInvalid = false
        for element in elements {
            switch element {
            case .item(let item): if check(item).isInvalid { isInvalid = true }
            case .spread(let value): if !checkSpread(value, of: .array) { isInvalid = true }
            }
        }
        return isInvalid ? .invalid : .written(expression, frame: frame)
    }

    private mutating func checkObject(_ expression: Expression, _ members: [Expression.Member]) -> StaticType {
        var isInvalid = false
        for member in members {
            switch member {
            case .property(let name, let value):
                if case .string = name.kind {} else if check(name).isInvalid { isInvalid = true }
                if check(value).isInvalid { isInvalid = true }
            case .spread(let value): if !checkSpread(value, of: .object) { isInvalid = true }
            }
        }
        return isInvalid || binder.ambiguousObjects.contains(expression.range)
            ? .invalid : .written(expression, frame: frame)
    }

    /// Checks a value after `...`; whether nothing is wrong with it.
    private mutating func checkSpread(_ value: Expression, of wanted: StaticType) -> Bool {
        let found = check(value)
        if found.isInvalid { return false }
        let whole = opened(found)
        guard !fits(whole.withoutNull ?? whole, wanted) else { return true }
        report(.wrongSpread(expected: wanted, found: found, at: span(value.range)))
        return false
    }

    mutating func checkConditional(
        _ condition: Expression,
        _ then: Expression,
        _ otherwise: Expression
    ) -> StaticType {
        let decision = opened(check(condition))
        conditions += 1
        let types = (check(then), check(otherwise))
        conditions -= 1
        guard !decision.isInvalid, !types.0.isInvalid, !types.1.isInvalid else { return .invalid }
        guard fits(decision.withoutNull ?? decision, .bool) else {
            return wrong(.wrongType(expected: .bool, found: decision, at: span(condition.range)))
        }
        if case .literal(.bool(let flag)) = decision { return flag ? types.0 : types.1 }
        return .either([types.0, types.1])
    }

    /// Checks the body of a lambda, whose variables have types.
    mutating func checkLambda(
        _ slots: [Int],
        _ body: Expression,
        taking types: [StaticType]
    ) -> StaticType.LambdaShape {
        for (position, slot) in slots.enumerated() {
            note(types.indices.contains(position) ? types[position] : .any, inSlot: slot)
        }
        return StaticType.LambdaShape(parameters: slots.count...slots.count, result: check(body))
    }

    private mutating func checkLoop(_ loop: Expression.Loop) -> StaticType {
        guard enterVariables(of: loop) else {
            _ = check(loop.body)
            return .invalid
        }
        if let filter = loop.condition { checkCondition(filter) }
        let body = check(loop.body)
        return body.isInvalid ? .invalid : .list(body)
    }

    /// Gives the variables of a loop their types; whether what it goes over is an array.
    @discardableResult
    mutating func enterVariables(of loop: Expression.Loop) -> Bool {
        let found = opened(check(loop.items))
        let items = found.withoutNull ?? found
        note(item(of: items) ?? .any, inSlot: loop.itemSlot)
        if let slot = loop.indexSlot { note(.int(StaticType.Bounds(minimum: 0)), inSlot: slot) }
        if found.isInvalid { return false }
        guard fits(items, .array) else {
            report(.loopOverNoArray(found, at: span(loop.items.range)))
            return false
        }
        return true
    }
}

extension Int64 {
    /// The sum of two lengths, or the largest number there is.
    fileprivate func addingWithoutOverflow(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }
}
