extension Expression {
    /// What stands where something was diagnosed.
    static func invalid(_ range: Range<UInt32>) -> Expression { Expression(.invalid, range) }

    /// Whether nothing more need be said about it.
    var isInvalid: Bool {
        if case .invalid = kind { true } else { false }
    }

    /// Calls something with each child, the expressions directly below this one, in the order of the text.
    func forEachChild(_ visit: (Expression) -> Void) {
        switch kind {
        case .null, .bool, .integer, .string, .parameter, .variable, .resource, .module, .local, .invalid: break
        case .interpolation(let segments):
            for case .hole(let hole) in segments { visit(hole) }
        case .array(let elements):
            for element in elements {
                switch element {
                case .item(let item), .spread(let item): visit(item)
                }
            }
        case .object(let members):
            for member in members {
                switch member {
                case .property(let name, let value):
                    visit(name)
                    visit(value)
                case .spread(let value): visit(value)
                }
            }
        case .call(_, let arguments), .userCall(_, let arguments):
            arguments.forEach(visit)
        case .methodCall(let base, _, let arguments):
            visit(base)
            arguments.forEach(visit)
        case .property(let base, _, _), .nonNull(let base), .unary(_, let base), .lambda(_, _, let base):
            visit(base)
        case .index(let base, let index, _, _):
            visit(base)
            visit(index)
        case .binary(_, let left, let right):
            visit(left)
            visit(right)
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            visit(then)
            visit(otherwise)
        case .loop(let loop):
            visit(loop.items)
            if let condition = loop.condition { visit(condition) }
            visit(loop.body)
        }
    }

    /// The expressions directly below this one, in the order of the text.
    var children: [Expression] {
        var children: [Expression] = []
        forEachChild { children.append($0) }
        return children
    }

    /// Calls something with this expression and each below it, the outer ones first.
    func visitAll(_ visit: (Expression) -> Void) {
        visit(self)
        forEachChild { $0.visitAll(visit) }
    }

    /// The members of an object whose names are plain.
    var members: [(name: String, nameRange: Range<UInt32>, value: Expression)] {
        guard case .object(let members) = kind else { return [] }
        return members.compactMap { member in
            guard case .property(let name, let value) = member, case .string(let text) = name.kind else { return nil }
            return (text, name.range, value)
        }
    }

    /// Whether all names of an object are known before it is evaluated.
    var hasOnlyPlainMembers: Bool {
        guard case .object(let members) = kind else { return false }
        return members.allSatisfy { member in
            if case .property(let name, _) = member, case .string = name.kind { true } else { false }
        }
    }

    /// The value of a member of an object, by its exact name.
    func member(_ name: String) -> Expression? {
        guard case .object(let members) = kind else { return nil }
        return members.first { $0.constantName == name }?.value
    }
}
