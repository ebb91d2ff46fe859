/// What rules ask of declared types.
extension Linter {
    /// How many variables and members are looked through; beyond, nothing is known.
    private static let depthLimit = 32

    /// The type that an expression was declared to have; `nil` if nobody wrote one.
    func declaredType(of expression: Expression) -> ResolvedType? { declaredType(of: expression, depth: 0) }

    private func declaredType(of expression: Expression, depth: Int) -> ResolvedType? {
        guard depth < Self.depthLimit else { return nil }
        switch expression.kind {
        case .parameter(let index):
            return module.resolved(module.parameters[index].declaredType)
                .decorated(by: module.parameters[index].decorators)
        case .variable(let index):
            let variable = module.variables[index]
            guard variable.imported == nil else { return nil }
            return variable.declaredType.map { module.resolved($0).decorated(by: variable.decorators) }
                ?? declaredType(of: variable.value, depth: depth + 1)
        case .property(let base, let name, _):
            if let output = shapes.output(expression) { return declaredType(of: output, base) }
            guard let whole = declaredType(of: base, depth: depth + 1) else { return nil }
            return member(name, of: whole)
        case .index(let base, let index, _, _):
            guard let whole = declaredType(of: base, depth: depth + 1) else { return nil }
            return item(index, of: whole)
        case .userCall(let index, _): return module.functions[index].result.map { module.resolved($0) }
        case .nonNull(let base): return declaredType(of: base, depth: depth + 1)
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .resource, .module, .local, .call,
            .methodCall, .unary, .binary, .conditional, .lambda, .loop, .invalid:
            return nil
        }
    }

    private func declaredType(of output: BoundModule.Output, _ base: Expression) -> ResolvedType? {
        guard case .property(let module, _, _) = base.kind, let index = shapes.moduleIndex(module),
            let loaded = self.module.modules[index].module, let type = output.declaredType
        else { return nil }
        return self.module.resolved(type, home: .loaded(loaded)).decorated(by: output.decorators)
    }

    private func member(_ name: String, of whole: ResolvedType) -> ResolvedType? {
        guard case .structure(let structure) = whole.type.kind, let property = structure[name] ?? structure.additional
        else { return nil }
        return module.resolved(property.type, home: whole.home).decorated(by: property.decorators)
    }

    private func item(_ index: Expression, of whole: ResolvedType) -> ResolvedType? {
        switch (whole.type.kind, index.kind) {
        case (.list(let item), _): return module.resolved(item, home: whole.home)
        case (.tuple(let items), .integer(let number)):
            guard let place = Int(exactly: number), items.indices.contains(place) else { return nil }
            return module.resolved(items[place].type, home: whole.home).decorated(by: items[place].decorators)
        case (_, .string(let name)): return member(name, of: whole)
        default: return nil
        }
    }

    /// Where a type holds secrets: empty for itself, `.name` or `[*]` for parts of it.
    func secretPaths(in type: ResolvedType, onlyWhole: Bool) -> [String] {
        var paths: [String] = []
        collectSecrets(in: type, path: "", onlyWhole: onlyWhole, depth: 0, into: &paths)
        return paths
    }

    private func collectSecrets(
        in found: ResolvedType,
        path: String,
        onlyWhole: Bool,
        depth: Int,
        into paths: inout [String]
    ) {
        // Types may be recursive; what lies deeper is not what a reader looks for.
        guard depth < 6, paths.count < 16 else { return }
        if found.decorators.isSecure { paths.append(path) }
        guard !onlyWhole else { return }
        func collect(_ type: DeclaredType, _ decorators: TypeDecorators, _ step: String) {
            let part = module.resolved(type, home: found.home).decorated(by: decorators)
            collectSecrets(in: part, path: path + step, onlyWhole: false, depth: depth + 1, into: &paths)
        }
        switch found.type.kind {
        case .structure(let structure):
            if let additional = structure.additional { collect(additional.type, additional.decorators, ".*") }
            for property in structure.properties { collect(property.type, property.decorators, ".\(property.name)") }
        case .list(let item): collect(item, TypeDecorators(), "[*]")
        case .tuple(let items):
            for (index, item) in items.enumerated() { collect(item.type, item.decorators, "[\(index)]") }
        case .any, .null, .string, .int, .bool, .object, .array, .literal, .union, .nullable, .nonNull, .reference,
            .property, .additionalProperties, .items, .item, .resourceInput, .resourceOutput, .resource, .invalid:
            break
        }
    }

    /// Whether the whole value of an expression is a secret by its declaration, or made from one.
    func isSecret(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .variable(let index) where secretVariables.contains(index): return true
        case .interpolation(let segments):
            return segments.contains { segment in
                if case .hole(let hole) = segment { isSecret(hole) } else { false }
            }
        case .conditional(_, let then, let otherwise): return isSecret(then) || isSecret(otherwise)
        default: return declaredType(of: expression)?.decorators.isSecure ?? false
        }
    }

    /// Notes the variables that are made from secrets, each after those that it may have one from.
    mutating func noteSecretVariables() {
        let holdsSecrets = binder.tree.root.nodes().contains { $0.kind == .parameter || $0.kind == .module }
        let readers: [LinterRule] = [
            .outputsShouldNotContainSecrets, .protectCommandToExecuteSecrets, .useSecureValueForSecureInputs,
        ]
        guard holdsSecrets, readers.contains(where: isOn) else { return }
        for index in binder.variableOrder {
            let variable = module.variables[index]
            if variable.imported == nil, variable.declaredType == nil, isSecret(variable.value) {
                secretVariables.insert(index)
            }
        }
    }
}

// MARK: - Items

extension Linter {
    /// Notes what the variables of a loop are.
    mutating func noteItems(of loop: Expression.Loop) {
        types.note(itemType(of: loop.items), inSlot: loop.itemSlot)
        if let slot = loop.indexSlot { types.note(.int, inSlot: slot) }
    }

    /// Notes what the variables of a lambda are that goes over the first argument beside it.
    mutating func noteItems(of arguments: [Expression]) {
        guard let last = arguments.last, case .lambda(let slots, _, _) = last.kind, arguments.count > 1 else { return }
        // Of two variables the second is the next item of a reduction, or the number of an item.
        let item = itemType(of: arguments[0])
        let isReduction = arguments.count > 2
        for (position, slot) in slots.enumerated() {
            switch position {
            case 0: types.note(isReduction ? .any : item, inSlot: slot)
            case 1: types.note(isReduction ? item : .int, inSlot: slot)
            default: types.note(.int, inSlot: slot)
            }
        }
    }

    private mutating func itemType(of items: Expression) -> StaticType {
        types.item(of: type(of: items)) ?? .any
    }

    /// What is known of the type of an expression.
    mutating func type(of expression: Expression) -> StaticType {
        types.quietly { $0.opened($0.check(expression)) }
    }
}

extension ResolvedType {
    /// The type with what the decorators of its declaration say as well.
    fileprivate func decorated(by decorators: TypeDecorators) -> ResolvedType {
        guard decorators.isSecure, !self.decorators.isSecure else { return self }
        var joined = self.decorators
        joined.isSecure = true
        return ResolvedType(home: home, type: type, decorators: joined, isNullable: isNullable)
    }
}
