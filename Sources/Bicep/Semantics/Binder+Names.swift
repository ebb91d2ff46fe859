import Diagnostics

extension Binder {
    /// Finds what a name stands for here.
    func local(_ name: String) -> LocalSymbol? {
        for scope in scopes.reversed() {
            if let symbol = scope[name] { return symbol }
        }
        return nil
    }

    /// Binds a name that stands alone.
    mutating func bindName(_ node: SyntaxNode) -> Expression {
        let expression = bindReference(node)
        reportDirectCollection(expression)
        return expression
    }

    /// Binds the base of an access, where a whole collection may stand.
    mutating func bindAccessed(_ node: SyntaxNode?) -> Expression {
        guard let node else { return .invalid(0..<0) }
        switch node.kind {
        case .variableAccess: return bindReference(node)
        case .resourceAccess: return bindNestedReference(node)
        case .parenthesized: return bindAccessed(node.node(1)).at(node.range)
        default: return bindOperand(node)
        }
    }

    private mutating func bindReference(_ node: SyntaxNode) -> Expression {
        guard let token = node.name(0) else { return .invalid(node.range) }
        let name = token.text
        switch local(name) {
        case .slot(let slot): return Expression(.local(slot), node.range)
        case .resource(let index): return use(.resource(index), at: node.range)
        case nil: break
        }
        guard let symbol = symbols[name] else {
            report(unknownName(name, at: token.range))
            return .invalid(node.range)
        }
        return use(symbol, at: node.range)
    }

    private mutating func unknownName(_ name: String, at range: Range<UInt32>) -> Diagnostic {
        if BuiltinFunctions.signature(of: name) != nil { return .notAValue(name, at: span(range)) }
        if ["sys", "az"].contains(name) { return .notAValue(name, at: span(range)) }
        guard suggestionsLeft > 0 else { return .unknownName(name, suggestion: nil, at: span(range)) }
        suggestionsLeft -= 1
        let names = (scopes.flatMap(\.keys) + symbols.keys).sorted()
        return .unknownName(name, suggestion: Diagnostics.suggestion(for: name, among: names), at: span(range))
    }

    /// Notes that the current declaration mentions a symbol, and makes the expression for it.
    mutating func use(_ symbol: Symbol, at range: Range<UInt32>) -> Expression {
        note(symbol, at: range)
        switch symbol {
        case .parameter(let index): return checkPlace(Expression(.parameter(index), range))
        case .variable(let index): return checkPlace(Expression(.variable(index), range))
        case .resource(let index): return checkPlace(Expression(.resource(index), range))
        case .module(let index): return checkPlace(Expression(.module(index), range))
        case .function(let index):
            report(.notAValue(module.functions[index].name, at: span(range)))
        case .type(let index):
            report(.typeIsNoValue(module.types[index].name, at: span(range)))
        case .namespace(let name) where module.extensions.contains { $0.alias == name }:
            if !place.isInExtensionConfigs { report(.extensionIsNoValue(name, at: span(range))) }
        case .namespace(let name), .other(let name):
            report(.notAValue(name, at: span(range)))
        case .imports(let index):
            report(.notAValue(imports[index].name, at: span(range)))
        }
        return .invalid(range)
    }

    mutating func note(_ symbol: Symbol, at range: Range<UInt32>) {
        references.append(SymbolReference(from: declaration ?? .other(""), to: symbol, range: range))
    }

    /// Defaults of parameters may mention nothing but parameters; functions, nothing that is deployed.
    private mutating func checkPlace(_ expression: Expression) -> Expression {
        switch (place.kind, expression.kind) {
        case (.parameterDefault, .parameter): return expression
        case (.parameterDefault, _):
            report(.onlyParametersInDefault(at: span(expression.range)))
            return .invalid(expression.range)
        case (.function, .resource) where place.isHeaderAccess: return expression
        case (.function, .resource), (.function, .module), (.function, .parameter):
            report(.unknownName(tree.text(expression.range), suggestion: nil, at: span(expression.range)))
            return .invalid(expression.range)
        default:
            return expression
        }
    }

    /// A loop of resources or modules can be used as a whole only at some places.
    private mutating func reportDirectCollection(_ expression: Expression) {
        let symbol: Symbol
        switch expression.kind {
        case .resource(let index): symbol = .resource(index)
        case .module(let index): symbol = .module(index)
        default: return
        }
        guard collections.contains(symbol), !place.isInDependsOn else { return }
        let isAllowed = place.loops == 0 && (place.isInProperties || place.kind == .output || place.kind == .variable)
        if !isAllowed { report(.directCollection(tree.text(expression.range), at: span(expression.range))) }
    }
}

// MARK: - Access

extension Binder {
    mutating func bindProperty(_ node: SyntaxNode) -> Expression {
        if let qualified = bindQualified(node) { return qualified }
        let isHeader = node.name(3).map { ["id", "name", "type", "apiVersion"].contains($0.text) } ?? false
        let base = at {
            $0.isHeaderAccess = isHeader
        } _: {
            $0.bindAccessed(node.node(0))
        }
        guard let name = node.name(3) else { return .invalid(node.range) }
        return Expression(.property(base: base, name: name.text, access: node.access(2)), node.range)
    }

    mutating func bindIndex(_ node: SyntaxNode) -> Expression {
        let base = bindAccessed(node.node(0))
        let index = bindOperand(node.node(4))
        guard node.node(4)?.kind != .skipped else { return .invalid(node.range) }
        if let sign = node.token(2), isCollection(base) { report(.safeAccessOfCollection(at: span(sign.range))) }
        return Expression(
            .index(base: base, index: index, access: node.access(2), fromEnd: node.token(3) != nil),
            node.range
        )
    }

    private func isCollection(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .resource(let index): collections.contains(.resource(index))
        case .module(let index): collections.contains(.module(index))
        default: false
        }
    }

    mutating func bindResourceAccess(_ node: SyntaxNode) -> Expression {
        let expression = bindNestedReference(node)
        reportDirectCollection(expression)
        return expression
    }

    /// Binds a nested resource: `parent::child`.
    private mutating func bindNestedReference(_ node: SyntaxNode) -> Expression {
        let base = bindAccessed(node.node(0))
        guard let name = node.name(2), !base.isInvalid else { return .invalid(node.range) }
        guard case .resource(let index) = base.kind else {
            report(.notAResource(at: span(name.range)))
            return .invalid(node.range)
        }
        guard let child = nested[index]?[name.text] else {
            let children = nested[index].map { Array($0.keys).sorted() } ?? []
            report(.unknownChild(name.text, of: module.resources[index].symbol, known: children, at: span(name.range)))
            return .invalid(node.range)
        }
        note(.resource(child), at: node.range)
        return Expression(.resource(child), node.range)
    }

    /// A member of something imported under a name, `shared.prefix`, or of the namespace `sys` or `az`.
    private mutating func bindQualified(_ node: SyntaxNode) -> Expression? {
        guard let base = node.node(0), base.kind == .variableAccess, let name = base.name(0), let member = node.name(3)
        else { return nil }
        let text = name.text
        // Most files import nothing, and most names are no namespace: they need not be looked up.
        guard !imports.isEmpty || BuiltinFunctions.Namespace(rawValue: text) != nil, local(text) == nil else {
            return nil
        }
        switch symbols[text] {
        case .imports(let index):
            note(.imports(index), at: base.range)
            return imported(member, from: index, at: node.range)
        case nil:
            guard let namespace = BuiltinFunctions.Namespace(rawValue: text) else { return nil }
            let known = namespace.typeNames
            report(.unknownMember(member.text, known: known, comparedWith: known, at: span(member.range)))
            return .invalid(node.range)
        case .some: return nil
        }
    }

    private mutating func imported(_ name: SyntaxToken, from index: Int, at range: Range<UInt32>) -> Expression {
        guard case .variable(let declaration)? = imports[index].exports[name.text] else {
            report(.notExported(name.text, from: imports[index].exports.path, at: span(name.range)))
            return .invalid(range)
        }
        let origin = declaration.imported(by: imports[index])
        return Expression(.variable(variable(importing: origin, as: name)), range)
    }
}

extension BuiltinFunctions.Namespace {
    /// The types that are members of the namespace; functions are not.
    fileprivate var typeNames: [String] {
        switch self {
        case .sys: ["any", "array", "bool", "int", "object", "string"]
        case .az: []
        }
    }
}

extension SyntaxNode {
    /// How an access treats what is missing, by the sign in a slot.
    fileprivate func access(_ slot: Int) -> Expression.Access { token(slot) == nil ? .strict : .safe }
}

extension SyntaxTree {
    func text(_ range: Range<UInt32>) -> String { file.text(in: Int(range.lowerBound)..<Int(range.upperBound)) }
}
