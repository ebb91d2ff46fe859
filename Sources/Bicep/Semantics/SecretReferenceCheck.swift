import Diagnostics

/// Finds calls of a key vault's `getSecret` outside of the one place where they can stand: a secret parameter of a module.
struct SecretReferenceCheck {
    private let binder: Binder
    private(set) var diagnostics: [Diagnostic] = []

    init(_ binder: Binder) {
        self.binder = binder
    }

    /// Checks all expressions of the module.
    mutating func run() {
        guard binder.constructs.contains(.methodCall) else { return }
        let module = binder.module
        for parameter in module.parameters { parameter.defaultValue.map { check($0) } }
        for variable in module.variables { check(variable.value) }
        for function in module.functions { check(function.body) }
        for output in module.outputs { check(output.value) }
        for resource in module.resources {
            check(resource.condition, resource.loop)
            check(resource.body)
        }
        for declaration in module.modules {
            check(declaration.condition, declaration.loop)
            checkBody(of: declaration)
        }
    }

    private mutating func check(_ condition: Expression?, _ loop: Expression.Loop?) {
        for part in [condition, loop?.items, loop?.condition] { part.map { check($0) } }
    }

    private mutating func checkBody(of declaration: BoundModule.ModuleDeclaration) {
        guard case .object(let members) = declaration.body.kind else { return check(declaration.body) }
        for member in members {
            guard case .property(let name, let value) = member else { continue }
            guard case .string("params") = name.kind, case .object(let parameters) = value.kind else {
                if case .string("extensionConfigs") = name.kind { continue }
                check(value)
                continue
            }
            for parameter in parameters {
                switch parameter {
                case .spread(let value): check(value)
                case .property(let name, let value):
                    let known = declaration.module?.interface.parameters
                    let target = known?.first { candidate in
                        if case .string(candidate.name) = name.kind { true } else { false }
                    }
                    if target?.isSecure ?? true { checkBelow(value) } else { check(value) }
                }
            }
        }
    }

    /// Checks a value that may itself be the secret, or choose between secrets.
    private mutating func checkBelow(_ value: Expression) {
        switch value.kind {
        case .methodCall(let base, _, let arguments):
            check(base)
            for argument in arguments { check(argument) }
        case .conditional(let condition, let then, let otherwise):
            check(condition)
            checkBelow(then)
            checkBelow(otherwise)
        default: check(value)
        }
    }

    private mutating func check(_ expression: Expression) {
        if case .methodCall(let base, "getSecret", _) = expression.kind, isVault(base) {
            diagnostics.appendOneOfFew(.misplacedSecret(at: binder.span(expression.range)))
        }
        expression.forEachChild { check($0) }
    }

    private func isVault(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .resource(let index): binder.module.resources[index].isKeyVault
        case .index(let base, _, _, _): isVault(base)
        default: false
        }
    }
}

extension Diagnostic {
    fileprivate static func misplacedSecret(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP180",
            "'getSecret' can be used only as the value of a secret parameter of a module",
            at: span,
            help: "pass it to a module whose parameter is marked with @secure()"
        )
    }
}
