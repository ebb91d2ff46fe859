import Diagnostics

extension JSONParser {
    /// The string whose opening quote is the current byte.
    mutating func string() -> String? {
        let start = index
        index += 1
        var runStart = index
        var unescaped: [UInt8] = []
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let run = bytes[runStart..<index]
                index += 1
                guard !unescaped.isEmpty else { return String(decoding: run, as: UTF8.self) }
                unescaped.append(contentsOf: run)
                return String(decoding: unescaped, as: UTF8.self)
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: bytes[runStart..<index])
                guard let scalar = escapeSequence(inStringAt: start) else { return nil }
                unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                runStart = index
            case 0..<0x20:
                if bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") {
                    return fail(.unclosedJSONString(at: span(from: start)))
                }
                return fail(.controlCharacterInJSON(bytes[index], at: Span(file, index..<(index + 1))))
            default:
                index += 1
            }
        }
        return fail(.unclosedJSONString(at: Span(file, start..<(start + 1))))
    }

    /// The scalar that an escape sequence stands for; two sequences if they are a surrogate pair.
    private mutating func escapeSequence(inStringAt stringStart: Int) -> Unicode.Scalar? {
        let start = index
        index += 1
        guard let letter = current else { return fail(.unclosedJSONString(at: Span(file, stringStart..<start))) }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return unicodeEscape(from: start)
        default:
            while let byte = current, byte & 0xC0 == 0x80 { index += 1 }
            return fail(.unknownJSONEscape(at: span(from: start)))
        }
    }

    private mutating func unicodeEscape(from start: Int) -> Unicode.Scalar? {
        guard let unit = hexDigits() else { return fail(.malformedUnicodeEscape(at: span(from: start))) }
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, bytes[index..<end].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return fail(.loneSurrogate(at: span(from: start)))
        }
        index += 2
        guard let low = hexDigits() else { return fail(.malformedUnicodeEscape(at: span(from: start))) }
        guard 0xDC00...0xDFFF ~= low else { return fail(.loneSurrogate(at: span(from: start))) }
        return Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00))
    }

    private mutating func hexDigits() -> UInt16? {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Self.hexValue(byte) else { return nil }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
