import Diagnostics

/// Finds scopes that Azure cannot deploy a resource or module to.
///
/// Which scope reaches which: https://learn.microsoft.com/azure/azure-resource-manager/bicep/deploy-to-resource-group
struct ScopeCheck {
    private let binder: Binder
    private var types: TypeCheck
    private(set) var diagnostics: [Diagnostic] = []

    init(_ binder: Binder, _ types: TypeCheck) {
        self.binder = binder
        self.types = types
    }

    private var module: BoundModule { binder.module }

    /// What a scope is.
    private enum Kind: String {
        case resourceGroup, subscription, managementGroup, tenant
        case resource, module
    }

    /// Checks all resources of Azure, and all modules.
    mutating func run() {
        for declaration in module.modules { checkModule(declaration) }
        for resource in module.resources where resource.extensionName == nil { checkResource(resource) }
    }

    private mutating func checkModule(_ declaration: BoundModule.ModuleDeclaration) {
        reportAny(["scope"], in: declaration.body)
        guard let loaded = declaration.module, let wanted = Kind(rawValue: loaded.interface.targetScope) else { return }
        guard let scope = declaration.body.member("scope") else {
            guard declaration.body.hasOnlyPlainMembers, module.targetScope != wanted.rawValue,
                let found = Kind(rawValue: module.targetScope)
            else { return }
            report(.wrongScope(found.rawValue, wanted: wanted.rawValue, at: binder.span(declaration.body.range)))
            report(.missingProperties(["scope"], of: "module", at: binder.span(declaration.symbolRange)))
            return
        }
        guard let found = kind(of: scope, wanted: wanted.rawValue) else { return }
        let place = binder.span(scope.range)
        if found != wanted {
            report(.wrongScope(found.rawValue, wanted: wanted.rawValue, at: place))
        } else if found == .managementGroup, let code = Self.unreachable[module.targetScope] {
            report(.unreachableScope(found.rawValue, from: module.targetScope, code: code, at: place))
        }
    }

    /// The codes for management groups, which files of narrower scopes cannot deploy to.
    private static let unreachable = ["resourceGroup": "BCP114", "subscription": "BCP115"]

    private mutating func checkResource(_ resource: BoundModule.ResourceDeclaration) {
        reportAny(["scope", "parent"], in: resource.body)
        guard !resource.isExisting, let scope = resource.body.member("scope"), resource.parent == nil,
            let found = kind(of: scope, wanted: "resource' or 'tenant")
        else { return }
        switch found {
        case .resource, .module, .tenant: break
        case .resourceGroup, .subscription, .managementGroup:
            let isOwn = if case .call(_, let arguments) = scope.kind { arguments.isEmpty } else { false }
            if !isOwn || found.rawValue != module.targetScope { report(.foreignScope(at: binder.span(scope.range))) }
        }
    }

    private mutating func report(_ diagnostic: Diagnostic) { diagnostics.appendOneOfFew(diagnostic) }

    /// Reports values whose type is not known where it must be.
    private mutating func reportAny(_ names: [String], in body: Expression) {
        for name in names {
            guard let value = body.member(name), value.isCallOfAny else { continue }
            report(.anyIsNotAllowed(at: binder.span(value.range)))
        }
        guard case .array(let elements)? = body.member("dependsOn")?.kind else { return }
        for case .item(let item) in elements where item.isCallOfAny {
            report(.anyIsNotAllowed(at: binder.span(item.range)))
        }
    }

    /// What a scope is; `nil` if that is not known, or if it is none, which is reported.
    private mutating func kind(of scope: Expression, wanted: String) -> Kind? {
        let type = types.quietly { $0.opened($0.check(scope)) }
        switch type {
        case .resource(let index):
            switch module.resources[index].type.lowercased() {
            case "microsoft.resources/resourcegroups": return .resourceGroup
            case "microsoft.management/managementgroups": return .managementGroup
            case "microsoft.subscription/aliases", "microsoft.resources/subscriptions": return .subscription
            default: return .resource
            }
        case .module: return .module
        case .object(let shape):
            if let kind = Kind(rawValue: shape.name) { return kind }
        case .string, .int, .bool, .literal, .null, .list, .tuple: break
        case .any, .invalid, .never, .union, .discriminated, .lambda, .written, .declared: return nil
        }
        report(.wrongProperty("scope", expected: "'\(wanted)'", found: type.name, at: binder.span(scope.range)))
        return nil
    }
}

extension Expression {
    /// Whether the expression says of itself that nothing is known of it: `any(…)`.
    fileprivate var isCallOfAny: Bool {
        if case .call(let function, _) = kind { function.name == "any" } else { false }
    }
}

extension Diagnostic {
    fileprivate static func unreachableScope(
        _ found: String,
        from scope: String,
        code: String,
        at span: Span
    ) -> Diagnostic {
        Diagnostic(
            .error,
            code,
            "a file whose scope is '\(scope)' cannot deploy to a \(found)",
            at: span,
            help: "set targetScope to '\(found)'"
        )
    }

    fileprivate static func wrongScope(_ found: String, wanted: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP134",
            "the module is for a scope of the kind '\(wanted)', and this is '\(found)'",
            at: span,
            help: "give it a scope, for example 'scope: \(wanted)(…)'"
        )
    }

    fileprivate static func foreignScope(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP139",
            "a resource is deployed to the scope of its file, and this is another",
            at: span,
            help: "put the resource into a module, and give that the scope"
        )
    }

    fileprivate static func anyIsNotAllowed(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP176",
            "a value of type any cannot stand here",
            at: span,
            help: "name the resource itself"
        )
    }
}
