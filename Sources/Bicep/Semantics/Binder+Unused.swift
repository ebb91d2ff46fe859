import Diagnostics

extension Binder {
    /// Warns of parameters, variables and existing resources that nothing mentions.
    mutating func reportUnused() {
        let used = Set(references.map(\.to))
        for declaration in declarations {
            let isDuplicate = declaration.node.name(2).map { symbols[$0.text] != declaration.symbol } ?? true
            guard !used.contains(declaration.symbol), !isDuplicate, !declaration.node.isExported else { continue }
            switch declaration.symbol {
            case .parameter(let index):
                let parameter = module.parameters[index]
                report(.unusedParameter(parameter.name, at: span(parameter.nameRange)))
            case .variable(let index) where declaration.node.kind == .variable:
                let variable = module.variables[index]
                report(.unusedVariable(variable.name, at: span(variable.nameRange)))
            case .resource(let index) where module.resources[index].isExisting && nested[index] == nil:
                let resource = module.resources[index]
                report(.unusedResource(resource.symbol, at: span(resource.symbolRange)))
            case .variable, .resource, .module, .function, .type, .namespace, .imports, .other: break
            }
        }
    }
}
