import Diagnostics

extension Binder {
    /// Reports each use of a variable whose value is wrong, or comes from one that is.
    mutating func reportInvalidVariables() {
        var invalid: Set<Int> = []
        for (index, variable) in module.variables.enumerated() where variable.imported == nil {
            if variable.declaredType == nil, variable.value.containsInvalid { invalid.insert(index) }
        }
        guard !invalid.isEmpty else { return }
        var pending = Array(invalid)
        let users = Dictionary(grouping: references, by: \.to)
        while let index = pending.popLast() {
            for reference in users[.variable(index)] ?? [] {
                guard case .variable(let user) = reference.from, module.variables[user].declaredType == nil,
                    invalid.insert(user).inserted
                else { continue }
                pending.append(user)
            }
        }
        let reported = Set(diagnostics.filter { $0.severity == .error }.compactMap(\.span?.range))
        for reference in references {
            guard case .variable(let index) = reference.to, invalid.contains(index) else { continue }
            let place = span(reference.range)
            guard !reported.contains(place.range) else { continue }
            report(.invalidDeclaration(module.variables[index].name, at: place))
        }
    }

    /// Reports exported variables that depend on what only this file has.
    mutating func checkExports() {
        let uses = Dictionary(grouping: references, by: \.from)
        for declaration in declarations where declaration.node.isExported {
            guard case .variable = declaration.symbol else { continue }
            var seen: Set<Symbol> = [declaration.symbol]
            var pending = [declaration.symbol]
            var isBound = false
            while let symbol = pending.popLast(), !isBound {
                for use in uses[symbol] ?? [] where seen.insert(use.to).inserted {
                    switch use.to {
                    case .parameter, .resource, .module: isBound = true
                    case .variable, .function: pending.append(use.to)
                    case .type, .namespace, .imports, .other: break
                    }
                }
            }
            let decorator = declaration.node.decorators.first { $0.decoratorName?.text == "export" }
            if isBound { report(.exportOfBound(at: span((decorator ?? declaration.node).range))) }
        }
    }
}

extension Expression {
    /// Whether something in the expression was diagnosed.
    fileprivate var containsInvalid: Bool {
        if isInvalid { return true }
        var found = false
        forEachPart { part in if !found { found = part.containsInvalid } }
        return found
    }
}
