/// What is known before a deployment, and what only the deployment tells.
extension Linter {
    /// Whether only the deployment tells a value.
    func isRuntime(_ expression: Expression) -> Bool { isRuntime(expression, depth: 0) }

    private func isRuntime(_ expression: Expression, depth: Int) -> Bool {
        guard depth < 32 else { return false }
        switch expression.kind {
        case .property(let base, let name, _):
            guard let declared = base.declared else { return isRuntime(base, depth: depth) }
            if case .module = declared { return name == "outputs" }
            return !["id", "name", "type", "apiVersion"].contains(name)
        case .resource, .module, .methodCall: return true
        case .call(let function, _) where function.name == "reference" || function.name.hasPrefix("list"): return true
        case .variable(let index):
            let variable = module.variables[index]
            return variable.imported == nil && isRuntime(variable.value, depth: depth + 1)
        default:
            var found = false
            expression.forEachPart { if isRuntime($0, depth: depth) { found = true } }
            return found
        }
    }
}

extension Expression {
    /// The resource or module that it names, itself or an item of a loop.
    fileprivate var declared: BoundModule.Dependency? {
        switch kind {
        case .resource(let index): .resource(index)
        case .module(let index): .module(index)
        case .index(let base, _, _, _), .nonNull(let base): base.declared
        default: nil
        }
    }
}
