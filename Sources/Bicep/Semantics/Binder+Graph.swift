import Diagnostics

extension Binder {
    /// Reports each mention of a declaration that depends on itself.
    mutating func reportCycles() {
        let components = SymbolGraph(references, nestedIn: module.resources).components
        circular = Set(components.cycles.values.joined())
        // Components are numbered after those that they lead to.
        variableOrder = module.variables.indices.map { (number: components[.variable($0)] ?? 0, index: $0) }
            .sorted { ($0.number, $0.index) < ($1.number, $1.index) }
            .map(\.index)
        guard !circular.isEmpty else { return }
        for reference in references {
            guard let number = components[reference.to], let cycle = components.cycles[number] else { continue }
            if case .type = reference.to { continue }
            if components[reference.from] != number {
                report(.invalidDeclaration(name(of: reference.to), at: span(reference.range)))
            } else if cycle.count == 1 {
                report(.mentionsItself(at: span(reference.range)))
            } else {
                let names = cycle.prefix([String].shownInCircle + 1).map { name(of: $0) }
                report(.cycle(names, at: span(reference.range)))
            }
        }
    }

    private func name(of symbol: Symbol) -> String {
        switch symbol {
        case .parameter(let index): module.parameters[index].name
        case .variable(let index): module.variables[index].name
        case .resource(let index): module.resources[index].symbol
        case .module(let index): module.modules[index].symbol
        case .function(let index): module.functions[index].name
        case .type(let index): module.types[index].name
        case .imports(let index): imports[index].name
        case .namespace(let name), .other(let name): name
        }
    }

    /// Notes what each resource and module waits for.
    mutating func computeDependencies() {
        var collector = DependencyCollector(module.variables, circular: circular)
        collector.lookThroughVariables(in: variableOrder)
        for index in module.resources.indices {
            let resource = module.resources[index]
            var found = DependencyCollector.Found()
            if resource.isNested, let parent = resource.parent { found.add(.resource(parent)) }
            var inferred = found
            collector.collect(resource.loop, resource.condition, resource.body, into: &found)
            module.resources[index].dependencies = found.list(without: .resource(index))
            guard resource.body.namesDependsOn else {
                module.resources[index].inferredDependencies = module.resources[index].dependencies
                continue
            }
            let body = resource.body.withoutDependsOn
            collector.collect(resource.loop, resource.condition, body, into: &inferred)
            module.resources[index].inferredDependencies = inferred.list(without: .resource(index))
        }
        for index in module.modules.indices {
            let declaration = module.modules[index]
            var found = DependencyCollector.Found()
            collector.collect(declaration.loop, declaration.condition, declaration.body, into: &found)
            module.modules[index].dependencies = found.list(without: .module(index))
            var inferred = DependencyCollector.Found()
            let body = declaration.body.withoutDependsOn
            collector.collect(declaration.loop, declaration.condition, body, into: &inferred)
            module.modules[index].inferredDependencies = inferred.list(without: .module(index))
        }
    }
}

/// Finds the resources and modules that expressions mention, through variables as well.
private struct DependencyCollector {
    /// Not the module, whose resources would be copied as soon as something is noted in one.
    private let values: [Expression]
    private var variables: [Int: [BoundModule.Dependency]] = [:]

    /// Variables that depend on themselves are not looked through: nothing is made of a module that has some.
    init(_ declarations: [BoundModule.Variable], circular: Set<Symbol>) {
        values = declarations.map(\.value)
        for case .variable(let index) in circular { variables[index] = [] }
    }

    /// Looks through the variables before anything else, each after those that it mentions.
    mutating func lookThroughVariables(in order: [Int]) {
        for index in order { _ = dependencies(ofVariable: index) }
    }

    /// Dependencies in the order of their first mention.
    struct Found {
        private(set) var list: [BoundModule.Dependency] = []
        /// The same, once they are more than can be looked through one by one.
        private var seen: Set<BoundModule.Dependency> = []
        private static let few = 8

        mutating func add(_ dependency: BoundModule.Dependency) {
            if list.count <= Self.few {
                guard !list.contains(dependency) else { return }
            } else {
                if seen.isEmpty { seen = Set(list) }
                guard seen.insert(dependency).inserted else { return }
            }
            list.append(dependency)
        }

        func list(without own: BoundModule.Dependency) -> [BoundModule.Dependency] {
            list.contains(own) ? list.filter { $0 != own } : list
        }
    }

    mutating func collect(
        _ loop: Expression.Loop?,
        _ condition: Expression?,
        _ body: Expression,
        into found: inout Found
    ) {
        if let loop {
            collect(loop.items, into: &found)
            if let filter = loop.condition { collect(filter, into: &found) }
        }
        if let condition { collect(condition, into: &found) }
        collect(body, into: &found)
    }

    private mutating func collect(_ expression: Expression, into found: inout Found) {
        guard !expression.isLiteral else { return }
        switch expression.kind {
        case .resource(let index): found.add(.resource(index))
        case .module(let index): found.add(.module(index))
        case .variable(let index):
            for dependency in dependencies(ofVariable: index) { found.add(dependency) }
        default:
            expression.forEachChild { collect($0, into: &found) }
        }
    }

    private mutating func dependencies(ofVariable index: Int) -> [BoundModule.Dependency] {
        if let known = variables[index] { return known }
        var found = Found()
        collect(values[index], into: &found)
        variables[index] = found.list
        return found.list
    }
}

extension Expression {
    /// Whether the body of a resource says what it is to wait for.
    fileprivate var namesDependsOn: Bool {
        guard case .object(let members) = kind else { return false }
        return members.contains { $0.constantName == "dependsOn" }
    }

    /// The body of a resource or module without what it is told to wait for.
    var withoutDependsOn: Expression {
        guard case .object(let members) = kind else { return self }
        let others = members.filter { $0.constantName != "dependsOn" }
        return Expression(.object(others), range)
    }
}
