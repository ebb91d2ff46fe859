/// The grammar of a number (RFC 8259, section 6).
enum JSONNumber {
    /// Whether the text is a whole number, without fraction and exponent; `nil` if it is no number at all.
    static func isInteger(_ text: ArraySlice<UInt8>) -> Bool? {
        var rest = text
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let isZero = rest.first == UInt8(ascii: "0")
        let digits = takeDigits(from: &rest)
        guard isZero ? digits == 1 : digits > 0 else { return nil }
        guard !rest.isEmpty else { return true }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard takeDigits(from: &rest) > 0 else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard takeDigits(from: &rest) > 0 else { return nil }
        }
        return rest.isEmpty ? false : nil
    }

    private static func takeDigits(from text: inout ArraySlice<UInt8>) -> Int {
        let count = text.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        text.removeFirst(count)
        return count
    }
}
