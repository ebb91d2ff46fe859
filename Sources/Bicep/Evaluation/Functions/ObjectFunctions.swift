import Documents

extension FunctionTable {
    /// Functions of objects, and the set functions, which take objects as well as arrays.
    static let objects: [String: FunctionImplementation] = [
        "intersection": .deep { call throws(EvaluationFault) in try intersection(call) },
        "items": .shallow { call throws(EvaluationFault) in
            // Sorted without regard to case; of names that differ in nothing else the order is kept.
            let keyed = try call.object(0).map { ($0.key.ordinalUppercased.ordinalKey, $0) }
            let sorted = keyed.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            return .array(
                sorted.map { _, entry in .object(["key": .string(entry.1.key), "value": entry.1.value]) }
            )
        },
        "objectKeys": .shallow { call throws(EvaluationFault) in
            .array(try call.object(0).names.map(Value.string))
        },
        "shallowMerge": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try shallowMerge(&evaluator, expression, arguments)
        },
        "union": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try union(&evaluator, expression, arguments)
        },
    ]

    private static func intersection(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        switch call.arguments[0] {
        case .array(let elements):
            var result = elements
            for position in 1..<max(1, call.count) {
                let other = ValueSet(try call.array(position))
                result.removeAll { !other.contains($0) }
            }
            var seen = ValueSet()
            return .array(result.filter { seen.insert($0) })
        case .object(let members):
            var result = members
            for position in 1..<max(1, call.count) {
                let other = try call.object(position)
                result = ValueObject(
                    result.filter { name, value in other[exactly: name].map(value.equals) ?? false }.map {
                        ($0.key, $0.value)
                    }
                )
            }
            return .object(result)
        case .null, .bool, .integer, .number, .string, .secret, .unknown:
            throw call.wrong(0, "an array or an object")
        }
    }

    private static func shallowMerge(
        _ evaluator: inout Evaluator,
        _ expression: Expression,
        _ arguments: [Expression]
    ) throws(EvaluationFault) -> Value {
        let entries = evaluator.evaluate(arguments[0])
        var isSecret = entries.isSecret
        if case .unknown(let unknown) = entries.revealed {
            return evaluator.deferred(expression, on: unknown, isSecret: isSecret)
        }
        guard case .array(let objects) = entries.revealed else {
            throw .wrongArgument(0, of: "shallowMerge", entries, expected: "an array of objects")
        }
        var result = ValueObject()
        for object in objects {
            isSecret = isSecret || object.isSecret
            switch object.revealed {
            case .object(let members):
                guard evaluator.canKeep(elements: members.count, at: expression) else { return .invalid }
                for (name, value) in members { result[exactly: name] = value }
            case .unknown(let unknown): return evaluator.deferred(expression, on: unknown, isSecret: isSecret)
            case .null, .bool, .integer, .number, .string, .array, .secret:
                throw .wrongArgument(0, of: "shallowMerge", object, expected: "an array of objects")
            }
        }
        return .object(result).concealed(if: isSecret)
    }

    /// Arrays are joined without duplicates; objects are merged with the objects in them, and the last value wins.
    private static func union(
        _ evaluator: inout Evaluator,
        _ expression: Expression,
        _ arguments: [Expression]
    ) throws(EvaluationFault) -> Value {
        var missing = Missing()
        var isSecret = false
        let values = arguments.map { argument in
            let value = evaluator.evaluate(argument)
            if !evaluator.canWalk(value, at: argument.range) { _ = missing.absorb(.invalid) }
            if value.isUnknown { _ = missing.absorb(value) }
            isSecret = isSecret || value.isSecret
            return value.revealed
        }
        guard missing.isEmpty else { return evaluator.deferred(expression, missing, isSecret: isSecret) }
        guard evaluator.canJoin(values, in: expression) else { return .invalid }
        switch values[0] {
        case .object(var result):
            for (position, value) in values.enumerated().dropFirst() {
                guard case .object(let members) = value else {
                    throw .wrongArgument(position, of: "union", value, expected: "an object")
                }
                result = merging(result, members)
            }
            return .object(result).concealed(if: isSecret)
        case .array:
            var result: [Value] = []
            var open: [Value] = []
            var seen = ValueSet()
            for (position, value) in values.enumerated() {
                guard case .array(let elements) = value else {
                    throw .wrongArgument(position, of: "union", value, expected: "an array")
                }
                for element in elements {
                    isSecret = isSecret || element.isSecret
                    guard element.isKnown else {
                        guard evaluator.run.spend(steps: result.count, at: evaluator.scope.span(expression.range))
                        else {
                            return .invalid
                        }
                        // Whether what is not known is a duplicate can be said only if something else differs.
                        if result.contains(where: { $0.mayEqual(element) }) { _ = missing.absorb(element) }
                        open.append(element)
                        result.append(element)
                        continue
                    }
                    guard evaluator.run.spend(steps: open.count, at: evaluator.scope.span(expression.range)) else {
                        return .invalid
                    }
                    if let twin = open.first(where: { $0.mayEqual(element) }) { _ = missing.absorb(twin) }
                    if seen.insert(element.fullyRevealed) { result.append(element) }
                }
            }
            guard missing.isEmpty else { return evaluator.deferred(expression, missing, isSecret: isSecret) }
            return .array(result).concealed(if: isSecret)
        case .null, .bool, .integer, .number, .string, .secret, .unknown:
            throw .wrongArgument(0, of: "union", values[0], expected: "an array or an object")
        }
    }

    private static func merging(_ left: ValueObject, _ right: ValueObject) -> ValueObject {
        var result = left
        for (name, value) in right {
            if case .object(let inner) = value, case .object(let outer)? = result[exactly: name] {
                result[exactly: name] = .object(merging(outer, inner))
            } else {
                result[exactly: name] = value
            }
        }
        return result
    }
}
