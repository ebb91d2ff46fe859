import Diagnostics
import Documents
import OrderedCollections

extension BoundModule {
    /// Evaluates a module that was checked without errors.
    ///
    /// - Parameter context: The parameters, and what lies outside the module.
    /// - Returns: The resources and outputs, with everything that was found wrong.
    public func evaluate(in context: EvaluationContext) -> Evaluation {
        let run = EvaluationRun(limits: context.limits)
        var given = [ModuleScope.GivenValue?](repeating: nil, count: parameters.count)
        for (name, value) in context.parameters {
            guard let index = parameterIndex(name) else {
                run.report(.undeclaredParameter(name, parameters.map(\.name), at: file.span))
                continue
            }
            given[index] = ModuleScope.GivenValue(value: value, span: nil)
        }
        let place = AzurePlace(targetScope: targetScope, in: context.azure)
        let scope = ModuleScope(module: self, context: context, place: place, given: given)
        var assembly = Assembly(run: run)
        assembly.prepare(scope)
        // Nothing is made of a module whose parameters are wrong: all else would follow from that.
        guard !run.diagnostics.hasErrors else {
            return Evaluation(diagnostics: run.diagnostics)
        }
        assembly.evaluateInOrder(scope)
        assembly.resources.reserveCapacity(resources.count)
        assembly.add(scope, path: [], dependencies: [])
        let evaluator = Evaluator(scope: scope, run: run)
        var result = Evaluation()
        result.resources = assembly.resources
        result.modules = assembly.modules
        result.outputs = evaluator.named(outputs.map(\.name)) { $0.output($1) }
        for (output, value) in zip(outputs, result.outputs.values) {
            guard run.spend(result: value, at: scope.span(output.nameRange)) else { break }
        }
        result.parameters = evaluator.named(parameters.map(\.name)) { $0.parameter($1) }
        if context.includesVariables { result.variables = evaluator.variablesWithValues }
        result.diagnostics = run.diagnostics
        return result
    }
}

extension Evaluation {
    fileprivate init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}

extension Evaluator {
    /// The module's own variables; those that have no value are left out, and what is wrong with them is not said.
    fileprivate var variablesWithValues: OrderedDictionary<String, Value> {
        var evaluator = self
        var result: OrderedDictionary<String, Value> = [:]
        for (index, variable) in scope.module.variables.enumerated() where variable.imported == nil {
            let value = run.silently { evaluator.variable(index) }
            guard run.spend(result: value, at: scope.span(variable.nameRange)) else { break }
            if !value.isInvalid { result[variable.name] = value }
        }
        return result
    }

    fileprivate func named(
        _ names: [String],
        _ value: (inout Evaluator, Int) -> Value
    ) -> OrderedDictionary<String, Value> {
        var evaluator = self
        var result: OrderedDictionary<String, Value> = [:]
        for (index, name) in names.enumerated() { result[name] = value(&evaluator, index) }
        return result
    }
}

/// Puts the resources of a module and of its modules in order.
private struct Assembly {
    let run: EvaluationRun
    var resources: [EvaluatedResource] = []
    var modules: [EvaluatedModule] = []

    /// Evaluates the parameters.
    func prepare(_ scope: ModuleScope) {
        var evaluator = Evaluator(scope: scope, run: run)
        for index in scope.module.parameters.indices { _ = evaluator.parameter(index) }
    }

    /// Adds what a module declares.
    ///
    /// - Parameters:
    ///   - scope: The module and its parameters.
    ///   - path: The names of the deployments down to this one.
    ///   - dependencies: The addresses that everything in it waits for.
    mutating func add(_ scope: ModuleScope, path: [Value], dependencies: [String]) {
        let configurations = configurations(scope)
        let module = scope.module
        let order =
            module.resources.indices.map { (module.resources[$0].symbolRange.lowerBound, false, $0) }
            + module.modules.indices.map { (module.modules[$0].symbolRange.lowerBound, true, $0) }
        for (_, isModule, index) in order.sorted(by: { $0.0 < $1.0 }) {
            if isModule {
                addModules(index, scope, path, dependencies)
            } else {
                addResources(index, scope, path, dependencies, configurations)
            }
        }
    }

    /// Evaluates each resource after those that it uses, so that no chain of uses makes the stack deep.
    func evaluateInOrder(_ scope: ModuleScope) {
        prepare(scope)
        var evaluator = Evaluator(scope: scope, run: run)
        for index in scope.module.resourcesInOrder {
            for instance in evaluator.resources(index).all where !instance.presence.isAbsent {
                _ = evaluator.body(of: instance)
            }
        }
        for index in scope.module.modules.indices {
            for instance in evaluator.modules(index).all where !instance.presence.isAbsent {
                let span = scope.span(scope.module.modules[index].symbolRange)
                guard let inner = instance.scope, run.enter(at: span) else { continue }
                evaluateInOrder(inner)
                run.leave()
            }
        }
        for index in scope.module.outputs.indices { _ = evaluator.output(index) }
    }

    private func configurations(_ scope: ModuleScope) -> [(name: String, alias: String, value: ValueObject)] {
        var evaluator = Evaluator(scope: scope, run: run)
        return scope.module.extensions.map { declaration in
            let value = declaration.configuration.map { evaluator.evaluate($0) }
            return (declaration.name, declaration.alias, value?.revealed.objectValue ?? [:])
        }
    }

    private mutating func addResources(
        _ index: Int,
        _ scope: ModuleScope,
        _ path: [Value],
        _ outer: [String],
        _ configurations: [(name: String, alias: String, value: ValueObject)]
    ) {
        let declaration = scope.module.resources[index]
        var evaluator = Evaluator(scope: scope, run: run)
        let instances = evaluator.resources(index)
        let configuration = configurations.first { declaration.extensionName == $0.name }?.value
        for instance in instances.all where !instance.presence.isAbsent {
            guard run.countResource(at: scope.span(declaration.symbolRange)) else { return }
            let reads: [EvaluationRun.Read] = if case .done(_, let reads) = instance.body { reads } else { [] }
            var dependencies = DependencyList(outer, except: instance.address)
            dependencies.add(declaration.dependencies, in: evaluator, reads: reads)
            let body = evaluator.body(of: instance)
            guard run.spend(result: body, at: scope.span(declaration.symbolRange)) else { return }
            var resource = EvaluatedResource(
                module: path,
                address: instance.address,
                symbol: declaration.symbol,
                extensionName: declaration.extensionName,
                extensionConfiguration: configuration ?? [:],
                type: declaration.type,
                apiVersion: declaration.apiVersion,
                name: instance.fullName,
                id: instance.id,
                scope: instance.scope.flatMap { scope.place.isNamed(by: $0) ? nil : $0 },
                isExisting: declaration.isExisting,
                body: body.revealed.objectValue ?? [:],
                dependencies: dependencies.addresses,
                symbolSpan: scope.span(declaration.symbolRange),
                typeSpan: scope.span(declaration.typeRange),
                locate: { path, side in scope.module.locate(path, side, in: declaration.body) }
            )
            if case .unknown(let condition) = instance.presence { resource.condition = condition }
            if case .unknownCollection(_, .unknown(let items)) = instances { resource.items = items }
            resources.append(resource)
        }
    }

    private mutating func addModules(_ index: Int, _ scope: ModuleScope, _ outerPath: [Value], _ outer: [String]) {
        let declaration = scope.module.modules[index]
        var evaluator = Evaluator(scope: scope, run: run)
        for instance in evaluator.modules(index).all where !instance.presence.isAbsent {
            guard let inner = instance.scope else { continue }
            var dependencies = DependencyList(outer, except: "")
            dependencies.add(declaration.dependencies, in: evaluator, reads: instance.reads)
            let path = outerPath + [instance.name]
            var deployed = EvaluatedModule(
                path: path,
                place: inner.place.deploymentPlace,
                parameters: inner.passed,
                outputs: evaluator.outputs(of: instance, in: inner)
            )
            if case .unknown(let condition) = instance.presence { deployed.condition = condition }
            let passed: Value = [.object(deployed.parameters), .object(deployed.outputs)]
            guard run.spend(result: passed, at: scope.span(declaration.symbolRange)) else { return }
            modules.append(deployed)
            add(inner, path: path, dependencies: dependencies.addresses)
        }
    }
}

/// The addresses that a declaration waits for, each once.
private struct DependencyList {
    private var found: OrderedSet<String>
    private let own: String

    init(_ addresses: [String], except own: String) {
        found = OrderedSet(addresses)
        self.own = own
    }

    var addresses: [String] { Array(found) }

    /// Adds what a declaration mentions, and what its evaluation read.
    ///
    /// Of a loop only the items that were read count, or all of them if none was.
    mutating func add(
        _ declared: [BoundModule.Dependency],
        in evaluator: Evaluator,
        reads: [EvaluationRun.Read]
    ) {
        var evaluator = evaluator
        // Not hashed while they are few, which they are nearly always.
        var resources: OrderedSet<Int> = []
        var modules: OrderedSet<Int> = []
        for read in reads where !declared.isEmpty {
            switch read {
            case .resource(let instance): resources.append(instance.declaration)
            case .module(let instance): modules.append(instance.declaration)
            }
        }
        for dependency in declared {
            switch dependency {
            case .resource(let index) where !resources.contains(index):
                for instance in evaluator.resources(index).all { add(instance) }
            case .module(let index) where !modules.contains(index):
                for instance in evaluator.modules(index).all { add(instance) }
            case .resource, .module: continue
            }
        }
        for read in reads {
            switch read {
            case .resource(let instance): add(instance)
            case .module(let instance): add(instance)
            }
        }
    }

    private mutating func add(_ instance: ResourceInstance) {
        guard !instance.presence.isAbsent, instance.address != own else { return }
        found.append(instance.address)
    }

    private mutating func add(_ instance: ModuleInstance) {
        guard !instance.presence.isAbsent, let scope = instance.scope else { return }
        for address in scope.addressesOfResources { found.append(address) }
    }
}

extension ModuleScope {
    /// The values that were given to the parameters, by their names.
    fileprivate var passed: ValueObject {
        var members = ValueObject()
        for (parameter, given) in zip(module.parameters, given) {
            if let given { members[parameter.name] = given.value }
        }
        return members
    }

    /// The addresses of the resources of a module and of its modules, as far as they have been evaluated.
    fileprivate var addressesOfResources: [String] {
        var found: [String] = []
        for index in module.resources.indices {
            guard case .done(let instances) = self[resource: index] else { continue }
            for instance in instances.all where !instance.presence.isAbsent { found.append(instance.address) }
        }
        for index in module.modules.indices {
            guard case .done(let instances) = self[module: index] else { continue }
            for instance in instances.all where !instance.presence.isAbsent {
                found += instance.scope?.addressesOfResources ?? []
            }
        }
        return found
    }
}

extension BoundModule {
    /// The resources, each after its parent and those that it depends on.
    fileprivate var resourcesInOrder: [Int] {
        var order: [Int] = []
        order.reserveCapacity(resources.count)
        var isSeen = [Bool](repeating: false, count: resources.count)
        // Depth first, without recursion: an index stands twice, to be opened and to be closed.
        var stack: [(index: Int, isClosing: Bool)] = []
        for root in resources.indices {
            stack.append((root, false))
            while let (index, isClosing) = stack.popLast() {
                if isClosing {
                    order.append(index)
                    continue
                }
                guard !isSeen[index] else { continue }
                isSeen[index] = true
                stack.append((index, true))
                if let parent = resources[index].parent { stack.append((parent, false)) }
                for dependency in resources[index].dependencies {
                    if case .resource(let other) = dependency { stack.append((other, false)) }
                }
            }
        }
        return order
    }
}
