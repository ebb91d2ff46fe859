extension Lexer {
    /// Goes on after the first quote of a string.
    mutating func scanStringStart() -> TokenKind {
        if peek() == UInt8(ascii: "'"), peek(1) == UInt8(ascii: "'") {
            position += 2
            return scanOpened(.multiLine(dollars: 0))
        }
        return scanOpened(.singleLine)
    }

    /// Goes on after the first `$`, which only a multi-line string may follow.
    mutating func scanDollars() -> TokenKind {
        var dollars = 1
        while peek() == UInt8(ascii: "$") {
            position += 1
            dollars += 1
        }
        guard matches("'''", at: position) else { return .unrecognized }
        position += 3
        return scanOpened(.multiLine(dollars: dollars))
    }

    private mutating func scanOpened(_ form: StringForm) -> TokenKind {
        let kind = scanString(form, isFirst: true)
        if kind == .stringLeft { enclosing.append(.hole(form)) }
        return kind
    }

    /// Goes on to the end of a string or to its next hole.
    mutating func scanString(_ form: StringForm, isFirst: Bool) -> TokenKind {
        let closed =
            switch form {
            case .singleLine: scanSingleLine()
            case .multiLine(let dollars): scanMultiLine(dollars: dollars)
            }
        return switch (closed, isFirst) {
        case (true, true): .stringComplete
        case (true, false): .stringRight
        case (false, true): .stringLeft
        case (false, false): .stringMiddle
        }
    }

    /// Whether the string ended; otherwise a hole begins.
    private mutating func scanSingleLine() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "'"):
                position += 1
                return true
            case UInt8(ascii: "$") where peek(1) == UInt8(ascii: "{"):
                position += 2
                return false
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                isMalformed = true
                report(.unterminatedString, from: tokenStart)
                return true
            case UInt8(ascii: "\\"):
                scanEscape()
            default:
                position += 1
            }
        }
        isMalformed = true
        report(.unterminatedStringAtEnd, from: tokenStart)
        return true
    }

    private mutating func scanEscape() {
        let start = position
        position += 1
        guard !isAtEnd else { return }
        if let escape = Escape(bytes, at: start, limit: bytes.count) {
            position = start + escape.length
            return
        }
        isMalformed = true
        if peek() == UInt8(ascii: "u") {
            position += 1
            if peek() == UInt8(ascii: "{") { position += 1 }
            while peek().hexadecimalValue != nil { position += 1 }
            report(.invalidUnicodeEscape, from: start)
        } else if !peek().isLineEnd {
            position += 1
            while peek() & 0xC0 == 0x80 { position += 1 }
            report(.unknownEscape, from: start)
        }
    }

    /// Whether the string ended; otherwise a hole begins.
    private mutating func scanMultiLine(dollars: Int) -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "$"):
                let count = skipRun(of: UInt8(ascii: "$"))
                if dollars > 0, count >= dollars, peek() == UInt8(ascii: "{") {
                    position += 1
                    return false
                }
            case UInt8(ascii: "'"):
                if skipRun(of: UInt8(ascii: "'")) >= 3 { return true }
            default:
                position += 1
            }
        }
        isMalformed = true
        report(.unterminatedMultiLineString, from: tokenStart)
        return true
    }

    private mutating func skipRun(of byte: UInt8) -> Int {
        let start = position
        while position < bytes.count, bytes[position] == byte { position += 1 }
        return position - start
    }
}

/// An escape sequence of a single-line string: `\\ \' \n \r \t \$ \u{…}`.
struct Escape {
    let length: Int
    let scalar: Unicode.Scalar

    /// Reads the sequence that begins with the backslash at an offset; `nil` if it means nothing.
    init?(_ bytes: [UInt8], at start: Int, limit: Int) {
        guard start + 1 < limit else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "\\"): self.init("\\")
        case UInt8(ascii: "'"): self.init("'")
        case UInt8(ascii: "n"): self.init("\n")
        case UInt8(ascii: "r"): self.init("\r")
        case UInt8(ascii: "t"): self.init("\t")
        case UInt8(ascii: "$"): self.init("$")
        case UInt8(ascii: "u"): self.init(codePointIn: bytes, at: start, limit: limit)
        default: return nil
        }
    }

    private init(_ scalar: Unicode.Scalar) {
        length = 2
        self.scalar = scalar
    }

    /// A code point that is a surrogate stands for the replacement character, since no string can hold it.
    private init?(codePointIn bytes: [UInt8], at start: Int, limit: Int) {
        var index = start + 2
        guard index < limit, bytes[index] == UInt8(ascii: "{") else { return nil }
        index += 1
        var value: UInt32 = 0
        let firstDigit = index
        while index < limit, let digit = bytes[index].hexadecimalValue {
            value = value << 4 | digit
            guard value <= 0x10FFFF else { return nil }
            index += 1
        }
        guard index > firstDigit, index < limit, bytes[index] == UInt8(ascii: "}") else { return nil }
        length = index + 1 - start
        scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
