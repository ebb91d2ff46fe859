import Diagnostics

/// Rules about deployments that are written as resources.
///
/// `no-deployments-resources`, `nested-deployment-template-scoping`, `secure-params-in-nested-deploy`.
extension Linter {
    /// Looks at a resource if it is a deployment.
    mutating func lintNestedDeployment(_ resource: BoundModule.ResourceDeclaration, _ index: Int) {
        guard resource.type.lowercased() == "microsoft.resources/deployments" else { return }
        report(.deploymentResource(resource.symbol), at: resource.typeRange)
        guard let properties = resource.body.member(ignoringCase: "properties"), properties.isObject,
            let template = properties.member(ignoringCase: "template")
        else { return }
        let scope = properties.member(ignoringCase: "expressionEvaluationOptions")?.member(ignoringCase: "scope")
        let isInner = scope.flatMap { shapes.literal(behind: $0)?.text }?.lowercased() == "inner"
        let isSymbolic = isSymbolic
        if isInner || isSymbolic { lintTemplate(template) }
        if !isInner, !isSymbolic, template.isObject { lintSecrets(in: resource, index) }
    }

    /// Reports what a template mentions that it cannot reach.
    private mutating func lintTemplate(_ template: Expression) {
        guard isOn(.nestedDeploymentTemplateScoping) else { return }
        for reference in references(in: template.range) {
            let name: String
            switch reference.to {
            case .parameter(let index): name = module.parameters[index].name
            case .variable(let index): name = module.variables[index].name
            case .module(let index): name = module.modules[index].symbol
            case .function(let index): name = module.functions[index].name
            case .resource(let index) where !module.resources[index].isNested: name = module.resources[index].symbol
            case .resource, .type, .namespace, .imports, .other: continue
            }
            report(.unreachable(name), at: reference.range)
        }
    }

    private mutating func lintSecrets(in resource: BoundModule.ResourceDeclaration, _ index: Int) {
        guard isOn(.secureParametersInNestedDeployments), let node = resourceNodes[index] else { return }
        var secrets: [String] = []
        var seen: Set<Int> = []
        for reference in references(in: node.range) {
            guard case .parameter(let index) = reference.to, module.parameters[index].isSecure,
                seen.insert(index).inserted
            else { continue }
            secrets.append(module.parameters[index].name)
        }
        if !secrets.isEmpty { report(.secretInDeployment(resource.symbol, secrets), at: resource.symbolRange) }
        guard let function = listFunction(below: node) else { return }
        report(.listInDeployment(resource.symbol, function), at: resource.symbolRange)
    }

    private func listFunction(below node: SyntaxNode) -> String? {
        var pending = [node]
        while let node = pending.popLast() {
            if let call = builtinCall(node), call.isListFunction { return call.name }
            pending += node.nodes()
        }
        return nil
    }
}

extension Linter.Finding {
    fileprivate static func deploymentResource(_ symbol: String) -> Self {
        Self(
            rule: .noDeploymentsResources,
            message: "'\(symbol)' is a deployment that is written as a resource, so nothing in it is checked",
            help: "write its template as a Bicep file, and use that as a module"
        )
    }

    fileprivate static func unreachable(_ name: String) -> Self {
        Self(
            rule: .nestedDeploymentTemplateScoping,
            message: "'\(name)' is declared outside of the template, which is evaluated on its own",
            help: "pass the value as a parameter of the template"
        )
    }

    fileprivate static func secretInDeployment(_ symbol: String, _ secrets: [String]) -> Self {
        let names = secrets.quotedList
        return Self(
            rule: .secureParametersInNestedDeployments,
            message: "the template of '\(symbol)' is kept with the values of \(names) in clear",
            help: "use a module, or set properties.expressionEvaluationOptions.scope to 'inner'"
        )
    }

    fileprivate static func listInDeployment(_ symbol: String, _ function: String) -> Self {
        Self(
            rule: .secureParametersInNestedDeployments,
            message: "the template of '\(symbol)' is kept with what '\(function)' gives in clear",
            help: "use a module, or set properties.expressionEvaluationOptions.scope to 'inner'"
        )
    }
}
