import Diagnostics
import Documents

/// A resource or module as it is mentioned: all of it, or one item of a collection.
struct Mention {
    let index: Int
    /// Which item of a collection.
    let item: ARMExpression?
    /// What the variables of its loop stand for.
    let locals: Locals
}

extension TemplateEmitter {
    /// What a resource, a module, or a part of anything comes to.
    func access(_ expression: Expression, _ locals: Locals) -> ARMExpression {
        if let resource = resource(expression, locals) { return reference(to: resource, isFull: true) }
        if let mention = moduleMention(expression, locals) { return reference(toModule: mention) }
        switch expression.kind {
        case .property(let base, let name, let access):
            return property(name, of: base, access, locals)
        case .index(let base, let index, let access, let fromEnd):
            if case .string(let name) = index.kind, !fromEnd { return property(name, of: base, access, locals) }
            return part(
                self.expression(index, locals),
                of: self.expression(base, locals),
                access,
                fromEnd: fromEnd,
                isChained: isAccess(base)
            )
        default: return .call("null")
        }
    }

    private func property(
        _ name: String,
        of base: Expression,
        _ access: Expression.Access,
        _ locals: Locals
    ) -> ARMExpression {
        let isSafe = access == .safe
        if let resource = resource(base, locals) { return property(name, of: resource, isSafe: isSafe) }
        if let mention = moduleMention(base, locals) {
            return moduleProperty(name, of: mention, isSafe: isSafe, isSecret: nil)
        }
        if case .property(let owner, "outputs", let outputs) = unwrapped(base).kind, isModule(owner) {
            return moduleOutput(name, of: owner, outputs, isSafe: isSafe, locals)
        }
        return part(
            .text(name),
            of: expression(base, locals),
            access,
            fromEnd: false,
            isChained: isAccess(base)
        )
    }

    private func part(
        _ step: ARMExpression,
        of base: ARMExpression,
        _ access: Expression.Access,
        fromEnd: Bool,
        isChained: Bool
    ) -> ARMExpression {
        if access == .safe { return .call(fromEnd ? "tryIndexFromEnd" : "tryGet", base, step) }
        if isChained, case .call(let name, let arguments, let before) = base, before.isEmpty, Self.isSafe(name) {
            let last =
                fromEnd
                ? ARMExpression.call("createObject", .text("value"), step, .text("fromEnd"), .call("true")) : step
            return .call(name, arguments + [last], access: [])
        }
        return fromEnd ? .call("indexFromEnd", base, step) : base.appending(step)
    }

    private static func isSafe(_ function: String) -> Bool { function == "tryGet" || function == "tryIndexFromEnd" }

    /// Whether an expression is an access itself, so that what it skips, an access to it skips as well.
    private func isAccess(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .property, .index:
            // Parentheses end a chain; they are the only accesses that end in one.
            return module.file.bytes[Int(expression.range.upperBound) - 1] != UInt8(ascii: ")")
        case .nonNull(let base): return isAccess(base)
        case .call(let function, let arguments):
            return function.name == "any" && arguments.first.map(isAccess) ?? false
        default: return false
        }
    }
}

// MARK: - Resources

extension TemplateEmitter {
    /// The resource that an expression names, looking through what is inlined; `nil` for anything else.
    func resource(_ expression: Expression, _ locals: Locals) -> Mention? {
        switch expression.kind {
        case .resource(let index): return Mention(index: index, item: nil, locals: [:])
        case .nonNull(let base): return resource(base, locals)
        case .variable(let index) where inlined.variables.contains(index):
            return resource(module.variables[index].value, [:])
        case .call(let function, let arguments) where function.name == "any":
            return arguments.first.flatMap { resource($0, locals) }
        case .index(let base, let index, _, _):
            guard case .resource(let resource) = base.kind, let loop = module.resources[resource].loop else {
                return nil
            }
            if case .string = index.kind { return nil }
            let item = self.expression(index, locals)
            return Mention(index: resource, item: item, locals: self.locals(of: loop, index: item, [:]))
        default: return nil
        }
    }

    private func property(_ name: String, of mention: Mention, isSafe: Bool) -> ARMExpression {
        let resource = module.resources[mention.index]
        guard resource.extensionName == nil else {
            let whole = reference(to: mention, isFull: false)
            return isSafe ? .call("tryGet", whole, .text(name)) : whole.appending(.text(name))
        }
        if settings.readsResourceInformation, !inlined.resources.contains(mention.index),
            let information = information(name, of: mention, isSafe)
        {
            return information
        }
        switch name {
        case "id": return guarded(id(of: mention), mention, isSafe).expression
        case "name": return guarded(ownName(of: mention), mention, isSafe).expression
        case "type": return .text(resource.type)
        case "apiVersion": return .text(resource.apiVersion ?? "")
        case "properties" where !isSafe: return reference(to: mention, isFull: false)
        default:
            let (whole, isGuarded) = guarded(reference(to: mention, isFull: true), mention, isSafe)
            return isSafe || isGuarded ? .call("tryGet", whole, .text(name)) : whole.appending(.text(name))
        }
    }

    /// What `resourceInfo()` gives; of a child's full name, its own part.
    private func information(_ name: String, of mention: Mention, _ isSafe: Bool) -> ARMExpression? {
        guard ["id", "name", "type", "apiVersion"].contains(name) else { return nil }
        let symbol = symbolicReference(symbolicName(of: mention.index), mention.item)
        let whole = ARMExpression.call("resourceInfo", symbol)
        if name == "name", module.resources[mention.index].parent != nil {
            let own = ARMExpression.call("last", .call("split", whole.appending(.text(name)), .text("/")))
            return guarded(own, mention, isSafe).expression
        }
        let (base, isGuarded) = guarded(whole, mention, isSafe)
        return isSafe || isGuarded ? .call("tryGet", base, .text(name)) : base.appending(.text(name))
    }

    /// With `.?`, what a resource that is not deployed would give is null.
    private func guarded(
        _ expression: ARMExpression,
        _ mention: Mention,
        _ isSafe: Bool
    ) -> (expression: ARMExpression, isGuarded: Bool) {
        guard isSafe, let condition = condition(of: mention.index, mention.locals) else { return (expression, false) }
        return (.call("if", condition, expression, .call("null")), true)
    }

    /// The resource's name as its body has it, without those of its parents.
    func ownName(of mention: Mention) -> ARMExpression {
        module.resources[mention.index].body.member("name").map { expression($0, mention.locals) } ?? .text("")
    }

    /// What the deployment knows of a resource.
    func reference(to mention: Mention, isFull: Bool) -> ARMExpression {
        let resource = module.resources[mention.index]
        let isCollection = resource.loop != nil && mention.item == nil
        let target =
            isSymbolic
            ? symbolicReference(symbolicName(of: mention.index), mention.item)
            : isCollection ? .text(symbolicName(of: mention.index)) : id(of: mention)
        let function = isCollection ? "references" : "reference"
        guard resource.extensionName == nil else { return .call(function, target) }
        if isCollection { return isFull ? .call(function, target, .text("full")) : .call(function, target) }
        let version = ARMExpression.text(resource.apiVersion ?? "")
        if isFull { return .call(function, target, version, .text("full")) }
        return isSymbolic ? .call(function, target) : .call(function, target, version)
    }

    /// The name by which the template knows a resource; those of nested ones carry their parents'.
    func symbolicName(of index: Int) -> String {
        let resource = module.resources[index]
        guard resource.isNested, let parent = resource.parent else { return resource.symbol }
        return "\(symbolicName(of: parent))::\(resource.symbol)"
    }

    func symbolicReference(_ name: String, _ item: ARMExpression?) -> ARMExpression {
        item.map { .call("format", .text("\(name)[{0}]"), $0) } ?? .text(name)
    }

    /// The condition of a resource together with those of the resources that it is nested in.
    func condition(of index: Int, _ locals: Locals) -> ARMExpression? {
        let resource = module.resources[index]
        let own = (resource.condition ?? resource.loop?.condition).map { expression($0, locals) }
        var outer: ARMExpression?
        if resource.isNested, let parent = resource.parent { outer = nestingCondition(of: parent) }
        guard let own, let outer else { return own ?? outer }
        return .call("and", outer, own)
    }

    /// Of a resource in a loop, the filter does not count.
    private func nestingCondition(of index: Int) -> ARMExpression? {
        let resource = module.resources[index]
        let own = resource.condition.map { expression($0, [:]) }
        var outer: ARMExpression?
        if resource.isNested, let parent = resource.parent { outer = nestingCondition(of: parent) }
        guard let own, let outer else { return own ?? outer }
        return .call("and", outer, own)
    }

    /// An expression without what has no meaning at runtime, and for a variable that is inlined its value.
    func unwrapped(_ expression: Expression) -> Expression {
        switch expression.kind {
        case .nonNull(let base): unwrapped(base)
        case .call(let function, let arguments) where function.name == "any" && arguments.count == 1:
            unwrapped(arguments[0])
        case .variable(let index) where inlined.variables.contains(index): unwrapped(module.variables[index].value)
        default: expression
        }
    }
}

// MARK: - Methods

extension TemplateEmitter {
    func method(
        _ name: String,
        of base: Expression,
        _ arguments: [Expression],
        in expression: Expression,
        _ locals: Locals
    ) -> ARMExpression {
        let target = base.parenthesesAndVariables(in: module)
        guard let mention = resource(target, locals) else {
            run.report(.notEmitted("a call of '\(name)'", at: span(expression.range)))
            return .call("null")
        }
        let resource = module.resources[mention.index]
        let arguments = arguments.map { self.expression($0, locals) }
        guard resource.extensionName == nil else {
            let symbol = symbolicReference(resource.symbol, mention.item)
            return .call("invokeResourceMethod", symbol, .text(name), .call("createArray", arguments, access: []))
        }
        let place =
            isSymbolic ? symbolicReference(symbolicName(of: mention.index), mention.item) : id(of: mention)
        let rest = arguments.isEmpty ? [.text(resource.apiVersion ?? "")] : arguments
        return .call(name, [place] + rest, access: [])
    }
}

extension Expression {
    /// What a method's base comes to through variables, inlined or not.
    func parenthesesAndVariables(in module: BoundModule, steps: Int = 0) -> Expression {
        guard steps < 64, case .variable(let index) = kind, module.variables[index].imported == nil else { return self }
        return module.variables[index].value.parenthesesAndVariables(in: module, steps: steps + 1)
    }
}

// MARK: - Modules

extension TemplateEmitter {
    /// The module that an expression names; `nil` for anything else.
    func moduleMention(_ expression: Expression, _ locals: Locals) -> Mention? {
        switch expression.kind {
        case .module(let index): return Mention(index: index, item: nil, locals: [:])
        case .nonNull(let base): return moduleMention(base, locals)
        case .variable(let index) where inlined.variables.contains(index):
            return moduleMention(module.variables[index].value, [:])
        case .call(let function, let arguments) where function.name == "any":
            return arguments.first.flatMap { moduleMention($0, locals) }
        case .index(let base, let index, _, _):
            guard case .module(let place) = base.kind, let loop = module.modules[place].loop else { return nil }
            let item = self.expression(index, locals)
            return Mention(index: place, item: item, locals: self.locals(of: loop, index: item, [:]))
        default: return nil
        }
    }

    /// Whether an expression gives a module, whichever.
    private func isModule(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .module: true
        case .nonNull(let base): isModule(base)
        case .index(let base, _, _, _): isModule(base)
        case .variable(let index): inlined.variables.contains(index) && isModule(module.variables[index].value)
        case .conditional(_, let then, let otherwise): isModule(then) && isModule(otherwise)
        default: false
        }
    }

    private func moduleOutput(
        _ name: String,
        of owner: Expression,
        _ outputs: Expression.Access,
        isSafe: Bool,
        _ locals: Locals
    ) -> ARMExpression {
        let base: ARMExpression
        var tail: [ARMExpression] = [.text(name), .text("value")]
        if let mention = moduleMention(owner, locals) {
            let isSecret = isSecretOutput(name, of: mention.index)
            base = moduleProperty("outputs", of: mention, isSafe: outputs == .safe, isSecret: isSecret)
            // What gives secrets has another shape.
            if isSecret { tail.removeLast() }
        } else {
            base = part(
                .text("outputs"),
                of: expression(owner, locals),
                outputs,
                fromEnd: false,
                isChained: isAccess(owner)
            )
        }
        if isSafe { return tail.reduce(base) { .call("tryGet", $0, $1) } }
        guard case .call(let function, let arguments, let access) = base else { return base.appending(tail) }
        if Self.isSafe(function), access.isEmpty { return .call(function, arguments + tail, access: []) }
        if function == "if", access.isEmpty, arguments.last == .call("null") {
            return .call("tryGet", [base] + tail, access: [])
        }
        return base.appending(tail)
    }

    private func moduleProperty(_ name: String, of mention: Mention, isSafe: Bool, isSecret: Bool?) -> ARMExpression {
        let declaration = module.modules[mention.index]
        func guarded(_ expression: ARMExpression) -> ARMExpression {
            guard isSafe, let condition = declaration.condition ?? declaration.loop?.condition else {
                return expression
            }
            return .call("if", self.expression(condition, mention.locals), expression, .call("null"))
        }
        guard name == "outputs" else { return guarded(moduleName(of: mention)) }
        let outputs = declaration.module?.interface.outputs ?? []
        if isSecret ?? outputs.contains(where: { $0.isSecure }) {
            let target =
                isSymbolic ? symbolicReference(declaration.symbol, mention.item) : moduleID(of: mention)
            return guarded(.call("listOutputsWithSecureValues", target, .text(Self.deploymentVersion)))
        }
        let reference = reference(toModule: mention)
        return isSafe ? .call("tryGet", guarded(reference), .text("outputs")) : reference.appending(.text("outputs"))
    }

    private func isSecretOutput(_ name: String, of index: Int) -> Bool {
        guard let target = module.modules[index].module?.interface,
            let output = target.outputs.first(where: { $0.name == name })
        else { return false }
        return output.isSecure || output.declaredType.map { target.holdsSecret($0) } ?? false
    }

    private func reference(toModule mention: Mention) -> ARMExpression {
        let declaration = module.modules[mention.index]
        let isCollection = declaration.loop != nil && mention.item == nil
        let function = isCollection ? "references" : "reference"
        if isSymbolic || isCollection { return .call(function, symbolicReference(declaration.symbol, mention.item)) }
        return .call(function, moduleID(of: mention), .text(Self.deploymentVersion))
    }
}

extension BoundModule {
    /// Whether a type has a part that is marked as secret.
    func holdsSecret(_ type: DeclaredType) -> Bool { holdsSecret(type, home: .here, depth: 0) }

    private func holdsSecret(_ type: DeclaredType, home: TypeHome, depth: Int) -> Bool {
        guard depth < 16 else { return false }
        let found = resolved(type, home: home)
        if found.decorators.isSecure { return true }
        switch found.type.kind {
        case .structure(let structure):
            return (structure.properties + [structure.additional].compactMap { $0 }).contains {
                $0.decorators.isSecure || holdsSecret($0.type, home: found.home, depth: depth + 1)
            }
        case .list(let item): return holdsSecret(item, home: found.home, depth: depth + 1)
        case .tuple(let items):
            return items.contains {
                $0.decorators.isSecure || holdsSecret($0.type, home: found.home, depth: depth + 1)
            }
        default: return false
        }
    }
}
