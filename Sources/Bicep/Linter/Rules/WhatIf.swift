/// `what-if-short-circuiting`: values that only the deployment tells, on which it depends what a module deploys.
extension Linter {
    /// Looks at what a module is given for the parameters that name its resources, or decide whether there are any.
    mutating func lintDecisions(passedTo declaration: BoundModule.ModuleDeclaration) {
        guard isOn(.whatIfShortCircuiting), let used = declaration.module, let given = declaration.body.member("params")
        else { return }
        let names = Set(given.members.map(\.name))
        let deciding = decidingParameters(of: used.module, given: names, depth: 0)
        for member in given.members where deciding.contains(member.name) && isRuntime(member.value) {
            report(.decidedLate(member.name, declaration.symbol), at: member.value.range)
        }
    }

    /// The parameters of a module that decide what it deploys, those by way of defaults included.
    private func decidingParameters(of module: BoundModule, given: Set<String>, depth: Int) -> Set<String> {
        guard depth < 16 else { return [] }
        var found: Set<Int> = []
        for resource in module.resources {
            let identifiers = ["name", "scope"].compactMap { resource.body.member($0) }
            for part in identifiers
                + [resource.condition, resource.loop?.items, resource.loop?.condition].compactMap({ $0 })
            {
                collectParameters(behind: part, of: module, into: &found)
            }
        }
        for declaration in module.modules {
            var parts = [declaration.condition, declaration.loop?.items, declaration.body.member("scope")].compactMap {
                $0
            }
            if let inner = declaration.module?.module, let params = declaration.body.member("params") {
                let names = Set(params.members.map(\.name))
                let deciding = decidingParameters(of: inner, given: names, depth: depth + 1)
                parts += params.members.filter { deciding.contains($0.name) }.map(\.value)
            }
            for part in parts { collectParameters(behind: part, of: module, into: &found) }
        }
        var pending = Array(found)
        while let index = pending.popLast() {
            let parameter = module.parameters[index]
            guard !given.contains(parameter.name), let value = parameter.defaultValue else { continue }
            var behind: Set<Int> = []
            collectParameters(behind: value, of: module, into: &behind)
            for next in behind where found.insert(next).inserted { pending.append(next) }
        }
        return Set(found.map { module.parameters[$0].name })
    }

    private func collectParameters(behind expression: Expression, of module: BoundModule, into found: inout Set<Int>) {
        var variables: Set<Int> = []
        var pending = [expression]
        while let next = pending.popLast() {
            next.visitAll { part in
                switch part.kind {
                case .parameter(let index): found.insert(index)
                case .variable(let index):
                    guard module.variables[index].imported == nil, variables.insert(index).inserted else { return }
                    pending.append(module.variables[index].value)
                default: break
                }
            }
        }
    }
}

extension Linter.Finding {
    fileprivate static func decidedLate(_ parameter: String, _ module: String) -> Self {
        Self(
            rule: .whatIfShortCircuiting,
            message:
                "only the deployment tells '\(parameter)', on which it depends what the module '\(module)' deploys",
            help: "pass a value that is known before"
        )
    }
}
