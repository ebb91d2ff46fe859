/// `use-safe-access`: conditions that `.?` makes superfluous, and access to what may be null.
extension Linter {
    /// Looks for `contains(base, 'name') ? base.name : other`.
    mutating func lintContains(_ node: SyntaxNode) {
        guard isOn(.useSafeAccess), let call = builtinCall(node.node(0)), call.name == "contains",
            call.arguments.count == 2, let access = node.node(3), let base = access.node(0),
            isAccess(access, to: call.arguments[1]), isSame(call.arguments[0], base)
        else { return }
        report(.containsBeforeAccess, at: node.range)
    }

    private func isAccess(_ access: SyntaxNode, to name: SyntaxNode) -> Bool {
        switch access.kind {
        case .propertyAccess: access.name(3).map { name.plainString == $0.text } ?? false
        case .indexAccess: access.node(4).map { access.token(3) == nil && isSame($0, name) } ?? false
        default: false
        }
    }

    /// Looks at the access to a member that is declared to be nullable, of an object that is not.
    mutating func lintAccess(_ expression: Expression, to name: String, of base: Expression) {
        guard isOn(.useSafeAccess) else { return }
        if let type = outputType(of: base, name), type.isNullable {
            return report(.nullableAccess(name), at: expression.range)
        }
        guard let whole = declaredType(of: base), !whole.isNullable,
            case .structure(let structure) = whole.type.kind, let property = structure[name],
            module.resolved(property.type, home: whole.home).isNullable
        else { return }
        report(.nullableAccess(name), at: expression.range)
    }
}

extension Linter {
    /// The type of an output of a module that is always deployed, read by `module.outputs`.
    private func outputType(of base: Expression, _ name: String) -> ResolvedType? {
        guard case .property(let owner, "outputs", .strict) = base.kind, let index = shapes.moduleIndex(owner),
            module.modules[index].condition == nil, let loaded = module.modules[index].module,
            let type = loaded.interface.outputs.first(where: { $0.name == name })?.declaredType
        else { return nil }
        return module.resolved(type, home: .loaded(loaded))
    }
}

extension Linter.Finding {
    fileprivate static var containsBeforeAccess: Self {
        Self(
            rule: .useSafeAccess,
            message: "the condition asks whether something is there and then reads it",
            help: "write value.?name ?? other"
        )
    }

    fileprivate static func nullableAccess(_ name: String) -> Self {
        Self(rule: .useSafeAccess, message: "'\(name)' may be null", help: "write .?\(name)")
    }
}
