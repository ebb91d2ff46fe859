extension TemplateReader {
    /// The bound expression for an expression of a template.
    ///
    /// - Parameters:
    ///   - expression: The expression.
    ///   - range: The place of the text that it stands in.
    /// - Returns: An expression of the module.
    mutating func lower(_ expression: TemplateExpression, at range: Range<UInt32>) -> Expression {
        switch expression {
        case .text(let text): return Expression(.string(text), range)
        case .integer(let number): return Expression(.integer(number), range)
        case .number(let number): return lowered(number, at: range)
        case .call(let name, let arguments): return lower(call: name, arguments, at: range)
        case .member: return lowerChain(expression, at: range)
        }
    }

    private mutating func lower(
        call name: String,
        _ arguments: [TemplateExpression],
        at range: Range<UInt32>
    ) -> Expression {
        let lowercased = name.lowercased()
        if let found = lowerName(lowercased, arguments, at: range) { return found }
        if let found = lowerOperator(lowercased, arguments, at: range) { return found }
        if let index = functions[lowercased] {
            return Expression(.userCall(index, arguments.map { lower($0, at: range) }), range)
        }
        switch lowercased {
        case "createarray": return Expression(.array(arguments.map { .item(lower($0, at: range)) }), range)
        case "createobject": return createObject(arguments, at: range)
        case "lambda": return lambda(arguments, at: range)
        case "invokeresourcemethod": return method(arguments, at: range)
        case "reference": return lowerReference(arguments, [], at: range)
        case "tryget", "tryindexfromend", "indexfromend":
            let call = TemplateExpression.call(name, arguments)
            guard Self.access(call) != nil else { return failing(name, calledWith: arguments, at: range) }
            return lowerChain(call, at: range)
        case "resourceinfo":
            return arguments.first.flatMap { declared($0, at: range) } ?? builtin("reference", arguments, at: range)
        case _: return builtin(name, arguments, at: range)
        }
    }

    private mutating func builtin(
        _ name: String,
        _ arguments: [TemplateExpression],
        at range: Range<UInt32>
    ) -> Expression {
        let plain = name.hasPrefix("sys.") || name.hasPrefix("az.") ? String(name.drop { $0 != "." }.dropFirst()) : name
        guard let canonical = Self.builtins[plain.lowercased()] ?? listFunction(plain) else {
            return failing("the function '\(name)' is not known", at: range)
        }
        let signature = BuiltinFunctions.signature(of: canonical)
        guard let signature, arguments.count >= signature.minimumCount,
            signature.maximumCount.map({ arguments.count <= $0 }) ?? true
        else { return failing(name, calledWith: arguments, at: range) }
        return Expression(
            .call(BuiltinFunction(name: canonical), arguments.map { lower($0, at: range) }),
            range
        )
    }

    private func listFunction(_ name: String) -> String? {
        name.lowercased().hasPrefix("list") ? "list" + name.dropFirst(4) : nil
    }

    private func failing(
        _ name: String,
        calledWith arguments: [TemplateExpression],
        at range: Range<UInt32>
    ) -> Expression {
        let count = arguments.count == 1 ? "1 argument" : "\(arguments.count) arguments"
        return failing("the function '\(name)' is called with \(count)", at: range)
    }

    /// The functions of templates by their names in lower case.
    private static let builtins: [String: String] = Dictionary(
        BuiltinFunctions.all.filter { !$0.isOnlyInSource }.map { ($0.name.lowercased(), $0.name) },
        uniquingKeysWith: { first, _ in first }
    )

    /// `invokeResourceMethod('web', 'listSecrets', createArray(…))`: a method of an extension's resource.
    private mutating func method(_ arguments: [TemplateExpression], at range: Range<UInt32>) -> Expression {
        guard arguments.count == 3, let base = declared(arguments[0], at: range), let name = arguments[1].literal,
            case .call(_, let given) = arguments[2]
        else { return failing("'invokeResourceMethod' names no resource of the template", at: range) }
        return Expression(
            .methodCall(base: base, name: name, arguments: given.map { lower($0, at: range) }),
            range
        )
    }

    private mutating func createObject(_ arguments: [TemplateExpression], at range: Range<UInt32>) -> Expression {
        guard arguments.count.isMultiple(of: 2) else {
            return failing("a value of 'createObject' is missing", at: range)
        }
        var members: [Expression.Member] = []
        for place in stride(from: 0, to: arguments.count, by: 2) {
            let name = lower(arguments[place], at: range)
            members.append(.property(name: name, value: lower(arguments[place + 1], at: range)))
        }
        return Expression(.object(members), range)
    }

    /// `lambda('a', 'b', body)`.
    private mutating func lambda(_ arguments: [TemplateExpression], at range: Range<UInt32>) -> Expression {
        guard let body = arguments.last else { return failing("a lambda has no body", at: range) }
        let outer = frame.lambdaVariables
        defer { frame.lambdaVariables = outer }
        var slots: [Int] = []
        for name in arguments.dropLast() {
            let slot = frame.newSlot()
            slots.append(slot)
            frame.lambdaVariables[(name.literal ?? "").lowercased()] = slot
        }
        return Expression(
            .lambda(slots: slots, names: arguments.dropLast().map { $0.literal ?? "" }, body: lower(body, at: range)),
            range
        )
    }
}

// MARK: - Names

extension TemplateReader {
    /// What `parameters('x')` and its like stand for; `nil` for other calls.
    private mutating func lowerName(
        _ function: String,
        _ arguments: [TemplateExpression],
        at range: Range<UInt32>
    ) -> Expression? {
        let name = arguments.first?.literal
        switch function {
        case "parameters":
            if let slots = frame.functionParameters {
                return named(name, in: slots, "parameter", at: range) { .local($0) }
            }
            return named(name, in: parameters, "parameter", at: range) { .parameter($0) }
        case "variables": return named(name, in: variables, "variable", at: range) { .variable($0) }
        case "lambdavariables":
            return named(name, in: frame.lambdaVariables, "lambda variable", at: range) { .local($0) }
        case "copyindex": return copyIndex(arguments, at: range)
        case "null": return Expression(.null, range)
        case "true": return Expression(.bool(true), range)
        case "false": return Expression(.bool(false), range)
        case _: return nil
        }
    }

    private func named(
        _ name: String?,
        in places: [String: Int],
        _ kind: String,
        at range: Range<UInt32>,
        _ make: (Int) -> Expression.Kind
    ) -> Expression {
        guard let name else { return failing("the name of a \(kind) is computed", at: range) }
        guard let place = places[name.lowercased()] else { return failing("there is no \(kind) '\(name)'", at: range) }
        return Expression(make(place), range)
    }

    /// `copyIndex()`, `copyIndex(offset)`, `copyIndex('name')`, `copyIndex('name', offset)`.
    private mutating func copyIndex(_ arguments: [TemplateExpression], at range: Range<UInt32>) -> Expression {
        var rest = arguments[...]
        var slot = frame.resourceCopy
        if let name = rest.first?.literal {
            slot = frame.copies[name.lowercased()]
            rest = rest.dropFirst()
        }
        guard let slot else { return failing("'copyIndex' stands outside of its copy", at: range) }
        let index = Expression(.local(slot), range)
        guard let offset = rest.first else { return index }
        return Expression(.binary(.add, index, lower(offset, at: range)), range)
    }
}

// MARK: - Operators

extension TemplateReader {
    private static let operators: [String: BinaryOperator] = [
        "add": .add, "sub": .subtract, "mul": .multiply, "div": .divide, "mod": .modulo, "equals": .equal,
        "less": .less, "lessorequals": .lessOrEqual, "greater": .greater, "greaterorequals": .greaterOrEqual,
        "and": .and, "or": .or, "coalesce": .coalesce,
    ]

    /// The operator that a function of templates stands for; `nil` for other calls.
    private mutating func lowerOperator(
        _ function: String,
        _ arguments: [TemplateExpression],
        at range: Range<UInt32>
    ) -> Expression? {
        if let sign = Self.operators[function], !arguments.isEmpty {
            return joined(arguments.map { lower($0, at: range) }[...], by: sign, at: range)
        }
        if function == "not", arguments.count == 1 {
            return Expression(.unary(.not, lower(arguments[0], at: range)), range)
        }
        guard function == "if", arguments.count == 3 else { return nil }
        let parts = arguments.map { lower($0, at: range) }
        return Expression(.conditional(condition: parts[0], then: parts[1], otherwise: parts[2]), range)
    }
}

extension TemplateReader {
    /// Operands with an operator between them; in halves, so that many of them make no deep tree.
    ///
    /// Only operators for which grouping does not matter have more than two operands in templates.
    private func joined(
        _ operands: ArraySlice<Expression>,
        by sign: BinaryOperator,
        at range: Range<UInt32>
    ) -> Expression {
        guard operands.count > 1 else { return operands.first ?? .invalid(range) }
        let middle = operands.startIndex + operands.count / 2
        let left = joined(operands[..<middle], by: sign, at: range)
        let right = joined(operands[middle...], by: sign, at: range)
        return Expression(.binary(sign, left, right), range)
    }
}

// MARK: - Accesses

extension TemplateReader {
    /// One step of a chain of accesses.
    private struct Step {
        let key: TemplateExpression
        var access: Expression.Access = .strict
        var isFromEnd = false
    }

    /// The expression for members, indices, `tryGet` and `reference`.
    ///
    /// - Parameters:
    ///   - expression: The expression.
    ///   - outer: Accesses that follow it.
    ///   - range: The place of the text that it stands in.
    /// - Returns: An expression of the module.
    private mutating func lowerChain(
        _ expression: TemplateExpression,
        accessedBy outer: ArraySlice<Step> = [],
        at range: Range<UInt32>
    ) -> Expression {
        var steps: [Step] = []
        var root = expression
        while let (base, last) = Self.access(root) {
            steps += last.reversed()
            root = base
        }
        steps.reverse()
        return lower(root, accessedBy: steps + outer, at: range)
    }

    /// What an access leads into, and its steps; `nil` for what is none, or has too few or too many arguments.
    private static func access(_ expression: TemplateExpression) -> (base: TemplateExpression, steps: [Step])? {
        switch expression {
        case .member(let base, let key): return (base, [Step(key: key)])
        case .call(let name, let arguments):
            switch name.lowercased() {
            case "tryget" where arguments.count > 1:
                return (arguments[0], arguments.dropFirst().map { Step(key: $0, access: .safe) })
            case "indexfromend" where arguments.count == 2:
                return (arguments[0], [Step(key: arguments[1], isFromEnd: true)])
            case "tryindexfromend" where arguments.count == 2:
                return (arguments[0], [Step(key: arguments[1], access: .safe, isFromEnd: true)])
            case _: return nil
            }
        case .text, .integer, .number: return nil
        }
    }

    /// The expression for members of what a call gives; those of a choice are members of what is chosen.
    private mutating func lower(
        _ root: TemplateExpression,
        accessedBy steps: ArraySlice<Step>,
        at range: Range<UInt32>
    ) -> Expression {
        guard case .call(let name, let arguments) = root else {
            return accessing(lower(root, at: range), steps, at: range)
        }
        switch name.lowercased() {
        case "reference": return lowerReference(arguments, steps, at: range)
        case "if" where arguments.count == 3 && !steps.isEmpty:
            let condition = lower(arguments[0], at: range)
            let then = lowerChain(arguments[1], accessedBy: steps, at: range)
            let otherwise = lowerChain(arguments[2], accessedBy: steps, at: range)
            return Expression(.conditional(condition: condition, then: then, otherwise: otherwise), range)
        case _: return accessing(lower(root, at: range), steps, at: range)
        }
    }

    private mutating func accessing(
        _ base: Expression,
        _ steps: ArraySlice<Step>,
        at range: Range<UInt32>
    ) -> Expression {
        var result = base
        for step in steps {
            if let name = step.key.literal, !step.isFromEnd {
                result = Expression(.property(base: result, name: name, access: step.access), range)
            } else {
                let index = lower(step.key, at: range)
                result = Expression(
                    .index(base: result, index: index, access: step.access, fromEnd: step.isFromEnd),
                    range
                )
            }
        }
        return result
    }

    /// A reference to a resource gives its properties, or all of it, always so if an extension provides it; one to a
    /// deployment gives its outputs with their types.
    private mutating func lowerReference(
        _ arguments: [TemplateExpression],
        _ steps: ArraySlice<Step>,
        at range: Range<UInt32>
    ) -> Expression {
        guard let target = arguments.first else { return failing("'reference' has no argument", at: range) }
        guard let base = declared(target, at: range) ?? deployment(target, at: range) else {
            return accessing(builtin("reference", arguments, at: range), steps, at: range)
        }
        guard base.isModule else {
            let isFull =
                base.isProvided(in: module) || arguments.count > 2 && arguments[2].literal?.lowercased() == "full"
            let properties = Expression(.property(base: base, name: "properties", access: .strict), range)
            return accessing(isFull ? base : properties, steps, at: range)
        }
        // Beside its value an output has a type here, which the language does not show.
        var bare = Array(steps)
        if bare.count > 2, bare[2].key.literal?.lowercased() == "value" { bare.remove(at: 2) }
        return accessing(base, bare[...], at: range)
    }

    /// The resource or module that a symbolic name stands for: `'web'`, or `format('web[{0}]', index)` for one of a loop.
    private mutating func declared(_ target: TemplateExpression, at range: Range<UInt32>) -> Expression? {
        if let name = target.literal { return symbols[name]?.expression(at: range) }
        guard case .call(let function, let arguments) = target, function.lowercased() == "format", arguments.count == 2,
            let pattern = arguments[0].literal, pattern.hasSuffix("[{0}]"),
            let collection = symbols[String(pattern.dropLast("[{0}]".count))]?.expression(at: range)
        else { return nil }
        return element(arguments[1], of: collection, at: range)
    }

    private mutating func element(
        _ index: TemplateExpression,
        of collection: Expression,
        at range: Range<UInt32>
    ) -> Expression {
        let index = lower(index, at: range)
        return Expression(.index(base: collection, index: index, access: .strict, fromEnd: false), range)
    }

    /// The nested deployment that an id stands for, by the expression for its name.
    private mutating func deployment(_ target: TemplateExpression, at range: Range<UInt32>) -> Expression? {
        guard case .call(_, let arguments) = target,
            let place = arguments.firstIndex(where: { $0.literal?.lowercased() == "microsoft.resources/deployments" }),
            place == arguments.count - 2, let name = arguments.last
        else { return nil }
        for (pattern, module, isLoop) in deploymentNames {
            var index: TemplateExpression?
            guard pattern.matches(name, copyIndex: &index) else { continue }
            let base = Expression(.module(module), range)
            guard isLoop else { return base }
            return index.map { element($0, of: base, at: range) }
        }
        return nil
    }
}

extension TemplateExpression {
    /// Whether another expression is this one with something in the place of `copyIndex()`.
    fileprivate func matches(_ other: TemplateExpression, copyIndex: inout TemplateExpression?) -> Bool {
        switch (self, other) {
        case (.call(let name, let arguments), _) where name.lowercased() == "copyindex" && arguments.isEmpty:
            if let known = copyIndex { return known == other }
            copyIndex = other
            return true
        case (.call(let name, let arguments), .call(let otherName, let otherArguments)):
            guard name.lowercased() == otherName.lowercased(), arguments.count == otherArguments.count else {
                return false
            }
            return zip(arguments, otherArguments).allSatisfy { $0.matches($1, copyIndex: &copyIndex) }
        case (.member(let base, let key), .member(let otherBase, let otherKey)):
            return base.matches(otherBase, copyIndex: &copyIndex) && key.matches(otherKey, copyIndex: &copyIndex)
        case (.text, _), (.integer, _), (.number, _), (.call, _), (.member, _): return self == other
        }
    }
}

extension Symbol {
    /// The expression that names a resource or module.
    fileprivate func expression(at range: Range<UInt32>) -> Expression? {
        switch self {
        case .resource(let index): Expression(.resource(index), range)
        case .module(let index): Expression(.module(index), range)
        case .parameter, .variable, .function, .type, .namespace, .imports, .other: nil
        }
    }
}

extension Expression {
    /// Whether it names a resource that an extension provides.
    fileprivate func isProvided(in module: BoundModule) -> Bool {
        switch kind {
        case .resource(let index): module.resources[index].extensionName != nil
        case .index(let base, _, _, _): base.isProvided(in: module)
        default: false
        }
    }

    /// Whether this is a module, or one of a loop of modules.
    fileprivate var isModule: Bool {
        switch kind {
        case .module: true
        case .index(let base, _, _, _): base.isModule
        default: false
        }
    }
}

extension BuiltinFunctions.Signature {
    /// Whether a compiler replaces all calls by what they give, so that templates have no such function.
    ///
    /// Templates come from registries: one that could call these would read the files and the environment of whoever
    /// deploys it.
    fileprivate var isOnlyInSource: Bool {
        switch placement {
        case .parameterFiles, .deployedParameterFiles: true
        case .anywhere, .parameterDefaults, .modules:
            FunctionTable.files[name] != nil || ["any", "nameof"].contains(name)
        }
    }
}
