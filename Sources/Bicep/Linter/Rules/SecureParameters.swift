import Diagnostics

/// `secure-parameter-default`, `secure-secrets-in-params` and `secure-params-in-parameters-file`.
extension Linter {
    /// Looks at all parameters.
    mutating func lintSecureParameters() {
        guard tree.language == .module else { return }
        for declaration in binder.declarations {
            guard case .parameter(let index) = declaration.symbol else { continue }
            let parameter = module.parameters[index]
            if isSecret(parameter) {
                lintDefault(of: parameter, declaration.node)
            } else if mayBeSecret(parameter) {
                report(.unprotectedSecret(parameter.name), at: parameter.nameRange)
            }
        }
    }

    private func isSecret(_ parameter: BoundModule.Parameter) -> Bool {
        parameter.isSecure || module.resolved(parameter.declaredType).decorators.isSecure
    }

    private mutating func lintDefault(of parameter: BoundModule.Parameter, _ node: SyntaxNode) {
        guard let value = parameter.defaultValue, let range = node.node(4)?.range, !isHarmless(value) else { return }
        report(.secretDefault(parameter.name), at: range)
    }

    /// Whether a default gives no secret away.
    private func isHarmless(_ value: Expression) -> Bool {
        switch value.kind {
        case .string(""): return true
        case .object(let members):
            let isEmpty = members.allSatisfy { member in
                if case .spread = member { true } else { false }
            }
            if isEmpty { return true }
        default: if isSecret(value) { return true }
        }
        var isNew = false
        value.visitAll { part in
            if case .call(let function, _) = part.kind, function.name == "newGuid" { isNew = true }
        }
        return isNew
    }

    /// Whether a parameter is named like a secret, or its default is made from one.
    private func mayBeSecret(_ parameter: BoundModule.Parameter) -> Bool {
        switch parameter.type {
        case .string, .literals, .object: if parameter.name.namesSecret { return true }
        case .any, .int, .bool, .array, .nullable: break
        }
        var isMadeFromSecret = false
        parameter.defaultValue?.visitAll { part in
            if case .parameter(let index) = part.kind, isSecret(module.parameters[index]) { isMadeFromSecret = true }
        }
        return isMadeFromSecret
    }

    /// Looks at what a parameter file assigns to parameters that are no secrets.
    mutating func lintAssignments() {
        guard tree.language == .parameters, let target = binder.assignedModule?.module,
            isOn(.secureParametersInParameterFile)
        else { return }
        let secrets = Set(target.parameters.filter { $0.isSecure || target.holdsSecrets($0) }.map(\.name))
        guard !secrets.isEmpty else { return }
        let plain = Set(target.parameters.map(\.name)).subtracting(secrets)
        for assignment in module.outputs where plain.contains(assignment.name) {
            let used = assignedNames(behind: assignment.value).filter { secrets.contains($0) }
            if !used.isEmpty { report(.secretInPlainParameter(assignment.name, used), at: assignment.value.range) }
        }
    }

    /// The names of the assignments and variables that a value is made from, each before those that it mentions.
    private func assignedNames(behind value: Expression) -> [String] {
        var names: [String] = []
        var seen: Set<Int> = []
        var pending = mentionedVariables(in: value)
        while let index = pending.popLast() {
            guard seen.insert(index).inserted else { continue }
            names.append(module.variables[index].name)
            pending += mentionedVariables(in: module.variables[index].value)
        }
        return names
    }

    /// The variables that an expression mentions, the first mentioned last.
    private func mentionedVariables(in expression: Expression) -> [Int] {
        var indices: [Int] = []
        expression.visitAll { part in
            if case .variable(let index) = part.kind { indices.append(index) }
        }
        return indices.reversed()
    }
}

extension BoundModule {
    /// Whether the type of a parameter is a secret by its own declaration.
    fileprivate func holdsSecrets(_ parameter: Parameter) -> Bool {
        let type = resolved(parameter.declaredType)
        guard !type.decorators.isSecure, case .structure(let structure) = type.type.kind else {
            return type.decorators.isSecure
        }
        return structure.properties.contains { $0.decorators.isSecure }
    }
}

extension String {
    /// Whether a name is one of those that secrets have.
    fileprivate var namesSecret: Bool {
        // Bytes are compared: the names are ASCII, and characters would take a hundred times as long.
        let name = lowercased().utf8
        let isSecret = ["password", "pwd", "secret", "accountkey", "acctkey"].contains { name.contains($0.utf8) }
        guard isSecret else { return false }
        return !["secretpermissions", "secretversion", "secreturi", "secreturl", "secretname"]
            .contains { name.contains($0.utf8) }
    }
}

extension Linter.Finding {
    fileprivate static func secretDefault(_ name: String) -> Self {
        Self(
            rule: .secureParameterDefault,
            message: "the default of the secure parameter '\(name)' is there for everybody to read",
            help: "remove the default, or use '' or newGuid()"
        )
    }

    fileprivate static func unprotectedSecret(_ name: String) -> Self {
        Self(
            rule: .secureSecretsInParameters,
            message: "the parameter '\(name)' seems to be a secret, and is kept in clear",
            help: "write @secure() above it"
        )
    }

    fileprivate static func secretInPlainParameter(_ name: String, _ secrets: [String]) -> Self {
        Self(
            rule: .secureParametersInParameterFile,
            message:
                "'\(name)' is kept in clear, and is made from \(secrets.quotedList)",
            help: "write @secure() above the parameter '\(name)'"
        )
    }
}
