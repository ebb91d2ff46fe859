import Diagnostics
import Documents
import OrderedCollections

extension Evaluator {
    /// The value of a parameter: what was given, or else its default.
    mutating func parameter(_ index: Int) -> Value {
        kept(.parameter(index), at: scope.module.parameters[index].nameRange) { evaluator in
            evaluator.computeParameter(index)
        }
    }

    /// The value of a variable, which is computed when it is first asked for.
    mutating func variable(_ index: Int) -> Value {
        let variable = scope.module.variables[index]
        return kept(.variable(index), at: variable.nameRange) { evaluator in
            guard let imported = variable.imported else { return evaluator.evaluateWhole(variable.value) }
            var other = Evaluator(scope: evaluator.scope.importing(imported.module), run: evaluator.run)
            return other.variable(imported.index)
        }
    }

    /// The value of an output of this scope's module.
    mutating func output(_ index: Int) -> Value {
        let output = scope.module.outputs[index]
        return kept(.output(index), at: output.nameRange) { evaluator in
            evaluator.evaluate(output.value).concealed(if: output.isSecure)
        }
    }

    /// The value of an output of another module.
    mutating func output(_ index: Int, of instance: ModuleInstance, in inner: ModuleScope) -> Value {
        guard run.enter(at: scope.span(scope.module.modules[instance.declaration].symbolRange)) else {
            return .invalid
        }
        defer { run.leave() }
        var evaluator = Evaluator(scope: inner, run: run)
        // What the output reads is the module's affair; here the module as a whole was read.
        let reads = run.reads
        defer { run.reads = reads }
        return evaluator.output(index)
    }

    /// Looks a value up, or computes and keeps it.
    private func kept(
        _ entry: ModuleScope.Entry,
        at range: Range<UInt32>,
        _ compute: (inout Evaluator) -> Value
    ) -> Value {
        let value: Value
        switch scope[entry] {
        case .done(let known, let reads):
            run.reads += reads
            value = known
        case .busy:
            run.report(.evaluationInCircle(scope.text(range), at: scope.span(range)))
            return .invalid
        case .pending:
            scope[entry] = .busy
            let inner = run.withoutRuntime
            let (computed, reads) = inner.recordingReads {
                var evaluator = Evaluator(scope: scope, run: inner)
                return evaluator.bounded(compute(&evaluator), at: range)
            }
            // Each once: what two variables read twice would double along a chain of them.
            let distinct = Array(OrderedSet(reads))
            scope[entry] = .done(computed, reads: distinct)
            run.reads += distinct
            value = computed
        }
        return run.runtime.map { value.resolved(with: $0) } ?? value
    }
}

// MARK: - Resources

extension Evaluator {
    /// The resources of a declaration, their names and ids known as far as they can be.
    mutating func resources(_ index: Int) -> Instances<ResourceInstance> {
        switch scope[resource: index] {
        case .done(let instances): return instances
        case .busy:
            let declaration = scope.module.resources[index]
            run.report(.evaluationInCircle(declaration.symbol, at: scope.span(declaration.symbolRange)))
            return .invalid
        case .pending:
            scope[resource: index] = .busy
            var evaluator = Evaluator(scope: scope, run: run.withoutRuntime)
            let (instances, _) = evaluator.run.recordingReads { evaluator.makeResources(index) }
            scope[resource: index] = .done(instances)
            return instances
        }
    }

    private mutating func makeResources(_ index: Int) -> Instances<ResourceInstance> {
        let declaration = scope.module.resources[index]
        return expand(declaration.loop, declaration.symbol, at: declaration.symbolRange) {
            $0.makeResource(index, condition: $1, suffix: $2)
        }
    }

    /// Makes what a declaration stands for, and records for each instance what was read for it.
    ///
    /// - Parameters:
    ///   - loop: The loop, if there is one.
    ///   - symbol: The declaration's symbol.
    ///   - range: Where the symbol stands.
    ///   - make: Makes one; gets what the loop's filter says, and the loop's index.
    /// - Returns: One instance, or one for each item of the loop; invalid if declarations are nested too deep.
    mutating func expand<Instance>(
        _ loop: Expression.Loop?,
        _ symbol: String,
        at range: Range<UInt32>,
        _ make: (inout Evaluator, Presence, Int?) -> Instance
    ) -> Instances<Instance> {
        guard run.enter(at: scope.span(range)) else { return .invalid }
        defer { run.leave() }
        return expand(loop, symbol) { evaluator, condition, suffix in
            // What the loop runs over was read for each of its items.
            let common = evaluator.run.reads
            let (instance, _) = evaluator.run.recordingReads {
                evaluator.run.reads = common
                return make(&evaluator, condition, suffix)
            }
            return instance
        }
    }

    /// Makes what a declaration stands for, once or for each item of its loop.
    ///
    /// - Parameters:
    ///   - loop: The loop, if there is one.
    ///   - symbol: The declaration's symbol.
    ///   - make: Makes one; gets what the loop's filter says, and the loop's index.
    /// - Returns: One instance, or one for each item of the loop.
    mutating func expand<Instance>(
        _ loop: Expression.Loop?,
        _ symbol: String,
        _ make: (inout Evaluator, Presence, Int?) -> Instance
    ) -> Instances<Instance> {
        guard let loop else { return .single(make(&self, .present, nil)) }
        let items = evaluate(loop.items)
        switch items.revealed {
        case .array(let elements):
            guard run.count(iterations: elements.count, at: scope.span(loop.items.range)) else { return .invalid }
            scope.context.willMakeInstances(elements.count)
            var instances: [Instance] = []
            instances.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                assign(element.concealed(if: items.isSecret), to: loop.itemSlot)
                if let slot = loop.indexSlot { assign(.integer(Int64(index)), to: slot) }
                instances.append(make(&self, presence(loop.condition), index))
            }
            return .collection(instances)
        case .unknown(let unknown):
            guard !items.isInvalid else { return .invalid }
            if scope.context.authoredProperties == .readable {
                run.report(.unknownLoop(symbol, unknown, at: scope.span(loop.items.range)))
                return .invalid
            }
            let item = deferred(loop.items, on: unknown)
            assign(item, to: loop.itemSlot)
            if let slot = loop.indexSlot { assign(item, to: slot) }
            return .unknownCollection(make(&self, presence(loop.condition), nil), item)
        case .null, .bool, .integer, .number, .string, .object, .secret:
            _ = fail(.wrongLoop(items), at: loop.items)
            return .invalid
        }
    }

    /// What a condition says; one that is not known is an error where a decision is needed.
    mutating func presence(_ condition: Expression?) -> Presence {
        guard let condition else { return .present }
        let value = evaluate(condition)
        switch value.revealed {
        case .bool(let flag): return flag ? .present : .absent
        case .unknown(let unknown):
            guard !value.isInvalid else { return .absent }
            if scope.context.authoredProperties == .readable {
                run.report(.unknownCondition(unknown, at: scope.span(condition.range)))
            }
            return .unknown(unknown)
        case .null, .integer, .number, .string, .array, .object, .secret:
            _ = fail(.wrongCondition(value), at: condition)
            return .absent
        }
    }

    private mutating func makeResource(_ index: Int, condition filter: Presence, suffix: Int?) -> ResourceInstance {
        let declaration = scope.module.resources[index]
        let parent = parent(of: declaration)
        var presence = filter
        if declaration.isNested, let parent { presence = parent.presence.and(presence) }
        if !presence.isAbsent { presence = presence.and(self.presence(declaration.condition)) }
        let address =
            if declaration.isNested, let parent {
                "\(parent.address)::\(declaration.symbol)"
            } else {
                scope.context.addressPrefix + declaration.symbol + (suffix.map { "[\($0)]" } ?? "")
            }
        // What a false condition guards may be nonsense; it is evaluated for its id at most.
        let header =
            presence.isAbsent
            ? silently { $0.header(of: declaration, parent: parent, address: address) }
            : header(of: declaration, parent: parent, address: address)
        return ResourceInstance(
            declaration: index,
            address: address,
            presence: presence,
            locals: locals,
            names: (header.name, header.fullName),
            id: header.id,
            scope: header.scope,
            parent: parent,
            reads: run.reads
        )
    }

    mutating func silently<Result>(_ body: (inout Evaluator) -> Result) -> Result {
        var copy = self
        return run.silently { body(&copy) }
    }

    /// The resource that a declaration is part of.
    private mutating func parent(of declaration: BoundModule.ResourceDeclaration) -> ResourceInstance? {
        if !declaration.isNested, let written = declaration.body.member("parent") {
            return instance(written)
        }
        guard let parent = declaration.parent else { return nil }
        return resources(parent).all.first
    }

    /// The resource that an expression names, without reading anything of it.
    mutating func instance(_ expression: Expression) -> ResourceInstance? {
        switch expression.kind {
        case .resource(let index):
            if case .single(let instance) = resources(index) { return instance }
            return nil
        case .index(let base, let index, _, let fromEnd):
            guard case .resource(let declaration) = base.kind,
                case .collection(let instances) = resources(declaration),
                case .integer(let number) = evaluate(index).revealed
            else { return nil }
            let offset = fromEnd ? instances.count - Int(clamping: number) : Int(clamping: number)
            return instances.indices.contains(offset) ? instances[offset] : nil
        case .nonNull(let inner): return instance(inner)
        case .conditional(let condition, let then, let otherwise):
            guard case .bool(let flag) = evaluate(condition).revealed else { return nil }
            return instance(flag ? then : otherwise)
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .variable, .module,
            .local, .call, .userCall, .methodCall, .property, .unary, .binary, .lambda, .loop, .invalid:
            return nil
        }
    }

    /// The evaluated body of a resource, without what only places it.
    mutating func body(of instance: ResourceInstance) -> Value {
        switch instance.body {
        case .done(let value, _): return value
        case .busy:
            let declaration = scope.module.resources[instance.declaration]
            run.report(.evaluationInCircle(declaration.symbol, at: scope.span(declaration.symbolRange)))
            return .invalid
        case .pending:
            instance.body = .busy
            let inner = run.withoutRuntime
            let (value, reads) = inner.recordingReads {
                var evaluator = Evaluator(scope: scope, run: inner, locals: instance.locals)
                return evaluator.makeBody(of: instance)
            }
            instance.body = .done(value, reads: reads)
            return value
        }
    }

    private mutating func makeBody(of instance: ResourceInstance) -> Value {
        let declaration = scope.module.resources[instance.declaration]
        guard run.enter(at: scope.span(declaration.symbolRange)) else { return .invalid }
        defer { run.leave() }
        run.reads = instance.reads
        if let parent = instance.parent { run.reads.append(.resource(parent)) }
        guard case .object(let members) = declaration.body.kind else { return evaluate(declaration.body) }
        var written: [Expression.Member] = []
        written.reserveCapacity(members.count)
        for member in members {
            switch member.constantName {
            case "parent": continue
            case "scope": if let value = member.value { note(value) }
            case "dependsOn": if let value = member.value { note(value) }
            case _: written.append(member)
            }
        }
        let value = evaluate(Expression(.object(written), declaration.body.range))
        return bounded(value, at: declaration.symbolRange)
    }

    /// Takes note of the resources and modules that an expression names.
    mutating func note(_ expression: Expression) {
        switch expression.kind {
        case .array(let elements):
            for element in elements {
                switch element {
                case .item(let item), .spread(let item): note(item)
                }
            }
        case .resource(let index): for instance in resources(index).all { run.reads.append(.resource(instance)) }
        case .module(let index): for instance in modules(index).all { run.reads.append(.module(instance)) }
        case .index(let base, let index, _, _):
            if case .module(let declaration) = base.kind, case .collection(let instances) = modules(declaration),
                case .integer(let number) = evaluate(index).revealed, let place = Int(exactly: number),
                instances.indices.contains(place)
            {
                run.reads.append(.module(instances[place]))
            } else if let instance = instance(expression) {
                run.reads.append(.resource(instance))
            }
        case .conditional, .loop, .variable, .parameter, .call, .binary, .nonNull, .property: _ = evaluate(expression)
        case .null, .bool, .integer, .string, .interpolation, .object, .local, .userCall, .methodCall, .unary,
            .lambda, .invalid:
            return
        }
    }
}

extension Expression.Member {
    /// The name, if it needs no evaluation.
    var constantName: String? {
        guard case .property(let name, _) = self, case .string(let text) = name.kind else { return nil }
        return text
    }

    /// Whether the name is known before evaluation, and is this one.
    func isNamed(_ name: String) -> Bool {
        if case .property(let own, _) = self, case .string(let text) = own.kind { text == name } else { false }
    }

    /// The value, if this is no spread.
    var value: Expression? {
        if case .property(_, let value) = self { value } else { nil }
    }
}
