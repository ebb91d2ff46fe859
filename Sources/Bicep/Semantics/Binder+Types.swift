import Diagnostics

extension BoundModule.ValueType {
    var isNullable: Bool {
        if case .nullable = self { true } else { false }
    }

    /// The type as it is named in messages.
    var name: String {
        switch self {
        case .any: "any"
        case .string: "string"
        case .int: "int"
        case .bool: "bool"
        case .object: "object"
        case .array(.any): "array"
        case .array(let item): "\(item.name)[]"
        case .literals(let values): values.quotedUnion
        case .nullable(let inner): "\(inner.name)?"
        }
    }
}

extension Binder {
    /// The type that a type expression stands for, as far as values are checked.
    mutating func valueType(_ node: SyntaxNode?) -> BoundModule.ValueType {
        guard let node else { return .any }
        switch node.kind {
        case .typeName: return namedType(node)
        case .nullableType:
            let inner = valueType(node.node(0))
            return inner.isNullable ? inner : .nullable(inner)
        case .nonNullType:
            if case .nullable(let inner) = valueType(node.node(0)) { return inner }
            return valueType(node.node(0))
        case .arrayType: return .array(valueType(node.node(0)))
        case .tupleType:
            for item in node.nodes(from: 1) where item.kind == .tupleItem { _ = valueType(item.node(1)) }
            return .array(.any)
        case .objectType: return objectType(node)
        case .unionType: return unionType(node)
        case .parenthesizedType: return valueType(node.node(1))
        case .string:
            if let text = node.plainString { return .literals([text]) }
            report(.interpolatedType(at: span(node.range)))
            return .any
        case .integerLiteral: return .int
        case .booleanLiteral: return .bool
        case .unaryType: return .int
        case .typeProperty, .typeItems, .typeIndex, .typeAdditionalProperties: return memberType(node)
        case .parameterizedType: return parameterizedType(node)
        default: return .any
        }
    }

    mutating func bindType(_ index: Int, _ node: SyntaxNode) {
        checkDecorators(of: node, on: .type)
        _ = valueType(types[index].node)
    }

    private mutating func namedType(_ node: SyntaxNode) -> BoundModule.ValueType {
        guard let token = node.name(0) else { return .any }
        let name = token.text
        switch symbols[name] {
        case .type(let index):
            note(.type(index), at: node.range)
            return type(index)
        case .imports, .namespace:
            report(.namespaceIsNoType(name, at: span(node.range)))
            return .any
        case .other:
            return .any
        case .some:
            report(.valueIsNoType(name, at: span(node.range)))
            return .any
        case nil: break
        }
        if let type = BoundModule.ValueType(ambient: name) { return type }
        let known = ["string", "int", "bool", "object", "array", "any"] + types.map(\.name)
        report(.notAType(name, suggestion: Diagnostics.suggestion(for: name, among: known), at: span(node.range)))
        return .any
    }

    /// The type that a declared type stands for.
    mutating func type(_ index: Int) -> BoundModule.ValueType {
        if let value = types[index].value { return value }
        guard openTypes.insert(index).inserted else { return .any }
        defer { openTypes.remove(index) }
        // What is wrong with the type is reported where it is declared.
        let before = (diagnostics.count, references.count)
        let type = valueType(types[index].node)
        diagnostics.removeSubrange(before.0...)
        references.removeSubrange(before.1...)
        let declared = types[index]
        types[index] = DeclaredType(
            name: declared.name,
            node: declared.node,
            value: type,
            isExported: declared.isExported
        )
        return type
    }

    private mutating func objectType(_ node: SyntaxNode) -> BoundModule.ValueType {
        var ranges: [String: [Range<UInt32>]] = [:]
        for property in node.nodes(from: 1) where property.kind == .objectTypeProperty {
            checkDecorators(of: property, on: .property)
            if let name = property.name(1) { ranges[name.text, default: []].append(name.range) }
            if let name = property.node(1)?.plainString, let range = property[1].range {
                ranges[name, default: []].append(range)
            }
            _ = valueType(property.node(3))
        }
        for (name, ranges) in ranges where ranges.count > 1 {
            for range in ranges { report(.duplicateProperty(name, at: span(range))) }
        }
        return .object
    }

    /// A union of strings is checked value by value; others by the type that all members have.
    private mutating func unionType(_ node: SyntaxNode) -> BoundModule.ValueType {
        var values: [String] = []
        var others: [BoundModule.ValueType] = []
        var isNullable = false
        for member in node.nodes() where member.kind != .skipped {
            if member.kind == .nullLiteral {
                isNullable = true
                continue
            }
            var type = valueType(member)
            if case .nullable(let inner) = type {
                isNullable = true
                type = inner
            }
            if case .literals(let texts) = type { values += texts } else { others.append(type) }
        }
        let type: BoundModule.ValueType
        if others.isEmpty {
            type = .literals(values)
        } else if let first = others.first, values.isEmpty, others.allSatisfy({ $0 == first }) {
            type = first
        } else {
            type = .any
        }
        return isNullable ? .nullable(type) : type
    }

    /// A part of another type; its own type is not looked into.
    private mutating func memberType(_ node: SyntaxNode) -> BoundModule.ValueType {
        if let base = node.node(0), base.kind == .typeName, let qualifier = base.name(0), let name = node.name(2) {
            if case .imports(let index)? = symbols[qualifier.text] {
                note(.imports(index), at: base.range)
                if case .type(let type)? = imports[index].exports[name.text] { return type }
                report(.notExported(name.text, from: imports[index].exports.path, at: span(name.range)))
                return .any
            }
            if symbols[qualifier.text] == nil, qualifier.text == "sys",
                let type = BoundModule.ValueType(ambient: name.text)
            {
                return type
            }
        }
        let type = valueType(node.node(0))
        if node.kind == .typeItems, case .array(let item) = type { return item }
        return .any
    }

    private mutating func parameterizedType(_ node: SyntaxNode) -> BoundModule.ValueType {
        guard let name = node.name(0) else { return .any }
        if !["resource", "resourceInput", "resourceOutput"].contains(name.text) {
            if symbols[name.text] == nil, BoundModule.ValueType(ambient: name.text) == nil {
                report(.notAType(name.text, suggestion: nil, at: span(node.range)))
            } else {
                report(.takesNoTypeArguments(name.text, at: span(node.range)))
            }
            return .any
        }
        checkResourceType(node, named: name)
        return .any
    }

    /// Checks the argument of `resourceInput<'Namespace/type@version'>` and its like.
    private mutating func checkResourceType(_ node: SyntaxNode, named name: SyntaxToken) {
        let arguments = node.nodes(from: 2).filter { $0.kind != .skipped }
        guard arguments.count == 1, let argument = arguments.first else {
            report(.wrongArgumentCount(1, 1, found: arguments.count, at: span(node.range)))
            return
        }
        guard argument.kind == .string else {
            report(.wrongArgument(name.text, 1, expected: "the text of a resource type", at: span(argument.range)))
            return
        }
        guard let text = argument.plainString else {
            report(.notConstant(at: span(argument.range)))
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, !parts[0].isEmpty, parts[0] != "az",
            !module.extensions.contains(where: { $0.alias == parts[0] })
        {
            report(.unknownTypeQualifier(parts[0], at: span(argument.range)))
            return
        }
        let type = ResourceTypeName(parts.count == 2 && !parts[0].isEmpty ? parts[1] : text)
        // Types of extensions need no version of the form that Azure has.
        let isDated = module.extensions.isEmpty ? type?.hasDatedVersion ?? false : type?.version != nil
        guard type != nil, isDated else {
            report(.invalidResourceType(text, at: span(argument.range)))
            return
        }
    }
}

extension BoundModule.ValueType {
    /// The types that are there without being declared.
    fileprivate init?(ambient name: String) {
        switch name {
        case "string": self = .string
        case "int": self = .int
        case "bool": self = .bool
        case "object": self = .object
        case "array": self = .array(.any)
        case "any": self = .any
        default: return nil
        }
    }
}
