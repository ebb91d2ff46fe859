import Documents

/// JSON text without white space, written event by event into a buffer.
///
/// Journal lines and fingerprints are made of it. Equal events give equal bytes.
struct CompactJSON: TreeWriter {
    /// The text so far; whoever consumes it in pieces may empty it between two events.
    var bytes: [UInt8] = []
    private var needsComma = false

    mutating func writeNull() { append("null") }
    mutating func write(_ flag: Bool) { append(flag ? "true" : "false") }
    mutating func write(_ integer: Int64) { append(String(integer)) }
    mutating func write(_ number: Double) { append(number.isFinite ? String(number) : "null") }

    mutating func write(_ text: String) {
        separate()
        quote(text)
        needsComma = true
    }

    mutating func beginArray(count: Int) { open(UInt8(ascii: "[")) }
    mutating func endArray() { close(UInt8(ascii: "]")) }
    mutating func beginObject(count: Int) { open(UInt8(ascii: "{")) }
    mutating func endObject() { close(UInt8(ascii: "}")) }

    mutating func writeName(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a byte that no JSON text contains, to set apart what is not JSON.
    mutating func writeMark(_ mark: UInt8) {
        separate()
        bytes.append(mark)
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func append(_ token: String) {
        separate()
        bytes.append(contentsOf: token.utf8)
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if utf8.contains(where: Self.mustEscape) {
                for byte in utf8 { appendEscaped(byte) }
            } else {
                bytes.append(contentsOf: utf8)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        guard Self.mustEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        guard byte < 0x20 else { return bytes.append(byte) }
        bytes.append(contentsOf: "u00\(CollectionOfOne(byte).hexadecimal)".utf8)
    }
}
