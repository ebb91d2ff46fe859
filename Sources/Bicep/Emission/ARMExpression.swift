import Documents

/// An expression of ARM templates: `[concat(parameters('a'), 'b')]`.
indirect enum ARMExpression: Sendable, Equatable {
    case text(String)
    case integer(Int64)
    /// A call, and what is read of its result: `name(arguments).x[0]`.
    case call(String, [ARMExpression], access: [ARMExpression])

    /// A call whose whole result is meant.
    static func call(_ name: String, _ arguments: ARMExpression...) -> ARMExpression {
        .call(name, arguments, access: [])
    }

    /// A part of this one's value.
    func appending(_ access: [ARMExpression]) -> ARMExpression {
        switch self {
        case .call(let name, let arguments, let before): .call(name, arguments, access: before + access)
        case .text, .integer: asCall.appending(access)
        }
    }

    /// A part of this one's value.
    func appending(_ access: ARMExpression...) -> ARMExpression { appending(access) }

    /// The same as a call, which alone can stand where a template wants an expression.
    var asCall: ARMExpression {
        switch self {
        case .text: .call("string", self)
        case .integer: .call("int", self)
        case .call: self
        }
    }

    /// Whether it depends on the item of a loop.
    var readsCopyIndex: Bool {
        guard case .call(let name, let arguments, let access) = self else { return false }
        return name == "copyIndex" || arguments.contains(where: \.readsCopyIndex)
            || access.contains(where: \.readsCopyIndex)
    }
}

// MARK: - Values

extension ARMExpression {
    /// A number; the engine reads none of more than 32 bits but in JSON.
    init(_ number: Int64) {
        self = Int32(exactly: number) == nil ? .call("json", .text(String(number))) : .integer(number)
    }

    /// A value that is known.
    init(_ value: Value) {
        switch value {
        case .null, .unknown: self = .call("null")
        case .bool(let flag): self = .call(flag ? "true" : "false")
        case .integer(let number): self.init(number)
        case .number(let number): self = .call("json", .text("\(number)"))
        case .string(let text): self = .text(text)
        case .array(let elements): self = .call("createArray", elements.map { ARMExpression($0) }, access: [])
        case .object(let members):
            let arguments = members.flatMap { [.text($0.key), ARMExpression($0.value)] }
            self = .call("createObject", arguments, access: [])
        case .secret(let hidden): self.init(hidden)
        }
    }
}

// MARK: - Writing

extension ARMExpression {
    /// The expression as a value of a template: a text in brackets, or what needs none.
    var value: Value {
        if case .integer(let number) = self { .integer(number) } else { .string(serialized) }
    }

    /// The expression as a text of a template.
    var serialized: String {
        switch self {
        case .text(let text): return text.escapedForTemplate
        case .integer(let number): return "[\(number)]"
        case .call:
            var text = "["
            write(to: &text)
            return text + "]"
        }
    }

    private func write(to text: inout String) {
        switch self {
        case .integer(let number): text += String(number)
        case .text(let literal):
            text += "'"
            for scalar in literal.unicodeScalars {
                if scalar == "'" { text += "'" }
                text.unicodeScalars.append(scalar)
            }
            text += "'"
        case .call(let name, let arguments, let access):
            text += name
            text += "("
            for (place, argument) in arguments.enumerated() {
                if place > 0 { text += ", " }
                argument.write(to: &text)
            }
            text += ")"
            for step in access { step.writeAccess(to: &text) }
        }
    }

    private func writeAccess(to text: inout String) {
        if case .text(let name) = self, name.isIdentifier {
            text += ".\(name)"
        } else {
            text += "["
            write(to: &text)
            text += "]"
        }
    }
}

extension String {
    /// The text as a template writes it, where brackets around a whole text mean an expression.
    var escapedForTemplate: String {
        utf8.first == UInt8(ascii: "[") && utf8.last == UInt8(ascii: "]") ? "[" + self : self
    }
}

extension Value {
    /// The value with its texts as a template writes them.
    var escapedForTemplate: Value {
        switch self {
        case .string(let text): .string(text.escapedForTemplate)
        case .array(let elements): .array(elements.map(\.escapedForTemplate))
        case .object(let members):
            .object(ValueObject(members.map { ($0.key.escapedForTemplate, $0.value.escapedForTemplate) }))
        case .secret(let hidden): .secret(hidden.escapedForTemplate)
        case .null, .bool, .integer, .number, .unknown: self
        }
    }
}
