/// `use-secure-value-for-secure-inputs`: properties that hold secrets, and are given what everybody can read.
extension Linter {
    /// Looks at the secure properties of a resource of Azure.
    mutating func lintSecureInputs(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.useSecureValueForSecureInputs), let version = resource.apiVersion,
            let paths = azureTypes.type(resource.type)?.securePaths(in: version), !paths.isEmpty
        else { return }
        for input in secureInputs(in: resource.body, paths)
        where !isRuntime(input.value) && isReadable(input.value, readableVariables) {
            let isMade = isMadeFromSecret(input.value)
            report(isMade ? .changedSecret(input.name) : .readableSecret(input.name), at: input.value.range)
        }
    }

    /// Whether a value is made from a secret, which makes it one, though its type does not say so.
    private func isMadeFromSecret(_ value: Expression) -> Bool {
        var found = false
        value.visitAll { part in
            switch part.kind {
            case .parameter(let index): found = found || module.parameters[index].isSecure
            case .variable(let index): found = found || secretVariables.contains(index)
            default: break
            }
        }
        return found
    }

    /// The properties at some paths, wherever the body writes them out, in the order of the text.
    private func secureInputs(in body: Expression, _ paths: Set<String>) -> [(name: String, value: Expression)] {
        var found: [(name: String, value: Expression)] = []
        func visit(_ expression: Expression, _ prefix: String) {
            switch expression.kind {
            case .object(let members):
                for case .property(let name, let value) in members {
                    guard let name = name.text else { continue }
                    let path = prefix + name
                    if paths.contains(path) || paths.contains(prefix + "*") { found.append((name, value)) }
                    visit(value, path + ".")
                    if name != "*", paths.contains(where: { $0.hasPrefix(prefix + "*.") }) {
                        visit(value, prefix + "*.")
                    }
                }
            case .array(let elements):
                for case .item(let item) in elements { visit(item, prefix + "[].") }
            case .loop(let loop): visit(loop.body, prefix + "[].")
            case .conditional(_, let then, let otherwise):
                visit(then, prefix)
                visit(otherwise, prefix)
            case .null, .bool, .integer, .string, .interpolation, .parameter, .variable, .resource, .module, .local,
                .call, .userCall, .methodCall, .property, .index, .unary, .binary, .nonNull, .lambda, .invalid:
                break
            }
        }
        visit(body, "")
        return found
    }

    /// The variables whose values everybody can read, as far as their declarations tell.
    ///
    /// Each is looked at once, after those that it is made from.
    var variablesThatAreReadable: Set<Int> {
        var found: Set<Int> = []
        for index in binder.variableOrder {
            let variable = module.variables[index]
            if variable.imported == nil, variable.declaredType == nil, isReadable(variable.value, found) {
                found.insert(index)
            }
        }
        return found
    }

    /// Whether a value is there for everybody to read, as far as its declaration tells.
    private func isReadable(_ value: Expression, _ variables: Set<Int>) -> Bool {
        switch value.kind {
        case .null, .string(""), .invalid: return false
        case .conditional(_, let then, let otherwise):
            return isReadable(then, variables) || isReadable(otherwise, variables)
        case .binary(.coalesce, let left, let right):
            return isReadable(left, variables) || isReadable(right, variables)
        case .nonNull(let base): return isReadable(base, variables)
        case .variable(let index) where module.variables[index].imported == nil:
            guard module.variables[index].declaredType == nil else { break }
            return variables.contains(index)
        default: break
        }
        return declaredType(of: value)?.decorators.isSecure != true
    }
}

extension Linter.Finding {
    fileprivate static func changedSecret(_ property: String) -> Self {
        Self(
            rule: .useSecureValueForSecureInputs,
            message: "'\(property)' takes a secret, and is given a text made from one, which may be shown",
            help: "give it the secret itself: a parameter with @secure() that holds the whole value"
        )
    }

    fileprivate static func readableSecret(_ property: String) -> Self {
        Self(
            rule: .useSecureValueForSecureInputs,
            message: "'\(property)' takes a secret, and is given a value that is kept in clear",
            help: "use a parameter with @secure(), or getSecret of a key vault"
        )
    }
}
