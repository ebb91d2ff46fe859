/// How a text must be written so that every reader takes it for the text that it is.
///
/// Readers disagree: PyYAML and old versions of kubectl follow YAML 1.1, where `yes` is true,
/// `1_000` a number and `12:30` seven hundred and fifty; newer ones follow 1.2. A text that any
/// of them could take for something else is quoted.
enum YAMLQuoting: Equatable {
    /// As it stands, if it holds no indicators of the syntax.
    case plain
    /// In quotes of either kind.
    case quoted
    /// In double quotes with escapes: it has line breaks that a reader would change.
    case escaped
    /// As a literal block.
    case literal

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first else {
            self = .quoted
            return
        }
        if let breaks = Self.forLineBreaks(in: bytes) {
            self = breaks
            return
        }
        let isAmbiguous =
            switch first {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                Self.looksLikeNumber(bytes) || Self.looksLikeDate(bytes)
            default:
                bytes.count <= 5 && Self.isReservedWord(bytes)
            }
        self = isAmbiguous ? .quoted : .plain
    }

    /// A line feed asks for a block; the other line breaks of YAML 1.1 (CR, NEL, LS, PS) are only safe when escaped.
    private static func forLineBreaks(in bytes: UnsafeBufferPointer<UInt8>) -> YAMLQuoting? {
        var hasLineFeed = false
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\n"): hasLineFeed = true
            case UInt8(ascii: "\r"): return .escaped
            case 0x85 where index > 0 && bytes[index - 1] == 0xC2: return .escaped
            case 0xA8 where index > 1 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE2: return .escaped
            case 0xA9 where index > 1 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xE2: return .escaped
            default: break
            }
        }
        return hasLineFeed ? .literal : nil
    }

    private static let reservedWords: [StaticString] = [
        "~", "=", "<<", "y", "n", "no", "on", "yes", "off", "null", "true", "false",
    ]

    private static func isReservedWord(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        reservedWords.contains { word in
            word.utf8CodeUnitCount == bytes.count
                && word.withUTF8Buffer { word in zip(word, bytes).allSatisfy { $0 == $1.asciiLowercased } }
        }
    }

    /// Whether it could be an integer (of any base, with underscores, or base 60), a float, infinity or `.nan`.
    private static func looksLikeNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        guard let first = rest.first else { return false }
        if first == UInt8(ascii: "0"), rest.count > 2 {
            switch rest[rest.startIndex + 1].asciiLowercased {
            case UInt8(ascii: "x"): return rest.dropFirst(2).allSatisfy(isHexDigitOrUnderscore)
            case UInt8(ascii: "o"), UInt8(ascii: "b"): return rest.dropFirst(2).allSatisfy(isDigitOrUnderscore)
            default: break
            }
        }
        if first == UInt8(ascii: "."), rest.count == 4 {
            let word = rest.dropFirst().map(\.asciiLowercased)
            return word.elementsEqual("inf".utf8) || word.elementsEqual("nan".utf8)
        }
        return looksLikeDecimal(rest)
    }

    /// Digits, underscores and colons, at most one dot, perhaps an exponent.
    private static func looksLikeDecimal(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var hasDigit = false
        var dots = 0
        var index = bytes.startIndex
        scan: while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: ","): break
            case UInt8(ascii: "."): dots += 1
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break scan
            default: return false
            }
            index += 1
        }
        guard hasDigit, dots <= 1 else { return false }
        guard index < bytes.endIndex else { return true }
        var exponent = bytes[index...].dropFirst()
        if exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-") { exponent.removeFirst() }
        return !exponent.isEmpty && exponent.allSatisfy(isDigitOrUnderscore)
    }

    /// Whether it starts with a date and then ends, or goes on with what could be a time.
    private static func looksLikeDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = bytes[...]
        guard takeDigits(4...4, from: &rest), takeHyphen(from: &rest) else { return false }
        guard takeDigits(1...2, from: &rest), takeHyphen(from: &rest) else { return false }
        guard takeDigits(1...2, from: &rest) else { return false }
        guard let next = rest.first else { return true }
        return next.asciiLowercased == UInt8(ascii: "t") || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t")
    }

    private static func takeDigits(
        _ allowed: ClosedRange<Int>,
        from bytes: inout Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool {
        let count = bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        bytes.removeFirst(count)
        return allowed ~= count
    }

    private static func takeHyphen(from bytes: inout Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard bytes.first == UInt8(ascii: "-") else { return false }
        bytes.removeFirst()
        return true
    }

    private static func isDigitOrUnderscore(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "_")
    }

    private static func isHexDigitOrUnderscore(_ byte: UInt8) -> Bool {
        isDigitOrUnderscore(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte.asciiLowercased
    }
}
