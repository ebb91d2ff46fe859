import Diagnostics
import Documents

extension FunctionTable {
    /// Functions that make one kind of value out of another.
    static let conversions: [String: FunctionImplementation] = [
        "any": .special { evaluator, _, arguments throws(EvaluationFault) in evaluator.evaluate(arguments[0]) },
        "array": .shallow { call throws(EvaluationFault) in
            if case .array = call.arguments[0] { call.arguments[0] } else { .array([call.arguments[0]]) }
        },
        "bool": .deep { call throws(EvaluationFault) in try bool(call) },
        "fail": .deep { call throws(EvaluationFault) in throw .failed(try call.string(0)) },
        "int": .deep { call throws(EvaluationFault) in try int(call) },
        "json": .deep { call throws(EvaluationFault) in try json(call, try call.string(0)) },
        "nameof": .special { evaluator, _, arguments throws(EvaluationFault) in
            .string(evaluator.scope.module.symbol(of: arguments[0]))
        },
        "string": .deep { call throws(EvaluationFault) in
            var text = ""
            switch call.arguments[0] {
            case .array, .object: try text.append(json: call.arguments[0], limit: call.limits.stringLength)
            case .null, .bool, .integer, .number, .string, .secret, .unknown:
                try text.append(interpolating: call.arguments[0], limit: call.limits.stringLength)
            }
            return .string(text)
        },
    ]

    private static func bool(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        switch call.arguments[0] {
        case .bool: return call.arguments[0]
        case .integer(let number): return .bool(number != 0)
        case .string(let text):
            switch text.trimmed.lowercased() {
            case "true", "1": return true
            case "false", "0": return false
            case _: throw call.bad("'\(text)' is no bool", help: "use 'true' or 'false'")
            }
        case .null, .number, .array, .object, .secret, .unknown: throw call.wrong(0, "a string or an int")
        }
    }

    private static func int(_ call: FunctionCall) throws(EvaluationFault) -> Value {
        guard case .string(let text) = call.arguments[0] else {
            guard case .integer = call.arguments[0] else {
                if case .number = call.arguments[0] { return .integer(try call.integer(0)) }
                throw call.wrong(0, "a string or an int")
            }
            return call.arguments[0]
        }
        guard let number = Int64(text.trimmed) else { throw call.bad("'\(text)' is no int", help: "use digits only") }
        return .integer(number)
    }

    static func json(_ call: FunctionCall, _ text: String) throws(EvaluationFault) -> Value {
        do throws(LenientJSON.Problem) {
            return try LenientJSON.value(of: text)
        } catch {
            throw call.bad("the text is no JSON: \(error.reason)", help: "check the text with a JSON validator")
        }
    }
}

extension BoundModule {
    /// The last name in an expression: of a declaration or of a property.
    fileprivate func symbol(of expression: Expression) -> String {
        switch expression.kind {
        case .string(let text): text
        case .parameter(let index): parameters[index].name
        case .variable(let index): variables[index].name
        case .resource(let index): resources[index].symbol
        case .module(let index): modules[index].symbol
        case .property(_, let name, _): name
        case .index(let base, let index, _, _):
            if case .string(let name) = index.kind { name } else { symbol(of: base) }
        case .nonNull(let inner): symbol(of: inner)
        case .local, .null, .bool, .integer, .interpolation, .array, .object, .call, .userCall, .methodCall, .unary,
            .binary, .conditional, .lambda, .loop, .invalid:
            file.text(in: Int(expression.range.lowerBound)..<Int(expression.range.upperBound))
        }
    }
}
