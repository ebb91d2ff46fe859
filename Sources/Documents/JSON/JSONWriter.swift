/// Writes a tree as JSON (RFC 8259) in UTF-8.
///
/// Several trees written one after the other stand on lines of their own, as in JSON Lines.
public struct JSONWriter: TreeWriter, Sendable {
    /// How the text is laid out.
    public enum Style: Sendable {
        /// Without any blanks.
        case compact
        /// Members and elements on lines of their own, indented by two spaces.
        case pretty
    }

    /// What has been written since it was handed over last.
    public private(set) var bytes: [UInt8] = []

    private let style: Style
    private var depth = 0
    /// Whether nothing has been written yet in the innermost array or object.
    private var isEmpty = true
    private var followsName = false

    /// Creates a writer.
    ///
    /// - Parameters:
    ///   - style: The layout.
    ///   - capacity: The expected size in bytes; more is fine.
    public init(style: Style = .compact, capacity: Int = 0) {
        self.style = style
        bytes.reserveCapacity(capacity)
    }

    /// Hands over what has been written since the last time, so that a long text is never held as a whole.
    public mutating func handOver(to take: ([UInt8]) -> Void) {
        take(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Prepares the writing of more elements of the array at hand, at the same time as others are written.
    ///
    /// - Parameters:
    ///   - isFirst: Whether no elements come before them.
    ///   - capacity: The expected size in bytes; more is fine.
    /// - Returns: A writer of those elements, which `append` takes when it is done.
    public func forElements(isFirst: Bool, capacity: Int = 0) -> JSONWriter {
        var writer = JSONWriter(style: style, capacity: capacity)
        writer.depth = depth
        writer.isEmpty = isFirst
        return writer
    }

    /// Puts what a writer of more elements has written behind what this one has.
    public mutating func append(_ elements: JSONWriter) {
        bytes += elements.bytes
        isEmpty = elements.isEmpty
    }

    /// What has been written since it was handed over last, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public mutating func writeNull() {
        beginValue()
        append("null")
    }

    public mutating func write(_ flag: Bool) {
        beginValue()
        append(flag ? "true" : "false")
    }

    public mutating func write(_ integer: Int64) {
        beginValue()
        appendDecimal(integer)
    }

    /// Writes the shortest text that reads back as the same number; what JSON has no number for becomes `null`.
    public mutating func write(_ number: Double) {
        beginValue()
        guard number.isFinite else { return append("null") }
        if let integer = Int64(exactly: number), integer.magnitude <= 1 << 53 { return appendDecimal(integer) }
        bytes.append(contentsOf: number.description.utf8)
    }

    public mutating func write(_ text: String) {
        beginValue()
        appendQuoted(text)
    }

    public mutating func beginArray(count: Int) { open(UInt8(ascii: "[")) }

    public mutating func endArray() { close(UInt8(ascii: "]")) }

    public mutating func beginObject(count: Int) { open(UInt8(ascii: "{")) }

    public mutating func writeName(_ name: String) {
        separate()
        appendQuoted(name)
        bytes.append(UInt8(ascii: ":"))
        if style == .pretty { bytes.append(UInt8(ascii: " ")) }
        followsName = true
    }

    public mutating func endObject() { close(UInt8(ascii: "}")) }
}

// MARK: - Layout

extension JSONWriter {
    private mutating func beginValue() {
        if followsName {
            followsName = false
        } else {
            separate()
        }
    }

    /// Writes what stands between two elements, or before the first.
    private mutating func separate() {
        if depth == 0 {
            if !isEmpty { bytes.append(UInt8(ascii: "\n")) }
        } else {
            if !isEmpty { bytes.append(UInt8(ascii: ",")) }
            breakLine()
        }
        isEmpty = false
    }

    private mutating func open(_ bracket: UInt8) {
        beginValue()
        bytes.append(bracket)
        depth += 1
        isEmpty = true
    }

    private mutating func close(_ bracket: UInt8) {
        precondition(depth > 0, "every end has its begin")
        depth -= 1
        if !isEmpty { breakLine() }
        bytes.append(bracket)
        isEmpty = false
    }

    /// A line end and the blanks after it.
    private static let lineBreak: StaticString = "\n                                "

    private mutating func breakLine() {
        switch style {
        case .compact: break
        case .pretty:
            // Nearly everything is less deep than the blanks that are at hand.
            let rest = 2 * depth - (Self.lineBreak.utf8CodeUnitCount - 1)
            Self.lineBreak.withUTF8Buffer { bytes.append(contentsOf: $0.prefix(2 * depth + 1)) }
            if rest > 0 { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: rest)) }
        }
    }
}

// MARK: - Scalars

extension JSONWriter {
    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func appendDecimal(_ integer: Int64) {
        bytes.append(contentsOf: integer.description.utf8)
    }

    /// Copies the runs between the bytes that JSON wants escaped: quotes, backslashes and control characters.
    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { characters in
            var runStart = 0
            while let index = Self.firstToEscape(in: characters, from: runStart) {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: characters[runStart..<index]))
                appendEscaped(characters[index])
                runStart = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: characters[runStart...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The place of the next byte that JSON wants escaped; most texts have none, so that eight are looked at together.
    private static func firstToEscape(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        let words = UnsafeRawBufferPointer(text)
        while index + 8 <= text.count {
            guard !mayNeedEscapes(words.loadUnaligned(fromByteOffset: index, as: UInt64.self)) else { break }
            index += 8
        }
        return text[index...].firstIndex(where: mustBeEscaped)
    }

    /// Whether one of eight bytes must be escaped; says so of some that need not be, never the other way round.
    private static func mayNeedEscapes(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // What is taken from a byte that is too small is borrowed, which sets its highest bit.
        func hasByte(_ word: UInt64, below limit: UInt64) -> Bool {
            (word &- ones &* limit) & ~word & (ones &* 0x80) != 0
        }
        return hasByte(word, below: 0x20) || hasByte(word ^ ones &* UInt64(UInt8(ascii: "\"")), below: 1)
            || hasByte(word ^ ones &* UInt64(UInt8(ascii: "\\")), below: 1)
    }

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        default:
            append("\\u00")
            bytes.append(contentsOf: CollectionOfOne(byte).hexadecimal.utf8)
        }
    }
}
