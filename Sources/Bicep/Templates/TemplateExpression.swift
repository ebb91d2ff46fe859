/// An expression of an ARM template: what stands between the brackets of a text such as `[parameters('name')]`.
///
/// Grammar: Azure Resource Manager, "Syntax and expressions in ARM templates".
indirect enum TemplateExpression: Equatable, Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    /// The name as written, with its namespace if it has one.
    case call(String, [TemplateExpression])
    case member(TemplateExpression, TemplateExpression)

    /// The text of a text, if this is one.
    var literal: String? {
        if case .text(let text) = self { text } else { nil }
    }
}

/// What a text of a template stands for.
enum TemplateText {
    case literal(String)
    case expression(TemplateExpression)
    /// Why what stands between the brackets is no expression, as half a sentence.
    case broken(String)

    /// Reads a text: an expression if brackets enclose it, else itself; `[[` stands for `[`.
    init(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "["), text.utf8.last == UInt8(ascii: "]") else {
            self = .literal(text)
            return
        }
        guard !text.hasPrefix("[[") else {
            self = .literal(String(text.dropFirst()))
            return
        }
        var parser = TemplateExpressionParser(text)
        do throws(TemplateExpressionParser.Problem) {
            self = .expression(try parser.whole())
        } catch {
            self = .broken(error.reason)
        }
    }
}

/// Reads one expression.
private struct TemplateExpressionParser {
    /// How deeply calls, indices and chains of members may be nested, all told.
    static let depthLimit = 200

    struct Problem: Error {
        let reason: String
    }

    private let bytes: [UInt8]
    private var index = 1
    private let end: Int
    private var depth = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
        end = bytes.count - 1
    }

    mutating func whole() throws(Problem) -> TemplateExpression {
        let expression = try term()
        skipBlanks()
        guard index == end else { throw Problem(reason: "there is more after the expression") }
        return expression
    }

    private mutating func term() throws(Problem) -> TemplateExpression {
        let outer = depth
        defer { depth = outer }
        try descend()
        var expression = try operand()
        while let byte = peek() {
            // Each access makes the tree one deeper.
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "[") { try descend() }
            if byte == UInt8(ascii: ".") {
                index += 1
                expression = .member(expression, .text(try name()))
            } else if byte == UInt8(ascii: "[") {
                index += 1
                expression = .member(expression, try term())
                try expect(UInt8(ascii: "]"))
            } else {
                break
            }
        }
        return expression
    }

    private mutating func descend() throws(Problem) {
        guard depth < Self.depthLimit else {
            throw Problem(reason: "it is nested more than \(Self.depthLimit) deep")
        }
        depth += 1
    }

    private mutating func operand() throws(Problem) -> TemplateExpression {
        guard let byte = peek() else { throw Problem(reason: "it ends where an expression was expected") }
        if byte == UInt8(ascii: "'") { return .text(try text()) }
        if byte == UInt8(ascii: "-") || 48...57 ~= byte { return try number() }
        var path = try name()
        while index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            path += "." + (try name())
        }
        try expect(UInt8(ascii: "("))
        return .call(path, try arguments())
    }

    private mutating func arguments() throws(Problem) -> [TemplateExpression] {
        var arguments: [TemplateExpression] = []
        if peek() == UInt8(ascii: ")") {
            index += 1
            return arguments
        }
        while true {
            arguments.append(try term())
            guard peek() == UInt8(ascii: ",") else { break }
            index += 1
        }
        try expect(UInt8(ascii: ")"))
        return arguments
    }

    private mutating func name() throws(Problem) -> String {
        skipBlanks()
        let start = index
        while index < end, bytes[index].isIdentifierPart || bytes[index] == UInt8(ascii: "$") { index += 1 }
        guard index > start else { throw Problem(reason: "a name was expected") }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func text() throws(Problem) -> String {
        index += 1
        var content: [UInt8] = []
        while index < end {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "'") else {
                content.append(byte)
                continue
            }
            guard index < end, bytes[index] == byte else { return String(decoding: content, as: UTF8.self) }
            content.append(byte)
            index += 1
        }
        throw Problem(reason: "a text in it is not closed")
    }

    private mutating func number() throws(Problem) -> TemplateExpression {
        let start = index
        index += 1
        while index < end, 48...57 ~= bytes[index] || bytes[index] == UInt8(ascii: ".") { index += 1 }
        let digits = String(decoding: bytes[start..<index], as: UTF8.self)
        if let integer = Int64(digits) { return .integer(integer) }
        guard let number = Double(digits) else { throw Problem(reason: "'\(digits)' is no number") }
        return .number(number)
    }

    private mutating func expect(_ byte: UInt8) throws(Problem) {
        guard peek() == byte else { throw Problem(reason: "'\(Unicode.Scalar(byte))' was expected") }
        index += 1
    }

    private mutating func peek() -> UInt8? {
        skipBlanks()
        return index < end ? bytes[index] : nil
    }

    private mutating func skipBlanks() {
        while index < end, [9, 10, 13, 32].contains(bytes[index]) { index += 1 }
    }
}
