import Diagnostics

extension Binder {
    /// Enters the names of all declarations.
    mutating func declare(loading compilation: inout Compilation) {
        let nodes = tree.root.nodes()
        symbols.reserveCapacity(nodes.count)
        declarations.reserveCapacity(nodes.count)
        var first = [String: Range<UInt32>](minimumCapacity: nodes.count)
        // Few files have a name twice.
        var repeated: [String: [Range<UInt32>]] = [:]
        for node in nodes {
            for name in declare(node, loading: &compilation) {
                guard let earlier = first.updateValue(name.range, forKey: name.text) else { continue }
                repeated[name.text, default: [earlier]].append(name.range)
            }
        }
        for (name, ranges) in repeated {
            for range in ranges { report(.duplicateDeclaration(name, at: span(range))) }
        }
    }

    /// Enters a declaration; gives the names that it introduces.
    private mutating func declare(_ node: SyntaxNode, loading compilation: inout Compilation) -> [SyntaxToken] {
        switch node.kind {
        case .targetScope: declareTargetScope(node)
        case .import: return declareImport(node, loading: &compilation)
        case .extension: return declareExtension(node)
        case .parameter, .parameterAssignment, .variable, .typeAlias, .function, .resource, .module, .assert, .test:
            guard let name = node.name(2) else { return bindWithoutName(node) }
            enter(symbol(for: node, name), named: name.text, node)
            return [name]
        default: break
        }
        return []
    }

    private mutating func enter(_ symbol: Symbol, named name: String, _ node: SyntaxNode) {
        if symbols[name] == nil { symbols[name] = symbol }
        declarations.append(Declaration(node: node, symbol: symbol))
    }

    /// Makes room for a declaration in the module; its parts are bound later.
    private mutating func symbol(for node: SyntaxNode, _ name: SyntaxToken) -> Symbol {
        let text = name.text
        switch node.kind {
        case .parameter:
            module.parameters.append(BoundModule.Parameter(name: text, nameRange: name.range))
            return .parameter(module.parameters.count - 1)
        case .variable, .parameterAssignment:
            module.variables.append(
                BoundModule.Variable(name: text, nameRange: name.range, value: .invalid(name.range))
            )
            return .variable(module.variables.count - 1)
        case .typeAlias:
            module.types.append(
                BoundModule.TypeDeclaration(name: text, nameRange: name.range, type: .any(name.range))
            )
            return .type(module.types.count - 1)
        case .function:
            module.functions.append(
                BoundModule.UserFunction(
                    name: text,
                    nameRange: name.range,
                    parameterSlots: [],
                    body: .invalid(name.range)
                )
            )
            return .function(module.functions.count - 1)
        case .resource:
            return .resource(declareResource(node, name))
        case .module:
            module.modules.append(BoundModule.ModuleDeclaration(symbol: text, symbolRange: name.range))
            if node.node(6)?.kind == .loop { collections.insert(.module(module.modules.count - 1)) }
            return .module(module.modules.count - 1)
        default:
            return .other(text)
        }
    }

    /// Enters a resource and those in its body; they follow it.
    private mutating func declareResource(_ node: SyntaxNode, _ name: SyntaxToken) -> Int {
        let index = module.resources.count
        module.resources.append(BoundModule.ResourceDeclaration(.init(symbol: name.text, symbolRange: name.range)))
        if node.node(7)?.kind == .loop { collections.insert(.resource(index)) }
        for child in node.node(7)?.bodyObject?.nodes() ?? [] where child.kind == .resource {
            guard let childName = child.name(2) else { continue }
            nestedNodes.append((child, module.resources.count))
            let childIndex = declareResource(child, childName)
            module.resources[childIndex].parent = index
            module.resources[childIndex].isNested = true
            if nested[index, default: [:]].updateValue(childIndex, forKey: childName.text) != nil {
                report(.duplicateDeclaration(childName.text, at: span(childName.range)))
            }
        }
        return index
    }

    /// A declaration whose name could not be read is bound for the mistakes in it, and forgotten.
    private mutating func bindWithoutName(_ node: SyntaxNode) -> [SyntaxToken] { [] }

    private mutating func declareTargetScope(_ node: SyntaxNode) {
        if module.targetScopeRange != nil { report(.duplicateTargetScope(at: span(node.range))) }
        guard let value = node.node(3) else { return }
        module.targetScopeRange = node.range
        let scopes = ["resourceGroup", "subscription", "managementGroup", "tenant", "local"]
        let before = diagnostics.count
        reportNonConstants(value)
        guard value.kind != .skipped, diagnostics.count == before else { return }
        let constant = bind(value)
        if case .string(let text) = constant.kind, scopes.contains(text) {
            module.targetScope = text
        } else {
            let place = span(value.range)
            report(.literalMismatch(expected: scopes.quotedUnion, found: tree.text(value.range), at: place))
        }
    }
}

extension SyntaxNode {
    /// The object in the body of a resource or module: itself, or that of a condition or loop.
    var bodyObject: SyntaxNode? {
        switch kind {
        case .object: self
        case .condition: node(2)?.bodyObject
        case .loop: node(7)?.bodyObject
        default: nil
        }
    }

    /// The decorators of a declaration.
    var decorators: [SyntaxNode] { node(0)?.nodes().filter { $0.kind == .decorator } ?? [] }

    /// Whether a declaration is offered to other files.
    var isExported: Bool { decorators.contains { $0.decoratorName?.text == "export" } }

    /// The name of a decorator without its namespace.
    var decoratorName: SyntaxToken? {
        guard let expression = node(1) else { return nil }
        switch expression.kind {
        case .functionCall, .variableAccess: return expression.name(0)
        case .methodCall: return expression.name(2)
        case .propertyAccess: return expression.name(3)
        default: return nil
        }
    }

    /// The arguments of a decorator.
    var decoratorArguments: [SyntaxNode] {
        guard let expression = node(1) else { return [] }
        switch expression.kind {
        case .functionCall: return expression.nodes(from: 2)
        case .methodCall: return expression.nodes(from: 4)
        default: return []
        }
    }
}

extension [String] {
    /// The texts in quotes, as a type: `'a' | 'b'`.
    var quotedUnion: String { listed(separator: " | ") { "'\($0.shortened)'" } }
}
