/// `what-if-short-circuiting`: values that only the deployment tells, on which it depends what a module deploys.
extension Linter {
    /// Looks at what a module is given for the parameters that name its resources, or decide whether there are any.
    mutating func lintDecisions(passedTo declaration: BoundModule.ModuleDeclaration) {
        guard isOn(.whatIfShortCircuiting), let used = declaration.module, let given = declaration.body.member("params")
        else { return }
        let deciding = decidingParameters(of: used, given: Set(given.members.map(\.name)))
        for member in given.members where deciding.contains(member.name) && isRuntime(member.value) {
            report(.decidedLate(member.name, declaration.symbol), at: member.value.range)
        }
    }

    /// A module, and the parameters that it is given.
    struct GivenParameters: Hashable {
        let module: ObjectIdentifier
        let names: Set<String>
    }

    /// The parameters of a module that decide what it deploys, those by way of defaults included.
    ///
    /// It is found out once: one module may be used in many places, each of them in a module that is itself.
    private mutating func decidingParameters(of loaded: LoadedModule, given: Set<String>) -> Set<String> {
        let key = GivenParameters(module: ObjectIdentifier(loaded), names: given)
        if let known = decidingParameters[key] { return known }
        var search = ParameterSearch(loaded.module)
        for resource in loaded.module.resources {
            for name in ["name", "scope"] { resource.body.member(name).map { search.look(behind: $0) } }
            search.look(behind: [resource.condition, resource.loop?.items, resource.loop?.condition])
        }
        for declaration in loaded.module.modules {
            search.look(behind: [declaration.condition, declaration.loop?.items, declaration.body.member("scope")])
            guard let inner = declaration.module, let params = declaration.body.member("params") else { continue }
            let deciding = decidingParameters(of: inner, given: Set(params.members.map(\.name)))
            for member in params.members where deciding.contains(member.name) { search.look(behind: member.value) }
        }
        search.lookBehindDefaults(besides: given)
        let names = Set(search.found.map { loaded.module.parameters[$0].name })
        decidingParameters[key] = names
        return names
    }
}

/// Finds the parameters that expressions are made from, through variables as well.
private struct ParameterSearch {
    let module: BoundModule
    private(set) var found: Set<Int> = []
    /// The parameters that were found, and whose defaults were not looked behind.
    private var pending: [Int] = []
    private var variables: Set<Int> = []

    init(_ module: BoundModule) {
        self.module = module
    }

    mutating func look(behind expressions: [Expression?]) {
        for case .some(let expression) in expressions { look(behind: expression) }
    }

    mutating func look(behind expression: Expression) {
        var expressions = [expression]
        while let next = expressions.popLast() {
            next.visitAll { part in
                switch part.kind {
                case .parameter(let index): if found.insert(index).inserted { pending.append(index) }
                case .variable(let index):
                    guard module.variables[index].imported == nil, variables.insert(index).inserted else { return }
                    expressions.append(module.variables[index].value)
                default: break
                }
            }
        }
    }

    /// Looks behind the defaults of the parameters that were found, unless they are given values.
    mutating func lookBehindDefaults(besides given: Set<String>) {
        while let index = pending.popLast() {
            let parameter = module.parameters[index]
            guard !given.contains(parameter.name), let value = parameter.defaultValue else { continue }
            look(behind: value)
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
