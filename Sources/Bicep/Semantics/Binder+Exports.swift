import Diagnostics

extension Binder {
    /// Reports exported variables that depend on what only this file has.
    mutating func checkExports() {
        let exported = declarations.filter { declaration in
            if case .variable = declaration.symbol { declaration.node.isExported } else { false }
        }
        guard !exported.isEmpty else { return }
        let uses = Dictionary(grouping: references, by: \.from)
        for declaration in exported {
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
