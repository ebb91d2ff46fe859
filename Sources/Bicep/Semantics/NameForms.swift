import Documents

/// Compares names of resources by what they certainly come to, however they are written.
struct NameForms {
    let module: BoundModule
    /// The forms and texts of variables, each worked out once: one may stand in many others.
    private var forms: [Int: String] = [:]
    private var texts: [Int: String] = [:]

    init(module: BoundModule) {
        self.module = module
    }

    /// How many bytes a name may have; longer ones are nobody's.
    private static let lengthLimit = 4096

    /// How deeply variables and members are looked through.
    private static let depthLimit = 32

    /// A text that is the same for names that are certainly the same; `nil` if nothing is certain.
    ///
    /// Only what comes to a constant text has one.
    mutating func form(of name: Expression) -> String? { form(name, depth: 0) }

    private mutating func form(_ expression: Expression, depth: Int) -> String? {
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
                guard parts.utf8.count <= Self.lengthLimit else { return nil }
            }
            return "\"\(parts)\""
        case .variable(let index):
            guard module.variables[index].imported == nil else { return nil }
            if let known = forms[index] { return known }
            forms[index] = form(module.variables[index].value, depth: depth + 1)
            return forms[index]
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
    private mutating func written(_ expression: Expression, depth: Int) -> Expression? {
        guard depth < Self.depthLimit else { return nil }
        switch expression.kind {
        case .variable(let index):
            guard module.variables[index].imported == nil else { return nil }
            return written(module.variables[index].value, depth: depth + 1)
        case .property(let base, let name, .strict): return member(name, of: base, depth)
        case .index(let base, let index, .strict, false):
            guard let name = constantText(index, depth: depth + 1) else { return nil }
            return member(name, of: base, depth)
        default: return expression
        }
    }

    private mutating func member(_ name: String, of base: Expression, _ depth: Int) -> Expression? {
        guard let whole = written(base, depth: depth + 1) else { return nil }
        switch whole.kind {
        case .object where whole.hasOnlyPlainMembers:
            guard let value = whole.member(name) else { return nil }
            return written(value, depth: depth + 1)
        case .resource(let index) where !module.resources[index].isExisting && module.resources[index].loop == nil:
            guard let value = module.resources[index].body.member(name) else { return nil }
            return written(value, depth: depth + 1)
        default: return nil
        }
    }

    /// The text that an expression always comes to; `nil` if it depends on something.
    private mutating func constantText(_ expression: Expression, depth: Int) -> String? {
        guard depth < Self.depthLimit else { return nil }
        switch expression.kind {
        case .string(let text): return text
        case .variable(let index):
            guard module.variables[index].imported == nil else { return nil }
            if let known = texts[index] { return known }
            texts[index] = constantText(module.variables[index].value, depth: depth + 1)
            return texts[index]
        case .interpolation(let segments):
            var text = ""
            for segment in segments {
                switch segment {
                case .text(let part): text += part
                case .hole(let hole):
                    guard let part = constantText(hole, depth: depth + 1) else { return nil }
                    text += part
                }
                guard text.utf8.count <= Self.lengthLimit else { return nil }
            }
            return text
        default: return nil
        }
    }
}

extension String {
    fileprivate var isQuoted: Bool { hasPrefix("\"") }
}
