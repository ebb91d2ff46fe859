import Diagnostics

/// Finds variables of lambdas where templates cannot have them: in the index of a loop of resources or modules, and in
/// the arguments of functions that are called when the deployment runs.
struct LambdaVariableCheck {
    private let binder: Binder
    private(set) var diagnostics: [Diagnostic] = []

    init(_ binder: Binder) {
        self.binder = binder
    }

    /// Checks all expressions of the module.
    mutating func run() {
        guard binder.constructs.contains(.lambda) else { return }
        let module = binder.module
        for variable in module.variables { check(variable.value, []) }
        for output in module.outputs { check(output.value, []) }
        for resource in module.resources { check(resource.body, []) }
        for declaration in module.modules { check(declaration.body, []) }
    }

    /// Checks an expression that sees the variables of lambdas in some slots.
    private mutating func check(_ expression: Expression, _ slots: Set<Int>) {
        var inner = slots
        switch expression.kind {
        case .lambda(let own, _, _): inner.formUnion(own)
        case .index(let base, let index, _, _) where isCollection(base) && index.mentions(slots):
            diagnostics.appendOneOfFew(.lambdaVariableInIndex(at: binder.span(index.range)))
        case .call(let function, let arguments)
        where function.asksForState && arguments.contains { $0.mentions(slots) }:
            diagnostics.appendOneOfFew(.lambdaVariableInCall(function.name, at: binder.span(expression.range)))
        case .methodCall(let base, let name, let arguments)
        where isResource(base) && arguments.contains { $0.mentions(slots) }:
            diagnostics.appendOneOfFew(.lambdaVariableInCall(name, at: binder.span(expression.range)))
        default: break
        }
        for child in expression.children { check(child, inner) }
    }

    private func isCollection(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .resource(let index): binder.collections.contains(.resource(index))
        case .module(let index): binder.collections.contains(.module(index))
        default: false
        }
    }

    private func isResource(_ expression: Expression) -> Bool {
        if case .resource = expression.kind { true } else { false }
    }
}

extension Expression {
    /// Whether one of some variables is used within.
    fileprivate func mentions(_ slots: Set<Int>) -> Bool {
        guard !slots.isEmpty else { return false }
        if case .local(let slot) = kind { return slots.contains(slot) }
        var found = false
        forEachChild { if !found { found = $0.mentions(slots) } }
        return found
    }
}

extension Diagnostic {
    fileprivate static func lambdaVariableInIndex(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP247",
            "the variable of a lambda cannot choose a resource or module of a loop",
            at: span,
            help: "use a loop: [for … in …: …]"
        )
    }

    fileprivate static func lambdaVariableInCall(_ function: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP248",
            "the variable of a lambda cannot be given to '\(function)', which is called when the deployment runs",
            at: span,
            help: "use a loop: [for … in …: …]"
        )
    }
}
