/// Rules about where resources are placed.
///
/// `no-hardcoded-location`, `no-loc-expr-outside-params`, `explicit-values-for-loc-params`.
extension Linter {
    /// Looks for `resourceGroup().location` and `deployment().location` outside of the defaults of parameters.
    mutating func lintLocationExpression(_ node: SyntaxNode) {
        guard node.name(3)?.text == "location", let base = node.node(0) else { return }
        let name: String?
        switch base.kind {
        case .functionCall: name = base.name(0)?.text
        case .methodCall: name = base.name(2)?.text
        default: name = nil
        }
        guard let name, Expression.placeFunctions.contains(name) else { return }
        report(.locationExpression("\(name)().location"), at: node.range)
    }

    /// Looks at the location of a resource.
    mutating func lintLocation(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.noHardcodedLocation), let location = resource.body.member("location") else { return }
        lintLocation(location, parameter: nil)
    }

    private mutating func lintLocation(_ value: Expression, parameter: String?) {
        guard let (text, variable) = literalLocation(value), text.lowercased() != "global" else { return }
        guard let variable else { return report(.hardcodedLocation(text, parameter), at: value.range) }
        guard reportedLocations.insert(variable).inserted else { return }
        let declaration = module.variables[variable]
        report(.hardcodedLocationVariable(declaration.name), at: declaration.nameRange)
    }

    /// The text that a location is, with the variable that is defined as that text.
    private func literalLocation(_ value: Expression) -> (text: String, variable: Int?)? {
        var value = value
        var variable: Int?
        var steps = 0
        while case .variable(let index) = value.kind, module.variables[index].imported == nil, steps < 32 {
            variable = index
            value = module.variables[index].value
            steps += 1
        }
        guard case .string(let text) = value.kind, isStringLiteral(value) else { return nil }
        return (text, variable)
    }

    /// Looks at what a module is given for the parameters that place its resources.
    mutating func lintLocations(passedTo declaration: BoundModule.ModuleDeclaration) {
        guard isOn(.noHardcodedLocation) || isOn(.explicitValuesForLocationParameters),
            let used = declaration.module?.interface, used.compiled == nil, declaration.body.isObject
        else { return }
        let parameters = declaration.body.members.first { $0.name == "params" }
        let keyword = parameters?.nameRange.lowerBound
        for name in used.locationParameters {
            if let value = parameters?.value.member(name) {
                lintLocation(value, parameter: name)
            } else {
                let end = parameters?.value.range.upperBound ?? declaration.symbolRange.upperBound
                let start = keyword ?? declaration.symbolRange.lowerBound
                report(.locationNotGiven(name, declaration.symbol), at: start..<end)
            }
        }
    }
}

extension BoundModule {
    /// The parameters with a default that decide where resources are placed.
    fileprivate var locationParameters: [String] {
        var names = parameters.filter { $0.defaultValue?.readsLocation ?? false }.map(\.name)
        for resource in resources {
            resource.body.member("location")?.visitAll { expression in
                guard case .parameter(let index) = expression.kind, parameters[index].defaultValue != nil,
                    !names.contains(parameters[index].name)
                else { return }
                names.append(parameters[index].name)
            }
        }
        return names
    }
}

extension Expression {
    /// The functions that tell where a deployment takes place.
    fileprivate static let placeFunctions: Set<String> = ["resourceGroup", "deployment"]

    /// Whether `resourceGroup().location` or `deployment().location` is a part of it.
    fileprivate var readsLocation: Bool {
        var found = false
        visitAll { expression in
            guard case .property(let base, "location", _) = expression.kind, case .call(let function, _) = base.kind
            else { return }
            if Self.placeFunctions.contains(function.name) { found = true }
        }
        return found
    }
}

extension Linter.Finding {
    fileprivate static func locationExpression(_ text: String) -> Self {
        Self(
            rule: .noLocationExpressionOutsideParameters,
            message: "'\(text)' stands outside of a parameter's default, where nobody can change it",
            help: "declare param location string = \(text), and use it here"
        )
    }

    fileprivate static func hardcodedLocation(_ text: String, _ parameter: String?) -> Self {
        Self(
            rule: .noHardcodedLocation,
            message: parameter.map { "'\($0)' may place resources, and is given the fixed place '\(text)'" }
                ?? "the location is the fixed place '\(text)'",
            help: "use a parameter, an expression or 'global'"
        )
    }

    fileprivate static func hardcodedLocationVariable(_ name: String) -> Self {
        Self(
            rule: .noHardcodedLocation,
            message: "the variable '\(name)' is a fixed place, and resources are placed by it",
            help: "make '\(name)' a parameter"
        )
    }

    fileprivate static func locationNotGiven(_ parameter: String, _ module: String) -> Self {
        Self(
            rule: .explicitValuesForLocationParameters,
            message: "'\(parameter)' of the module '\(module)' places resources, and is left to its default",
            help: "give '\(parameter)' a value in 'params'"
        )
    }
}
