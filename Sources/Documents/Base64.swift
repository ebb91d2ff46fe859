/// Base 64 with `+`, `/` and padding (RFC 4648, section 4).
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The number that a byte stands for; 255 for one that stands for none.
    private static let numbers = {
        var numbers = [UInt8](repeating: 255, count: 256)
        for (number, byte) in alphabet.enumerated() { numbers[Int(byte)] = UInt8(number) }
        return numbers
    }()

    /// The base64 form of a text.
    package static func encoded(_ text: String) -> String { encoded(Array(text.utf8)) }

    /// The base64 form of bytes.
    package static func encoded(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        var start = 0
        while start < bytes.count {
            let count = min(3, bytes.count - start)
            var bits = Int(bytes[start]) << 16
            if count > 1 { bits |= Int(bytes[start + 1]) << 8 }
            if count > 2 { bits |= Int(bytes[start + 2]) }
            result.append(alphabet[bits >> 18 & 63])
            result.append(alphabet[bits >> 12 & 63])
            result.append(count > 1 ? alphabet[bits >> 6 & 63] : UInt8(ascii: "="))
            result.append(count > 2 ? alphabet[bits & 63] : UInt8(ascii: "="))
            start += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes that a text stands for; blanks and line breaks in it do not count.
    ///
    /// - Returns: The bytes; `nil` if anything else is in it, or it was cut short.
    package static func decoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var (bits, count, padding) = (0, 0, 0)
        for byte in text.utf8 {
            if byte == 9 || byte == 10 || byte == 13 || byte == 32 { continue }
            count += 1
            guard byte != UInt8(ascii: "=") else {
                padding += 1
                continue
            }
            let digit = numbers[Int(byte)]
            guard padding == 0, digit < 64 else { return nil }
            bits = (bits << 6 | Int(digit)) & 0xFFFFFF
            switch count % 4 {
            case 2: bytes.append(UInt8(bits >> 4 & 255))
            case 3: bytes.append(UInt8(bits >> 2 & 255))
            case 0: bytes.append(UInt8(bits & 255))
            case _: break
            }
        }
        guard count.isMultiple(of: 4), padding <= 2 else { return nil }
        return bytes
    }

    /// The base64 form of a text that may be secret or not known yet.
    package static func encoded(_ value: Value) -> Value {
        switch value {
        case .string(let text): .string(encoded(text))
        case .secret(let inner): encoded(inner).concealed
        case .unknown(let unknown):
            .unknown(
                Unknown(expression: "base64(\(unknown.expression))", sources: unknown.sources) { runtime in
                    encoded(unknown.resolved(with: runtime))
                }
            )
        case .null, .bool, .integer, .number, .array, .object: value
        }
    }
}
