import Diagnostics

extension Binder {
    /// Binds a call: `name(arguments)`.
    mutating func bindCall(_ node: SyntaxNode) -> Expression {
        guard let name = node.name(0) else { return .invalid(node.range) }
        let call = Call(node: node, name: name, firstArgument: 2)
        if local(name.text) != nil {
            report(.notAFunction(name.text, at: span(name.range)))
            return bindArgumentsInVain(of: call)
        }
        switch symbols[name.text] {
        case .function(let index):
            note(.function(index), at: name.range)
            return bindUserCall(call, index)
        case .some:
            report(notAFunction(name))
            return bindArgumentsInVain(of: call)
        case nil:
            return bindBuiltinCall(call, in: nil)
        }
    }

    /// A call as it is written.
    struct Call {
        let node: SyntaxNode
        let name: SyntaxToken
        /// The slot of the first argument; the opening parenthesis stands before it.
        let firstArgument: Int

        var arguments: [SyntaxNode] { node.nodes(from: firstArgument).filter { $0.kind != .skipped } }

        /// Whether the parser could not read some of the arguments, so that their number means nothing.
        var isBroken: Bool { node.nodes(from: firstArgument).contains { $0.kind == .skipped } }

        /// From the opening to the closing parenthesis.
        var parentheses: Range<UInt32> {
            (node.token(firstArgument - 1)?.range.lowerBound ?? node.range.lowerBound)..<node.range.upperBound
        }
    }

    private func notAFunction(_ name: SyntaxToken) -> Diagnostic {
        if let signature = BuiltinFunctions.signature(of: name.text) {
            return .shadowsFunction(name.text, namespace: signature.namespace.rawValue, at: span(name.range))
        }
        return .notAFunction(name.text, at: span(name.range))
    }

    /// Binds the arguments for the mistakes in them.
    private mutating func bindArgumentsInVain(of call: Call) -> Expression {
        for argument in call.arguments { _ = bindArgument(argument) }
        return .invalid(call.node.range)
    }

    private mutating func bindArgument(_ node: SyntaxNode) -> Expression {
        switch node.kind {
        case .lambda: bindLambda(node)
        case .parenthesized where node.node(1)?.kind == .lambda: bindLambda(node.node(1) ?? node)
        default: bindOperand(node)
        }
    }

    private mutating func bindUserCall(_ call: Call, _ index: Int) -> Expression {
        guard !call.isBroken else { return bindArgumentsInVain(of: call) }
        let arguments = call.arguments.map { bindArgument($0) }
        let parameters = functionTypes[index]?.parameters ?? []
        var fewest = parameters.count
        while fewest > 0, valueType(parameters[fewest - 1]).isNullable { fewest -= 1 }
        guard fewest...parameters.count ~= arguments.count else {
            report(.wrongArgumentCount(fewest, parameters.count, found: arguments.count, at: span(call.parentheses)))
            return .invalid(call.node.range)
        }
        return Expression(.userCall(index, arguments), call.node.range)
    }

    private mutating func bindBuiltinCall(_ call: Call, in namespace: BuiltinFunctions.Namespace?) -> Expression {
        let name = call.name.text
        guard let signature = BuiltinFunctions.signature(of: name), isVisible(signature),
            namespace == nil || namespace == signature.namespace
        else {
            report(unknownFunction(call.name, in: namespace))
            return bindArgumentsInVain(of: call)
        }
        if signature.placement == .parameterDefaults, place.kind != .parameterDefault {
            report(.onlyInParameterDefault(name, at: span(call.name.range)))
            return bindArgumentsInVain(of: call)
        }
        guard !call.isBroken else { return bindArgumentsInVain(of: call) }
        if name == "nameof" { return bindNameOf(call) }
        if place.kind == .function, name == "reference" || signature.name == "list*" {
            report(.notInFunction(name, at: span(call.node.range)))
        }
        let count = call.arguments.count
        let fewest = fewestArguments(of: signature)
        let isTooMany = signature.maximumCount.map { count > $0 } ?? false
        guard count >= fewest, !isTooMany else {
            report(
                .wrongArgumentCount(
                    fewest,
                    signature.maximumCount,
                    found: count,
                    at: span(call.parentheses)
                )
            )
            return bindArgumentsInVain(of: call)
        }
        let arguments = call.arguments.enumerated().map { bindArgument($1, at: $0, of: signature) }
        let function = BuiltinFunction(name: name)
        if function.asksForState { constructs.insert(.stateCall) }
        if name.hasPrefix("load") { constructs.insert(.loadCall) }
        return Expression(.call(function, arguments), call.node.range)
    }

    /// The place of a file can be asked for without arguments only where there is one of the kind.
    private func fewestArguments(of signature: BuiltinFunctions.Signature) -> Int {
        let scope = module.targetScope
        switch signature.name {
        case "resourceGroup" where scope == "subscription": return 1
        case "resourceGroup" where scope == "managementGroup" || scope == "tenant": return 2
        case "subscription" where scope == "managementGroup" || scope == "tenant": return 1
        case "managementGroup" where scope != "managementGroup": return 1
        default: return signature.minimumCount
        }
    }

    private func isVisible(_ signature: BuiltinFunctions.Signature) -> Bool {
        switch signature.placement {
        case .anywhere, .parameterDefaults: true
        case .modules: tree.language == .module
        case .parameterFiles:
            // With `deployCommands` the environment is read by who deploys the file.
            tree.language == .parameters && !(signature.name == "readEnvironmentVariable" && hasDeployCommands)
        case .deployedParameterFiles: tree.language == .parameters && hasDeployCommands
        }
    }

    /// Whether the project may use the experimental feature by which parameter files say how they are deployed.
    var hasDeployCommands: Bool { module.experimentalFeatures.contains("deployCommands") }

    private func unknownFunction(_ name: SyntaxToken, in namespace: BuiltinFunctions.Namespace?) -> Diagnostic {
        if namespace != .az, let known = Diagnostic.templateFunction(name.text, at: span(name.range)) { return known }
        let candidates = BuiltinFunctions.all.filter {
            isVisible($0) && (namespace == nil || $0.namespace == namespace)
        }
        let suggestion = Diagnostics.suggestion(for: name.text, among: candidates.map(\.name))
        if let namespace {
            return .unknownFunction(name.text, in: namespace.rawValue, suggestion: suggestion, at: span(name.range))
        }
        return .unknownFunction(name.text, suggestion: suggestion, at: span(name.range))
    }

    private mutating func bindArgument(
        _ node: SyntaxNode,
        at position: Int,
        of signature: BuiltinFunctions.Signature
    ) -> Expression {
        let takesLambda = signature.lambdas.contains(position)
        let isLambda = node.kind == .lambda || node.node(1)?.kind == .lambda
        guard takesLambda || isLambda else { return bindOperand(node) }
        let argument = bindArgument(node)
        guard case .lambda = argument.kind, takesLambda else {
            if case .local = argument.kind { return argument }
            let expected = takesLambda ? "a lambda" : "a value, not a lambda"
            report(.wrongArgument(signature.name, position + 1, expected: expected, at: span(node.range)))
            return .invalid(node.range)
        }
        return argument
    }

    /// `nameof(x.y)` is the text `y`.
    private mutating func bindNameOf(_ call: Call) -> Expression {
        guard let argument = call.arguments.first, call.arguments.count == 1 else {
            report(.wrongArgumentCount(1, 1, found: call.arguments.count, at: span(call.parentheses)))
            return bindArgumentsInVain(of: call)
        }
        let bound = at {
            $0.isInDependsOn = true
        } _: {
            $0.bindAccessed(argument)
        }
        guard !bound.isInvalid else { return bound }
        let name: String? =
            switch argument.kind {
            case .variableAccess: argument.name(0)?.text
            case .propertyAccess: argument.name(3)?.text
            case .resourceAccess: argument.name(2)?.text
            case .indexAccess: argument.node(4)?.plainString
            default: nil
            }
        guard let name else {
            report(.hasNoName(at: span(argument.range)))
            return .invalid(call.node.range)
        }
        module.namesTaken[call.node.range.lowerBound] = bound
        return Expression(.string(name), call.node.range)
    }
}

// MARK: - Methods

extension Binder {
    /// Binds a call of a method: `base.name(arguments)`.
    mutating func bindMethodCall(_ node: SyntaxNode) -> Expression {
        guard let name = node.name(2) else { return bindMethodInVain(node) }
        let call = Call(node: node, name: name, firstArgument: 4)
        if let base = node.node(0), base.kind == .variableAccess, let qualifier = base.name(0),
            local(qualifier.text) == nil
        {
            switch symbols[qualifier.text] {
            case .imports(let index): return bindImportedCall(call, from: index, at: base.range)
            // An extension may be declared that is there anyway: `extension az`.
            case nil, .namespace:
                if let namespace = BuiltinFunctions.Namespace(rawValue: qualifier.text) {
                    return bindBuiltinCall(call, in: namespace)
                }
            case .some: break
            }
        }
        let base = bindAccessed(node.node(0))
        let arguments = call.arguments.map { bindArgument($0) }
        guard !base.isInvalid else { return .invalid(node.range) }
        constructs.insert(.methodCall)
        return Expression(.methodCall(base: base, name: name.text, arguments: arguments), node.range)
    }

    private mutating func bindMethodInVain(_ node: SyntaxNode) -> Expression {
        _ = bindAccessed(node.node(0))
        return .invalid(node.range)
    }

    private mutating func bindImportedCall(_ call: Call, from index: Int, at range: Range<UInt32>) -> Expression {
        note(.imports(index), at: range)
        guard case .function(let declaration)? = imports[index].exports[call.name.text] else {
            report(.notExported(call.name.text, from: imports[index].exports.path, at: span(call.name.range)))
            return bindArgumentsInVain(of: call)
        }
        let origin = declaration.imported(by: imports[index])
        return bindUserCall(call, function(importing: origin, as: call.name))
    }
}
