import Diagnostics

/// `simplify-interpolation`: `'${text}'`, which is the text itself.
extension Linter {
    /// Looks at the value of a parameter, variable, output or property.
    mutating func lintInterpolation(ofValue value: Expression) {
        guard case .interpolation(let segments) = value.kind, segments.count == 1, case .hole(let hole) = segments[0],
            isOn(.simplifyInterpolation), isStringLiteral(value), isText(hole)
        else { return }
        report(.interpolation(text(hole.range)), at: value.range)
    }

    /// Whether an expression certainly gives a text, and not null.
    mutating func isText(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .methodCall(let base, "getSecret", _): return isKeyVault(base)
        case .local(let slot): return itemTypes[slot] == .string
        case .property(let base, let name, .strict):
            // Every resource of Azure that has a location has a text there.
            guard case .resource(let index) = base.kind, name == "location" else {
                return types.infer(expression) == .string
            }
            return module.resources[index].extensionName == nil && module.resources[index].loop == nil
        case .index(let base, let index, .strict, false):
            guard case .string("location") = index.kind, case .resource(let resource) = base.kind else {
                return types.infer(expression) == .string
            }
            return module.resources[resource].extensionName == nil && module.resources[resource].loop == nil
        default: return types.infer(expression) == .string
        }
    }

    private func isKeyVault(_ expression: Expression) -> Bool {
        guard case .resource(let index) = expression.kind else { return false }
        return module.resources[index].type.lowercased() == "microsoft.keyvault/vaults"
    }
}

extension Linter.Finding {
    fileprivate static func interpolation(_ text: String) -> Self {
        Self(
            rule: .simplifyInterpolation,
            message: "the string holds nothing but a text",
            help: text.utf8.count <= 60 ? "write \(text)" : "leave the quotes and '${…}' out"
        )
    }
}
