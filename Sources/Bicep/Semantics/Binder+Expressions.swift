import Diagnostics

extension Binder {
    /// Binds the value of a declaration, which may be a loop.
    mutating func bindValue(_ node: SyntaxNode?, kind: Place.Kind) -> Expression {
        guard let node else { return .invalid(0..<0) }
        place.kind = kind
        if node.kind == .loop { return bindLoop(node) { binder, body in binder.bind(body) } }
        return bind(node)
    }

    /// Binds any expression.
    mutating func bind(_ node: SyntaxNode?) -> Expression {
        guard let node else { return .invalid(0..<0) }
        switch node.kind {
        case .integerLiteral: return bindInteger(node)
        case .booleanLiteral: return Expression(.bool(node.token(0)?.kind == .trueKeyword), node.range)
        case .nullLiteral: return Expression(.null, node.range)
        case .string: return bindString(node)
        case .variableAccess: return bindName(node)
        case .functionCall: return bindCall(node)
        case .methodCall: return bindMethodCall(node)
        case .propertyAccess: return bindProperty(node)
        case .indexAccess: return bindIndex(node)
        case .resourceAccess: return bindResourceAccess(node)
        case .nonNull: return Expression(.nonNull(bindAccessed(node.node(0))), node.range)
        case .unary: return bindUnary(node)
        case .binary: return bindBinary(node)
        case .ternary: return bindTernary(node)
        case .lambda:
            report(.lambdaNotAllowed(at: span(node.range)))
            return bindLambda(node)
        case .parenthesized: return bind(node.node(1)).at(node.range)
        case .array: return bindArray(node)
        case .object: return bindObject(node)
        case .loop:
            report(.loopNotAllowed(at: span(node.token(2)?.range ?? node.range)))
            return bindLoop(node) { binder, body in binder.bind(body) }
        default: return .invalid(node.range)
        }
    }

    /// Binds an expression in which loops of properties cannot stand.
    mutating func bindOperand(_ node: SyntaxNode?) -> Expression {
        at {
            $0.allowsPropertyLoops = false
        } _: {
            $0.bind(node)
        }
    }

    private mutating func bindInteger(_ node: SyntaxNode) -> Expression {
        guard let number = Int64(node.text) else {
            report(.integerTooLarge(at: span(node.range)))
            return .invalid(node.range)
        }
        return Expression(.integer(number), node.range)
    }

    mutating func bindString(_ node: SyntaxNode) -> Expression {
        if let text = node.plainString { return Expression(.string(text), node.range) }
        var segments: [Expression.Segment] = []
        for part in node.stringParts {
            switch part {
            case .text(let text): if !text.isEmpty { segments.append(.text(text)) }
            case .hole(let hole): segments.append(.hole(bindOperand(hole)))
            }
        }
        return Expression(.interpolation(segments), node.range)
    }

    private mutating func bindUnary(_ node: SyntaxNode) -> Expression {
        let operand = bindOperand(node.node(1))
        let isNot = node.token(0)?.kind == .exclamation
        if !isNot, case .integer(let number) = operand.kind { return Expression(.integer(-number), node.range) }
        return Expression(.unary(isNot ? .not : .minus, operand), node.range)
    }

    private mutating func bindBinary(_ node: SyntaxNode) -> Expression {
        let left = bindOperand(node.node(0))
        let right = bindOperand(node.node(2))
        guard let token = node.token(1), let sign = BinaryOperator(rawValue: token.text) else {
            return .invalid(node.range)
        }
        return Expression(.binary(sign, left, right), node.range)
    }

    private mutating func bindTernary(_ node: SyntaxNode) -> Expression {
        let condition = bindOperand(node.node(0))
        let then = bindOperand(node.node(3))
        let otherwise = bindOperand(node.node(6))
        return Expression(.conditional(condition: condition, then: then, otherwise: otherwise), node.range)
    }

    private mutating func bindArray(_ node: SyntaxNode) -> Expression {
        var elements: [Expression.Element] = []
        for child in node.nodes(from: 1) {
            switch child.kind {
            case .skipped: break
            case .spread: elements.append(.spread(bindOperand(child.node(1))))
            default: elements.append(.item(bind(child)))
            }
        }
        return Expression(.array(elements), node.range)
    }

    mutating func bindObject(_ node: SyntaxNode) -> Expression {
        var members: [Expression.Member] = []
        // Between the braces, members alternate with commas or line ends, which may begin and end it too.
        let beginsWithLineEnds = node.childCount > 1 && node.kind(of: 1) == .newLines
        members.reserveCapacity((node.childCount - (beginsWithLineEnds ? 3 : 1)) / 2)
        let isBody = place.isBody
        place.isBody = false
        for slot in 1..<max(1, node.childCount) {
            guard let child = node.node(slot) else { continue }
            switch child.kind {
            case .objectProperty:
                let name = bindKey(child)
                let value = at {
                    if isBody { $0.enterBodyMember(name) }
                } _: { binder in
                    binder.bindMemberValue(child.node(2), name: name)
                }
                members.append(.property(name: name, value: value))
            case .spread:
                let value = bindOperand(child.node(1))
                if isBody { report(.spreadInBody(at: span(value.range))) }
                members.append(.spread(value))
            default: break
            }
        }
        let object = Expression(.object(members), node.range)
        if !members.haveDistinctNames { reportDuplicates(in: object) }
        return object
    }

    private mutating func reportDuplicates(in object: Expression) {
        ambiguousObjects.insert(object.range)
        for (name, members) in Dictionary(grouping: object.members, by: \.name) where members.count > 1 {
            for member in members { report(.duplicateProperty(name, at: span(member.nameRange))) }
        }
    }

    private mutating func bindKey(_ property: SyntaxNode) -> Expression {
        if let name = property.token(0) { return Expression(.string(name.text), name.range) }
        return bindOperand(property.node(0))
    }

    private mutating func bindMemberValue(_ node: SyntaxNode?, name: Expression) -> Expression {
        guard let node, node.kind == .loop else { return bind(node) }
        guard place.allowsPropertyLoops else { return bind(node) }
        if case .interpolation = name.kind { report(.loopUnderComputedName(at: span(name.range))) }
        if place.propertyLoops > 0 { report(.nestedPropertyLoop(at: span(node.token(2)?.range ?? node.range))) }
        return at {
            $0.propertyLoops += 1
        } _: {
            $0.bindLoop(node) { binder, body in binder.bind(body) }
        }
    }
}

// MARK: - Loops and lambdas

extension Binder {
    /// Binds a loop whose body is bound by the caller's rule.
    mutating func bindLoop(_ node: SyntaxNode, body: (inout Binder, SyntaxNode?) -> Expression) -> Expression {
        guard let loop = loop(node, { binder, bodyNode in (nil, body(&binder, bodyNode)) }) else {
            return .invalid(node.range)
        }
        return Expression(.loop(loop), node.range)
    }

    /// Binds the items and the variables of a loop, and its filter and body by the caller's rule.
    mutating func loop(
        _ node: SyntaxNode,
        _ body: (inout Binder, SyntaxNode?) -> (condition: Expression?, body: Expression)
    ) -> Expression.Loop? {
        let items = bindOperand(node.node(5))
        let names = node.node(3)?.variables ?? []
        guard let item = names.first else { return nil }
        var scope: [String: LocalSymbol] = [:]
        let itemSlot = newSlot()
        let indexSlot = names.count > 1 ? newSlot() : nil
        scope[item.text] = .slot(itemSlot)
        if let indexSlot { enterLocal(names[1], slot: indexSlot, in: &scope) }
        let bound = at {
            $0.loops += 1
        } _: { binder in
            binder.inScope(scope) { body(&$0, node.node(7)) }
        }
        return Expression.Loop(
            items: items,
            itemSlot: itemSlot,
            indexSlot: indexSlot,
            condition: bound.condition,
            body: bound.body
        )
    }

    private mutating func enterLocal(_ name: SyntaxToken, slot: Int, in scope: inout [String: LocalSymbol]) {
        if scope[name.text] != nil { report(.duplicateDeclaration(name.text, at: span(name.range))) }
        scope[name.text] = .slot(slot)
    }

    mutating func bindLambda(_ node: SyntaxNode) -> Expression {
        var scope: [String: LocalSymbol] = [:]
        var slots: [Int] = []
        let names = node.node(0)?.variables ?? []
        for name in names {
            let slot = newSlot()
            slots.append(slot)
            enterLocal(name, slot: slot, in: &scope)
        }
        let body = at {
            $0.allowsPropertyLoops = false
            $0.loops += 1
        } _: { binder in
            binder.inScope(scope) { $0.bind(node.node(3)) }
        }
        constructs.insert(.lambda)
        return Expression(.lambda(slots: slots, names: names.map(\.text), body: body), node.range)
    }
}

extension Expression {
    /// The same at another range.
    func at(_ range: Range<UInt32>) -> Expression { Expression(kind, range) }
}

extension Binder.Place {
    /// Some properties of the body of a resource or module may hold what others may not.
    fileprivate mutating func enterBodyMember(_ name: Expression) {
        guard case .string(let text) = name.kind else { return }
        if text == "dependsOn" { isInDependsOn = true }
        if text == "properties" || text == "params" { isInProperties = true }
        if text == "extensionConfigs" { isInExtensionConfigs = true }
    }
}

extension [Expression.Member] {
    /// Whether no two names that are known before evaluation are the same.
    fileprivate var haveDistinctNames: Bool {
        guard count > 8 else {
            // To compare a few with each other is faster than to hash them; by their positions, as none need be kept.
            return indices.allSatisfy { index in
                guard let name = self[index].constantName else { return true }
                return !(0..<index).contains { self[$0].isNamed(name) }
            }
        }
        var seen = Set<String>(minimumCapacity: count)
        return allSatisfy { member in member.constantName.map { seen.insert($0).inserted } ?? true }
    }
}
