import Diagnostics

extension Binder {
    /// Reports what a parameter file imports and what can be known only where something is deployed.
    mutating func checkImportedContext() {
        for node in tree.root.nodes() where node.kind == .import {
            guard let what = node.node(2) else { continue }
            if what.kind == .wildcardImport, let name = what.node(1)?.name(1) {
                checkWildcard(name, at: what.range)
            }
            for item in what.nodes(from: 1) where item.kind == .importItem {
                guard let range = item[0].range, let name = item.node(1)?.name(1) ?? item.name(0),
                    let origin = origin(of: name.text)
                else { continue }
                var context = DeploymentContext()
                context.collect(origin)
                guard let function = context.functions.min() else { continue }
                report(.needsDeployment(name.text, function, at: span(range)))
            }
        }
    }

    private mutating func checkWildcard(_ name: SyntaxToken, at range: Range<UInt32>) {
        guard case .imports(let index)? = symbols[name.text] else { return }
        var context = DeploymentContext()
        for export in imports[index].exports.names.values {
            switch export {
            case .variable(let declaration): context.collect(.variable(declaration))
            case .function(let declaration): context.collect(.function(declaration))
            case .type: break
            }
        }
        guard let function = context.functions.min() else { return }
        report(.needsDeployment(name.text, function, at: span(range)))
    }

    private func origin(of name: String) -> DeploymentContext.Origin? {
        switch symbols[name] {
        case .variable(let index): module.variables[index].imported.map { .variable($0) }
        case .function(let index): module.functions[index].imported.map { .function($0) }
        case .parameter, .resource, .module, .type, .namespace, .imports, .other, nil: nil
        }
    }
}

/// The functions that declarations of other files call and that ask where something is deployed.
private struct DeploymentContext {
    private(set) var functions: Set<String> = []
    private var seen: Set<Place> = []

    enum Origin {
        case variable(BoundModule.ImportedDeclaration)
        case function(BoundModule.ImportedDeclaration)
    }

    private struct Place: Hashable {
        let file: String
        let index: Int
        let isFunction: Bool
    }

    mutating func collect(_ origin: Origin) {
        switch origin {
        case .variable(let declaration): collectVariable(declaration.index, in: declaration.module.module)
        case .function(let declaration): collectFunction(declaration.index, in: declaration.module.module)
        }
    }

    private mutating func collectVariable(_ index: Int, in module: BoundModule) {
        guard !module.isTemplate,
            seen.insert(Place(file: module.file.path, index: index, isFunction: false)).inserted
        else { return }
        if let imported = module.variables[index].imported { return collect(.variable(imported)) }
        collect(module.variables[index].value, in: module)
    }

    private mutating func collectFunction(_ index: Int, in module: BoundModule) {
        guard !module.isTemplate,
            seen.insert(Place(file: module.file.path, index: index, isFunction: true)).inserted
        else { return }
        if let imported = module.functions[index].imported { return collect(.function(imported)) }
        collect(module.functions[index].body, in: module)
    }

    private mutating func collect(_ expression: Expression, in module: BoundModule) {
        switch expression.kind {
        case .variable(let index): collectVariable(index, in: module)
        case .userCall(let index, _): collectFunction(index, in: module)
        case .call(let function, let arguments):
            if function.asksForDeployment(arguments) { functions.insert(function.name) }
        default: break
        }
        expression.forEachChild { collect($0, in: module) }
    }
}

extension BoundModule {
    /// Whether the module comes from a compiled template, whose functions are not looked into.
    fileprivate var isTemplate: Bool { !file.path.lowercased().hasSuffix(".bicep") }
}

extension BuiltinFunction {
    /// Whether what a call gives depends on where something is deployed.
    ///
    /// Functions that make ids do unless the ids of all scopes stand before the type.
    fileprivate func asksForDeployment(_ arguments: [Expression]) -> Bool {
        switch name {
        case "resourceId": !arguments.haveType(after: 2)
        case "subscriptionResourceId", "managementGroupResourceId": !arguments.haveType(after: 1)
        case "tenantResourceId", "extensionResourceId": false
        default: BuiltinFunctions.signature(of: name)?.namespace == .az
        }
    }
}

extension [Expression] {
    /// Whether the first argument that is the text of a type has others before it; true if none is.
    fileprivate func haveType(after count: Int) -> Bool {
        let position = firstIndex { argument in
            if case .string(let text) = argument.kind { text.contains("/") } else { false }
        }
        return position.map { $0 >= count } ?? true
    }
}
