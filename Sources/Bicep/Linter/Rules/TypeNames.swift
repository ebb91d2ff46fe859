/// Rules about types that say little.
///
/// `use-user-defined-types`: `object` and `array` where a type could say more. `no-explicit-any`: `any` as a type.
extension Linter {
    /// Looks at a type that is named alone.
    mutating func lintTypeName(_ node: SyntaxNode) {
        guard let name = node.name(0)?.text else { return }
        if let symbol = binder.symbols[name] { otherMentions.insert(symbol) }
        switch name {
        case "object", "array": report(.vagueType(name), at: node.range)
        case "any" where binder.symbols[name] == nil: report(.anyType, at: node.range)
        default: break
        }
    }

    /// Looks for `sys.any`.
    mutating func lintTypeProperty(_ node: SyntaxNode) {
        guard let base = node.node(0), base.kind == .typeName, base.name(0)?.text == "sys", node.name(2)?.text == "any",
            binder.symbols["sys"] == nil
        else { return }
        report(.anyType, at: base.range)
    }
}

extension Linter.Finding {
    fileprivate static func vagueType(_ name: String) -> Self {
        Self(
            rule: .useUserDefinedTypes,
            message: "the type '\(name)' says nothing of what is inside",
            help: name == "array" ? "name the type of the items: string[]" : "list the properties: { name: string }"
        )
    }

    fileprivate static var anyType: Self {
        Self(rule: .noExplicitAny, message: "the type 'any' turns off all checks", help: "name the type that is meant")
    }
}
