import Diagnostics

/// Works out the types of expressions, and finds values that certainly cannot be where they stand.
///
/// Each declaration is checked once, when it is first asked for. What is wrong is reported at its place, and its
/// type is `invalid`: nothing that follows from it is reported again, but for the mention of a whole declaration
/// that is wrong.
struct TypeCheck {
    let binder: Binder
    var diagnostics: [Diagnostic] = []
    /// The types of variables that were checked, by index; `any` while one is being checked.
    private var variables: [Int: StaticType] = [:]
    /// Whether all variables are being checked, or were.
    private var hasSeenVariables = false
    /// How many variables stand behind each variable that was checked, the longest way counted.
    private var variableDepths: [Int: Int] = [:]
    /// How many stand behind those that the expression at hand has mentioned.
    private var mentionedDepth = 0
    /// How many unions are being opened within each other.
    var openingDepth = 0
    /// Whether one of them stands too deep for its members to be known.
    var isTooDeep = false
    /// What unions come to, by where they are written.
    var unions: [TypePlace: StaticType] = [:]
    /// What literals with spreads hold, by the frames that they see and where they are written.
    var spreads: [Int: [Range<UInt32>: StaticType]] = [:]
    /// How many more properties and items are taken over from values that are spread; beyond, they are not known.
    var spreadPartsLeft = 1_000_000
    /// The types of the variables of loops and lambdas by their slots, for each declaration that was checked.
    var frames: [[Int: StaticType]] = [[:]]
    /// The frames of declarations that are being checked, and that of what belongs to none.
    private var openFrames: Set<Int> = [0]
    /// The frame of the declaration that is being checked.
    var frame = 0
    /// The choices around the expression that is being checked; within one, null is taken for considered.
    var conditions = 0
    /// The types of what stands in values that are compared with a type, so that no expression is checked twice.
    var known: [Range<UInt32>: StaticType] = [:]
    /// Whether the types of expressions are kept.
    var keepsTypes = false
    /// Whether what is found wrong is not to be said.
    var isQuiet = false
    /// How many more parts of types are compared; beyond, nothing more is found wrong.
    var comparisonsLeft = 1_000_000
    /// What names that are unknown are compared with.
    var closeNames = CloseNames()
    /// What providers say of the bodies of resources, as far as it was asked.
    var bodyTypes: [BodyKey: StaticType?] = [:]
    /// The types that are being compared, so that types that hold themselves come to an end.
    var compared: Set<ComparedTypes> = []

    /// Begins with what an earlier check of the same module found out about its variables.
    init(_ binder: Binder) {
        self.binder = binder
        guard let memory = binder.variableTypes else { return }
        (variables, variableDepths, frames) = (memory.variables, memory.depths, memory.frames)
        hasSeenVariables = true
    }

    /// What was found out about the variables of a module, with the frames that their types refer to.
    struct VariableTypes {
        fileprivate let variables: [Int: StaticType]
        fileprivate let depths: [Int: Int]
        fileprivate let frames: [[Int: StaticType]]
    }

    /// What further checks of the module can begin with.
    var variableTypes: VariableTypes { VariableTypes(variables: variables, depths: variableDepths, frames: frames) }

    var module: BoundModule { binder.module }

    func span(_ range: Range<UInt32>) -> Span { binder.span(range) }

    mutating func report(_ diagnostic: Diagnostic) {
        if !isQuiet { diagnostics.appendOneOfFew(diagnostic) }
    }

    /// Reports something, and gives the type of what is wrong.
    mutating func wrong(_ diagnostic: Diagnostic) -> StaticType {
        report(diagnostic)
        return .invalid
    }

    /// Runs something that says nothing of what it finds wrong.
    mutating func quietly<Result>(_ body: (inout TypeCheck) -> Result) -> Result {
        let before = isQuiet
        isQuiet = true
        defer { isQuiet = before }
        return body(&self)
    }

    /// Runs something for values that see the variables of a frame.
    mutating func inFrame<Result>(_ index: Int, _ body: (inout TypeCheck) -> Result) -> Result {
        let before = frame
        frame = index
        defer { frame = before }
        return body(&self)
    }

    /// Notes what a variable of the declaration at hand is.
    mutating func note(_ type: StaticType, inSlot slot: Int) {
        // What was made from it may have another type now, unless the declaration was checked to its end.
        if frames[frame].updateValue(type, forKey: slot) != nil, openFrames.contains(frame) { spreads[frame] = nil }
    }

    /// Forgets the variables of the declaration at hand.
    mutating func forgetLocals() {
        frames[frame] = [:]
        spreads[frame] = nil
    }

    private mutating func inNewFrame<Result>(_ body: (inout TypeCheck) -> Result) -> Result {
        let new = frames.count
        frames.append([:])
        openFrames.insert(new)
        defer { openFrames.remove(new) }
        return inFrame(new, body)
    }
}

// MARK: - Declarations

extension TypeCheck {
    /// Checks all declarations of the module.
    mutating func run() {
        checkVariables()
        for index in module.parameters.indices { inNewFrame { $0.checkParameter(index) } }
        for index in module.functions.indices { inNewFrame { $0.checkFunction(index) } }
        for resource in module.resources {
            inNewFrame { check in
                let isRight = check.checkBody(resource.condition, resource.loop, resource.body)
                if isRight {
                    check.checkName(of: resource)
                    check.checkProperties(of: resource, knownTo: check.binder.resourceTypes)
                }
            }
        }
        for declaration in module.modules {
            inNewFrame { check in
                let isRight = check.checkBody(declaration.condition, declaration.loop, declaration.body)
                if isRight { check.checkParameters(of: declaration) }
            }
        }
        // What a parameter file assigns is a variable as well.
        if binder.tree.language == .module {
            for output in module.outputs { inNewFrame { $0.checkOutput(output) } }
        }
        for declaration in module.extensions {
            if let configuration = declaration.configuration { inNewFrame { _ = $0.check(configuration) } }
        }
        for assertion in module.assertions {
            inNewFrame { check in
                let found = check.check(assertion.condition)
                if !check.fits(found, .bool) {
                    check.report(.assertionIsNoBool(found, at: check.span(assertion.condition.range)))
                }
            }
        }
    }

    /// Checks all variables, each after those that it mentions.
    private mutating func checkVariables() {
        hasSeenVariables = true
        let kept = keepsTypes
        keepsTypes = false
        for index in binder.variableOrder { _ = type(ofVariable: index) }
        keepsTypes = kept
    }

    private mutating func checkParameter(_ index: Int) {
        let parameter = module.parameters[index]
        guard let value = parameter.defaultValue else { return }
        let found = checkKept(value)
        if opened(type(ofParameter: index)).withoutNull != nil {
            report(.defaultOfNullable(at: span(value.range)))
        }
        assign(value, found, to: type(ofParameter: index))
    }

    private mutating func checkFunction(_ index: Int) {
        let function = module.functions[index]
        guard function.imported == nil, let type = binder.functionTypes[index] else { return }
        for (slot, parameter) in zip(function.parameterSlots, type.parameters) {
            note(.declared(parameter, home: .here, TypeDecorators()), inSlot: slot)
        }
        let found = checkKept(function.body)
        assign(function.body, found, to: .declared(type.result, home: .here, TypeDecorators()))
    }

    private mutating func checkOutput(_ output: BoundModule.Output) {
        let found = checkKept(output.value)
        guard let type = output.declaredType else { return }
        assign(output.value, found, to: .declared(type, home: .here, output.decorators))
    }

    /// Checks a body; whether it is one whose properties can be compared with what they should be.
    private mutating func checkBody(
        _ condition: Expression?,
        _ loop: Expression.Loop?,
        _ body: Expression
    ) -> Bool {
        if let condition { checkCondition(condition) }
        var isRight = true
        if let loop {
            isRight = enterVariables(of: loop)
            if let filter = loop.condition { checkCondition(filter) }
        }
        if case .array(let elements)? = body.member("dependsOn")?.kind {
            for case .item(let item) in elements { checkDependency(item) }
        }
        return !check(body).isInvalid && isRight && !isBroken(body)
    }

    /// Whether something within could not be read, which may have been what is missing.
    private func isBroken(_ body: Expression) -> Bool {
        guard case .object = body.kind else { return true }
        return binder.tree.hasProblem(in: body.range)
    }

    /// Every resource of Azure has a name.
    private mutating func checkName(of resource: BoundModule.ResourceDeclaration) {
        guard resource.extensionName == nil, !resource.type.isEmpty, resource.body.hasOnlyPlainMembers,
            resource.body.member("name") == nil
        else { return }
        report(.missingProperties(["name"], of: "resource", at: span(resource.symbolRange)))
    }

    private mutating func checkCondition(_ condition: Expression) {
        let found = opened(check(condition))
        if !fits(found.withoutNull ?? found, .bool) {
            report(.wrongType(expected: .bool, found: found, at: span(condition.range)))
        }
    }

    /// Reports what cannot be waited for, being neither a resource nor a module.
    private mutating func checkDependency(_ item: Expression) {
        let found = quietly { $0.opened($0.check(item)) }
        switch found {
        case .list(.resource, _), .list(.module, _): break
        case .string, .int, .bool, .literal, .object, .list, .tuple, .null, .written:
            report(.wrongItem(expected: "'resource' or 'module'", found: found.name, at: span(item.range)))
        case .any, .invalid, .never, .union, .discriminated, .resource, .module, .lambda, .declared: break
        }
    }

    /// The type of a parameter for those who use it.
    mutating func type(ofParameter index: Int) -> StaticType {
        let parameter = module.parameters[index]
        if case .invalid = parameter.declaredType.kind { return .invalid }
        return opened(type(of: parameter, home: .here)).loosened
    }

    /// The type of a parameter, with what `@allowed` lists: the values, or the items of an array.
    ///
    /// A type with null is not changed by it.
    mutating func type(of parameter: BoundModule.Parameter, home: TypeHome) -> StaticType {
        let declared = StaticType.declared(parameter.declaredType, home: home, parameter.decorators)
        guard let allowed = parameter.allowed else { return declared }
        let literals = allowed.compactMap { DeclaredType.Literal($0) }
        guard literals.count == allowed.count, !literals.isEmpty else { return declared }
        let union = StaticType.either(literals.map { .literal($0) })
        switch opened(declared) {
        case .list(_, let bounds): return .list(union, bounds)
        case .string, .int, .bool: return union
        case .any, .invalid, .never, .null, .literal, .object, .tuple, .union, .discriminated, .resource, .module,
            .lambda, .written, .declared:
            return declared
        }
    }

    /// The type of a variable; all are checked first, if they were not.
    mutating func type(ofVariable index: Int) -> StaticType {
        if !hasSeenVariables { checkVariables() }
        defer { mentionedDepth = max(mentionedDepth, variableDepths[index] ?? 0) }
        if let known = variables[index] { return known }
        // A variable that depends on itself is reported elsewhere.
        variables[index] = .any
        let outer = mentionedDepth
        mentionedDepth = 0
        let type = type(of: module.variables[index])
        variableDepths[index] = mentionedDepth + 1
        if mentionedDepth < Self.variableDepthLimit { variables[index] = type }
        mentionedDepth = outer
        return variables[index] ?? .any
    }

    /// How many variables may stand behind each other; nothing is known of more, which would not be evaluated either.
    ///
    /// Each may wrap the type of the next, and a type within too many others cannot be taken apart.
    private static let variableDepthLimit = 200

    private mutating func type(of variable: BoundModule.Variable) -> StaticType {
        if let imported = variable.imported {
            let original = imported.module.module.variables[imported.index]
            return original.declaredType.map { .declared($0, home: .loaded(imported.module), original.decorators) }
                ?? .any
        }
        let (wasQuiet, outer) = (isQuiet, conditions)
        (isQuiet, conditions) = (false, 0)
        defer { (isQuiet, conditions) = (wasQuiet, outer) }
        return inNewFrame { check in
            let found = variable.declaredType == nil ? check.check(variable.value) : check.checkKept(variable.value)
            guard let declared = variable.declaredType else { return found }
            if case .invalid = declared.kind { return .invalid }
            let type = StaticType.declared(declared, home: .here, variable.decorators)
            check.assign(variable.value, found, to: type)
            return type
        }
    }
}

// MARK: - Expressions

extension TypeCheck {
    /// Checks an expression that will be compared with a type; what it consists of is kept for that.
    mutating func checkKept(_ expression: Expression) -> StaticType {
        let before = keepsTypes
        keepsTypes = true
        defer { keepsTypes = before }
        return check(expression)
    }

    /// Checks an expression and everything in it, and gives its type.
    mutating func check(_ expression: Expression) -> StaticType {
        switch expression.kind {
        case .null: return .null
        case .bool(let flag): return .literal(.bool(flag))
        case .integer(let number): return .literal(.int(number))
        case .string(let text): return .literal(.string(text))
        case .invalid: return .invalid
        case .local(let slot): return frames[frame][slot] ?? .any
        case .parameter, .variable, .resource, .module: return checkMention(expression)
        case .interpolation, .array, .object, .call, .userCall, .methodCall, .property, .index, .unary, .binary,
            .conditional, .nonNull, .lambda, .loop:
            if keepsTypes, let type = known[expression.range] { return type }
            let type = checkCompound(expression)
            if keepsTypes { known[expression.range] = type }
            return type
        }
    }

    /// The type of a declaration that is mentioned.
    private mutating func checkMention(_ expression: Expression) -> StaticType {
        let (type, name): (StaticType, String)
        switch expression.kind {
        case .parameter(let index): (type, name) = (self.type(ofParameter: index), module.parameters[index].name)
        case .variable(let index):
            guard !binder.circular.contains(.variable(index)) else { return .invalid }
            (type, name) = (self.type(ofVariable: index), module.variables[index].name)
        case .resource(let index):
            guard !binder.circular.contains(.resource(index)) else { return .invalid }
            let isKnown = !module.resources[index].type.isEmpty
            (type, name) = (isKnown ? typeOfResource(index) : .invalid, module.resources[index].symbol)
        case .module(let index):
            guard !binder.circular.contains(.module(index)) else { return .invalid }
            let isKnown = module.modules[index].module != nil
            (type, name) = (isKnown ? typeOfModule(index) : .invalid, module.modules[index].symbol)
        default: return .any
        }
        guard type.isInvalid else { return type }
        return wrong(.invalidDeclaration(name, at: span(expression.range)))
    }

    private func typeOfResource(_ index: Int) -> StaticType {
        binder.collections.contains(.resource(index)) ? .list(.resource(index)) : .resource(index)
    }

    private func typeOfModule(_ index: Int) -> StaticType {
        binder.collections.contains(.module(index)) ? .list(.module(index)) : .module(index)
    }

    private mutating func checkCompound(_ expression: Expression) -> StaticType {
        switch expression.kind {
        case .interpolation(let segments): checkInterpolation(segments)
        case .array(let elements): checkArray(expression, elements)
        case .object(let members): checkObject(expression, members)
        case .call(let function, let arguments): checkCall(expression, function, arguments)
        case .userCall(let index, let arguments): checkUserCall(index, arguments)
        case .methodCall(let base, let name, let arguments): checkMethod(expression, base, name, arguments)
        case .property, .index: checkAccess(expression)
        case .unary(let sign, let operand): checkUnary(expression, sign, operand)
        case .binary(let sign, let left, let right): checkBinary(expression, sign, left, right)
        case .conditional(let condition, let then, let otherwise): checkConditional(condition, then, otherwise)
        case .nonNull(let base): checkNonNull(base)
        case .lambda(let slots, _, let body): .lambda(checkLambda(slots, body, taking: []))
        case .loop(let loop): checkLoop(loop)
        case .null, .bool, .integer, .string, .parameter, .variable, .resource, .module, .local, .invalid: .any
        }
    }

    /// How long a text may be whose characters are known before it is evaluated.
    private static let constantLimit = 4096

    private mutating func checkInterpolation(_ segments: [Expression.Segment]) -> StaticType {
        var length: Int64 = 0
        var constant: String? = ""
        var isInvalid = false
        for segment in segments {
            switch segment {
            case .text(let text):
                length = length.addingWithoutOverflow(Int64(text.utf16.count))
                constant?.append(text)
            case .hole(let hole):
                let type = opened(check(hole))
                if type.isInvalid { isInvalid = true }
                length = length.addingWithoutOverflow(type.leastLengthAsText)
                constant = type.interpolated.flatMap { text in constant.map { $0 + text } }
                if length > Self.constantLimit { constant = nil }
            }
        }
        if isInvalid { return .invalid }
        return constant.map { .literal(.string($0)) } ?? .string(StaticType.Bounds(minimum: length))
    }

    private mutating func checkNonNull(_ base: Expression) -> StaticType {
        let type = opened(check(base))
        return type.withoutNull ?? type
    }

    private mutating func checkArray(_ expression: Expression, _ elements: [Expression.Element]) -> StaticType {
        var isInvalid = false
        for element in elements {
            switch element {
            case .item(let item): if check(item).isInvalid { isInvalid = true }
            case .spread(let value): if !checkSpread(value, of: .array) { isInvalid = true }
            }
        }
        return isInvalid ? .invalid : .written(expression, frame: frame)
    }

    private mutating func checkObject(_ expression: Expression, _ members: [Expression.Member]) -> StaticType {
        var isInvalid = false
        for member in members {
            switch member {
            case .property(let name, let value):
                if case .string = name.kind {} else if check(name).isInvalid { isInvalid = true }
                if check(value).isInvalid { isInvalid = true }
            case .spread(let value): if !checkSpread(value, of: .object) { isInvalid = true }
            }
        }
        return isInvalid || binder.ambiguousObjects.contains(expression.range)
            ? .invalid : .written(expression, frame: frame)
    }

    /// Checks a value after `...`; whether nothing is wrong with it.
    private mutating func checkSpread(_ value: Expression, of wanted: StaticType) -> Bool {
        let found = check(value)
        if found.isInvalid { return false }
        let whole = opened(found)
        guard !fits(whole.withoutNull ?? whole, wanted) else { return true }
        report(.wrongSpread(expected: wanted, found: found, at: span(value.range)))
        return false
    }

    private mutating func checkConditional(
        _ condition: Expression,
        _ then: Expression,
        _ otherwise: Expression
    ) -> StaticType {
        let decision = opened(check(condition))
        conditions += 1
        let types = (check(then), check(otherwise))
        conditions -= 1
        guard !decision.isInvalid, !types.0.isInvalid, !types.1.isInvalid else { return .invalid }
        guard fits(decision.withoutNull ?? decision, .bool) else {
            return wrong(.wrongType(expected: .bool, found: decision, at: span(condition.range)))
        }
        if case .literal(.bool(let flag)) = decision { return flag ? types.0 : types.1 }
        return .either([types.0, types.1])
    }

    /// Checks the body of a lambda, whose variables have types.
    mutating func checkLambda(
        _ slots: [Int],
        _ body: Expression,
        taking types: [StaticType]
    ) -> StaticType.LambdaShape {
        for (position, slot) in slots.enumerated() {
            note(types.indices.contains(position) ? types[position] : .any, inSlot: slot)
        }
        return StaticType.LambdaShape(parameters: slots.count...slots.count, result: check(body))
    }

    private mutating func checkLoop(_ loop: Expression.Loop) -> StaticType {
        guard enterVariables(of: loop) else {
            _ = check(loop.body)
            return .invalid
        }
        if let filter = loop.condition { checkCondition(filter) }
        let body = check(loop.body)
        return body.isInvalid ? .invalid : .list(body)
    }

    /// Gives the variables of a loop their types; whether what it goes over is an array.
    @discardableResult
    private mutating func enterVariables(of loop: Expression.Loop) -> Bool {
        let found = opened(check(loop.items))
        let items = found.withoutNull ?? found
        note(item(of: items) ?? .any, inSlot: loop.itemSlot)
        if let slot = loop.indexSlot { note(.int(StaticType.Bounds(minimum: 0)), inSlot: slot) }
        if found.isInvalid { return false }
        guard fits(items, .array) else {
            report(.loopOverNoArray(found, at: span(loop.items.range)))
            return false
        }
        return true
    }
}

extension Int64 {
    /// The sum of two lengths, or the largest number there is.
    fileprivate func addingWithoutOverflow(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }
}
