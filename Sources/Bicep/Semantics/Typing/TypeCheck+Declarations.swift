import Diagnostics

// The declarations of a module, each checked once.
extension TypeCheck {
    /// Checks all declarations of the module.
    mutating func run() {
        checkVariables()
        for index in module.parameters.indices { inNewFrame { $0.checkParameter(index) } }
        for index in module.functions.indices { inNewFrame { $0.checkFunction(index) } }
        for resource in module.resources {
            inNewFrame { check in
                let isRight = check.checkBody(resource.condition, resource.loop, resource.body)
                if isRight {
                    check.checkName(of: resource)
                    check.checkProperties(of: resource, knownTo: check.binder.resourceTypes)
                }
            }
        }
        for declaration in module.modules {
            inNewFrame { check in
                let isRight = check.checkBody(declaration.condition, declaration.loop, declaration.body)
                if isRight { check.checkParameters(of: declaration) }
            }
        }
        // What a parameter file assigns is a variable as well.
        if binder.tree.language == .module {
            for output in module.outputs { inNewFrame { $0.checkOutput(output) } }
        }
        for declaration in module.extensions {
            if let configuration = declaration.configuration { inNewFrame { _ = $0.check(configuration) } }
        }
        for assertion in module.assertions {
            inNewFrame { check in
                let found = check.check(assertion.condition)
                if !check.fits(found, .bool) {
                    check.report(.assertionIsNoBool(found, at: check.span(assertion.condition.range)))
                }
            }
        }
    }

    private mutating func checkParameter(_ index: Int) {
        let parameter = module.parameters[index]
        guard let value = parameter.defaultValue else { return }
        let found = checkKept(value)
        if opened(type(ofParameter: index)).withoutNull != nil {
            report(.defaultOfNullable(at: span(value.range)))
        }
        assign(value, found, to: type(ofParameter: index))
    }

    private mutating func checkFunction(_ index: Int) {
        let function = module.functions[index]
        guard function.imported == nil, let type = binder.functionTypes[index] else { return }
        for (slot, parameter) in zip(function.parameterSlots, type.parameters) {
            note(.declared(parameter, home: .here, TypeDecorators()), inSlot: slot)
        }
        let found = checkKept(function.body)
        assign(function.body, found, to: .declared(type.result, home: .here, TypeDecorators()))
    }

    private mutating func checkOutput(_ output: BoundModule.Output) {
        let found = checkKept(output.value)
        guard let type = output.declaredType else { return }
        assign(output.value, found, to: .declared(type, home: .here, output.decorators))
    }

    /// Checks a body; whether it is one whose properties can be compared with what they should be.
    private mutating func checkBody(
        _ condition: Expression?,
        _ loop: Expression.Loop?,
        _ body: Expression
    ) -> Bool {
        if let condition { checkCondition(condition) }
        var isRight = true
        if let loop {
            isRight = enterVariables(of: loop)
            if let filter = loop.condition { checkCondition(filter) }
        }
        if case .array(let elements)? = body.member("dependsOn")?.kind {
            for case .item(let item) in elements { checkDependency(item) }
        }
        return !check(body).isInvalid && isRight && !isBroken(body)
    }

    /// Whether something within could not be read, which may have been what is missing.
    private func isBroken(_ body: Expression) -> Bool {
        guard case .object = body.kind else { return true }
        return binder.tree.hasProblem(in: body.range)
    }

    /// Every resource of Azure has a name.
    private mutating func checkName(of resource: BoundModule.ResourceDeclaration) {
        guard resource.extensionName == nil, !resource.type.isEmpty, resource.body.hasOnlyPlainMembers,
            resource.body.member("name") == nil
        else { return }
        report(.missingProperties(["name"], of: "resource", at: span(resource.symbolRange)))
    }

    mutating func checkCondition(_ condition: Expression) {
        let found = opened(check(condition))
        if !fits(found.withoutNull ?? found, .bool) {
            report(.wrongType(expected: .bool, found: found, at: span(condition.range)))
        }
    }

    /// Reports what cannot be waited for, being neither a resource nor a module.
    private mutating func checkDependency(_ item: Expression) {
        let found = quietly { $0.opened($0.check(item)) }
        switch found {
        case .list(.resource, _), .list(.module, _): break
        case .string, .int, .bool, .literal, .object, .list, .tuple, .null, .written:
            report(.wrongItem(expected: "'resource' or 'module'", found: found.name, at: span(item.range)))
        case .any, .invalid, .never, .union, .discriminated, .resource, .module, .lambda, .declared: break
        }
    }

    /// The type of a parameter for those who use it.
    mutating func type(ofParameter index: Int) -> StaticType {
        let parameter = module.parameters[index]
        if case .invalid = parameter.declaredType.kind { return .invalid }
        return opened(type(of: parameter, home: .here)).loosened
    }

    /// The type of a parameter, with what `@allowed` lists: the values, or the items of an array.
    ///
    /// A type with null is not changed by it.
    mutating func type(of parameter: BoundModule.Parameter, home: TypeHome) -> StaticType {
        let declared = StaticType.declared(parameter.declaredType, home: home, parameter.decorators)
        guard let allowed = parameter.allowed else { return declared }
        let literals = allowed.compactMap { DeclaredType.Literal($0) }
        guard literals.count == allowed.count, !literals.isEmpty else { return declared }
        let union = StaticType.either(literals.map { .literal($0) })
        switch opened(declared) {
        case .list(_, let bounds): return .list(union, bounds)
        case .string, .int, .bool: return union
        case .any, .invalid, .never, .null, .literal, .object, .tuple, .union, .discriminated, .resource, .module,
            .lambda, .written, .declared:
            return declared
        }
    }
}
