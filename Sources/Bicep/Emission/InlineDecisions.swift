/// Which variables and existing resources stand where they are used.
///
/// A template's variables are computed before anything is deployed, so that none can hold what a resource or module
/// gives; the same holds for the name of an existing resource.
struct InlineDecisions {
    private(set) var variables: Set<Int> = []
    private(set) var resources: Set<Int> = []

    /// Nothing is inlined.
    init() {}

    /// Decides for all of a module: what is inlined because of itself, then what uses that.
    ///
    /// `inherited` is what a parameter file takes over.
    init(_ module: BoundModule, inherited: InheritedInputs = InheritedInputs()) {
        var users: [Node: [Node]] = [:]
        var work: [Node] = []
        func add(_ node: Node, _ scan: Scan) {
            if scan.isRuntime { work.append(node) }
            for used in scan.uses { users[used, default: []].append(node) }
        }
        for (index, variable) in module.variables.enumerated() where variable.imported == nil {
            var scan = Scan(module: module, inherited: inherited)
            scan.walk(variable.value)
            add(.variable(index), scan)
        }
        for (index, resource) in module.resources.enumerated() where resource.isExisting {
            guard resource.extensionName == nil else { continue }
            var scan = Scan(module: module, inherited: inherited)
            scan.walk(existing: resource)
            add(.resource(index), scan)
        }
        while let node = work.popLast() {
            let isNew =
                switch node {
                case .variable(let index): variables.insert(index).inserted
                case .resource(let index): resources.insert(index).inserted
                }
            if isNew { work += users[node] ?? [] }
        }
    }

    private enum Node: Hashable {
        case variable(Int)
        case resource(Int)
    }

    /// What one declaration reads.
    private struct Scan {
        let module: BoundModule
        let inherited: InheritedInputs
        var isRuntime = false
        var uses: Set<Node> = []

        init(module: BoundModule, inherited: InheritedInputs) {
            self.module = module
            self.inherited = inherited
        }

        mutating func walk(existing resource: BoundModule.ResourceDeclaration) {
            if let parent = resource.parent, module.resources[parent].isExisting { uses.insert(.resource(parent)) }
            for member in resource.body.members {
                switch member.name {
                case "dependsOn", "parent": continue
                case "scope":
                    if case .resource(let scope)? = member.value.accessed?.kind { uses.insert(.resource(scope)) }
                default: walk(member.value)
                }
            }
        }

        mutating func walk(_ expression: Expression) {
            switch inherited.reading(of: expression) {
            case .none: break
            case .known: return
            case .input:
                isRuntime = true
                return
            }
            switch expression.kind {
            case .variable(let index): uses.insert(.variable(index))
            case .resource, .module: isRuntime = true
            case .property(let base, let name, _):
                switch base.accessed?.kind {
                case .resource(let index): read(name, of: index)
                case .module: if name != "name" { isRuntime = true }
                default: walk(base)
                }
            case .index(let base, let index, _, _):
                if case .string(let name) = index.kind, case .resource(let resource)? = base.accessed?.kind {
                    return read(name, of: resource)
                }
                walk(base)
                walk(index)
            default:
                if case .call(let function, _) = expression.kind, function.isRuntime || function.readsExternalInput {
                    isRuntime = true
                }
                expression.forEachChild { walk($0) }
            }
        }

        private mutating func read(_ property: String, of resource: Int) {
            guard ["id", "name", "type", "apiVersion"].contains(property) else {
                isRuntime = true
                return
            }
            if property == "id" || property == "name" { uses.insert(.resource(resource)) }
        }
    }
}

extension Expression {
    /// The resource or module that an access goes to: without `!`, and of a collection's item the collection.
    var accessed: Expression? {
        switch kind {
        case .resource, .module: self
        case .nonNull(let base): base.accessed
        case .index(let base, let index, _, _):
            if case .string = index.kind { nil } else { base.accessed }
        default: nil
        }
    }
}

extension BuiltinFunction {
    /// Whether a template computes it only while it deploys.
    fileprivate var isRuntime: Bool {
        asksForState || ["toPhysicalZone", "toPhysicalZones", "toLogicalZone", "toLogicalZones"].contains(name)
    }
}
