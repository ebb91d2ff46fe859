import Diagnostics
import Documents

/// Where a chain of accesses has got to.
private enum Cursor {
    case value(Value)
    /// A resource or a part of one that is not known as a whole.
    case open(OpenPart)
    case resources([ResourceInstance])
    case modules([ModuleInstance])
    case module(ModuleInstance)
    case outputs(ModuleInstance, ModuleScope)
}

/// A part of a resource: as it is, as far as it was applied, and as it was written.
private struct OpenPart {
    let instance: ResourceInstance
    /// How many steps lead here from the resource.
    var depth = 0
    var applied: Value?
    var authored: Value?
}

/// One step of a chain, and the expression up to and including it.
private struct Step {
    enum Kind {
        case property(String)
        case index(Expression, fromEnd: Bool)
    }

    let kind: Kind
    let access: Expression.Access
    let expression: Expression

    /// Whether it is `[^n]`.
    var isFromEnd: Bool {
        switch kind {
        case .property: false
        case .index(_, let fromEnd): fromEnd
        }
    }
}

/// What a step comes to.
private enum Outcome {
    case next(Cursor)
    /// The whole chain has this value.
    case end(Value)
}

extension Evaluator {
    /// The value of a chain of accesses such as `web.properties.?ports[0].name`.
    mutating func access(_ expression: Expression) -> Value {
        var steps: [Step] = []
        var root = expression
        unrolling: while true {
            // Parentheses end the chain that '.?' ends.
            guard steps.isEmpty || !scope.isParenthesized(root) else { break }
            switch root.kind {
            case .property(let base, let name, let access):
                steps.append(Step(kind: .property(name), access: access, expression: root))
                root = base
            case .index(let base, let index, let access, let fromEnd):
                steps.append(Step(kind: .index(index, fromEnd: fromEnd), access: access, expression: root))
                root = base
            case .nonNull(let base): root = base
            case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .variable, .resource,
                .module, .local, .call, .userCall, .methodCall, .unary, .binary, .conditional, .lambda, .loop,
                .invalid:
                break unrolling
            }
        }
        var cursor = start(root)
        var isSecret = false
        for step in steps.reversed() {
            switch take(step, from: cursor, isSecret: &isSecret, chain: expression) {
            case .next(let next): cursor = next
            case .end(let value): return value.concealed(if: isSecret)
            }
        }
        return finish(cursor, expression).concealed(if: isSecret)
    }

    private mutating func start(_ root: Expression) -> Cursor {
        switch root.kind {
        case .resource(let index):
            switch resources(index) {
            case .single(let instance): return open(instance)
            case .collection(let instances): return .resources(instances)
            case .unknownCollection(_, let items): return .value(items.isInvalid ? .invalid : items)
            case .invalid: return .value(.invalid)
            }
        case .module(let index):
            switch modules(index) {
            case .single(let instance): return .module(instance)
            case .collection(let instances): return .modules(instances)
            case .unknownCollection(_, let items): return .value(items.isInvalid ? .invalid : items)
            case .invalid: return .value(.invalid)
            }
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .variable, .local, .call,
            .userCall, .methodCall, .property, .index, .unary, .binary, .conditional, .nonNull, .lambda, .loop,
            .invalid:
            return .value(evaluate(root))
        }
    }

    private mutating func open(_ instance: ResourceInstance) -> Cursor {
        run.reads.append(.resource(instance))
        return .open(OpenPart(instance: instance, applied: run.applied(at: instance.address)))
    }

    // MARK: - Steps

    private mutating func take(
        _ step: Step,
        from cursor: Cursor,
        isSecret: inout Bool,
        chain: Expression
    ) -> Outcome {
        switch cursor {
        case .open(let part):
            let key = key(of: step)
            isSecret = isSecret || key.isSecret
            switch key.revealed {
            case .string(let name): return take(.member(name), of: part, step, chain)
            case .integer(let number):
                let count = (part.applied ?? part.authored)?.revealed.arrayValue?.count ?? 0
                let index = step.isFromEnd ? Int64(count).subtractingReportingOverflow(number).partialValue : number
                return take(.element(Int(clamping: index)), of: part, step, chain)
            case .unknown(let unknown): return .end(deferred(chain, on: unknown))
            case .null, .bool, .number, .array, .object, .secret:
                return .end(fail(.wrongIndex(key, of: .object([:])), at: step.expression))
            }
        case .resources(let instances):
            return element(step, of: instances, chain) { evaluator, instance in evaluator.open(instance) }
        case .modules(let instances):
            return element(step, of: instances, chain) { _, instance in .module(instance) }
        case .module(let instance): return takeProperty(of: instance, step, chain)
        case .outputs(let instance, let scope): return takeOutput(of: instance, in: scope, step, chain)
        case .value(let value):
            switch step.kind {
            case .property(let name): return take(name, of: value, step, &isSecret, chain)
            case .index(let index, let fromEnd):
                return takeIndex(index, fromEnd: fromEnd, of: value, step, &isSecret, chain)
            }
        }
    }

    private mutating func key(of step: Step) -> Value {
        switch step.kind {
        case .property(let name): .string(name)
        case .index(let index, _): evaluate(index)
        }
    }

    private mutating func take(
        _ key: ValuePath.Step,
        of part: OpenPart,
        _ step: Step,
        _ chain: Expression
    ) -> Outcome {
        let instance = part.instance
        if part.depth == 0, instance.presence.isAbsent {
            if step.access == .safe { return .end(.null) }
            if let header = headerValue(key, of: instance) { return .next(.value(header)) }
            return .end(absent(instance.address, chain))
        }
        var next = part
        next.depth += 1
        next.applied = part.applied?.part(key)
        if part.depth == 0 {
            if next.applied == nil, let header = headerValue(key, of: instance) { return .next(.value(header)) }
            next.authored = authoredBody(of: instance)?.part(key)
        } else {
            next.authored = part.authored?.part(key)
        }
        if next.applied == nil, next.authored == nil {
            if part.depth == 0, isFlattened(key, of: instance) {
                return takeFlattened(key, of: part, step, chain)
            }
            guard let applied = part.applied else {
                return .end(deferred(chain, sources: [instance.address], isSecret: part.authored?.isSecret ?? false))
            }
            if step.access == .safe { return .end(.null) }
            return .end(fail(.unknownPart(key, of: applied), at: step.expression))
        }
        return .next(.open(next))
    }

    /// Whether a member that a resource does not have itself is meant to be one of its properties.
    private func isFlattened(_ key: ValuePath.Step, of instance: ResourceInstance) -> Bool {
        guard case .member(let name) = key else { return false }
        let envelope = ["id", "name", "type", "apiVersion", "location", "tags", "properties", "systemData"]
        guard !envelope.contains(where: { $0.equalsIgnoringASCIICase(name) }) else { return false }
        return scope.context.flattensProperties(scope.module.resources[instance.declaration].type)
    }

    private mutating func takeFlattened(
        _ key: ValuePath.Step,
        of part: OpenPart,
        _ step: Step,
        _ chain: Expression
    ) -> Outcome {
        switch take(.member("properties"), of: part, step, chain) {
        case .next(.open(let properties)): take(key, of: properties, step, chain)
        case let other: other
        }
    }

    private mutating func take(
        _ name: String,
        of value: Value,
        _ step: Step,
        _ isSecret: inout Bool,
        _ chain: Expression
    ) -> Outcome {
        switch value {
        case .object(let members):
            if let member = members[name] { return .next(.value(member)) }
            if step.access == .safe { return .end(.null) }
            return .end(fail(.unknownProperty(name, of: value), at: step.expression))
        case .null:
            if step.access == .safe { return .end(.null) }
            return .end(fail(.memberOfNull(name), at: step.expression))
        case .secret(let hidden):
            isSecret = true
            return take(name, of: hidden, step, &isSecret, chain)
        case .unknown(let unknown):
            if let member = unknown.known?[name] { return .next(.value(member)) }
            return .end(deferred(chain, on: unknown))
        case .bool, .integer, .number, .string, .array:
            // Azure's `tryGet` asks whether there is such a member: modules tell a text from an object by it.
            if step.access == .safe { return .end(.null) }
            return .end(fail(.wrongBase(value, member: name), at: step.expression))
        }
    }

    private mutating func takeIndex(
        _ index: Expression,
        fromEnd: Bool,
        of value: Value,
        _ step: Step,
        _ isSecret: inout Bool,
        _ chain: Expression
    ) -> Outcome {
        if value.isNull, step.access == .safe { return .end(.null) }
        let position = evaluate(index)
        isSecret = isSecret || position.isSecret || value.isSecret
        switch (value.revealed, position.revealed) {
        case (_, .unknown(let unknown)): return .end(deferred(chain, on: unknown))
        case (_, .string(let name)): return take(name, of: value, step, &isSecret, chain)
        case (.unknown(let unknown), _): return .end(deferred(chain, on: unknown))
        case (.array(let elements), .integer(let number)):
            let offset = fromEnd ? Int64(elements.count).subtractingReportingOverflow(number).partialValue : number
            guard let place = Int(exactly: offset), elements.indices.contains(place) else {
                if step.access == .safe { return .end(.null) }
                return .end(fail(.indexOutOfRange(number, count: elements.count), at: step.expression))
            }
            return .next(.value(elements[place]))
        case (.null, _): return .end(fail(.memberOfNull(nil), at: step.expression))
        case (let base, let position): return .end(fail(.wrongIndex(position, of: base), at: step.expression))
        }
    }

    /// The element of a loop of resources or modules; its members are read next.
    private mutating func element<Instance>(
        _ step: Step,
        of instances: [Instance],
        _ chain: Expression,
        _ open: (inout Evaluator, Instance) -> Cursor
    ) -> Outcome {
        guard case .index(let index, let fromEnd) = step.kind else {
            return .end(fail(.memberOfCollection, at: step.expression))
        }
        let position = evaluate(index)
        switch position.revealed {
        case .unknown(let unknown): return .end(deferred(chain, on: unknown))
        case .integer(let number):
            let offset = fromEnd ? Int64(instances.count).subtractingReportingOverflow(number).partialValue : number
            guard let place = Int(exactly: offset), instances.indices.contains(place) else {
                if step.access == .safe { return .end(.null) }
                return .end(fail(.indexOutOfRange(number, count: instances.count), at: step.expression))
            }
            return .next(open(&self, instances[place]))
        case .null, .bool, .number, .string, .array, .object, .secret:
            return .end(fail(.wrongIndex(position, of: .array([])), at: step.expression))
        }
    }

    // MARK: - Modules

    private mutating func takeProperty(of instance: ModuleInstance, _ step: Step, _ chain: Expression) -> Outcome {
        guard let name = memberName(step) else { return .end(fail(.memberOfCollection, at: step.expression)) }
        run.reads.append(.module(instance))
        if name.equalsIgnoringASCIICase("name") { return .next(.value(instance.name)) }
        if instance.presence.isAbsent {
            return .end(step.access == .safe ? .null : absent(instance.address, chain))
        }
        guard name.equalsIgnoringASCIICase("outputs"), let scope = instance.scope else { return .end(.invalid) }
        return .next(.outputs(instance, scope))
    }

    private mutating func takeOutput(
        of instance: ModuleInstance,
        in scope: ModuleScope,
        _ step: Step,
        _ chain: Expression
    ) -> Outcome {
        guard let name = memberName(step) else { return .end(.invalid) }
        let outputs = scope.module.outputs
        let exact = outputs.firstIndex { $0.name == name }
        guard let index = exact ?? outputs.firstIndex(where: { $0.name.equalsIgnoringASCIICase(name) }) else {
            if step.access == .safe { return .end(.null) }
            let known = Value.object(ValueObject(outputs.map { ($0.name, .null) }))
            return .end(fail(.unknownProperty(name, of: known), at: step.expression))
        }
        return .next(.value(output(index, of: instance, in: scope)))
    }

    private mutating func memberName(_ step: Step) -> String? {
        switch step.kind {
        case .property(let name): name
        case .index(let index, _): evaluate(index).revealed.stringValue
        }
    }

    // MARK: - Ends

    private mutating func finish(_ cursor: Cursor, _ expression: Expression) -> Value {
        switch cursor {
        case .value(let value): return value
        case .open(let part):
            if let applied = part.applied { return applied }
            if part.depth == 0 { return whole(part.instance, expression) }
            if part.depth == 1, let authored = part.authored, case .object(let members) = authored.revealed {
                // More may be added when it is made, so that it is not known as a whole.
                return deferred(
                    expression,
                    sources: [part.instance.address],
                    known: members,
                    isSecret: authored.isSecret
                )
            }
            return part.authored.map(resolvingAuthored) ?? .invalid
        case .resources(let instances):
            return .array(instances.map { whole($0, expression) })
        case .modules(let instances): return .array(instances.map { whole($0, expression) })
        case .module(let instance): return whole(instance, expression)
        case .outputs(let instance, let scope): return .object(outputs(of: instance, in: scope))
        }
    }

    private func resolvingAuthored(_ value: Value) -> Value {
        run.runtime.map { value.resolved(with: $0) } ?? value
    }

    /// A resource as a value: not known as a whole, but with what is certain.
    private mutating func whole(_ instance: ResourceInstance, _ expression: Expression) -> Value {
        run.reads.append(.resource(instance))
        if let applied = run.applied(at: instance.address) { return applied }
        var known = ValueObject()
        for name in ["id", "name", "type", "apiVersion"] {
            if let value = headerValue(.member(name), of: instance) { known[name] = value }
        }
        if !instance.presence.isAbsent, case .object(let members)? = authoredBody(of: instance)?.revealed {
            for (name, value) in members where known[name] == nil {
                known[name] =
                    if case .object(let parts) = value {
                        part(name, known: parts, of: instance)
                    } else { value }
            }
        }
        return part(nil, known: known, of: instance, as: scope.text(expression.range))
    }

    /// A resource, or a member of it that is an object, of which more will be known.
    private func part(
        _ name: String?,
        known: ValueObject,
        of instance: ResourceInstance,
        as text: String? = nil
    ) -> Value {
        let address = instance.address
        let description = text ?? "\(scope.module.resources[instance.declaration].symbol).\(name ?? "")"
        @Sendable func unknown() -> Value {
            .unknown(
                Unknown(expression: description, sources: [address], known: known) { runtime in
                    guard let applied = runtime[address] else { return unknown() }
                    guard let name else { return applied }
                    return applied.part(.member(name)) ?? unknown()
                }
            )
        }
        return unknown()
    }

    private mutating func whole(_ instance: ModuleInstance, _ expression: Expression) -> Value {
        run.reads.append(.module(instance))
        guard !instance.presence.isAbsent, let scope = instance.scope else {
            return .object(["name": instance.name])
        }
        return .object(["name": instance.name, "outputs": .object(outputs(of: instance, in: scope))])
    }

    /// The values of all outputs of a module.
    mutating func outputs(of instance: ModuleInstance, in scope: ModuleScope) -> ValueObject {
        ValueObject(
            scope.module.outputs.indices.map { index in
                (scope.module.outputs[index].name, output(index, of: instance, in: scope))
            }
        )
    }

    /// The value of something whose condition is false.
    private func absent(_ address: String, _ expression: Expression) -> Value {
        switch scope.context.authoredProperties {
        case .readable:
            run.report(.readsWhatIsNotDeployed(address, at: scope.span(expression.range)))
            return .invalid
        case .unknown: return deferred(expression, sources: [])
        }
    }

    // MARK: - Resources

    /// `id`, `name`, `type` and `apiVersion`, which are known before anything is applied.
    private func headerValue(_ key: ValuePath.Step, of instance: ResourceInstance) -> Value? {
        guard case .member(let name) = key else { return nil }
        let declaration = scope.module.resources[instance.declaration]
        switch name {
        case "id": return instance.id.isInvalid ? nil : instance.id
        case "name": return instance.name.isNull ? nil : instance.name
        case "type": return .string(declaration.type)
        case "apiVersion": return declaration.apiVersion.map(Value.string)
        case _: return nil
        }
    }

    /// The body as it was written, or as it is known of what exists already, if others may read it.
    private mutating func authoredBody(of instance: ResourceInstance) -> Value? {
        guard scope.context.authoredProperties == .readable else { return nil }
        let declaration = scope.module.resources[instance.declaration]
        guard declaration.isExisting else { return body(of: instance) }
        guard let extensionName = declaration.extensionName, case .string(let name) = instance.fullName.revealed else {
            return nil
        }
        let header = ExtensionResourceHeader(
            extensionName: extensionName,
            type: declaration.type,
            apiVersion: declaration.apiVersion,
            name: name
        )
        let body = scope.context.existingResource(header).map(Value.object)
        return body?.concealed(if: instance.fullName.isSecret)
    }
}

extension ModuleScope {
    /// Whether an access stands in parentheses: by itself it ends in a name or a bracket.
    fileprivate func isParenthesized(_ expression: Expression) -> Bool {
        let end = Int(expression.range.upperBound)
        switch expression.kind {
        case .property, .index, .nonNull:
            return end > 0 && end <= module.file.bytes.count && module.file.bytes[end - 1] == UInt8(ascii: ")")
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .variable, .resource,
            .module, .local, .call, .userCall, .methodCall, .unary, .binary, .conditional, .lambda, .loop, .invalid:
            return false
        }
    }
}

extension Value {
    /// A part of an object or array, known or of something that will be known; secret if the whole is.
    fileprivate func part(_ key: ValuePath.Step) -> Value? {
        switch (self, key) {
        case (.object(let members), .member(let name)): return members[name]
        case (.unknown(let unknown), .member(let name)): return unknown.known?[name]
        case (.array(let elements), .element(let index)):
            return elements.element(at: index)
        case (.secret(let value), _): return value.part(key)?.concealed
        case (.null, _), (.bool, _), (.integer, _), (.number, _), (.string, _), (.array, _), (.object, _),
            (.unknown, _):
            return nil
        }
    }
}
