import Diagnostics

extension StaticType {
    /// The type as messages name it.
    var name: String { name(depth: 0) }

    /// How many levels of a type are spelled out.
    private static let depthLimit = 3

    fileprivate func name(depth: Int) -> String {
        switch self {
        case .any, .invalid: return "any"
        case .never: return "never"
        case .null: return "null"
        case .string: return "string"
        case .int: return "int"
        case .bool: return "bool"
        case .literal(let value): return value.text
        case .object(let shape): return shape.name
        case .list(.any, _): return "array"
        case .list(let item, _):
            guard depth < Self.depthLimit else { return "array" }
            let name = item.name(depth: depth + 1)
            return item.isUnion ? "(\(name))[]" : "\(name)[]"
        case .tuple(let items):
            guard depth < Self.depthLimit else { return "array" }
            return "[\(items.listed(separator: ", ") { $0.name(depth: depth + 1) })]"
        case .union(let members):
            guard let plain = withoutNull, !plain.isUnion else {
                return members.listed(separator: " | ") { $0.name(depth: depth + 1) }
            }
            return "\(plain.name(depth: depth + 1))?"
        case .discriminated(_, let members):
            return members.listed(separator: " | ") { $0.name(depth: depth + 1) }
        case .resource: return "resource"
        case .module: return "module"
        case .lambda(let shape): return shape.name(depth: depth)
        case .written(let value, _):
            if case .array = value.kind { return "array" }
            return "object"
        case .declared(let type, _, _): return type.kind.name
        }
    }

    fileprivate var isUnion: Bool {
        if case .union = self { true } else { false }
    }
}

extension StaticType.LambdaShape {
    /// The lambda as it could be written: `(a, b?) => string`, with `?` for what it need not take.
    fileprivate func name(depth: Int) -> String {
        let names = ["a", "b", "c", "d"].prefix(parameters.upperBound).enumerated().map { position, name in
            position < parameters.lowerBound ? name : "\(name)?"
        }
        return "(\(names.joined(separator: ", "))) => \(result.name(depth: depth + 1))"
    }
}

extension DeclaredType.Literal {
    /// The value as it is written in Bicep.
    var text: String {
        switch self {
        case .string(let text): "'\(text.shortened)'"
        case .int(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        }
    }
}

extension DeclaredType.Kind {
    /// The kind of the type, where its parts do not matter.
    fileprivate var name: String {
        switch self {
        case .string: "string"
        case .int: "int"
        case .bool: "bool"
        case .object, .structure: "object"
        case .array, .tuple, .list: "array"
        case .null: "null"
        case .literal(let value): value.text
        case .nullable(let inner): "\(inner.kind.name)?"
        case .nonNull(let inner): inner.kind.name
        case .union(let members): members.listed(separator: " | ", \.kind.name)
        case .any, .reference, .property, .additionalProperties, .items, .item, .resourceInput, .resourceOutput,
            .resource, .invalid:
            "any"
        }
    }
}
