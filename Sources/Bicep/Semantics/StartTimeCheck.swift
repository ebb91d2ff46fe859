import Diagnostics

/// Finds properties that Azure needs at the start of a deployment, and whose values only the deployment tells.
struct StartTimeCheck {
    private let binder: Binder
    /// Works out the names by which members are read.
    private var types: TypeCheck
    private var variables: [Int: Bool] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    init(_ binder: Binder, _ types: TypeCheck) {
        self.binder = binder
        self.types = types
    }

    private var module: BoundModule { binder.module }

    /// What can be read of every resource before it is made.
    private static let readable: Set<String> = ["id", "name", "type", "apiVersion"]

    /// Members of a resource's body that cannot wait for others.
    private static let needed: Set<String> = [
        "name", "location", "kind", "sku", "tags", "zones", "identity", "plan", "managedBy", "managedByExtended",
        "extendedLocation", "placement", "subscriptionId", "resourceGroup", "asserts",
    ]

    /// Checks all resources of Azure that are made, and all modules.
    mutating func run() {
        // A variable that depends on itself is reported elsewhere.
        for case .variable(let index) in binder.circular { variables[index] = false }
        for index in binder.variableOrder { _ = isOpen(variable: index) }
        for resource in module.resources where resource.extensionName == nil && !resource.isExisting {
            for member in resource.body.members where Self.needed.contains(member.name) {
                // Only a name must not even use what the author of the other resource has written.
                check(member.value, of: member.name, isName: member.name == "name")
            }
        }
        for declaration in module.modules {
            for member in declaration.body.members where member.name == "name" || member.name == "identity" {
                check(member.value, of: member.name, isName: true)
            }
        }
        for resource in module.resources { check(resource.condition, resource.loop) }
        for declaration in module.modules { check(declaration.condition, declaration.loop) }
        for variable in module.variables {
            guard case .loop(let loop) = variable.value.kind else { continue }
            check(nil, loop)
            find(in: loop.body) { .loopBodyNeededAtStart(variable.name, at: $0) }
        }
        for output in module.outputs {
            if case .loop(let loop) = output.value.kind { check(nil, loop) }
        }
        guard binder.constructs.contains(.stateCall) else { return }
        for part in module.deployedParts { checkCalls(in: part) }
    }

    /// Reports what a condition or the items of a loop take from what is deployed.
    private mutating func check(_ condition: Expression?, _ loop: Expression.Loop?) {
        if let condition { checkCondition(condition) }
        guard let loop else { return }
        find(in: loop.items) { .itemsNeededAtStart(at: $0) }
        if let filter = loop.condition { checkCondition(filter) }
    }

    /// Reports what a condition takes from what is deployed, by reading it or by asking for it.
    private mutating func checkCondition(_ condition: Expression) {
        guard !reportRuntimeCalls(in: condition) else { return }
        find(in: condition) { .conditionNeededAtStart(at: $0) }
    }

    private mutating func reportRuntimeCalls(in expression: Expression) -> Bool {
        if case .call(let function, _) = expression.kind,
            function.asksForState
        {
            diagnostics.appendOneOfFew(.runtimeCall(function.name, at: binder.span(expression.range)))
            return true
        }
        return expression.children.reduce(false) { reportRuntimeCalls(in: $1) || $0 }
    }

    /// Reports arguments of `list…` functions that are taken from what is deployed.
    private mutating func checkCalls(in expression: Expression) {
        if case .call(let function, let arguments) = expression.kind, function.isListFunction {
            for argument in arguments { find(in: argument) { .argumentNeededAtStart(function.name, at: $0) } }
            return
        }
        expression.forEachChild { checkCalls(in: $0) }
    }

    private mutating func check(_ expression: Expression, of property: String, isName: Bool) {
        find(in: expression, isName: isName) { .neededAtStart(property, at: $0) }
    }

    /// Reports each part of an expression that is not known at the start.
    private mutating func find(in expression: Expression, isName: Bool = true, _ diagnostic: (Span) -> Diagnostic) {
        if isOpen(expression, isName: isName) {
            diagnostics.appendOneOfFew(diagnostic(binder.span(expression.range)))
            return
        }
        if isReadable(expression, isName: isName) { return }
        for child in expression.children { find(in: child, isName: isName, diagnostic) }
    }

    /// Whether an expression reads of a resource or module only what is known at the start.
    private mutating func isReadable(_ expression: Expression, isName: Bool) -> Bool {
        guard let (base, names) = access(expression) else { return false }
        switch declaration(base) {
        case .resource(let index):
            return names.allSatisfy { name in
                guard !Self.readable.contains(name) else { return true }
                return !isName && !module.resources[index].isExisting
                    && module.resources[index].body.member(name) != nil && name != "properties"
            }
        case .module: return names == ["name"]
        case .parameter, .variable, .function, .type, .namespace, .imports, .other, nil: return false
        }
    }

    /// Whether an expression as a whole is not known at the start.
    private mutating func isOpen(_ expression: Expression, isName: Bool) -> Bool {
        switch expression.kind {
        case .variable(let index): return isOpen(variable: index)
        // What an extension's resource gives is asked of its extension, not of Azure.
        case .resource(let index): return module.resources[index].extensionName == nil
        case .module: return true
        case .property, .index:
            guard !isReadable(expression, isName: isName) else { return false }
            if let (base, _) = access(expression), declaration(base) != nil { return true }
            if case .index(let base, _, _, _) = expression.kind, declaration(base) != nil { return true }
            if case .property(let base, _, _) = expression.kind { return isOpen(base, isName: isName) }
            if case .index(let base, _, _, _) = expression.kind { return isOpen(base, isName: isName) }
            return false
        case .call(let function, _): return function.asksForState
        case .methodCall(let base, _, _): return declaration(base) != nil
        case .nonNull(let base): return isOpen(base, isName: isName)
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .local, .userCall, .unary,
            .binary, .conditional, .lambda, .loop, .invalid:
            return false
        }
    }

    private mutating func isOpen(variable index: Int) -> Bool {
        if let known = variables[index] { return known }
        let isOpen = containsOpen(module.variables[index].value)
        variables[index] = isOpen
        return isOpen
    }

    private mutating func containsOpen(_ expression: Expression) -> Bool {
        if isOpen(expression, isName: true) { return true }
        if isReadable(expression, isName: true) { return false }
        for child in expression.children where containsOpen(child) { return true }
        return false
    }

    /// The base of an access, and the names that it may be by, which are known before anything is evaluated.
    private mutating func access(_ expression: Expression) -> (Expression, [String])? {
        switch expression.kind {
        case .property(let base, let name, _): return (base, [name])
        case .index(let base, let index, _, _): return texts(of: index).map { (base, $0) }
        default: return nil
        }
    }

    /// The texts that an expression may come to; `nil` if that is not certain.
    private mutating func texts(of expression: Expression) -> [String]? {
        let type = types.quietly { $0.opened($0.check(expression)) }
        let texts = type.alternatives.compactMap(\.literalText)
        return texts.count == type.alternatives.count ? texts : nil
    }

    /// The resource or module that an expression names, itself or an element of its loop.
    private mutating func declaration(_ expression: Expression) -> Symbol? {
        switch expression.kind {
        case .resource(let index): return module.resources[index].extensionName == nil ? .resource(index) : nil
        case .module(let index): return .module(index)
        case .nonNull(let base): return declaration(base)
        case .index(let base, let index, _, _):
            if texts(of: index) != nil { return nil }
            guard let symbol = declaration(base), binder.collections.contains(symbol) else { return nil }
            return symbol
        default: return nil
        }
    }
}

extension BoundModule {
    /// The bodies and outputs in which calls can stand.
    fileprivate var deployedParts: [Expression] {
        resources.map(\.body) + modules.map(\.body) + outputs.map(\.value)
    }
}

extension Diagnostic {
    fileprivate static func runtimeCall(_ function: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP066",
            "'\(function)' asks what is deployed, and cannot decide whether something is",
            at: span,
            help: "decide by a parameter"
        )
    }

    fileprivate static func neededAtStart(_ property: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP120",
            "'\(property)' must be known when the deployment starts, and this is known only later",
            at: span,
            help: "use 'id', 'name', 'type' or 'apiVersion' of a resource, a parameter, or a variable of these"
        )
    }

    fileprivate static func conditionNeededAtStart(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP177",
            "a condition must be known when the deployment starts, and this is known only later",
            at: span,
            help: "decide by a parameter"
        )
    }

    fileprivate static func argumentNeededAtStart(_ function: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP181",
            "the arguments of '\(function)' must be known when the deployment starts, and this is known only later",
            at: span,
            help: "use the 'id' of a resource that this file declares, or call the method of the resource"
        )
    }

    fileprivate static func itemsNeededAtStart(at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP178",
            "what a loop runs over must be known when the deployment starts, and this is known only later",
            at: span,
            help: "loop over a parameter, or over the declarations that the values come from"
        )
    }

    fileprivate static func loopBodyNeededAtStart(_ name: String, at span: Span) -> Diagnostic {
        Diagnostic(
            .error,
            "BCP182",
            "the loop of the variable '\(name)' must be known when the deployment starts, and this is known only later",
            at: span,
            help: "put the loop where the values are used: in a property, a parameter of a module or an output"
        )
    }
}
