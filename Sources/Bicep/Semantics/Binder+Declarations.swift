import Diagnostics

extension Binder {
    mutating func bindParameter(_ node: SyntaxNode, index: Int) {
        let type = declaredType(node.node(3))
        module.parameters[index].declaredType = type
        module.parameters[index].type = valueType(type)
        let decorators = typeDecorators(of: node, on: .parameter, type)
        module.parameters[index].decorators = decorators
        module.parameters[index].isSecure = decorators.isSecure
        module.parameters[index].allowed = decorators.allowed
        module.parameters[index].minimumValue = decorators.minimumValue
        module.parameters[index].maximumValue = decorators.maximumValue
        module.parameters[index].minimumLength = decorators.minimumLength
        module.parameters[index].maximumLength = decorators.maximumLength
        module.parameters[index].description = decorators.description
        guard let value = node.node(4)?.node(1) else { return }
        place.kind = .parameterDefault
        let expression = bind(value)
        module.parameters[index].defaultValue = expression
    }

    mutating func bindVariable(_ node: SyntaxNode, index: Int) {
        if node.kind == .variable {
            let type = node.node(3).map { declaredType($0) }
            module.variables[index].declaredType = type
            module.variables[index].decorators = typeDecorators(of: node, on: .variable, type)
        }
        module.variables[index].value = bindValue(node.node(5), kind: .variable)
    }

    mutating func bindFunction(_ node: SyntaxNode, index: Int) {
        module.functions[index].decorators = typeDecorators(of: node, on: .function, nil)
        guard let lambda = node.node(3), lambda.kind == .typedLambda else { return }
        var scope: [String: LocalSymbol] = [:]
        var slots: [Int] = []
        for variable in lambda.node(0)?.nodes(from: 1) ?? [] where variable.kind == .typedVariable {
            guard let name = variable.name(0) else { continue }
            if scope[name.text] != nil { report(.duplicateDeclaration(name.text, at: span(name.range))) }
            let slot = newSlot()
            slots.append(slot)
            scope[name.text] = .slot(slot)
        }
        place.kind = .function
        module.functions[index].parameterSlots = slots
        module.functions[index].body = inScope(scope) { $0.bind(lambda.node(4)) }
    }

    /// Notes the types of a function's parameters and result, which calls need before it is bound.
    mutating func declareFunctionTypes() {
        for declaration in declarations {
            guard case .function(let index) = declaration.symbol, let lambda = declaration.node.node(3),
                lambda.kind == .typedLambda
            else { continue }
            enter(declaration.symbol, as: .function)
            let variables = lambda.node(0)?.nodes(from: 1).filter { $0.kind == .typedVariable } ?? []
            let parameters = variables.map { declaredType($0.node(1)) }
            let result = declaredType(lambda.node(1))
            functionTypes[index] = FunctionType(parameters: parameters, result: result)
            module.functions[index].result = result
            module.functions[index].parameters = zip(variables, parameters).compactMap { variable, type in
                variable.name(0).map {
                    BoundModule.FunctionParameter(name: $0.text, nameRange: $0.range, type: type)
                }
            }
        }
    }

    /// What a function takes and gives.
    struct FunctionType {
        let parameters: [DeclaredType]
        let result: DeclaredType
    }

    mutating func bindOutputs() {
        var places: [String: [Range<UInt32>]] = [:]
        for node in tree.root.nodes() where node.kind == .output {
            scopes = []
            nextSlot = 0
            enter(nil)
            let type = declaredType(node.node(3))
            let decorators = typeDecorators(of: node, on: .output, type)
            let value = bindValue(node.node(5), kind: .output)
            guard let name = node.name(2) else { continue }
            places[name.text, default: []].append(name.range)
            module.outputs.append(
                BoundModule.Output(
                    name: name.text,
                    nameRange: name.range,
                    type: valueType(type),
                    isSecure: node.decorators.contains { $0.decoratorName?.text == "secure" },
                    value: value,
                    declaredType: type,
                    decorators: decorators
                )
            )
        }
        for (name, ranges) in places where ranges.count > 1 {
            for range in ranges { report(.duplicateOutput(name, at: span(range))) }
        }
    }

    /// Binds what has no name that others could mention, for the mistakes in it.
    mutating func bindUnnamed() {
        var metadata: [String: [Range<UInt32>]] = [:]
        defer {
            for (name, ranges) in metadata where ranges.count > 1 {
                for range in ranges { report(.duplicateOutput(name, at: span(range))) }
            }
        }
        for node in tree.root.nodes() {
            scopes = []
            nextSlot = 0
            enter(nil)
            switch node.kind {
            case .metadata:
                if let name = node.name(2) { metadata[name.text, default: []].append(name.range) }
                checkDecorators(of: node, on: .metadata)
                guard let written = node.node(4), let value = checkConstant(written), let name = node.name(2) else {
                    break
                }
                module.metadata.append(
                    BoundModule.MetadataDeclaration(name: name.text, nameRange: name.range, value: value)
                )
            case .assert:
                let condition = bindValue(node.node(4), kind: .other)
                guard let name = node.name(2) else { break }
                module.assertions.append(
                    BoundModule.Assertion(name: name.text, nameRange: name.range, condition: condition)
                )
            case .test: _ = bind(node.node(5))
            case .missingDeclaration: checkLonelyDecorators(node)
            default: break
            }
        }
    }

    /// Reports what is no constant in an expression that must be one.
    ///
    /// Gives the bound expression, or `nil` if it is none.
    @discardableResult
    mutating func checkConstant(_ node: SyntaxNode) -> Expression? {
        let before = diagnostics.count
        let expression = bind(node)
        // What is not right in itself need not be constant.
        if diagnostics.count == before { reportNonConstants(node) }
        guard diagnostics.count == before, node.kind != .skipped else { return nil }
        return expression
    }

    mutating func reportNonConstants(_ node: SyntaxNode) {
        switch node.kind {
        case .integerLiteral, .booleanLiteral, .nullLiteral, .skipped: break
        case .string:
            if node.plainString == nil { report(.notConstant(at: span(node.range))) }
        case .unary where node.token(0)?.kind == .minus && node.node(1)?.kind == .integerLiteral: break
        case .array, .object, .objectProperty, .parenthesized, .spread:
            for child in node.nodes() { reportNonConstants(child) }
        default:
            report(.notConstant(at: span(node.range)))
        }
    }
}
