/// A word of Terraform's configuration language (HCL, native syntax), as far as the shape of a module needs it.
struct HCLToken: Equatable {
    enum Kind: Equatable {
        case identifier(String)
        /// A quoted string or a heredoc without interpolations: its text.
        case text(String)
        /// A quoted string or a heredoc with interpolations: what stands between its ends, as written.
        case template(String)
        /// A number, as written.
        case number(String)
        /// One character, such as `{` or `=`.
        case mark(UInt8)
        case newline
    }

    let kind: Kind
    /// Where it stands, as offsets into the file.
    let range: Range<Int>
}

/// Why a file is no HCL.
struct HCLError: Error, Equatable {
    let message: String
    let range: Range<Int>
}

/// Reads the words of a file; comments are left out.
struct HCLLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var tokens: [HCLToken] = []

    /// The words of a file.
    static func tokens(of bytes: [UInt8]) throws(HCLError) -> [HCLToken] {
        var lexer = HCLLexer(bytes: bytes)
        while lexer.position < bytes.count { try lexer.readToken() }
        return lexer.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private mutating func add(_ kind: HCLToken.Kind, from start: Int) {
        tokens.append(HCLToken(kind: kind, range: start..<position))
    }

    private mutating func readToken() throws(HCLError) {
        let start = position
        switch byte() {
        case UInt8(ascii: "\n"):
            position += 1
            add(.newline, from: start)
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
        case UInt8(ascii: "#"): skipLine()
        case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skipLine()
        case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): try skipComment()
        case UInt8(ascii: "\""): try readString()
        case UInt8(ascii: "<") where byte(1) == UInt8(ascii: "<") && Self.isHeredocStart(byte(2), byte(3)):
            try readHeredoc()
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while Self.isWordByte(byte()) || byte() == UInt8(ascii: ".") { position += 1 }
            add(.number(text(start..<position)), from: start)
        case let first where Self.isWordStart(first):
            while Self.isWordByte(byte()) { position += 1 }
            add(.identifier(text(start..<position)), from: start)
        case let other:
            position += 1
            add(.mark(other), from: start)
        }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private mutating func skipLine() {
        while position < bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipComment() throws(HCLError) {
        let start = position
        position += 2
        while position < bytes.count {
            if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            position += 1
        }
        throw HCLError(message: "the comment has no end", range: start..<start + 2)
    }

    // MARK: - Strings

    private mutating func readString() throws(HCLError) {
        let start = position
        position += 1
        var isTemplate = false
        while position < bytes.count {
            switch byte() {
            case UInt8(ascii: "\""):
                let inner = text(start + 1..<position)
                position += 1
                add(isTemplate ? .template(inner) : .text(Self.unescaped(inner)), from: start)
                return
            case UInt8(ascii: "\\"): position += 2
            case UInt8(ascii: "\n"): throw HCLError(message: "the string has no end", range: start..<position)
            case UInt8(ascii: "$"), UInt8(ascii: "%"):
                isTemplate = try skipInterpolation() || isTemplate
            case _: position += 1
            }
        }
        throw HCLError(message: "the string has no end", range: start..<bytes.count)
    }

    /// Skips `${…}` or `%{…}` with all that is in it; or the one character, which begins none.
    ///
    /// `$${` stands for `${`.
    private mutating func skipInterpolation() throws(HCLError) -> Bool {
        let mark = byte()
        if byte(1) == mark, byte(2) == UInt8(ascii: "{") {
            position += 3
            return false
        }
        guard byte(1) == UInt8(ascii: "{") else {
            position += 1
            return false
        }
        let start = position
        position += 2
        // Inside, strings may hold interpolations again: which kind of text each level is in.
        var levels: [Level] = [.expression(braces: 0)]
        while position < bytes.count, let level = levels.last {
            let current = byte()
            switch level {
            case .string:
                switch current {
                case UInt8(ascii: "\""): levels.removeLast()
                case UInt8(ascii: "\\"): position += 1
                case UInt8(ascii: "$"), UInt8(ascii: "%"):
                    if byte(1) == UInt8(ascii: "{") {
                        levels.append(.expression(braces: 0))
                        position += 1
                    }
                case _: break
                }
            case .expression(let braces):
                switch current {
                case UInt8(ascii: "\""): levels.append(.string)
                case UInt8(ascii: "{"): levels[levels.count - 1] = .expression(braces: braces + 1)
                case UInt8(ascii: "}"):
                    if braces == 0 {
                        levels.removeLast()
                    } else {
                        levels[levels.count - 1] = .expression(braces: braces - 1)
                    }
                case _: break
                }
            }
            position += 1
        }
        guard levels.isEmpty else { throw HCLError(message: "the interpolation has no end", range: start..<start + 2) }
        return true
    }

    private enum Level {
        case string
        case expression(braces: Int)
    }

    /// `<<WORD` or `<<-WORD`, then lines up to one that holds nothing but the word.
    private mutating func readHeredoc() throws(HCLError) {
        let start = position
        position += byte(2) == UInt8(ascii: "-") ? 3 : 2
        let wordStart = position
        while Self.isWordByte(byte()) { position += 1 }
        let word = bytes[wordStart..<position]
        skipLine()
        position = min(position + 1, bytes.count)
        let textStart = position
        while position < bytes.count {
            let lineStart = position
            skipLine()
            let line = bytes[lineStart..<position].filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            if line.elementsEqual(word) || line.dropLast(line.last == 13 ? 1 : 0).elementsEqual(word) {
                let inner = text(textStart..<lineStart)
                let isTemplate = inner.contains("${") || inner.contains("%{")
                add(isTemplate ? .template(inner) : .text(inner), from: start)
                return
            }
            position = min(position + 1, bytes.count)
        }
        throw HCLError(message: "the heredoc has no end", range: start..<start + 2)
    }

    private static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "$") }) else { return text }
        var result = ""
        var characters = text.unicodeScalars.makeIterator()
        while let character = characters.next() {
            guard character == "\\", let next = characters.next() else {
                result.unicodeScalars.append(character)
                continue
            }
            switch next {
            case "n": result += "\n"
            case "t": result += "\t"
            case "r": result += "\r"
            case _: result.unicodeScalars.append(next)
            }
        }
        return result.replacing("$${", with: "${").replacing("%%{", with: "%{")
    }

    // MARK: - Characters

    private static func isHeredocStart(_ first: UInt8, _ second: UInt8) -> Bool {
        isWordStart(first) || first == UInt8(ascii: "-") && isWordStart(second)
    }

    private static func isWordStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        case 0x80...: true
        case _: false
        }
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        case _: isWordStart(byte)
        }
    }
}
