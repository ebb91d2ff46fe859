import Diagnostics
import Documents

extension Evaluator {
    /// The uses of a module by one declaration.
    mutating func modules(_ index: Int) -> Instances<ModuleInstance> {
        switch scope[module: index] {
        case .done(let instances): return instances
        case .busy:
            let declaration = scope.module.modules[index]
            run.report(.evaluationInCircle(declaration.symbol, at: scope.span(declaration.symbolRange)))
            return .invalid
        case .pending:
            scope[module: index] = .busy
            var evaluator = Evaluator(scope: scope, run: run.withoutRuntime)
            let (instances, _) = evaluator.run.recordingReads { evaluator.makeModules(index) }
            scope[module: index] = .done(instances)
            return instances
        }
    }

    private mutating func makeModules(_ index: Int) -> Instances<ModuleInstance> {
        let declaration = scope.module.modules[index]
        return expand(declaration.loop, declaration.symbol, at: declaration.symbolRange) {
            $0.makeModule(index, condition: $1, suffix: $2)
        }
    }

    private mutating func makeModule(_ index: Int, condition filter: Presence, suffix: Int?) -> ModuleInstance {
        let declaration = scope.module.modules[index]
        let address = scope.context.addressPrefix + declaration.symbol + (suffix.map { "[\($0)]" } ?? "")
        var presence = filter
        if !presence.isAbsent { presence = presence.and(self.presence(declaration.condition)) }
        let isCounted = run.count(iterations: 1, at: scope.span(declaration.symbolRange))
        guard isCounted, !presence.isAbsent, let loaded = declaration.module else {
            let name = silently { $0.moduleName(declaration, suffix) }
            return ModuleInstance(
                declaration: index,
                address: address,
                presence: presence,
                name: name,
                scope: nil,
                reads: run.reads
            )
        }
        let name = moduleName(declaration, suffix)
        let inner = innerScope(of: declaration, loaded, address: address, name: name)
        if let dependsOn = declaration.body.member("dependsOn") { note(dependsOn) }
        return ModuleInstance(
            declaration: index,
            address: address,
            presence: presence,
            name: name,
            scope: inner,
            reads: run.reads
        )
    }

    private mutating func innerScope(
        of declaration: BoundModule.ModuleDeclaration,
        _ loaded: LoadedModule,
        address: String,
        name: Value
    ) -> ModuleScope {
        var context = scope.context
        context.addressPrefix = address + "/"
        context.parameters = [:]
        var place: AzurePlace?
        if let written = declaration.body.member("scope"), case .place(let named) = resourceScope(written) {
            place = named
        }
        let moved = place ?? scope.place
        context.azure = moved.moving(scope.context.azure, deploymentName: name.stringValue ?? declaration.symbol)
        let target = AzurePlace(targetScope: loaded.module.targetScope, in: context.azure)
        return ModuleScope(
            module: loaded.module,
            context: context,
            place: place == nil && loaded.module.targetScope == scope.module.targetScope ? scope.place : target,
            given: parameters(of: loaded.module, declaration),
            isInner: true
        )
    }

    /// The name of the deployment; without one it is the symbol and a hash, as Bicep 0.46 makes it.
    private mutating func moduleName(_ declaration: BoundModule.ModuleDeclaration, _ suffix: Int?) -> Value {
        if let written = declaration.body.member("name") { return evaluate(written) }
        let hash = UniqueString.hash([declaration.symbol, scope.context.azure.deploymentName])
        return .string(([declaration.symbol] + (suffix.map { ["\($0)"] } ?? []) + [hash]).joined(separator: "-"))
    }

    /// What a declaration gives to the parameters of its module.
    private mutating func parameters(
        of module: BoundModule,
        _ declaration: BoundModule.ModuleDeclaration
    ) -> [ModuleScope.GivenValue?] {
        var given = [ModuleScope.GivenValue?](repeating: nil, count: module.parameters.count)
        guard let written = declaration.body.member("params") else { return given }
        let values = evaluate(written)
        guard case .object(let members) = values.revealed else { return given }
        for (name, value) in members {
            guard let index = module.parameterIndex(name) else { continue }
            let place = written.member(name) ?? written
            given[index] = ModuleScope.GivenValue(
                value: bounded(value.concealed(if: values.isSecret), at: place.range),
                span: scope.span(place.range)
            )
        }
        return given
    }
}

extension BoundModule {
    /// The parameter of a name, found exactly or else ignoring case.
    func parameterIndex(_ name: String) -> Int? {
        parameters.firstIndex { $0.name == name }
            ?? parameters.firstIndex { $0.name.equalsIgnoringASCIICase(name) }
    }
}
