/// `use-secure-value-for-secure-inputs`: properties that hold secrets, and are given what everybody can read.
extension Linter {
    /// Looks at the secure properties of a resource of Azure.
    mutating func lintSecureInputs(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.useSecureValueForSecureInputs), let version = resource.apiVersion,
            let paths = azureTypes.type(resource.type)?.securePaths(in: version), !paths.isEmpty
        else { return }
        for input in secureInputs(in: resource.body, paths) where !isRuntime(input.value) && isReadable(input.value) {
            report(.readableSecret(input.name), at: input.value.range)
        }
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
                    if paths.contains(where: { $0.hasPrefix(prefix + "*.") }) { visit(value, prefix + "*.") }
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

    /// Whether a value is there for everybody to read, as far as its declaration tells.
    private func isReadable(_ value: Expression, depth: Int = 0) -> Bool {
        guard depth < 32 else { return false }
        switch value.kind {
        case .null, .string(""), .invalid: return false
        case .conditional(_, let then, let otherwise):
            return isReadable(then, depth: depth + 1) || isReadable(otherwise, depth: depth + 1)
        case .binary(.coalesce, let left, let right):
            return isReadable(left, depth: depth + 1) || isReadable(right, depth: depth + 1)
        case .nonNull(let base): return isReadable(base, depth: depth + 1)
        case .variable(let index) where module.variables[index].imported == nil:
            guard module.variables[index].declaredType == nil else { break }
            return isReadable(module.variables[index].value, depth: depth + 1)
        default: break
        }
        return declaredType(of: value)?.decorators.isSecure != true
    }
}

extension Linter.Finding {
    fileprivate static func readableSecret(_ property: String) -> Self {
        Self(
            rule: .useSecureValueForSecureInputs,
            message: "'\(property)' takes a secret, and is given a value that is kept in clear",
            help: "use a parameter with @secure(), or getSecret of a key vault"
        )
    }
}
