import Diagnostics
import Documents

extension TemplateEmitter {
    /// The resources of the template: a list, or an object with their symbolic names.
    func resources() -> Value {
        let dependencies = DependencyMap(module)
        var named: [(String, Value)] = []
        for index in module.resourcesInnermostFirst {
            let resource = module.resources[index]
            guard isSymbolic ? !inlined.resources.contains(index) : !resource.isExisting else { continue }
            named.append((symbolicName(of: index), self.resource(index, dependencies)))
        }
        for index in module.modules.indices {
            named.append((module.modules[index].symbol, self.module(index, dependencies)))
        }
        return isSymbolic ? .object(ValueObject(named)) : .array(named.map(\.1))
    }

    /// A resource or module as its own body sees it.
    func own(_ loop: Expression.Loop?, _ index: Int) -> Mention {
        let locals = loop.map { self.locals(of: $0, index: .call("copyIndex"), [:]) } ?? [:]
        return Mention(index: index, item: nil, locals: locals)
    }

    private func resource(_ index: Int, _ dependencies: DependencyMap) -> Value {
        let resource = module.resources[index]
        let own = own(resource.loop, index)
        var members: [(String, Value)] = []
        if let loop = resource.loop {
            members.append(("copy", copy(symbolicName(of: index), loop, resource.decorators.batchSize)))
        }
        if let condition = condition(of: index, own.locals) { members.append(("condition", condition.conditionValue)) }
        if isSymbolic, resource.isExisting { members.append(("existing", true)) }
        if let alias = module.alias(of: resource) {
            members.append((settings.hasExtensionConfigurations ? "extension" : "import", .string(alias)))
        }
        members += options(resource.decorators)
        if resource.extensionName == nil {
            members.append(("type", .string(resource.type)))
            if let version = resource.apiVersion { members.append(("apiVersion", .string(version))) }
            members += scopeMembers(scope(of: own))
            members.append(("name", fullName(of: own).value))
            let omitted: Set<String> = ["name", "scope", "parent", "dependsOn"]
            members += self.members(of: resource.body, besides: omitted, own.locals).map { ($0.key, $0.value) }
        } else {
            if settings.hasExtensionConfigurations {
                members.append(("type", .string(resource.type)))
                if let version = resource.apiVersion { members.append(("apiVersion", .string(version))) }
            } else {
                members.append(("type", .string(resource.type + (resource.apiVersion.map { "@\($0)" } ?? ""))))
            }
            members += scopeMembers(scope(of: own))
            members.append(("properties", .object(self.members(of: resource.body, besides: ["dependsOn"], own.locals))))
        }
        members += dependsOn(.resource(index), own, dependencies)
        members += description(resource.decorators)
        return .object(ValueObject(members))
    }

    private func options(_ decorators: BoundModule.DeploymentDecorators) -> [(String, Value)] {
        var options: [(String, Value)] = []
        if decorators.isOnlyIfNotExists { options.append(("onlyIfNotExists", [])) }
        if decorators.isNullIfNotFound { options.append(("nullIfNotFound", [])) }
        for (name, arguments) in [("retryOn", decorators.retryOn), ("waitUntil", decorators.waitUntil)]
        where !arguments.isEmpty {
            options.append((name, .array(arguments.map { value($0, [:]) })))
        }
        return options.isEmpty ? [] : [("@options", .object(ValueObject(options)))]
    }

    /// The repetition of a resource or module.
    func copy(_ name: String, _ loop: Expression.Loop, _ batchSize: Int64?) -> Value {
        var members = count(name, loop, [:])
        if let batchSize { members += [("mode", "serial"), ("batchSize", .integer(batchSize))] }
        return .object(ValueObject(members))
    }

    private func description(_ decorators: BoundModule.DeploymentDecorators) -> [(String, Value)] {
        guard let description = decorators.description else { return [] }
        return [("metadata", ["description": .string(description.withoutIndentation)])]
    }
}

extension BoundModule {
    /// The resources in the order of a template: first those that are nested in others, the innermost before the rest.
    fileprivate var resourcesInnermostFirst: [Int] {
        var children: [Int: [Int]] = [:]
        for (index, resource) in resources.enumerated() {
            if resource.isNested, let parent = resource.parent { children[parent, default: []].append(index) }
        }
        var order: [Int] = []
        func visitChildren(of index: Int) {
            for child in children[index] ?? [] {
                visitChildren(of: child)
                order.append(child)
            }
        }
        let outermost = resources.indices.filter { !resources[$0].isNested }
        outermost.forEach(visitChildren)
        return order + outermost
    }

    /// The name under which the file knows the extension that provides a resource.
    ///
    /// Of several that provide it, the one whose name or source mentions the version: `v1.0`, `beta`.
    func alias(of resource: ResourceDeclaration) -> String? {
        guard let name = resource.extensionName else { return nil }
        let family = name.lowercased().hasPrefix("microsoftgraph") ? "microsoftgraph" : nil
        let candidates = extensions.filter { declaration in
            family.map { declaration.name.lowercased().hasPrefix($0) } ?? (declaration.name == name)
        }
        let version = resource.apiVersion?.lowercased() ?? ""
        let fitting = candidates.first { declaration in
            family != nil && !version.isEmpty && (declaration.source ?? declaration.name).lowercased().contains(version)
        }
        return (fitting ?? candidates.first)?.alias
    }
}

extension ARMExpression {
    /// The expression as a condition, where a constant is written as such.
    var conditionValue: Value {
        switch self {
        case .call("true", _, _): true
        case .call("false", _, _): false
        default: value
        }
    }
}

// MARK: - Modules

extension TemplateEmitter {
    private func module(_ index: Int, _ dependencies: DependencyMap) -> Value {
        let declaration = module.modules[index]
        let own = own(declaration.loop, index)
        var members: [(String, Value)] = []
        if let loop = declaration.loop {
            members.append(("copy", copy(declaration.symbol, loop, declaration.decorators.batchSize)))
        }
        if let condition = declaration.condition ?? declaration.loop?.condition {
            members.append(("condition", value(condition, own.locals)))
        }
        members += [("type", .string(Self.deploymentType)), ("apiVersion", .string(Self.deploymentVersion))]
        let omitted: Set<String> = ["name", "params", "scope", "dependsOn", "extensionConfigs"]
        members += self.members(of: declaration.body, besides: omitted, own.locals).map { ($0.key, $0.value) }
        members.append(("name", moduleName(of: own).value))
        let scope = scope(ofModule: own)
        members += scopeMembers(scope)
        if !scope.isResourceGroup {
            let function = module.targetScope == "resourceGroup" ? "resourceGroup" : "deployment"
            let location = ARMExpression.call(function, [], access: [.text("location")])
            members.append(("location", location.value))
        }
        var properties: [(String, Value)] = [
            ("expressionEvaluationOptions", ["scope": "inner"]), ("mode", "Incremental"),
        ]
        if let parameters = declaration.body.member("params") {
            properties.append(("parameters", .object(moduleParameters(parameters, own.locals))))
        }
        if let target = declaration.module { properties.append(("template", template(of: target))) }
        members.append(("properties", .object(ValueObject(properties))))
        members += dependsOn(.module(index), own, dependencies)
        members += description(declaration.decorators)
        return .object(ValueObject(members))
    }

    /// The template of a module, which is written once.
    private func template(of target: LoadedModule) -> Value {
        if let known = run.templates[ObjectIdentifier(target)] { return known }
        let template = target.interface.compiled?.value ?? TemplateEmitter(target.module, in: run).template()
        run.templates[ObjectIdentifier(target)] = template
        return template
    }

    private func moduleParameters(_ parameters: Expression, _ locals: Locals) -> ValueObject {
        guard case .object(let members) = parameters.kind else { return [:] }
        return ValueObject(
            members.compactMap { member -> (String, Value)? in
                guard case .property(_, let argument) = member, let name = member.constantName else { return nil }
                if case .loop(let loop) = argument.kind {
                    return (name, ["copy": [parameterCopy(loop, locals)]])
                }
                return (name, moduleParameter(argument, locals))
            }
        )
    }

    /// A parameter that is a loop: its items are made under the name of the member that holds them.
    private func parameterCopy(_ loop: Expression.Loop, _ locals: Locals) -> Value {
        let inner = locals.merging(self.locals(of: loop, index: .call("copyIndex", .text("value")), locals)) { $1 }
        let input = expression(loop.body, inner)
        let isText = if case .text = input { true } else { false }
        let members = count("value", loop, locals) + [("input", (isText ? input : input.asCall).value)]
        return .object(ValueObject(members))
    }

    /// A value, or a reference to a secret of a key vault; a choice between them is an expression.
    private func moduleParameter(_ argument: Expression, _ locals: Locals) -> Value {
        if let vault = keyVaultReference(argument, locals) {
            let expressions = vault.map { ($0.key, $0.value.value) }
            var members: ValueObject = [:]
            for (name, value) in expressions {
                members[name] = name == "keyVault" ? ["id": value] : value
            }
            return ["reference": .object(members)]
        }
        guard case .conditional = unwrapped(argument).kind else { return ["value": value(argument, locals)] }
        return moduleParameterExpression(argument, locals).value
    }

    private func moduleParameterExpression(_ argument: Expression, _ locals: Locals) -> ARMExpression {
        if case .conditional(let condition, let then, let otherwise) = unwrapped(argument).kind {
            return .call(
                "if",
                expression(condition, locals),
                moduleParameterExpression(then, locals),
                moduleParameterExpression(otherwise, locals)
            )
        }
        if let vault = keyVaultReference(argument, locals) {
            let members = vault.flatMap { name, value -> [ARMExpression] in
                let written = name == "keyVault" ? ARMExpression.call("createObject", .text("id"), value) : value
                return [.text(name), written]
            }
            return .call("createObject", .text("reference"), .call("createObject", members, access: []))
        }
        return .call("createObject", .text("value"), expression(argument, locals))
    }

    /// The parts of `vault.getSecret(…)`; `nil` for anything else.
    private func keyVaultReference(
        _ argument: Expression,
        _ locals: Locals
    ) -> [(key: String, value: ARMExpression)]? {
        guard case .methodCall(let base, "getSecret", let arguments) = unwrapped(argument).kind,
            let mention = resource(base.parenthesesAndVariables(in: module), locals), !arguments.isEmpty
        else { return nil }
        var parts: [(key: String, value: ARMExpression)] = [("keyVault", id(of: mention))]
        for (name, argument) in zip(["secretName", "secretVersion"], arguments) {
            parts.append((name, expression(argument, locals)))
        }
        return parts
    }
}

extension EmittedScope {
    fileprivate var isResourceGroup: Bool {
        if case .resourceGroup = self { true } else { false }
    }
}
