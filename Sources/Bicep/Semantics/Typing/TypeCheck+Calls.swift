import Diagnostics

extension TypeCheck {
    /// Checks a call of a function of the language.
    mutating func checkCall(
        _ expression: Expression,
        _ function: BuiltinFunction,
        _ arguments: [Expression]
    ) -> StaticType {
        let types = checkArguments(arguments, of: function)
        if function.name == "any" { return types.contains(where: \.isInvalid) ? .invalid : .any }
        guard let overloads = FunctionOverload.all(of: function) else { return .any }
        guard let overload = match(arguments, types, overloads, of: function.name) else { return .invalid }
        guard !types.contains(where: \.isInvalid) else { return .invalid }
        if function.name == "deployment" { return deployment }
        return overload.map { result(of: $0, types) } ?? .any
    }

    /// What is known of the deployment; one to a resource group has no location of its own.
    private var deployment: StaticType {
        let names = ["name", "id", "properties"] + (module.targetScope == "resourceGroup" ? [] : ["location"])
        let properties = names.map { StaticType.Property(name: $0, type: $0 == "properties" ? .any : .string) }
        return .object(StaticType.ObjectShape(name: "deployment", properties: properties))
    }

    /// The types of all arguments, with those of the variables of lambdas taken from the others.
    private mutating func checkArguments(_ arguments: [Expression], of function: BuiltinFunction) -> [StaticType] {
        var types: [StaticType] = []
        for (position, argument) in arguments.enumerated() {
            guard case .lambda(let slots, _, let body) = argument.kind else {
                types.append(checkKept(argument))
                continue
            }
            let given = variables(ofLambda: position, of: function.name, types)
            let shape = checkLambda(slots, body, taking: given)
            types.append(shape.result.isInvalid ? .invalid : .lambda(shape))
        }
        return types
    }

    private mutating func variables(
        ofLambda position: Int,
        of function: String,
        _ types: [StaticType]
    ) -> [StaticType] {
        guard let first = types.first else { return [] }
        switch function {
        case "mapValues": return [values(of: first)]
        case "sort": return Array(repeating: item(of: first) ?? .any, count: 2)
        case "reduce": return [accumulator(types.count > 1 ? types[1] : .any), item(of: first) ?? .any, .int]
        default: return [item(of: first) ?? .any, .int]
        }
    }

    /// What a value that is changed step by step is known to be: its kind.
    private mutating func accumulator(_ seed: StaticType) -> StaticType {
        switch opened(seed) {
        case .string, .literal(.string): .string
        case .int, .literal(.int): .int
        case .bool, .literal(.bool): .bool
        case .object: .object
        case .list, .tuple: .array
        default: .any
        }
    }

    /// The type of the values in an object.
    private mutating func values(of type: StaticType) -> StaticType {
        guard case .object(let shape) = opened(type) else { return .any }
        let listed = shape.properties.map(\.type)
        switch shape.others {
        case .none: return listed.isEmpty ? .any : .either(listed)
        case .tolerated: return .any
        case .of(let type): return .either(listed + [type])
        }
    }

    // MARK: - Overloads

    /// Finds the one way of calling a function that fits.
    ///
    /// - Returns: `nil` if none does, which was reported; an empty optional if there are several.
    private mutating func match(
        _ arguments: [Expression],
        _ types: [StaticType],
        _ overloads: [FunctionOverload],
        of name: String
    ) -> FunctionOverload?? {
        var possible: [FunctionOverload] = []
        var mismatches: [(position: Int, wanted: StaticType)] = []
        for overload in overloads {
            guard let fitting = fitting(types, overload) else { continue }
            switch fitting {
            case .certain:
                check(arguments, types, against: overload, of: name)
                return overload
            case .possible: possible.append(overload)
            case .mismatch(let position, let wanted): mismatches.append((position, wanted))
            }
        }
        if let only = possible.first {
            guard possible.count == 1 else { return .some(nil) }
            check(arguments, types, against: only, of: name)
            return only
        }
        // The number of arguments was checked by the binder, for all ways of calling at once.
        guard let last = mismatches.max(by: { $0.position < $1.position }) else { return .some(nil) }
        let place = span(arguments[last.position].range)
        let isTie = mismatches.count > 1 && mismatches.allSatisfy { $0.position == last.position }
        let wanted = isTie ? mismatches.map(\.wanted.name) : [last.wanted.name]
        report(.wrongArgument(name, last.position + 1, expected: wanted, found: types[last.position], at: place))
        return nil
    }

    private enum Fitting {
        case certain
        /// As far as is known, since something is of any type.
        case possible
        case mismatch(position: Int, wanted: StaticType)
    }

    /// Whether arguments fit a way of calling; `nil` if it takes another number of them.
    private mutating func fitting(_ types: [StaticType], _ overload: FunctionOverload) -> Fitting? {
        guard types.count >= overload.parameters.count - overload.optional,
            types.count <= overload.parameters.count || overload.rest != nil
        else { return nil }
        var isCertain = true
        for (position, type) in types.enumerated() {
            guard let wanted = overload.parameter(position) else { return nil }
            if case .any = wanted { continue }
            let found = opened(type)
            if found.isAny || found.isInvalid { isCertain = false }
            // What is null only at times is for the deployment to say.
            guard fits(found, wanted) || fittingWithoutNull(found, wanted) != nil else {
                return .mismatch(position: position, wanted: wanted)
            }
        }
        return isCertain ? .certain : .possible
    }

    /// Looks into the arguments of a function whose parameters are known.
    private mutating func check(
        _ arguments: [Expression],
        _ types: [StaticType],
        against overload: FunctionOverload,
        of name: String
    ) {
        for (position, argument) in arguments.enumerated() {
            guard let wanted = overload.parameter(position), wanted.isStructured else { continue }
            assign(argument, types[position], to: wanted, isArgument: true)
        }
    }

    private mutating func result(of overload: FunctionOverload, _ types: [StaticType]) -> StaticType {
        switch overload.result {
        case .type(let type):
            // What follows from constants is a constant, whose value is not worked out here.
            return types.allSatisfy { opened($0).isConstant } ? type.loosened : type
        case .sameAs(let position):
            return item(of: types[position]).map { .list($0) } ?? .any
        case .firstOf(let position): return end(of: opened(types[position])) { $0.first }
        case .lastOf(let position): return end(of: opened(types[position])) { $0.last }
        case .itemsOfItems: return item(of: types[0]).flatMap { item(of: $0) }.map { .list($0) } ?? .array
        case .listOf(let position): return lambdaResult(position, types).map { .list($0) } ?? .array
        case .resultOf: return .any
        case .dictionaryOf(let position): return dictionary(of: lambdaResult(position, types) ?? item(of: types[0]))
        case .dictionaryOfLists(let position):
            return dictionary(of: (lambdaResult(position, types) ?? item(of: types[0])).map { .list($0) })
        case .pairs:
            let pair = StaticType.ObjectShape(properties: [
                StaticType.Property(name: "key", type: .string),
                StaticType.Property(name: "value", type: values(of: types[0])),
            ])
            return .list(.object(pair))
        }
    }

    /// The type of the first or last item of an array.
    private mutating func end(of type: StaticType, _ end: ([StaticType]) -> StaticType?) -> StaticType {
        switch type {
        case .tuple(let items): end(items) ?? .null
        case .list(let item, let bounds) where bounds.minimum ?? 0 > 0: item
        default: item(of: type)?.orNull ?? .any
        }
    }

    private func lambdaResult(_ position: Int, _ types: [StaticType]) -> StaticType? {
        guard types.indices.contains(position), case .lambda(let shape) = types[position] else { return nil }
        return shape.result
    }

    private func dictionary(of type: StaticType?) -> StaticType {
        .object(StaticType.ObjectShape(others: .of(type ?? .any)))
    }
}

// MARK: - Functions of the file and of resources

extension TypeCheck {
    /// Checks a call of a function that this file declares or imports.
    mutating func checkUserCall(_ index: Int, _ arguments: [Expression]) -> StaticType {
        let types = arguments.map { argument in
            if case .lambda = argument.kind { return check(argument) }
            return checkKept(argument)
        }
        let function = module.functions[index]
        let (home, origin): (TypeHome, BoundModule.UserFunction) =
            if let imported = function.imported {
                (.loaded(imported.module), imported.module.interface.functions[imported.index])
            } else {
                (.here, function)
            }
        for (position, (argument, parameter)) in zip(arguments, origin.parameters).enumerated() {
            let wanted = StaticType.declared(parameter.type, home: home, TypeDecorators())
            guard fits(types[position], wanted) || fittingWithoutNull(types[position], wanted) != nil else {
                let place = span(argument.range)
                let expected = [opened(wanted).name]
                report(
                    .wrongArgument(function.name, position + 1, expected: expected, found: types[position], at: place)
                )
                return .invalid
            }
            assign(argument, types[position], to: wanted)
        }
        guard !types.contains(where: \.isInvalid) else { return .invalid }
        return origin.result.map { .declared($0, home: home, TypeDecorators()) } ?? .any
    }

    /// Checks a call of a function of a value: only resources have any.
    mutating func checkMethod(
        _ expression: Expression,
        _ base: Expression,
        _ name: String,
        _ arguments: [Expression]
    ) -> StaticType {
        let found = opened(check(base))
        let types = arguments.map { check($0) }
        guard !found.isInvalid else { return .invalid }
        let place = span(expression.methodRange(name, after: base))
        switch found.withoutNull ?? found {
        case .resource(let index):
            guard module.resources[index].extensionName == nil else { break }
            guard name.hasPrefix("list") || isSecret(name, ofResource: index) else {
                return wrong(.unknownMethod(name, of: found, at: place))
            }
            if name == "getSecret" { return types.contains(where: \.isInvalid) ? .invalid : .string }
        case .object, .module: return wrong(.unknownMethod(name, of: found, at: place))
        case .any, .never, .discriminated, .union: break
        case .invalid: return .invalid
        case .null, .string, .int, .bool, .literal, .list, .tuple, .lambda, .written, .declared:
            return wrong(.methodOfNoObject(found, at: place))
        }
        return types.contains(where: \.isInvalid) ? .invalid : .any
    }

    private func isSecret(_ name: String, ofResource index: Int) -> Bool {
        name == "getSecret" && module.resources[index].isKeyVault
    }
}

extension StaticType {
    /// Whether the type says something of the parts of a value, or of its size.
    fileprivate var isStructured: Bool {
        switch self {
        case .object(let shape):
            if case .of(.any) = shape.others { !shape.properties.isEmpty } else { true }
        case .list(.any, let bounds): bounds != Bounds()
        case .string(let bounds), .int(let bounds): bounds != Bounds()
        case .list, .tuple, .discriminated: true
        case .any, .invalid, .never, .null, .bool, .literal, .union, .resource, .module, .lambda, .written, .declared:
            false
        }
    }

    /// Whether the type has one value only.
    fileprivate var isConstant: Bool {
        switch self {
        case .literal, .null: true
        case .tuple: true
        case .object(let shape): if case .none = shape.others { true } else { false }
        default: false
        }
    }
}

extension Expression {
    /// Where the name of a method stands: behind the base and a dot.
    fileprivate func methodRange(_ name: String, after base: Expression) -> Range<UInt32> {
        let start = min(base.range.upperBound + 1, range.upperBound)
        return start..<min(start + UInt32(name.utf8.count), range.upperBound)
    }
}
