import Documents

/// What names a resource before it is made.
struct ResourceHeader {
    var name: Value
    var fullName: Value
    var id: Value
    var scope: Value?
}

extension Evaluator {
    /// The name, the id and the scope of a resource.
    mutating func header(
        of declaration: BoundModule.ResourceDeclaration,
        parent: ResourceInstance?,
        address: String
    ) -> ResourceHeader {
        let name = declaration.body.member("name").map { evaluate($0) } ?? .null
        let scope = declaration.body.member("scope").map { resourceScope($0) }
        let fullName = joined(name, to: parent)
        var header = ResourceHeader(name: name, fullName: fullName, id: .invalid, scope: nil)
        switch scope {
        case .place(let place): header.scope = .string(place.id)
        case .value(let id): header.scope = id
        case nil: header.scope = parent?.scope
        }
        header.id = id(of: declaration, header, in: scope, parent: parent, address: address)
        return header
    }

    /// The name with the parents' parts; without a name of its own it is null.
    private func joined(_ name: Value, to parent: ResourceInstance?) -> Value {
        guard let parent else { return name }
        let isSecret = name.isSecret || parent.fullName.isSecret
        switch (parent.fullName.revealed, name.revealed) {
        case (.string(let prefix), .string(let own)): return .string("\(prefix)/\(own)").concealed(if: isSecret)
        case (.unknown, _): return parent.fullName
        default: return name
        }
    }

    private func id(
        of declaration: BoundModule.ResourceDeclaration,
        _ header: ResourceHeader,
        in scope: NamedScope?,
        parent: ResourceInstance?,
        address: String
    ) -> Value {
        let isSecret = header.fullName.isSecret || header.scope?.isSecret ?? false
        guard case .string(let name) = header.fullName.revealed else {
            return waiting(for: address, declaration, isSecret: isSecret)
        }
        if let extensionName = declaration.extensionName {
            let outline = ExtensionResourceHeader(
                extensionName: extensionName,
                type: declaration.type,
                apiVersion: declaration.apiVersion,
                name: name
            )
            return self.scope.context.extensionResourceID(outline).map { .string($0).concealed(if: isSecret) }
                ?? waiting(for: address, declaration, isSecret: isSecret)
        }
        switch scope {
        case .place(let place):
            return .string(place.resourceID(type: declaration.type, name: name)).concealed(if: isSecret)
        case .value(let value):
            guard case .string(let id) = value.revealed else {
                return waiting(for: address, declaration, isSecret: isSecret)
            }
            let place = AzurePlace.resource(id: id)
            return .string(place.resourceID(type: declaration.type, name: name)).concealed(if: isSecret)
        case nil:
            if let parent { return id(below: parent, declaration, header, address, isSecret: isSecret) }
            let place = self.scope.place
            return .string(place.resourceID(type: declaration.type, name: name)).concealed(if: isSecret)
        }
    }

    /// The id of a child: its parent's, its own part of the type, and its own part of the name.
    private func id(
        below parent: ResourceInstance,
        _ declaration: BoundModule.ResourceDeclaration,
        _ header: ResourceHeader,
        _ address: String,
        isSecret: Bool
    ) -> Value {
        guard case .string(let prefix) = parent.id.revealed, case .string(let name) = header.name.revealed,
            let type = declaration.type.split(separator: "/").last
        else { return waiting(for: address, declaration, isSecret: isSecret || parent.id.isSecret) }
        return .string("\(prefix)/\(type)/\(name)").concealed(if: isSecret || parent.id.isSecret)
    }

    private func waiting(
        for address: String,
        _ declaration: BoundModule.ResourceDeclaration,
        isSecret: Bool
    ) -> Value {
        @Sendable func unknown() -> Value {
            .unknown(
                Unknown(expression: "\(declaration.symbol).id", sources: [address]) { runtime in
                    runtime[address]?.revealed["id"] ?? unknown()
                }
            )
        }
        return unknown().concealed(if: isSecret)
    }
}

// MARK: - Scopes

/// What a `scope` names: a place that is known, or the id of a resource.
enum NamedScope {
    case place(AzurePlace)
    case value(Value)
}

extension Evaluator {
    /// The scope that an expression names; scope functions and resources are read as such, not as values.
    mutating func resourceScope(_ expression: Expression) -> NamedScope {
        switch expression.kind {
        case .call(let function, let arguments):
            return place(function.name, arguments) ?? placed(idMember(of: evaluate(expression)))
        case .resource, .index:
            guard let instance = instance(expression) else { return .value(idMember(of: evaluate(expression))) }
            run.reads.append(.resource(instance))
            if case .string(let id) = instance.id, let place = AzurePlace(id: id) { return .place(place) }
            return .value(instance.id)
        case .nonNull(let inner): return resourceScope(inner)
        case .conditional(let condition, let then, let otherwise):
            let value = evaluate(condition)
            guard case .bool(let flag) = value.revealed else { return .value(idMember(of: evaluate(expression))) }
            return resourceScope(flag ? then : otherwise)
        case .variable(let index):
            guard run.enter(at: scope.span(expression.range)) else { return .value(.invalid) }
            defer { run.leave() }
            return resourceScope(scope.module.variables[index].value)
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .module, .local,
            .userCall, .methodCall, .property, .unary, .binary, .lambda, .loop, .invalid:
            return placed(idMember(of: evaluate(expression)))
        }
    }

    /// The scope that an id stands for; one that does not begin with `/` counts from the module's place.
    private func placed(_ value: Value) -> NamedScope {
        guard case .string(let text) = value.revealed else { return .value(value) }
        guard text != "/" else { return .place(.tenant) }
        let isGroup = text.lowercased().hasPrefix("microsoft.management/managementgroups/")
        let prefix = text.hasPrefix("/") ? "" : (isGroup ? "" : self.scope.place.prefix) + "/providers/"
        return AzurePlace(id: prefix + text).map { .place($0) }
            ?? .value(.string(prefix + text).concealed(if: value.isSecret))
    }

    private func idMember(of value: Value) -> Value {
        switch value.revealed {
        case .object(let members): (members["id"] ?? .invalid).concealed(if: value.isSecret)
        case .unknown(let unknown): (unknown.known?["id"] ?? value).concealed(if: value.isSecret)
        case .null, .bool, .integer, .number, .string, .array, .secret: value
        }
    }

    /// The place that a scope function names; `nil` if it is none, or its arguments are no strings.
    private mutating func place(_ function: String, _ arguments: [Expression]) -> NamedScope? {
        var texts: [String] = []
        for argument in arguments {
            let value = evaluate(argument)
            guard case .string(let text) = value.revealed else {
                return ["resourceGroup", "subscription", "managementGroup"].contains(function)
                    ? .value(value.isUnknown ? value : .invalid) : nil
            }
            texts.append(text)
        }
        let azure = scope.context.azure
        switch (function, texts.count) {
        case ("resourceGroup", 0):
            return .place(.resourceGroup(subscription: azure.subscriptionID, name: azure.resourceGroup))
        case ("resourceGroup", 1):
            return .place(.resourceGroup(subscription: azure.subscriptionID, name: texts[0]))
        case ("resourceGroup", _): return .place(.resourceGroup(subscription: texts[0], name: texts[1]))
        case ("subscription", 0): return .place(.subscription(azure.subscriptionID))
        case ("subscription", _): return .place(.subscription(texts[0]))
        case ("managementGroup", 0): return .place(.managementGroup(azure.managementGroup))
        case ("managementGroup", _): return .place(.managementGroup(texts[0]))
        case ("tenant", _): return .place(.tenant)
        case _: return nil
        }
    }
}
