/// `no-unused-params`, `no-unused-vars`, `no-unused-types`, `no-unused-imports`, `no-unused-existing-resources`.
extension Linter {
    /// Reports what nothing mentions.
    mutating func lintUnused() {
        var used = otherMentions
        for reference in binder.references where canBeUnused(reference.to) { used.insert(reference.to) }
        for declaration in binder.declarations {
            guard canBeUnused(declaration.symbol), let name = declaration.node.name(2),
                !used.contains(declaration.symbol), !declaration.node.isExported
            else { continue }
            switch declaration.symbol {
            case .parameter: report(.unused(.noUnusedParameters, "parameter", name.text), at: name.range)
            case .variable where declaration.node.kind == .variable:
                report(.unused(.noUnusedVariables, "variable", name.text), at: name.range)
            case .type: report(.unused(.noUnusedTypes, "type", name.text), at: name.range)
            case .resource(let index) where module.resources[index].isExisting && binder.nested[index] == nil:
                report(.unused(.noUnusedExistingResources, "existing resource", name.text), at: name.range)
            case .variable, .resource, .module, .function, .namespace, .imports, .other: break
            }
        }
        lintImports(used)
    }

    /// Whether it would be a finding that nothing mentions a symbol: a resource that is made needs no mention.
    private func canBeUnused(_ symbol: Symbol) -> Bool {
        if case .resource(let index) = symbol { module.resources[index].isExisting } else { true }
    }

    private mutating func lintImports(_ used: Set<Symbol>) {
        for statement in tree.root.nodes() where statement.kind == .import {
            guard let what = statement.node(2) else { continue }
            let names: [SyntaxToken] =
                what.kind == .wildcardImport
                ? [what.node(1)?.name(1)].compactMap { $0 }
                : what.nodes(from: 1).compactMap { $0.kind == .importItem ? $0.node(1)?.name(1) ?? $0.name(0) : nil }
            for name in names {
                guard let symbol = binder.symbols[name.text], !symbol.isMissing, !used.contains(symbol) else {
                    continue
                }
                report(.unused(.noUnusedImports, "import", name.text), at: name.range)
            }
        }
    }

    /// Notes the declarations that a statement mentions outside of what the binder reads.
    mutating func noteMentions(outsideOfExpressionsOf statement: SyntaxNode) {
        switch statement.kind {
        case .metadata, .using, .extends, .extensionConfig, .test: noteNames(below: statement)
        case .module, .resource, .import:
            statement.node(3).map { noteNames(below: $0) }
            if statement.kind != .import, statement.name(2) == nil { noteNames(below: statement) }
        default:
            if statement.childCount > 2, statement.name(2) == nil { noteNames(below: statement) }
        }
    }

    /// Notes the declarations that are named in a node.
    mutating func noteNames(below node: SyntaxNode) {
        var pending = [node]
        while let node = pending.popLast() {
            if node.kind == .variableAccess || node.kind == .typeName, let name = node.name(0)?.text {
                binder.symbols[name].map { _ = otherMentions.insert($0) }
            }
            pending += node.nodes()
        }
    }

    /// Notes that a call mentions what has the name of its function, whatever that is.
    mutating func noteCall(_ node: SyntaxNode) {
        guard let name = node.name(0)?.text, let symbol = binder.symbols[name] else { return }
        otherMentions.insert(symbol)
    }
}

extension Symbol {
    /// Whether it stands for something that was not found, which has been reported.
    fileprivate var isMissing: Bool {
        if case .other = self { true } else { false }
    }
}

extension Linter.Finding {
    fileprivate static func unused(_ rule: LinterRule, _ noun: String, _ name: String) -> Self {
        Self(rule: rule, message: "the \(noun) '\(name)' is never used")
    }
}
