/// `use-stable-resource-identifiers`: names that are another one at each deployment.
extension Linter {
    /// Looks for `utcNow` and `newGuid` behind the name and scope of a resource.
    mutating func lintIdentifiers(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.useStableResourceIdentifiers) else { return }
        for member in resource.body.members where member.name == "name" || member.name == "scope" {
            for function in unstableFunctions(behind: member.value) {
                report(.unstableIdentifier(resource.symbol, member.name, function), at: member.value.range)
            }
        }
    }

    private enum Step: Hashable {
        case parameter(Int)
        case variable(Int)
    }

    /// The calls of such functions in an expression, and in the variables and defaults that it is made from.
    private func unstableFunctions(behind expression: Expression) -> [String] {
        var found: [String] = []
        var seen: Set<Step> = []
        var pending = [expression]
        while let next = pending.popLast() {
            var below: [Expression] = []
            switch next.kind {
            case .parameter(let index):
                guard let value = module.parameters[index].defaultValue, seen.insert(.parameter(index)).inserted else {
                    continue
                }
                below = [value]
            case .variable(let index):
                if seen.insert(.variable(index)).inserted { below = [module.variables[index].value] }
            case .call(let function, _) where ["newGuid", "utcNow"].contains(function.name):
                found.append(function.name)
                below = next.children
            default: below = next.children
            }
            pending += below.reversed()
        }
        return found
    }
}

extension Linter.Finding {
    fileprivate static func unstableIdentifier(_ symbol: String, _ property: String, _ function: String) -> Self {
        Self(
            rule: .useStableResourceIdentifiers,
            message: "the \(property) of '\(symbol)' is another one at each deployment, since '\(function)' makes it",
            help: "use uniqueString(…) or guid(…) of what stays the same"
        )
    }
}
