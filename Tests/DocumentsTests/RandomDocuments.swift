import Documents
import TestSupport

/// Random values and random damage, for properties that must hold of everything.
struct RandomDocuments {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A value of bounded size, rich in what readers and writers get wrong.
    mutating func value(depth: Int = 4) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: .null
        case 1: .bool(Bool.random(using: &generator))
        case 2: .integer(integer())
        case 3: .number(number())
        case 4, 5: .string(text())
        case 6: .array((0..<count()).map { _ in value(depth: depth - 1) })
        default: .object(ValueObject((0..<count()).map { _ in (text(), value(depth: depth - 1)) }))
        }
    }

    /// A text with some of its bytes removed, doubled, exchanged or replaced.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: bytes.remove(at: index)
            case 1: bytes.insert(bytes[index], at: index)
            case 2: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
            case 3: bytes.swapAt(index, Int.random(in: bytes.indices, using: &generator))
            default: bytes.removeSubrange(index...)
            }
        }
        return bytes
    }

    /// Bytes of which many mean something to a reader.
    mutating func bytes(count: Int) -> [UInt8] {
        let meaningful = Array("{}[]\",:\\-.#&*!|>'%@`?0123456789eEtrunfals~<= \n\t\r\u{FEFF}é😀".utf8)
        return (0..<count).map { _ in
            Int.random(in: 0..<20, using: &generator) == 0
                ? UInt8.random(in: .min ... .max, using: &generator)
                : meaningful[Int.random(in: meaningful.indices, using: &generator)]
        }
    }

    private mutating func count() -> Int { Int.random(in: 0..<5, using: &generator) }

    private mutating func integer() -> Int64 {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: [.min, .max, 0, -1][Int.random(in: 0..<4, using: &generator)]
        case 1: Int64.random(in: .min ... .max, using: &generator)
        default: Int64.random(in: -1000...1000, using: &generator)
        }
    }

    /// Never a whole number that fits 64 bits: those read back as integers.
    private mutating func number() -> Double {
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
            [0.1, -2.5, 1e300, .leastNonzeroMagnitude, 1.7976931348623157e308, 1e25][
                Int.random(in: 0..<6, using: &generator)
            ]
        case 1: Double(Int.random(in: -1000...1000, using: &generator)) + 0.5
        default: Double.random(in: -1...1, using: &generator)
        }
    }

    private mutating func text() -> String {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: awkwardTexts[Int.random(in: awkwardTexts.indices, using: &generator)]
        case 1: (0..<count()).map { _ in "abc"[Int.random(in: 0..<3, using: &generator)] }.joined()
        default:
            (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                awkwardPieces[Int.random(in: awkwardPieces.indices, using: &generator)]
            }.joined()
        }
    }
}

extension String {
    fileprivate subscript(offset: Int) -> String { String(self[index(startIndex, offsetBy: offset)]) }
}

/// Texts that some YAML reader takes for something else.
let awkwardTexts = [
    "", " ", "~", "null", "Null", "NULL", "true", "True", "FALSE", "yes", "No", "ON", "off", "y", "N", "0", "-0", "+1",
    "007", "0o7", "0x1F", "0b101", "1_000", "1.5", ".5", "5.", "1e3", "1E+3", "1.e5", "-.inf", ".Inf", ".NaN",
    "+.INF", "190:20:30", "12:30", "190:20:30.15", "2024-01-01", "2024-1-1", "2024-01-01T00:00:00Z",
    "2024-01-01 10:00:00 +1", "2023-10-02-preview", "=", "<<", "-", "--", "---", "...", "--- a", "?", ": a", "a: b",
    "a:", "a #b", "#a", "- a", "[a]", "{a}", "a, b", "&a", "*a", "!a", "!!str a", "|", ">", "'a'", "\"a\"", "%a", "@a",
    "`a`", " a", "a ", "\ta", "a\t", "a\tb", "a\nb", "a\n", "\na", "\n", "\n\n", "a\n\n", " a\nb", "a\n b", "a \nb",
    "a\n\tb", "a\rb", "a\r\nb", "a\u{85}b", "a\u{2028}b", "\u{FEFF}", "\u{0}", "\u{1B}[0m", "\u{7F}", "é", "e\u{301}",
    "😀", "日本語", "10.0.0.1", "8080:80", "nginx:1.25", "::1", "http://a.b/c?d=e#f", "\\", "a\\nb", "\u{FFFE}", "+", ".",
    "..", "0.", "0.0.", "1,000", "0x", "0o8", "0o", "e3", "1e", "+-1", "NaN", "inf", "nan", "# a\nb", "- a\n- b",
    "---\na", "a\n---\nb", "a\n...\nb", "key: |\n  text", "\u{D7FF}\u{E000}",
    String(repeating: "long key ", count: 20) + "end",
    String(repeating: "x", count: 1100),
]

private let awkwardPieces = [
    "a", "b", " ", "  ", "\n", "\t", "'", "\"", "\\", ":", ": ", "#", " #", "-", "- ", "[", "]", "{", "}", ",", "?",
    "!",
    "*", "&", "|", ">", "%", "@", "0", "1", "é", "😀", "\u{85}", "\r", "=", "<", "~", "null", "true",
]
