import Documents

extension FunctionTable {
    /// Functions that apply a lambda to each element of an array or member of an object.
    static let lambdas: [String: FunctionImplementation] = [
        "filter": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try evaluator.overArray("filter", expression, arguments) { evaluator, elements in
                var kept: [Value] = []
                for (index, element) in elements.enumerated() {
                    let verdict = evaluator.apply(arguments[1], to: element, .integer(Int64(index)))
                    switch verdict.revealed {
                    case .bool(let flag): if flag { kept.append(element) }
                    case .unknown(let unknown): return evaluator.deferred(expression, on: unknown)
                    case .null, .integer, .number, .string, .array, .object, .secret:
                        return evaluator.fail(.wrongCondition(verdict), at: arguments[1])
                    }
                }
                return .array(kept)
            }
        },
        "groupBy": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try keyed("groupBy", &evaluator, expression, arguments) { groups, key, value in
                var group = groups[key]?.arrayValue ?? []
                // Taken out first, so that the array is not copied for each element.
                groups[key] = .null
                group.append(value)
                groups[key] = .array(group)
            }
        },
        "map": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try evaluator.overArray("map", expression, arguments) { evaluator, elements in
                var results: [Value] = []
                results.reserveCapacity(elements.count)
                for (index, element) in elements.enumerated() {
                    results.append(evaluator.apply(arguments[1], to: element, .integer(Int64(index))))
                }
                return .array(results)
            }
        },
        "mapValues": .special { evaluator, expression, arguments throws(EvaluationFault) in
            let object = evaluator.evaluate(arguments[0])
            if case .unknown(let unknown) = object.revealed {
                return evaluator.deferred(expression, on: unknown, isSecret: object.isSecret)
            }
            guard case .object(let members) = object.revealed else {
                throw .wrongArgument(0, of: "mapValues", object, expected: "an object")
            }
            guard evaluator.countIterations(members.count, expression) else { return .invalid }
            var results = ValueObject(minimumCapacity: members.count)
            for (name, value) in members {
                results[exactly: name] = evaluator.apply(arguments[1], to: value.concealed(if: object.isSecret))
            }
            return .object(results)
        },
        "reduce": .special { evaluator, expression, arguments throws(EvaluationFault) in
            let start = evaluator.evaluate(arguments[1])
            return try evaluator.overArray("reduce", expression, arguments) { evaluator, elements in
                var result = start
                for (index, element) in elements.enumerated() {
                    result = evaluator.apply(arguments[2], to: result, element, .integer(Int64(index)))
                    if index % 16 == 15 { result = evaluator.bounded(result, at: expression.range) }
                }
                return result
            }
        },
        "sort": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try evaluator.overArray("sort", expression, arguments) { evaluator, elements in
                var sorting = Sorting(evaluator: evaluator, lambda: arguments[1], expression: expression)
                let sorted = sorting.sorted(elements)
                return sorting.failure ?? .array(sorted)
            }
        },
        "toObject": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try keyed("toObject", &evaluator, expression, arguments) { members, key, value in
                members[exactly: key] = value
            }
        },
    ]

    private static func keyed(
        _ name: String,
        _ evaluator: inout Evaluator,
        _ expression: Expression,
        _ arguments: [Expression],
        _ add: (inout ValueObject, String, Value) -> Void
    ) throws(EvaluationFault) -> Value {
        try evaluator.overArray(name, expression, arguments) { evaluator, elements in
            var result = ValueObject()
            var isSecret = false
            for element in elements {
                let key = evaluator.apply(arguments[1], to: element)
                isSecret = isSecret || key.isSecret
                switch key.revealed {
                case .string(let text):
                    add(&result, text, arguments.count > 2 ? evaluator.apply(arguments[2], to: element) : element)
                case .unknown(let unknown): return evaluator.deferred(expression, on: unknown, isSecret: isSecret)
                case .null, .bool, .integer, .number, .array, .object, .secret:
                    return evaluator.fail(.wrongPropertyName(key), at: arguments[1])
                }
            }
            return .object(result).concealed(if: isSecret)
        }
    }
}

extension Evaluator {
    /// Evaluates the array of a lambda function; what is unknown or wrong ends it here.
    fileprivate mutating func overArray(
        _ name: String,
        _ expression: Expression,
        _ arguments: [Expression],
        _ body: (inout Evaluator, [Value]) -> Value
    ) throws(EvaluationFault) -> Value {
        let array = evaluate(arguments[0])
        if case .unknown(let unknown) = array.revealed {
            return deferred(expression, on: unknown, isSecret: array.isSecret)
        }
        guard case .array(let elements) = array.revealed else {
            throw .wrongArgument(0, of: name, array, expected: "an array")
        }
        guard countIterations(elements.count, expression) else { return .invalid }
        return body(&self, array.isSecret ? elements.map(\.concealed) : elements)
    }

    fileprivate func countIterations(_ count: Int, _ expression: Expression) -> Bool {
        run.count(iterations: count, at: scope.span(expression.range))
    }
}

/// Sorts by a lambda that says whether its first argument comes before its second; equal elements keep their order.
private struct Sorting {
    var evaluator: Evaluator
    let lambda: Expression
    let expression: Expression
    /// The value instead of the sorted array, once the lambda has given no bool.
    var failure: Value?

    mutating func sorted(_ elements: [Value]) -> [Value] {
        guard elements.count > 1, failure == nil else { return elements }
        let middle = elements.count / 2
        let left = sorted(Array(elements[..<middle]))
        let right = sorted(Array(elements[middle...]))
        var result: [Value] = []
        result.reserveCapacity(elements.count)
        var (first, second) = (left.startIndex, right.startIndex)
        while first < left.endIndex, second < right.endIndex, failure == nil {
            if comesBefore(right[second], left[first]), !comesBefore(left[first], right[second]) {
                result.append(right[second])
                second += 1
            } else {
                result.append(left[first])
                first += 1
            }
        }
        return result + left[first...] + right[second...]
    }

    private mutating func comesBefore(_ one: Value, _ other: Value) -> Bool {
        guard failure == nil else { return false }
        guard evaluator.countIterations(1, expression) else {
            failure = .invalid
            return false
        }
        let verdict = evaluator.apply(lambda, to: one, other)
        switch verdict.revealed {
        case .bool(let flag): return flag
        case .unknown(let unknown): failure = evaluator.deferred(expression, on: unknown)
        case .null, .integer, .number, .string, .array, .object, .secret:
            failure = evaluator.fail(.wrongCondition(verdict), at: lambda)
        }
        return false
    }
}
