import Diagnostics

extension JSONParser {
    /// The string whose opening quote is the current byte.
    mutating func string() -> String? { string { String(decoding: $0, as: UTF8.self) } }

    /// What is made of the bytes of the string whose opening quote is the current byte.
    @inline(__always)
    mutating func string<Result>(_ make: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        let (start, end) = (index + 1, end)
        // Each look at the bytes counts a reference, for which threads that read one file wait: this takes one look.
        let (result, runEnd) = bytes.withUnsafeBufferPointer { bytes -> (Result?, Int) in
            let runEnd = Self.endOfRun(in: bytes, start..<end)
            guard runEnd < end, bytes[runEnd] == UInt8(ascii: "\"") else { return (nil, runEnd) }
            return (make(UnsafeBufferPointer(rebasing: bytes[start..<runEnd])), runEnd)
        }
        index = runEnd
        guard let result else { return unescapedString(from: start - 1).map { $0.withUnsafeBufferPointer(make) } }
        index += 1
        return result
    }

    /// The bytes of a string, from the first place on where it has an escape sequence or something that it must not have.
    private mutating func unescapedString(from start: Int) -> [UInt8]? {
        var unescaped = Array(bytes[(start + 1)..<index])
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return unescaped
            case UInt8(ascii: "\\"):
                guard let scalar = escapeSequence(inStringAt: start) else { return nil }
                unescaped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return fail(.unclosedJSONString(at: span(from: start)))
            case 0..<0x20: return fail(.controlCharacterInJSON(bytes[index], at: Span(file, index..<(index + 1))))
            default:
                let runStart = index
                index = bytes.withUnsafeBufferPointer { Self.endOfRun(in: $0, runStart..<end) }
                unescaped.append(contentsOf: bytes[runStart..<index])
            }
        }
        return fail(.unclosedJSONString(at: Span(file, start..<(start + 1))))
    }

    /// The first place in a range of a byte that does not simply stand for itself in a string, or the range's end; eight
    /// are looked at together.
    private static func endOfRun(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let words = UnsafeRawBufferPointer(bytes)
        var place = range.lowerBound
        while place + 8 <= range.upperBound {
            let word = words.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            // A byte of these has its highest bit if it is under 0x20, a quote or a backslash.
            let (quotes, backslashes) = (word ^ ones &* 0x22, word ^ ones &* 0x5C)
            let special =
                ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            guard special & (ones &* 0x80) == 0 else { break }
            place += 8
        }
        while place < range.upperBound, bytes[place] >= 0x20, bytes[place] != 0x22, bytes[place] != 0x5C { place += 1 }
        return place
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
