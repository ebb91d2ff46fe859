import Documents

/// Compares names of resources by what they certainly come to, however they are written.
struct NameForms {
    let module: BoundModule

    /// How deeply variables and members are looked through.
    private static let depthLimit = 32

    /// A text that is the same for names that are certainly the same; `nil` if nothing is certain.
    ///
    /// Only what comes to a constant text has one.
    func form(of name: Expression) -> String? { form(name, depth: 0) }

    private func form(_ expression: Expression, depth: Int) -> String? {
        guard depth < Self.depthLimit else { return nil }
        switch expression.kind {
        case .string(let text): return Value.string(text).json(.compact)
        case .interpolation(let segments):
            var parts = ""
            for segment in segments {
                switch segment {
                case .text(let text): parts += String(Value.string(text).json(.compact).dropFirst().dropLast())
                case .hole(let hole):
                    guard let part = form(hole, depth: depth + 1) else { return nil }
                    parts += part.isQuoted ? String(part.dropFirst().dropLast()) : "${\(part)}"
                }
            }
            return "\"\(parts)\""
        case .variable(let index):
            guard module.variables[index].imported == nil else { return nil }
            return form(module.variables[index].value, depth: depth + 1)
        case .property, .index:
            guard let written = written(expression, depth: depth + 1), written.range != expression.range else {
                return nil
            }
            return form(written, depth: depth + 1)
        case .resource,
            .null, .bool, .integer, .array, .object, .parameter, .module, .local, .call, .userCall, .methodCall, .unary,
            .binary, .conditional, .nonNull, .lambda, .loop, .invalid:
            return nil
        }
    }

    /// What the author wrote for a member of a variable or of a resource's body.
    private func written(_ expression: Expression, depth: Int) -> Expression? {
        guard depth < Self.depthLimit else { return nil }
        switch expression.kind {
        case .variable(let index):
            guard module.variables[index].imported == nil else { return nil }
            return written(module.variables[index].value, depth: depth + 1)
        case .property(let base, let name, .strict): return member(name, of: base, depth)
        case .index(let base, let index, .strict, false):
            return constantText(index, depth: depth + 1).flatMap { member($0, of: base, depth) }
        default: return expression
        }
    }

    private func member(_ name: String, of base: Expression, _ depth: Int) -> Expression? {
        guard let whole = written(base, depth: depth + 1) else { return nil }
        switch whole.kind {
        case .object where whole.hasOnlyPlainMembers:
            return whole.member(name).flatMap { written($0, depth: depth + 1) }
        case .resource(let index) where !module.resources[index].isExisting && module.resources[index].loop == nil:
            return module.resources[index].body.member(name).flatMap { written($0, depth: depth + 1) }
        default: return nil
        }
    }

    /// The text that an expression always comes to; `nil` if it depends on something.
    func constantText(_ expression: Expression, depth: Int = 0) -> String? {
        guard depth < Self.depthLimit else { return nil }
        switch expression.kind {
        case .string(let text): return text
        case .variable(let index):
            guard module.variables[index].imported == nil else { return nil }
            return constantText(module.variables[index].value, depth: depth + 1)
        case .interpolation(let segments):
            var text = ""
            for segment in segments {
                switch segment {
                case .text(let part): text += part
                case .hole(let hole):
                    guard let part = constantText(hole, depth: depth + 1) else { return nil }
                    text += part
                }
            }
            return text
        default: return nil
        }
    }
}

extension String {
    fileprivate var isQuoted: Bool { hasPrefix("\"") }
}
