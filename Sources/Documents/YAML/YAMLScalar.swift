/// What a plain scalar means in the core schema of YAML 1.2, as the readers of Kubernetes take it.
///
/// They differ from the schema in one point that matters: `0644` is octal, because every
/// manifest that sets a file mode says so. `yes`, `on` and the like are text.
enum YAMLScalar {
    static func content(ofPlain text: String) -> Document.Content {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first else { return .null }
            if bytes.count <= 5, let word = content(ofWord: bytes) { return word }
            switch first {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
                return content(ofNumber: bytes) ?? .string(String(decoding: bytes, as: UTF8.self))
            default:
                return .string(String(decoding: bytes, as: UTF8.self))
            }
        }
    }

    private static func content(ofWord bytes: UnsafeBufferPointer<UInt8>) -> Document.Content? {
        switch bytes.first {
        case UInt8(ascii: "~"): bytes.count == 1 ? .null : nil
        case UInt8(ascii: "n"), UInt8(ascii: "N"): bytes.isCapitalization(of: "null") ? .null : nil
        case UInt8(ascii: "t"), UInt8(ascii: "T"): bytes.isCapitalization(of: "true") ? .bool(true) : nil
        case UInt8(ascii: "f"), UInt8(ascii: "F"): bytes.isCapitalization(of: "false") ? .bool(false) : nil
        default: nil
        }
    }

    private static func content(ofNumber bytes: UnsafeBufferPointer<UInt8>) -> Document.Content? {
        let isSigned = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+")
        let isNegative = bytes[0] == UInt8(ascii: "-")
        let digits = bytes[(isSigned ? 1 : 0)...]
        guard let first = digits.first else { return nil }
        if first == UInt8(ascii: "."), let special = special(UnsafeBufferPointer(rebasing: digits.dropFirst())) {
            guard !(special.isNaN && isSigned) else { return nil }
            return .number(isNegative ? -special : special)
        }
        if first == UInt8(ascii: "0"), digits.count > 1 {
            switch digits[digits.startIndex + 1] {
            case UInt8(ascii: "x"): return integer(digits.dropFirst(2), radix: 16, isNegative: isNegative)
            case UInt8(ascii: "o"): return integer(digits.dropFirst(2), radix: 8, isNegative: isNegative)
            default:
                if let octal = integer(digits.dropFirst(), radix: 8, isNegative: isNegative) { return octal }
            }
        }
        if let decimal = integer(digits, radix: 10, isNegative: isNegative) { return decimal }
        guard isFloat(digits), let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else {
            return nil
        }
        return .number(number)
    }

    /// Infinity or "not a number", without the dot.
    private static func special(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        if bytes.isCapitalization(of: "inf") { return .infinity }
        if bytes.isCapitalization(of: "nan") || bytes.elementsEqual("NaN".utf8) { return .nan }
        return nil
    }

    /// A whole number, floating where it does not fit; `nil` if there is anything but digits.
    ///
    /// A decimal number that does not fit is left to the correct rounding of `Double.init`.
    private static func integer(
        _ digits: Slice<UnsafeBufferPointer<UInt8>>,
        radix: Int,
        isNegative: Bool
    ) -> Document.Content? {
        guard !digits.isEmpty else { return nil }
        var integer: Int64 = 0
        var number: Double = 0
        var fits = true
        for byte in digits {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else { return nil }
            number = number * Double(radix) + Double(digit)
            guard fits else { continue }
            let (product, overflows) = integer.multipliedReportingOverflow(by: Int64(radix))
            let (sum, overflowsToo) = product.addingReportingOverflow(isNegative ? -Int64(digit) : Int64(digit))
            fits = !overflows && !overflowsToo
            integer = sum
        }
        if fits { return .integer(integer) }
        guard radix != 10, number.isFinite else { return nil }
        return .number(isNegative ? -number : number)
    }

    /// Digits with at most one dot and perhaps an exponent: the grammar of `tag:yaml.org,2002:float`, less its sign.
    private static func isFloat(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var rest = bytes
        var digits = takeDigits(from: &rest)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            digits += takeDigits(from: &rest)
        }
        guard digits > 0 else { return false }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard takeDigits(from: &rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func takeDigits(from bytes: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        let count = bytes.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        bytes.removeFirst(count)
        return count
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether this is the lower-case word as it stands, capitalised, or all in capitals.
    fileprivate func isCapitalization(of word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard count == word.count else { return false }
            guard !elementsEqual(word) else { return true }
            guard self[0] == word[0] & 0xDF else { return false }
            return dropFirst().elementsEqual(word.dropFirst())
                || elementsEqual(word.lazy.map { $0 & 0xDF })
        }
    }
}
