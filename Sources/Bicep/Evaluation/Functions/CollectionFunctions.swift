import Documents

extension FunctionTable {
    /// Functions of arrays, and those that take arrays as well as strings or objects.
    static let collections: [String: FunctionImplementation] = [
        "concat": .shallow { call throws(EvaluationFault) in try concat(call) },
        "contains": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try contains(&evaluator, expression, arguments)
        },
        "distinct": .deep { call throws(EvaluationFault) in
            var seen = ValueSet()
            return .array(try call.array(0).filter { seen.insert($0) })
        },
        "empty": .shallow { call throws(EvaluationFault) in
            switch call.arguments[0] {
            case .null: .bool(true)
            case .string(let text): .bool(text.isEmpty)
            case .array(let elements): .bool(elements.isEmpty)
            case .object(let members): .bool(members.isEmpty)
            case .bool, .integer, .number, .secret, .unknown: throw call.wrong(0, "a string, an array or an object")
            }
        },
        "first": .shallow { call throws(EvaluationFault) in try end(call, last: false) },
        "flatten": .special { evaluator, expression, arguments throws(EvaluationFault) in
            try flatten(&evaluator, expression, arguments)
        },
        "indexOf": .deep { call throws(EvaluationFault) in try offset(call, last: false) },
        "last": .shallow { call throws(EvaluationFault) in try end(call, last: true) },
        "lastIndexOf": .deep { call throws(EvaluationFault) in try offset(call, last: true) },
        "length": .shallow { call throws(EvaluationFault) in
            switch call.arguments[0] {
            case .string(let text): .integer(Int64(text.utf16.count))
            case .array(let elements): .integer(Int64(elements.count))
            case .object(let members): .integer(Int64(members.count))
            case .null, .bool, .integer, .number, .secret, .unknown:
                throw call.wrong(0, "a string, an array or an object")
            }
        },
        "range": .deep { call throws(EvaluationFault) in try range(call) },
        "skip": .shallow { call throws(EvaluationFault) in try part(call, isRest: true) },
        "take": .shallow { call throws(EvaluationFault) in try part(call, isRest: false) },
    ]

    private static func concat(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        guard case .array(var elements) = call.arguments[0] else {
            var text = ""
            for (position, argument) in call.arguments.enumerated() {
                switch argument {
                case .string, .integer, .bool, .number:
                    try text.append(interpolating: argument, limit: call.limits.stringLength)
                case .null, .array, .object, .secret, .unknown: throw call.wrong(position, "a string, an int or a bool")
                }
                guard text.utf8.count <= call.limits.stringLength else {
                    throw .stringTooLong(limit: call.limits.stringLength)
                }
            }
            return .string(text)
        }
        for position in 1..<max(1, call.count) { elements += try call.array(position) }
        return .array(elements)
    }

    /// An array holds an unknown value perhaps, and what is equal to a known element for certain.
    private static func contains(
        _ evaluator: inout Evaluator,
        _ expression: Expression,
        _ arguments: [Expression]
    ) throws(EvaluationFault) -> Value {
        let (container, item) = (evaluator.evaluate(arguments[0]), evaluator.evaluate(arguments[1]))
        guard evaluator.canWalk(container, at: arguments[0].range), evaluator.canWalk(item, at: arguments[1].range)
        else { return .invalid }
        var isSecret = container.isSecret || item.holdsSecret
        var missing = Missing()
        if container.isUnknown { _ = missing.absorb(container) }
        guard missing.absorb(item) else { return evaluator.deferred(expression, missing, isSecret: isSecret) }
        switch (container.revealed, item.fullyRevealed) {
        case (.array(let elements), let item):
            // Each element is walked through to see whether it is known, whether it is secret, and to compare it.
            guard evaluator.run.spend(steps: elements.count * 4, at: evaluator.scope.span(expression.range)) else {
                return .invalid
            }
            for element in elements {
                guard element.isKnown else {
                    _ = missing.absorb(element)
                    continue
                }
                isSecret = isSecret || element.holdsSecret
                if element.fullyRevealed.equals(item) { return .bool(true).concealed(if: isSecret) }
            }
            guard missing.isEmpty else { return evaluator.deferred(expression, missing, isSecret: isSecret) }
            return .bool(false).concealed(if: isSecret)
        case (.object(let members), .string(let name)):
            return .bool(members[name] != nil).concealed(if: isSecret)
        case (.string(let text), .string(let part)):
            return .bool(part.isEmpty || text.ordinalOffset(of: part, last: false) != nil).concealed(if: isSecret)
        case (.object, let item), (.string, let item):
            throw .wrongArgument(1, of: "contains", item, expected: "a string")
        case (let container, _):
            throw .wrongArgument(0, of: "contains", container, expected: "an array, an object or a string")
        }
    }

    private static func flatten(
        _ evaluator: inout Evaluator,
        _ expression: Expression,
        _ arguments: [Expression]
    ) throws(EvaluationFault) -> Value {
        let outer = evaluator.evaluate(arguments[0])
        var isSecret = outer.isSecret
        if case .unknown(let unknown) = outer.revealed {
            return evaluator.deferred(expression, on: unknown, isSecret: isSecret)
        }
        guard case .array(let arrays) = outer.revealed else {
            throw .wrongArgument(0, of: "flatten", outer, expected: "an array of arrays")
        }
        var result: [Value] = []
        for inner in arrays {
            isSecret = isSecret || inner.isSecret
            switch inner.revealed {
            case .array(let elements):
                guard evaluator.canKeep(elements: elements.count, at: expression) else { return .invalid }
                result += elements
            case .unknown(let unknown): return evaluator.deferred(expression, on: unknown, isSecret: isSecret)
            case .null, .bool, .integer, .number, .string, .object, .secret:
                throw .wrongArgument(0, of: "flatten", inner, expected: "an array of arrays")
            }
        }
        return .array(result).concealed(if: isSecret)
    }

    private static func end(_ call: FunctionCall, last: Bool) throws(EvaluationFault) -> Value {
        switch call.arguments[0] {
        case .array(let elements): return (last ? elements.last : elements.first) ?? .null
        case .string(let text):
            let units = UTF16Text(text)
            guard units.count > 0 else { return "" }
            return .string(last ? units[(units.count - 1)..<units.count] : units[0..<1])
        case .null, .bool, .integer, .number, .object, .secret, .unknown:
            throw call.wrong(0, "an array or a string")
        }
    }

    private static func offset(_ call: FunctionCall, last: Bool) throws(EvaluationFault) -> Value {
        switch call.arguments[0] {
        case .string(let text):
            let wanted = try call.string(1).ordinalUppercased
            return .integer(Int64(text.ordinalUppercased.ordinalOffset(of: wanted, last: last) ?? -1))
        case .array(let elements):
            let wanted = call.arguments[1]
            let index =
                last
                ? elements.lastIndex { $0.equals(wanted) } : elements.firstIndex { $0.equals(wanted) }
            return .integer(Int64(index ?? -1))
        case .null, .bool, .integer, .number, .object, .secret, .unknown:
            throw call.wrong(0, "a string or an array")
        }
    }

    private static func range(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        let (start, count) = (try call.integer(0), try call.integer(1))
        guard 0...10_000 ~= count else {
            throw call.bad("a count of \(count) is not allowed", help: "use a count from 0 to 10000")
        }
        let (end, overflow) = start.addingReportingOverflow(count)
        guard !overflow, end <= Int64(Int32.max) else {
            throw call.bad("the numbers end beyond \(Int32.max)", help: "start lower")
        }
        return .array((start..<end).map(Value.integer))
    }

    private static func part(_ call: FunctionCall, isRest: Bool) throws(EvaluationFault) -> Value {
        let wanted = max(0, try call.integer(1))
        switch call.arguments[0] {
        case .array(let elements):
            let count = Int(min(wanted, Int64(elements.count)))
            return .array(Array(isRest ? elements[count...] : elements[..<count]))
        case .string(let text):
            let units = UTF16Text(text)
            let count = Int(min(wanted, Int64(units.count)))
            return .string(isRest ? units[count..<units.count] : units[0..<count])
        case .null, .bool, .integer, .number, .object, .secret, .unknown:
            throw call.wrong(0, "an array or a string")
        }
    }
}
