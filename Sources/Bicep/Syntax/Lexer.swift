/// Cuts the bytes of a file into tokens.
///
/// Total: every byte ends up in a token or in the trivia before one.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    var tokens: [Token] = []
    var directives: [Directive] = []
    var problems: [PlacedProblem] = []
    /// The strings and braces around the current position, while there is a string around it.
    var enclosing: [Enclosing] = []
    /// Where the token that is being read begins.
    var tokenStart = 0
    /// Whether the string token that is being read has no value.
    var isMalformed = false

    /// Something that a closing brace may end.
    enum Enclosing {
        case brace
        case hole(StringForm)
    }

    /// How a string was opened.
    enum StringForm: Equatable {
        case singleLine
        /// `'''`, after a number of `$`; with none, there is no interpolation.
        case multiLine(dollars: Int)
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens.reserveCapacity(bytes.count / 4 + 1)
    }

    /// Creates a lexer for the piece of a text that begins somewhere.
    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        position = start
    }

    /// Reads the whole file.
    mutating func run() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while scanNext() != .endOfFile {}
    }

    /// Reads on to the brace that ends a hole, which then stands for the end of the file.
    ///
    /// - Returns: Whether there is one.
    mutating func runToEndOfHole() -> Bool {
        var open = 0
        while true {
            switch scanNext() {
            case .leftBrace: open += 1
            case .rightBrace where open == 0:
                tokens[tokens.count - 1] = Token(
                    start: UInt32(tokenStart),
                    end: UInt32(position),
                    kind: .endOfFile,
                    isMalformed: false
                )
                return true
            case .rightBrace: open -= 1
            case .endOfFile: return false
            default: break
            }
        }
    }

    private mutating func scanNext() -> TokenKind {
        skipTrivia()
        tokenStart = position
        isMalformed = false
        let kind = scanToken()
        tokens.append(Token(start: UInt32(tokenStart), end: UInt32(position), kind: kind, isMalformed: isMalformed))
        if kind == .unrecognized { reportUnrecognized(from: tokenStart) }
        return kind
    }

    /// The byte some way ahead; 0 behind the end.
    @inline(__always)
    func peek(_ distance: Int = 0) -> UInt8 {
        let index = position + distance
        return index < bytes.count ? bytes[index] : 0
    }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func report(_ problem: SyntaxProblem, from start: Int) {
        problems.append(PlacedProblem(problem, UInt32(start)..<UInt32(position)))
    }

    private mutating func reportUnrecognized(from start: Int) {
        report(bytes[start] == UInt8(ascii: "\"") ? .doubleQuote : .unrecognizedToken, from: start)
    }

    private mutating func scanToken() -> TokenKind {
        guard position < bytes.count else { return .endOfFile }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            return scanIdentifier()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while peek().isDigit { position += 1 }
            return .integer
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            return scanNewLine()
        case UInt8(ascii: "'"):
            return scanStringStart()
        case UInt8(ascii: "$"):
            return scanDollars()
        case UInt8(ascii: "{"):
            if !enclosing.isEmpty { enclosing.append(.brace) }
            return .leftBrace
        case UInt8(ascii: "}"):
            return scanRightBrace()
        case 0x80...:
            while peek() & 0xC0 == 0x80 { position += 1 }
            return .unrecognized
        default:
            return scanPunctuation(byte)
        }
    }

    private mutating func scanIdentifier() -> TokenKind {
        let start = position - 1
        while peek().isIdentifierPart { position += 1 }
        let length = position - start
        if length == 4 {
            if matches("true", at: start) { return .trueKeyword }
            if matches("null", at: start) { return .nullKeyword }
        } else if length == 5 {
            if matches("false", at: start) { return .falseKeyword }
        } else if length > 255 {
            report(.identifierTooLong, from: start)
        }
        return .identifier
    }

    /// Whether the bytes at an offset are those of a text.
    @inline(__always)
    func matches(_ text: StaticString, at start: Int) -> Bool {
        guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[start + index] != text.utf8Start[index] { return false }
        return true
    }

    private mutating func scanNewLine() -> TokenKind {
        guard enclosing.isEmpty else {
            // A single-line string ends with its line, however deep the position is in its holes.
            position -= 1
            report(.unterminatedString, from: position)
            enclosing.removeAll()
            isMalformed = true
            return .stringRight
        }
        while peek().isLineEnd { position += 1 }
        return .newLine
    }

    private mutating func scanRightBrace() -> TokenKind {
        switch enclosing.last {
        case .none:
            return .rightBrace
        case .brace:
            enclosing.removeLast()
            return .rightBrace
        case .hole(let form):
            let kind = scanString(form, isFirst: false)
            if kind == .stringRight { enclosing.removeLast() }
            return kind
        }
    }

    private mutating func scanPunctuation(_ byte: UInt8) -> TokenKind {
        switch byte {
        case UInt8(ascii: "("): .leftParenthesis
        case UInt8(ascii: ")"): .rightParenthesis
        case UInt8(ascii: "["): .leftSquare
        case UInt8(ascii: "]"): .rightSquare
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: "+"): .plus
        case UInt8(ascii: "-"): .minus
        case UInt8(ascii: "*"): .asterisk
        case UInt8(ascii: "/"): .slash
        case UInt8(ascii: "%"): .percent
        case UInt8(ascii: "^"): .hat
        case UInt8(ascii: "."): scanDots()
        case UInt8(ascii: "?"): accept("?") ? .doubleQuestion : .question
        case UInt8(ascii: ":"): accept(":") ? .doubleColon : .colon
        case UInt8(ascii: "|"): accept("|") ? .or : .pipe
        case UInt8(ascii: "&"): accept("&") ? .and : .unrecognized
        case UInt8(ascii: "<"): accept("=") ? .lessOrEqual : .less
        case UInt8(ascii: ">"): accept("=") ? .greaterOrEqual : .greater
        case UInt8(ascii: "!"): accept("=") ? .notEqual : accept("~") ? .notEqualIgnoringCase : .exclamation
        case UInt8(ascii: "="): scanEquals()
        default: .unrecognized
        }
    }

    private mutating func scanDots() -> TokenKind {
        guard peek() == UInt8(ascii: "."), peek(1) == UInt8(ascii: ".") else { return .dot }
        position += 2
        return .ellipsis
    }

    private mutating func scanEquals() -> TokenKind {
        if accept("=") { return .equal }
        if accept("~") { return .equalIgnoringCase }
        return accept(">") ? .arrow : .assignment
    }

    @inline(__always)
    private mutating func accept(_ byte: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }
}

extension UInt8 {
    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    var isIdentifierStart: Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 || self == UInt8(ascii: "_")
    }

    var isIdentifierPart: Bool { isIdentifierStart || isDigit }

    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt32? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

extension String {
    /// Whether the text is a name that needs no quotes.
    var isIdentifier: Bool {
        guard let first = utf8.first, first.isIdentifierStart else { return false }
        return utf8.allSatisfy(\.isIdentifierPart)
    }
}
