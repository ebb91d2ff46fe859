/// `use-stable-resource-identifiers`: names that are another one at each deployment.
extension Linter {
    /// Looks for `utcNow` and `newGuid` behind the name and scope of a resource.
    mutating func lintIdentifiers(of resource: BoundModule.ResourceDeclaration) {
        guard isOn(.useStableResourceIdentifiers) else { return }
        for member in resource.body.members where member.name == "name" || member.name == "scope" {
            var seen: Set<Step> = []
            for function in unstableFunctions(behind: member.value, &seen) {
                report(.unstableIdentifier(resource.symbol, member.name, function), at: member.value.range)
            }
        }
    }

    private enum Step: Hashable {
        case parameter(Int)
        case variable(Int)
    }

    private func unstableFunctions(behind expression: Expression, _ seen: inout Set<Step>) -> [String] {
        let step: Step
        let next: Expression?
        switch expression.kind {
        case .parameter(let index): (step, next) = (.parameter(index), module.parameters[index].defaultValue)
        case .variable(let index): (step, next) = (.variable(index), module.variables[index].value)
        default:
            var found: [String] = []
            if case .call(let function, _) = expression.kind, ["newGuid", "utcNow"].contains(function.name) {
                found.append(function.name)
            }
            expression.forEachPart { found += unstableFunctions(behind: $0, &seen) }
            return found
        }
        guard let next, seen.insert(step).inserted else { return [] }
        return unstableFunctions(behind: next, &seen)
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
