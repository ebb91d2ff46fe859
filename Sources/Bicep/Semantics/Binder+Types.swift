import Diagnostics

extension Binder {
    /// Binds the types that the file declares.
    mutating func bindTypes() {
        for declaration in declarations {
            guard case .type(let index) = declaration.symbol else { continue }
            scopes = []
            enter(declaration.symbol)
            let type = declaredType(declaration.node.node(4))
            module.types[index].type = type
            module.types[index].decorators = typeDecorators(of: declaration.node, on: .type, type)
        }
    }

    /// Works out which values parameters and outputs take, when all types are known.
    mutating func settleValueTypes() {
        for index in module.parameters.indices {
            module.parameters[index].type = valueType(module.parameters[index].declaredType)
        }
        for index in module.outputs.indices {
            guard let type = module.outputs[index].declaredType else { continue }
            module.outputs[index].type = valueType(type)
        }
    }

    /// The type that a type expression stands for.
    mutating func declaredType(_ node: SyntaxNode?) -> DeclaredType {
        guard let node else { return .any(0..<0) }
        return DeclaredType(kind(ofType: node), node.range)
    }

    private mutating func kind(ofType node: SyntaxNode) -> DeclaredType.Kind {
        switch node.kind {
        case .typeName: return namedType(node)
        case .nullableType: return .nullable(declaredType(node.node(0)))
        case .nonNullType: return .nonNull(declaredType(node.node(0)))
        case .arrayType: return .list(declaredType(node.node(0)))
        case .tupleType: return tupleType(node)
        case .objectType: return objectType(node)
        case .unionType: return unionType(node)
        case .parenthesizedType: return declaredType(node.node(1)).kind
        case .string:
            if let text = node.plainString { return .literal(.string(text)) }
            report(.interpolatedType(at: span(node.range)))
            return .invalid
        case .integerLiteral: return Int64(node.text).map { .literal(.int($0)) } ?? .invalid
        case .booleanLiteral: return .literal(.bool(node.token(0)?.kind == .trueKeyword))
        case .nullLiteral: return .null
        case .unaryType: return signedType(node)
        case .typeProperty, .typeItems, .typeIndex, .typeAdditionalProperties: return memberType(node)
        case .parameterizedType: return parameterizedType(node, name: node.name(0), firstArgument: 2)
        case .qualifiedParameterizedType: return parameterizedType(node, name: node.name(2), firstArgument: 4)
        case .resourceType: return .resource(node.node(1)?.plainString)
        default: return .invalid
        }
    }

    private mutating func unionType(_ node: SyntaxNode) -> DeclaredType.Kind {
        let members = node.nodes().filter { $0.kind != .skipped && $0.kind != .newLines }
        return .union(members.map { declaredType($0) })
    }

    private mutating func signedType(_ node: SyntaxNode) -> DeclaredType.Kind {
        let isNot = node.token(0)?.kind == .exclamation
        let operand = declaredType(node.node(1))
        switch operand.kind {
        case .literal(.int(let number)) where !isNot: return .literal(.int(-number))
        case .literal(.bool(let flag)) where isNot: return .literal(.bool(!flag))
        case _:
            signedTypes.append(SignedType(isNot: isNot, operand: operand, range: node.range))
            return .invalid
        }
    }

    private mutating func tupleType(_ node: SyntaxNode) -> DeclaredType.Kind {
        var items: [DeclaredType.Item] = []
        for item in node.nodes(from: 1) where item.kind == .tupleItem {
            let type = declaredType(item.node(1))
            items.append(DeclaredType.Item(type: type, decorators: typeDecorators(of: item, on: .property, type)))
        }
        return .tuple(items)
    }

    private mutating func namedType(_ node: SyntaxNode) -> DeclaredType.Kind {
        guard let token = node.name(0) else { return .invalid }
        let name = token.text
        switch symbols[name] {
        case .type(let index):
            note(.type(index), at: node.range)
            return .reference(index)
        case .imports, .namespace:
            report(.namespaceIsNoType(name, at: span(node.range)))
            return .invalid
        case .other:
            return .invalid
        case .some:
            report(.valueIsNoType(name, at: span(node.range)))
            return .invalid
        case nil: break
        }
        if let type = DeclaredType.Kind(ambient: name) { return type }
        if BuiltinFunctions.Namespace(rawValue: name) != nil {
            report(.namespaceIsNoType(name, at: span(node.range)))
            return .invalid
        }
        let known = ["string", "int", "bool", "object", "array", "any"] + module.types.map(\.name)
        report(.notAType(name, suggestion: Diagnostics.suggestion(for: name, among: known), at: span(node.range)))
        return .invalid
    }

    private mutating func objectType(_ node: SyntaxNode) -> DeclaredType.Kind {
        var ranges: [String: [Range<UInt32>]] = [:]
        var structure = DeclaredType.Structure()
        for node in node.nodes(from: 1) where node.kind == .objectTypeProperty {
            let type = declaredType(node.node(3))
            let decorators = typeDecorators(of: node, on: .property, type)
            guard let range = node[1].range else { continue }
            let name = node.name(1)?.text ?? node.node(1)?.plainString
            let property = DeclaredType.Property(
                name: name ?? "*",
                nameRange: range,
                type: type,
                decorators: decorators
            )
            if let name {
                ranges[name, default: []].append(range)
                structure.properties.append(property)
            } else if node.token(1)?.kind == .asterisk {
                structure.additional = property
            }
        }
        for (name, ranges) in ranges where ranges.count > 1 {
            for range in ranges { report(.duplicateProperty(name, at: span(range))) }
        }
        return .structure(structure)
    }

    /// A part of another type, or a member of something imported.
    private mutating func memberType(_ node: SyntaxNode) -> DeclaredType.Kind {
        if let base = node.node(0), base.kind == .typeName, let qualifier = base.name(0), let name = node.name(2) {
            if case .imports(let index)? = symbols[qualifier.text] {
                note(.imports(index), at: base.range)
                if case .type(let declaration)? = imports[index].exports[name.text] {
                    return .reference(type(importing: declaration.imported(by: imports[index]), as: name))
                }
                report(.notExported(name.text, from: imports[index].exports.path, at: span(name.range)))
                return .invalid
            }
            if symbols[qualifier.text] == nil, qualifier.text == "sys",
                let type = DeclaredType.Kind(ambient: name.text)
            {
                return type
            }
        }
        let base = declaredType(node.node(0))
        switch node.kind {
        case .typeProperty: return node.name(2).map { .property(of: base, name: $0.text) } ?? .invalid
        case .typeItems: return .items(of: base)
        case .typeAdditionalProperties: return .additionalProperties(of: base)
        case .typeIndex: return node.node(2).flatMap { Int($0.text) }.map { .item(of: base, index: $0) } ?? .invalid
        default: return .invalid
        }
    }

    private mutating func parameterizedType(
        _ node: SyntaxNode,
        name: SyntaxToken?,
        firstArgument: Int
    ) -> DeclaredType.Kind {
        guard let name else { return .invalid }
        if !["resource", "resourceInput", "resourceOutput"].contains(name.text) {
            if symbols[name.text] == nil, DeclaredType.Kind(ambient: name.text) == nil {
                report(.notAType(name.text, suggestion: nil, at: span(node.range)))
            } else {
                report(.takesNoTypeArguments(name.text, at: span(node.range)))
            }
            return .invalid
        }
        let arguments = node.nodes(from: firstArgument).filter { $0.kind != .skipped }
        guard let text = resourceType(node, named: name, arguments) else { return .invalid }
        return name.text == "resourceOutput" ? .resourceOutput(text) : .resourceInput(text)
    }

    /// Checks the argument of `resourceInput<'Namespace/type@version'>` and its like; `nil` if it is wrong.
    private mutating func resourceType(
        _ node: SyntaxNode,
        named name: SyntaxToken,
        _ arguments: [SyntaxNode]
    ) -> String? {
        guard arguments.count == 1, let argument = arguments.first else {
            report(.wrongArgumentCount(1, 1, found: arguments.count, at: span(node.range)))
            return nil
        }
        guard argument.kind == .string else {
            report(.wrongArgument(name.text, 1, expected: "the text of a resource type", at: span(argument.range)))
            return nil
        }
        guard let text = argument.plainString else {
            report(.notConstant(at: span(argument.range)))
            return nil
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, !parts[0].isEmpty, parts[0] != "az",
            !module.extensions.contains(where: { $0.alias == parts[0] })
        {
            report(.unknownTypeQualifier(parts[0], at: span(argument.range)))
            return nil
        }
        let type = ResourceTypeName(parts.count == 2 && !parts[0].isEmpty ? parts[1] : text)
        // Types of extensions need no version of the form that Azure has.
        let isDated = module.extensions.isEmpty ? type?.hasDatedVersion ?? false : type?.version != nil
        guard type != nil, isDated else {
            report(.invalidResourceType(text, at: span(argument.range)))
            return nil
        }
        return text
    }
}

extension DeclaredType.Kind {
    /// The types that are there without being declared.
    init?(ambient name: String) {
        switch name {
        case "string": self = .string
        case "int": self = .int
        case "bool": self = .bool
        case "object": self = .object
        case "array": self = .array
        case "any": self = .any
        default: return nil
        }
    }
}
