import Documents

/// Reads JSON as the language's functions do: comments, single quotes, bare names and trailing commas are allowed.
///
/// Of members with one name the last wins, as in .NET.
struct LenientJSON {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    /// Why a text is no JSON, in half a sentence.
    struct Problem: Error {
        let reason: String
    }

    /// The value that a text stands for.
    static func value(of text: String) throws(Problem) -> Value { try value(of: Array(text.utf8)) }

    /// The value that UTF-8 bytes stand for; a byte order mark is skipped.
    static func value(of bytes: [UInt8]) throws(Problem) -> Value {
        var reader = LenientJSON(bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        let value = try reader.value()
        try reader.skipSpace()
        guard reader.place == reader.bytes.count else { throw reader.problem("there is text after the value") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func value() throws(Problem) -> Value {
        try skipSpace()
        guard let byte = peek else { throw problem("the text ends where a value was expected") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try nested { reader throws(Problem) in try reader.members() })
        case UInt8(ascii: "["): return .array(try nested { reader throws(Problem) in try reader.elements() })
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try quoted(byte))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case _:
            let word = word()
            switch word {
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "null", "undefined": return .null
            case _: throw problem(word.isEmpty ? "an unexpected character" : "the unexpected word '\(word)'")
            }
        }
    }

    private mutating func nested<Part>(
        _ body: (inout LenientJSON) throws(Problem) -> Part
    ) throws(Problem) -> Part {
        guard depth < 128 else { throw problem("the nesting is deeper than 128") }
        depth += 1
        place += 1
        let part = try body(&self)
        depth -= 1
        return part
    }

    private mutating func elements() throws(Problem) -> [Value] {
        var elements: [Value] = []
        while true {
            try skipSpace()
            if take(UInt8(ascii: "]")) { return elements }
            elements.append(try value())
            try skipSpace()
            guard take(UInt8(ascii: ",")) || peek == UInt8(ascii: "]") else {
                throw problem("a comma or ']' was expected")
            }
        }
    }

    private mutating func members() throws(Problem) -> ValueObject {
        var members = ValueObject()
        while true {
            try skipSpace()
            if take(UInt8(ascii: "}")) { return members }
            let name =
                if let byte = peek, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    try quoted(byte)
                } else { word() }
            try skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("a ':' was expected after a name") }
            members[exactly: name] = try value()
            try skipSpace()
            guard take(UInt8(ascii: ",")) || peek == UInt8(ascii: "}") else {
                throw problem("a comma or '}' was expected")
            }
        }
    }

    // MARK: - Words

    private mutating func number() throws(Problem) -> Value {
        let start = place
        while let byte = peek, "+-.eE0123456789".utf8.contains(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw problem("'\(text)' is no number") }
        return .number(number)
    }

    private mutating func word() -> String {
        let start = place
        while let byte = peek, byte.isWordByte { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func quoted(_ quote: UInt8) throws(Problem) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = peek {
            place += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
        }
        throw problem("a string is not ended")
    }

    private mutating func escape() throws(Problem) -> [UInt8] {
        guard let byte = peek else { throw problem("a string is not ended") }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "u"):
            var units = [try unit()]
            if UTF16.isLeadSurrogate(units[0]), place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u")
            {
                place += 2
                units.append(try unit())
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case _: throw problem("an unknown escape in a string")
        }
    }

    private mutating func unit() throws(Problem) -> UInt16 {
        guard place + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw problem("'\\u' needs four hexadecimal digits") }
        place += 4
        return unit
    }

    // MARK: - Space

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() throws(Problem) {
        while let byte = peek {
            switch byte {
            case 9, 10, 13, 32: place += 1
            case UInt8(ascii: "/"): try skipComment()
            case _: return
            }
        }
    }

    private mutating func skipComment() throws(Problem) {
        let rest = bytes[place...]
        if rest.starts(with: "//".utf8) {
            place = rest.firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
        } else if rest.starts(with: "/*".utf8) {
            var end = place + 2
            while end + 1 < bytes.count, !(bytes[end] == UInt8(ascii: "*") && bytes[end + 1] == UInt8(ascii: "/")) {
                end += 1
            }
            guard end + 1 < bytes.count else { throw problem("a comment is not ended") }
            place = end + 2
        } else {
            throw problem("an unexpected '/'")
        }
    }

    private func problem(_ reason: String) -> Problem {
        let line = bytes[..<min(place, bytes.count)].count { $0 == 10 } + 1
        return Problem(reason: "\(reason) (line \(line))")
    }
}

extension UInt8 {
    /// Whether the byte may stand in a bare word.
    fileprivate var isWordByte: Bool {
        switch self {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "-"), 0x80...: true
        case _: false
        }
    }
}
