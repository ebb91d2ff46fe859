import Diagnostics
import Documents

/// Where a resource or module is deployed, or found.
enum EmittedScope {
    case tenant
    case managementGroup(ARMExpression?)
    case subscription(ARMExpression?)
    case resourceGroup(subscription: ARMExpression?, name: ARMExpression?)
    /// A resource that the one at hand extends.
    case resource(Mention)
    case local

    /// The scope that a template is for.
    init(target: String) {
        switch target {
        case "tenant": self = .tenant
        case "managementGroup": self = .managementGroup(nil)
        case "subscription": self = .subscription(nil)
        case "local": self = .local
        case _: self = .resourceGroup(subscription: nil, name: nil)
        }
    }
}

extension TemplateEmitter {
    /// The version of the deployments that modules become.
    static let deploymentVersion = "2025-04-01"
    static let deploymentType = "Microsoft.Resources/deployments"

    private var targetScope: EmittedScope { EmittedScope(target: module.targetScope) }

    /// The scope of a resource: that of the outermost of its parents.
    func scope(of mention: Mention) -> EmittedScope {
        if let parent = parent(of: mention) { return scope(of: parent) }
        guard let written = module.resources[mention.index].body.member("scope") else { return targetScope }
        return scope(written, mention.locals) ?? targetScope
    }

    /// The scope of a module's deployment.
    func scope(ofModule mention: Mention) -> EmittedScope {
        guard let written = module.modules[mention.index].body.member("scope") else { return targetScope }
        return scope(written, mention.locals) ?? targetScope
    }

    private func scope(_ written: Expression, _ locals: Locals) -> EmittedScope? {
        switch written.kind {
        case .call(let function, let arguments): return scope(function.name, arguments, locals)
        case .nonNull(let base): return scope(base, locals)
        case .variable(let index) where module.variables[index].imported == nil:
            return scope(module.variables[index].value, [:])
        default:
            guard let mention = resource(written, locals) else { return nil }
            switch module.resources[mention.index].type.lowercased() {
            case "microsoft.resources/resourcegroups":
                var subscription: ARMExpression?
                if case .subscription(let id) = scope(of: mention) { subscription = id }
                return .resourceGroup(subscription: subscription, name: ownName(of: mention))
            case "microsoft.management/managementgroups":
                return .managementGroup(ownName(of: mention))
            case _: return .resource(mention)
            }
        }
    }

    private func scope(_ function: String, _ arguments: [Expression], _ locals: Locals) -> EmittedScope? {
        let values = arguments.map { expression($0, locals) }
        switch function {
        case "tenant": return .tenant
        case "managementGroup": return .managementGroup(values.first)
        case "subscription": return .subscription(values.first)
        case "resourceGroup":
            return values.count > 1
                ? .resourceGroup(subscription: values[0], name: values[1])
                : .resourceGroup(subscription: nil, name: values.first)
        case "any": return arguments.first.flatMap { scope($0, locals) }
        case _: return nil
        }
    }

    /// The parent of a resource, seen from it.
    func parent(of mention: Mention) -> Mention? {
        let resource = module.resources[mention.index]
        guard let parent = resource.parent else { return nil }
        if resource.isNested { return Mention(index: parent, item: nil, locals: [:]) }
        return resource.body.member("parent").flatMap { self.resource($0, mention.locals) }
            ?? Mention(index: parent, item: nil, locals: [:])
    }

    /// The members of a deployment or resource that say where it goes.
    func scopeMembers(_ scope: EmittedScope) -> [(String, Value)] {
        switch scope {
        case .tenant: return module.targetScope == "tenant" ? [] : [("scope", "/")]
        case .managementGroup(nil), .local: return []
        case .managementGroup(let name?):
            let type = "Microsoft.Management/managementGroups"
            let isNear = module.targetScope == "tenant" || module.targetScope == "managementGroup"
            let id =
                isNear
                ? ARMExpression.call("format", .text("\(type)/{0}"), name)
                : ARMExpression.call("tenantResourceId", .text(type), name)
            return [("scope", id.value)]
        case .subscription(let id?): return [("subscriptionId", id.value)]
        case .subscription(nil):
            guard module.targetScope == "resourceGroup" else { return [] }
            return [("subscriptionId", Self.currentSubscription.value)]
        case .resourceGroup(let subscription, let name):
            return (subscription.map { [("subscriptionId", $0.value)] } ?? [])
                + (name.map { [("resourceGroup", $0.value)] } ?? [])
        case .resource(let mention): return [("scope", id(of: mention).value)]
        }
    }

    private static let currentSubscription = ARMExpression.call(
        "subscription",
        [],
        access: [.text("subscriptionId")]
    )
}

// MARK: - Names and ids

extension TemplateEmitter {
    /// The id of a resource, computed from its name and scope.
    func id(of mention: Mention) -> ARMExpression {
        id(scope(of: mention), module.resources[mention.index].type, nameSegments(of: mention))
    }

    /// The id of a module's deployment.
    func moduleID(of mention: Mention) -> ARMExpression {
        id(scope(ofModule: mention), Self.deploymentType, [moduleName(of: mention)])
    }

    private func id(_ scope: EmittedScope, _ type: String, _ names: [ARMExpression]) -> ARMExpression {
        let tail = [.text(type)] + names
        switch scope {
        case .tenant: return .call("tenantResourceId", tail, access: [])
        case .subscription(let id):
            return .call("subscriptionResourceId", (id.map { [$0] } ?? []) + tail, access: [])
        case .resourceGroup(_, nil), .local: return .call("resourceId", tail, access: [])
        case .resourceGroup(let subscription, let name?):
            let group = ARMExpression.call(
                "format",
                .text("/subscriptions/{0}/resourceGroups/{1}"),
                subscription ?? Self.currentSubscription,
                name
            )
            return .call("extensionResourceId", [group] + tail, access: [])
        case .managementGroup(let name):
            let group =
                name.map { ARMExpression.call("tenantResourceId", .text("Microsoft.Management/managementGroups"), $0) }
                ?? .call("managementGroup", [], access: [.text("id")])
            return .call("extensionResourceId", [group] + tail, access: [])
        case .resource(let extended):
            return .call("extensionResourceId", [id(of: extended)] + tail, access: [])
        }
    }

    /// The names of a resource and its parents, as many as its type has segments after the first.
    func nameSegments(of mention: Mention) -> [ARMExpression] {
        var chain = [mention]
        while let parent = parent(of: chain[chain.count - 1]), chain.count < 32 { chain.append(parent) }
        let segments = module.resources[mention.index].type.split(separator: "/").count - 1
        let names = chain.reversed().map(ownName)
        let first = segments - names.count + 1
        guard first > 1, let outermost = names.first else { return names }
        let parts = (0..<first).map { place in
            ARMExpression.call("split", outermost, .text("/")).appending(.integer(Int64(place)))
        }
        return parts + names.dropFirst()
    }

    /// The full name of a resource, as the template has it.
    func fullName(of mention: Mention) -> ARMExpression {
        guard module.resources[mention.index].parent != nil else { return ownName(of: mention) }
        let names = nameSegments(of: mention)
        let format = names.indices.map { "{\($0)}" }.joined(separator: "/")
        return .call("format", [.text(format)] + names, access: [])
    }

    /// The name of a module's deployment; one that is not given follows from the symbol.
    func moduleName(of mention: Mention) -> ARMExpression {
        let declaration = module.modules[mention.index]
        if let name = declaration.body.member("name") { return expression(name, mention.locals) }
        var arguments: [ARMExpression] = []
        // A name has 64 characters at most: those of the hash, of the index, and a hyphen before each.
        var room = 64 - 13 - 1
        if declaration.loop != nil {
            arguments.append(mention.item ?? .call("copyIndex"))
            room -= 3 + 1
        }
        let name = ARMExpression.call("deployment", [], access: [.text("name")])
        arguments.append(.call("uniqueString", .text(declaration.symbol), name))
        let prefix = declaration.symbol.prefix(room)
        let format = declaration.loop == nil ? "\(prefix)-{0}" : "\(prefix)-{0}-{1}"
        return .call("format", [.text(format)] + arguments, access: [])
    }
}
