internal import Documents

/// The attributes and blocks of a file of HCL, or of a block in it; expressions stay words.
struct HCLBody: Equatable {
    struct Attribute: Equatable {
        let name: String
        let expression: [HCLToken]
    }

    struct Block: Equatable {
        let type: String
        let labels: [String]
        let body: HCLBody
        /// Where its type stands.
        let range: Range<Int>
    }

    var attributes: [Attribute] = []
    var blocks: [Block] = []

    /// Everything in it, whatever its layout and its comments.
    var source: String {
        let lines = attributes.map { "\($0.name)=\($0.expression.source)" }
        return lines.joined(separator: ";")
            + blocks.map { "\($0.type) \($0.labels.joined(separator: " ")){\($0.body.source)}" }.joined()
    }

    /// The expression of an attribute.
    func expression(_ name: String) -> [HCLToken]? { attributes.last { $0.name == name }?.expression }

    /// Reads a file.
    static func read(_ bytes: [UInt8]) throws(HCLError) -> HCLBody {
        var parser = HCLParser(tokens: try HCLLexer.tokens(of: bytes))
        return try parser.body(isFile: true, depth: 0)
    }
}

/// Puts the words of a file together.
private struct HCLParser {
    let tokens: [HCLToken]
    private var position = 0

    /// Well above what anybody nests.
    private static let deepest = 64

    init(tokens: [HCLToken]) {
        self.tokens = tokens
    }

    mutating func body(isFile: Bool, depth: Int) throws(HCLError) -> HCLBody {
        var body = HCLBody()
        while position < tokens.count {
            let token = tokens[position]
            switch token.kind {
            case .newline: position += 1
            case .mark(UInt8(ascii: "}")) where !isFile:
                position += 1
                return body
            case .identifier(let name):
                position += 1
                try readMember(name, at: token.range, into: &body, depth: depth)
            case .text(let name) where isAssigned:
                // Configurations of the command line quote names of providers.
                position += 1
                try readMember(name, at: token.range, into: &body, depth: depth)
            case .text, .template, .number, .mark:
                throw HCLError(message: "expected the name of an attribute or a block", range: token.range)
            }
        }
        guard isFile else {
            let end = tokens.last?.range ?? 0..<0
            throw HCLError(message: "a block has no end", range: end)
        }
        return body
    }

    /// Whether `=` comes after the word at hand.
    private var isAssigned: Bool {
        position + 1 < tokens.count && tokens[position + 1].kind == .mark(UInt8(ascii: "="))
    }

    private mutating func readMember(
        _ name: String,
        at range: Range<Int>,
        into body: inout HCLBody,
        depth: Int
    ) throws(HCLError) {
        var labels: [String] = []
        while position < tokens.count {
            let token = tokens[position]
            position += 1
            switch token.kind {
            case .mark(UInt8(ascii: "=")) where labels.isEmpty:
                body.attributes.append(HCLBody.Attribute(name: name, expression: try expression(after: token)))
                return
            case .text(let label), .identifier(let label): labels.append(label)
            case .mark(UInt8(ascii: "{")):
                guard depth < Self.deepest else {
                    throw HCLError(message: "blocks are nested too deep", range: token.range)
                }
                let inner = try self.body(isFile: false, depth: depth + 1)
                body.blocks.append(HCLBody.Block(type: name, labels: labels, body: inner, range: range))
                return
            case .newline, .template, .number, .mark:
                throw HCLError(message: "expected '=' or '{' after '\(name)'", range: token.range)
            }
        }
        throw HCLError(message: "expected '=' or '{' after '\(name)'", range: range)
    }

    /// The words up to the end of the line, or of the lines that brackets join.
    private mutating func expression(after start: HCLToken) throws(HCLError) -> [HCLToken] {
        var depth = 0
        let first = position
        scan: while position < tokens.count {
            switch tokens[position].kind {
            case .mark(UInt8(ascii: "{")), .mark(UInt8(ascii: "[")), .mark(UInt8(ascii: "(")): depth += 1
            case .mark(UInt8(ascii: "}")), .mark(UInt8(ascii: "]")), .mark(UInt8(ascii: ")")):
                // In a block of one line its end is also that of the expression.
                guard depth > 0 else { break scan }
                depth -= 1
            case .newline:
                if depth == 0 { break scan }
            case .identifier, .text, .template, .number, .mark: break
            }
            position += 1
        }
        guard position > first else { throw HCLError(message: "expected a value after '='", range: start.range) }
        guard depth == 0 else { throw HCLError(message: "a bracket has no end", range: start.range) }
        return Array(tokens[first..<position])
    }
}

extension [HCLToken] {
    /// The text of an expression that is nothing but a text.
    var literalText: String? {
        guard case .text(let text)? = first?.kind, count == 1 else { return nil }
        return text
    }

    /// Whether the expression is `true`; `nil` if it is no literal of a boolean.
    var literalBoolean: Bool? {
        guard case .identifier(let word)? = first?.kind, count == 1 else { return nil }
        switch word {
        case "true": return true
        case "false": return false
        case _: return nil
        }
    }

    /// The members of an expression that is written as an object, with their expressions; `nil` if it is something else.
    ///
    /// `sensitive({ … })` counts as what is in it.
    var literalMembers: [(name: String, expression: [HCLToken])]? {
        if case .identifier("sensitive")? = first?.kind, count > 3, self[1].kind == .mark(UInt8(ascii: "(")),
            last?.kind == .mark(UInt8(ascii: ")"))
        {
            return Array(self[2..<count - 1]).withoutNewlinesAround.literalMembers
        }
        guard first?.kind == .mark(UInt8(ascii: "{")), last?.kind == .mark(UInt8(ascii: "}")), count >= 2 else {
            return nil
        }
        var members: [(String, [HCLToken])] = []
        for part in self[1..<count - 1].splitAtTopLevel() where !part.isEmpty {
            guard part.count > 2, part[1].kind == .mark(UInt8(ascii: "=")) || part[1].kind == .mark(UInt8(ascii: ":"))
            else { return nil }
            switch part[0].kind {
            case .identifier("for"): return nil
            case .identifier(let name), .text(let name): members.append((name, Array(part[2...])))
            case .template, .number, .mark, .newline: return nil
            }
        }
        return members
    }

    /// The words with nothing between them but what tells them apart.
    var source: String {
        var result = ""
        for token in self {
            switch token.kind {
            case .identifier(let word), .number(let word):
                if result.utf8.last.map(HCLLexer.isWordByte) == true { result += " " }
                result += word
            case .text(let text): result += Value.string(text).json(.compact)
            case .template(let text): result += "\"\(text)\""
            case .mark(let byte):
                if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"), result.last == "," { result.removeLast() }
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case .newline:
                // The end of a line divides members as a comma does.
                if result.last != ",", result.last != "{", result.last != "[", result.last != "(" { result += "," }
            }
        }
        return result
    }

    /// The elements of an expression that is written as a list; `nil` if it is something else.
    var literalElements: [[HCLToken]]? {
        guard first?.kind == .mark(UInt8(ascii: "[")), last?.kind == .mark(UInt8(ascii: "]")), count >= 2 else {
            return nil
        }
        return self[1..<count - 1].splitAtTopLevel().filter { !$0.isEmpty }
    }

    fileprivate var withoutNewlinesAround: [HCLToken] {
        Array(drop { $0.kind == .newline }.reversed().drop { $0.kind == .newline }.reversed())
    }
}

extension ArraySlice<HCLToken> {
    /// The parts between commas and ends of lines that stand in no bracket.
    fileprivate func splitAtTopLevel() -> [[HCLToken]] {
        var parts: [[HCLToken]] = [[]]
        var depth = 0
        for token in self {
            switch token.kind {
            case .mark(UInt8(ascii: "{")), .mark(UInt8(ascii: "[")), .mark(UInt8(ascii: "(")): depth += 1
            case .mark(UInt8(ascii: "}")), .mark(UInt8(ascii: "]")), .mark(UInt8(ascii: ")")): depth -= 1
            case .mark(UInt8(ascii: ",")) where depth == 0, .newline where depth == 0:
                parts.append([])
                continue
            case .identifier, .text, .template, .number, .mark, .newline: break
            }
            parts[parts.count - 1].append(token)
        }
        return parts
    }
}
