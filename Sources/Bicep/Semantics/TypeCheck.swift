import Diagnostics

/// Finds values that cannot be of the type that is wanted: only what is certain without evaluating anything.
struct TypeCheck {
    let binder: Binder
    private var variables: [Int: InferredType] = [:]
    var diagnostics: [Diagnostic] = []

    let shapes: ConstantShapes

    init(_ binder: Binder) {
        self.binder = binder
        shapes = ConstantShapes(
            module: binder.module,
            typedVariables: Set(
                binder.module.variables.indices.filter { binder.module.variables[$0].declaredType != nil }
            )
        )
    }

    private var module: BoundModule { binder.module }

    /// Checks all expressions of the module.
    mutating func run() {
        for parameter in module.parameters {
            guard let value = parameter.defaultValue else { continue }
            check(value)
            checkAssigned(value, to: parameter.type)
            checkParts(value, parameter.declaredType, at: value.range)
            checkAllowed(value, parameter)
        }
        for variable in module.variables {
            check(variable.value)
            guard let type = variable.declaredType else { continue }
            checkAssigned(variable.value, to: module.valueType(type))
            checkParts(variable.value, type, at: variable.value.range)
        }
        for (index, function) in module.functions.enumerated() {
            check(function.body)
            if let type = binder.functionTypes[index] {
                checkAssigned(function.body, to: module.valueType(type.result))
            }
        }
        for resource in module.resources { checkBody(resource.condition, resource.loop, resource.body) }
        for declaration in module.modules { checkBody(declaration.condition, declaration.loop, declaration.body) }
        for output in module.outputs {
            check(output.value)
            checkAssigned(output.value, to: output.type)
            if let type = output.declaredType { checkParts(output.value, type, at: output.value.range) }
        }
        for declaration in module.extensions {
            if let configuration = declaration.configuration { check(configuration) }
        }
    }

    private mutating func checkBody(_ condition: Expression?, _ loop: Expression.Loop?, _ body: Expression) {
        if case .array(let elements)? = body.member("dependsOn")?.kind {
            for case .item(let item) in elements { checkDependency(item) }
        }
        if let condition {
            check(condition)
            expect(condition, .bool)
        }
        if let loop {
            check(loop.items)
            checkItems(loop)
            if let filter = loop.condition {
                check(filter)
                expect(filter, .bool)
            }
        }
        check(body)
    }
}

// MARK: - Expressions

extension TypeCheck {
    /// Reports what cannot be waited for, being neither a resource nor a module.
    private mutating func checkDependency(_ item: Expression) {
        let found = infer(item)
        guard [.string, .int, .bool, .object, .array].contains(found) else { return }
        let expected = "'resource' or 'module'"
        diagnostics.append(.wrongItem(expected: expected, found: found.rawValue, at: binder.span(item.range)))
    }

    /// Checks an expression and everything below it.
    private mutating func check(_ expression: Expression) {
        let before = diagnostics.count
        expression.forEachPart { check($0) }
        // Whoever has a wrong operand is of no type that could be wrong.
        guard diagnostics.count == before || !expression.isOperation else { return }
        switch expression.kind {
        case .unary(let sign, let operand):
            let wanted: InferredType = sign == .not ? .bool : .int
            let found = infer(operand)
            if !found.fits(wanted) {
                diagnostics.append(.wrongOperand(sign, found, at: binder.span(expression.range)))
            }
        case .binary(let sign, let left, let right): checkBinary(sign, left, right, at: expression.range)
        case .conditional(let condition, _, _): expect(condition, .bool)
        case .loop(let loop): checkItems(loop)
        case .userCall(let index, let arguments): checkArguments(arguments, of: index)
        case .property(let base, let name, .strict):
            let end = expression.range.upperBound
            let start = end - min(UInt32(name.utf8.count), end - expression.range.lowerBound)
            checkMember(name, of: base, at: start..<end)
        case .index(let base, let index, .strict, false):
            if case .string(let name) = index.kind { checkMember(name, of: base, at: index.range) }
        case .null, .bool, .integer, .string, .interpolation, .array, .object, .parameter, .variable, .resource,
            .module, .local, .call, .methodCall, .property, .index, .nonNull, .lambda, .invalid:
            break
        }
    }

    private mutating func checkBinary(
        _ sign: BinaryOperator,
        _ left: Expression,
        _ right: Expression,
        at range: Range<UInt32>
    ) {
        let types = (infer(left), infer(right))
        let isRight: Bool
        switch sign {
        case .add, .subtract, .multiply, .divide, .modulo: isRight = types.0.fits(.int) && types.1.fits(.int)
        case .and, .or: isRight = types.0.fits(.bool) && types.1.fits(.bool)
        case .equalIgnoringCase, .notEqualIgnoringCase: isRight = types.0.fits(.string) && types.1.fits(.string)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            isRight = [InferredType.int, .string].contains { types.0.fits($0) && types.1.fits($0) }
        case .equal, .notEqual, .coalesce: isRight = true
        }
        if !isRight {
            diagnostics.append(.wrongOperands(sign, types.0, types.1, at: binder.span(range)))
        } else if sign == .divide || sign == .modulo, case .integer(0) = right.kind {
            diagnostics.append(.divisionByZero(at: binder.span(right.range)))
        }
    }

    /// Reports a member that an object certainly does not have.
    private mutating func checkMember(_ name: String, of base: Expression, at range: Range<UInt32>) {
        guard let known = shapes.members(of: base), !known.contains(name) else { return }
        diagnostics.append(.unknownMember(name, known: known, at: binder.span(range)))
    }

    private mutating func checkArguments(_ arguments: [Expression], of index: Int) {
        guard let parameters = binder.functionTypes[index]?.parameters else { return }
        for (position, (argument, type)) in zip(arguments, parameters).enumerated() {
            let wanted = module.valueType(type)
            guard mismatch(argument, wanted) != nil else {
                checkParts(argument, type, at: argument.range)
                continue
            }
            let name = module.functions[index].name
            diagnostics.append(
                .wrongArgument(name, position + 1, expected: "'\(wanted.name)'", at: binder.span(argument.range))
            )
        }
    }

    private mutating func checkItems(_ loop: Expression.Loop) {
        let found = infer(loop.items)
        if !found.fits(.array) {
            diagnostics.append(.loopOverNoArray(found, at: binder.span(loop.items.range)))
        }
    }

    private mutating func expect(_ expression: Expression, _ wanted: InferredType) {
        let found = infer(expression)
        if !found.fits(wanted), found != .null {
            diagnostics.append(.wrongType(expected: wanted, found: found, at: binder.span(expression.range)))
        }
    }

    /// What is known of the type of an expression.
    mutating func infer(_ expression: Expression) -> InferredType {
        switch expression.kind {
        case .null: return .null
        case .bool: return .bool
        case .integer: return .int
        case .string, .interpolation: return .string
        case .array, .loop: return .array
        case .object: return .object
        case .parameter(let index): return InferredType(module.parameters[index].type)
        case .variable(let index): return inferVariable(index)
        case .call(let function, let arguments):
            return function.name == "any" ? .any : resultType(function, arguments)
        case .userCall(let index, _):
            return binder.functionTypes[index].map { InferredType(module.valueType($0.result)) } ?? .any
        case .nonNull(let base): return infer(base)
        case .unary(let sign, _): return sign == .not ? .bool : .int
        case .binary(let sign, let left, let right):
            return left.isInvalid || right.isInvalid ? .any : sign.resultType
        case .conditional(_, let then, let otherwise):
            let type = infer(then)
            return type == infer(otherwise) ? type : .any
        case .property, .index: return inferMember(expression)
        case .resource, .module, .local, .methodCall, .lambda, .invalid: return .any
        }
    }

    private mutating func inferMember(_ expression: Expression) -> InferredType {
        if let output = shapes.output(expression) { return InferredType(output.type) }
        if case .property(let base, let name, .strict) = expression.kind, case .resource(let index) = base.kind {
            let isHeader = ["id", "name", "type", "apiVersion"].contains(name)
            return isHeader && module.resources[index].extensionName == nil ? .string : .any
        }
        guard let literal = shapes.literal(behind: expression) else { return .any }
        switch literal.kind {
        case .property, .index: return .any
        default: return infer(literal)
        }
    }

    private func resultType(_ function: BuiltinFunction, _ arguments: [Expression]) -> InferredType {
        function.resultType
    }

    private mutating func inferVariable(_ index: Int) -> InferredType {
        if let known = variables[index] { return known }
        // A variable that depends on itself is of any type; the circle is reported elsewhere.
        variables[index] = .any
        let declared = module.variables[index].declaredType.map { InferredType(module.valueType($0)) }
        let type = declared ?? infer(module.variables[index].value)
        variables[index] = type
        return type
    }
}

extension Diagnostic {
    /// Whether it may follow from another mistake in the same expression.
    fileprivate var isConsequence: Bool { ["BCP052", "BCP053", "BCP083", "BCP120"].contains(code) }
}

extension Expression {
    fileprivate var isOperation: Bool {
        switch kind {
        case .unary, .binary: true
        default: false
        }
    }
}

extension BinaryOperator {
    fileprivate var resultType: InferredType {
        switch self {
        case .add, .subtract, .multiply, .divide, .modulo: .int
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .equalIgnoringCase,
            .notEqualIgnoringCase, .and, .or:
            .bool
        case .coalesce: .any
        }
    }
}

// MARK: - Assignment

extension TypeCheck {
    /// Checks that a value may be given to something of a declared type.
    private mutating func checkAssigned(_ value: Expression, to type: BoundModule.ValueType) {
        if case .conditional(_, let then, let otherwise) = value.kind {
            checkAssigned(then, to: type)
            checkAssigned(otherwise, to: type)
            return
        }
        guard let found = mismatch(value, type) else { return }
        diagnostics.append(.literalMismatch(expected: type.name, found: found, at: binder.span(value.range)))
    }

    private mutating func checkAllowed(_ value: Expression, _ parameter: BoundModule.Parameter) {
        guard let allowed = parameter.allowed, let text = value.literalText, mismatch(value, parameter.type) == nil
        else {
            return
        }
        let texts = allowed.compactMap(\.literalText)
        guard texts.count == allowed.count, !texts.contains(text) else { return }
        let expected = texts.joined(separator: " | ")
        diagnostics.append(.literalMismatch(expected: expected, found: text, at: binder.span(value.range)))
    }

    /// What a value is if it certainly is not of a type.
    mutating func mismatch(_ value: Expression, _ type: BoundModule.ValueType) -> String? {
        let found = infer(value)
        switch type {
        case .any: return nil
        case .nullable(let inner): return found == .null ? nil : mismatch(value, inner)
        case .literals(let texts):
            if case .string(let text) = value.kind { return texts.contains(text) ? nil : "'\(text)'" }
            return found.fits(.string) ? nil : value.literalText ?? found.rawValue
        case .string, .int, .bool, .object, .array:
            return found.fits(InferredType(type)) ? nil : value.literalText ?? found.rawValue
        }
    }
}

extension Expression {
    /// A literal as it is written, for messages and comparison.
    fileprivate var literalText: String? {
        switch kind {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .string(let text): "'\(text)'"
        default: nil
        }
    }
}

extension Binder {
    /// Checks the types of all values.
    mutating func checkTypes() {
        var check = TypeCheck(self)
        check.run()
        var start = StartTimeCheck(self)
        start.run()
        var secrets = SecretReferenceCheck(self)
        secrets.run()
        // What follows from a mistake that was reported at the same place is not worth a word of its own.
        let reported = diagnostics.filter { $0.severity == .error }.compactMap(\.span?.range)
        let found = check.diagnostics + start.diagnostics + secrets.diagnostics
        diagnostics += found.filter { diagnostic in
            guard diagnostic.isConsequence, let range = diagnostic.span?.range else { return true }
            return !reported.contains { $0.overlaps(range) }
        }
    }

    /// Checks that a value may be given to a parameter of another module.
    mutating func checkAssigned(
        _ value: Expression,
        to parameter: BoundModule.Parameter,
        of loaded: LoadedModule,
        at range: Range<UInt32>
    ) {
        if case .null = value.kind, parameter.defaultValue != nil { return }
        var check = TypeCheck(self)
        guard let found = check.mismatch(value, parameter.type) else {
            check.checkParts(value, parameter.declaredType, home: .loaded(loaded), at: range)
            diagnostics += check.diagnostics
            return
        }
        report(.wrongProperty(parameter.name, expected: parameter.type.name, found: found, at: span(range)))
    }
}
