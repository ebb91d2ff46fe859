/// Looks through variables and members to the literal that an expression stands for, without evaluating anything.
struct ConstantShapes {
    let module: BoundModule

    /// How many variables and members are looked through within each other, and in all; beyond, nothing is known.
    private static let depthLimit = 32
    private static let stepLimit = 1_000

    /// The literal behind an expression; the expression itself if nothing stands between.
    ///
    /// - Returns: `nil` if a member on the way is not there or not known.
    func literal(behind expression: Expression) -> Expression? {
        var steps = 0
        return literal(behind: expression, depth: 0, &steps)
    }

    private func literal(behind expression: Expression, depth: Int, _ steps: inout Int) -> Expression? {
        steps += 1
        guard depth < Self.depthLimit, steps <= Self.stepLimit else { return nil }
        switch expression.kind {
        case .variable(let index):
            // A declared type hides what the value has.
            guard module.variables[index].declaredType == nil, module.variables[index].imported == nil else {
                return nil
            }
            return literal(behind: module.variables[index].value, depth: depth + 1, &steps)
        case .property(let base, let name, .strict):
            return literal(behind: base, depth: depth + 1, &steps)
                .flatMap { $0.plainMember(name) }.flatMap { literal(behind: $0, depth: depth + 1, &steps) }
        case .index(let base, let index, .strict, false):
            guard let whole = literal(behind: base, depth: depth + 1, &steps) else { return nil }
            switch (whole.kind, literal(behind: index, depth: depth + 1, &steps)?.kind) {
            case (.object, .string(let name)?):
                return whole.plainMember(name).flatMap { literal(behind: $0, depth: depth + 1, &steps) }
            case (.array(let elements), .integer(let number)?):
                guard let place = Int(exactly: number), elements.indices.contains(place),
                    elements.allSatisfy(\.isItem), case .item(let item) = elements[place]
                else { return nil }
                return literal(behind: item, depth: depth + 1, &steps)
            default: return nil
            }
        case .interpolation, .null, .bool, .integer, .string, .array, .object, .parameter, .resource, .module, .local,
            .call, .userCall, .methodCall, .property, .index, .unary, .binary, .conditional, .nonNull, .lambda,
            .loop, .invalid:
            return expression
        }
    }

    // MARK: - Modules

    /// The module that an expression names, itself or an element of a loop of it.
    func moduleIndex(_ expression: Expression) -> Int? {
        switch expression.kind {
        case .module(let index): return module.modules[index].loop == nil ? index : nil
        case .index(let base, _, _, _):
            guard case .module(let index) = base.kind, module.modules[index].loop != nil else { return nil }
            return index
        case .nonNull(let base): return moduleIndex(base)
        default: return nil
        }
    }

    /// The outputs of the module whose `outputs` an expression names.
    private func outputs(of expression: Expression) -> [BoundModule.Output]? {
        guard case .property(let base, "outputs", _) = expression.kind, let index = moduleIndex(base) else {
            return nil
        }
        return module.modules[index].module?.interface.outputs
    }

    /// The output that an expression names, which is one of a module.
    func output(_ expression: Expression) -> BoundModule.Output? {
        guard case .property(let base, let name, .strict) = expression.kind else { return nil }
        return outputs(of: base)?.first { $0.name == name }
    }
}

extension Expression {
    /// The member of an object that has no members but plain ones.
    fileprivate func plainMember(_ name: String) -> Expression? {
        hasOnlyPlainMembers ? member(name) : nil
    }
}

extension Expression.Element {
    fileprivate var isItem: Bool {
        if case .item = self { true } else { false }
    }
}
