/// What is known before a deployment, and what only the deployment tells.
extension Linter {
    /// Whether only the deployment tells a value.
    mutating func isRuntime(_ expression: Expression) -> Bool { expression.isRuntime(runtimeVariables) }

    /// The variables whose values only the deployment tells.
    ///
    /// Each is looked at once, after those that it is made from.
    var variablesWithRuntimeValues: Set<Int> {
        var found: Set<Int> = []
        for index in binder.variableOrder {
            let variable = module.variables[index]
            if variable.imported == nil, variable.value.isRuntime(found) { found.insert(index) }
        }
        return found
    }
}

extension Expression {
    /// Whether only the deployment tells a value that is made from variables, of which some are known to be such.
    fileprivate func isRuntime(_ variables: Set<Int>) -> Bool {
        switch kind {
        case .property(let base, let name, _):
            guard let declared = base.declared else { return base.isRuntime(variables) }
            if case .module = declared { return name == "outputs" }
            return !["id", "name", "type", "apiVersion"].contains(name)
        case .resource, .module, .methodCall: return true
        case .call(let function, _) where function.asksForState: return true
        case .variable(let index): return variables.contains(index)
        default:
            var found = false
            forEachChild { if !found { found = $0.isRuntime(variables) } }
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
