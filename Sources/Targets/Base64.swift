import Documents

/// The base64 form in which platforms take the bytes of secrets.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isPadding = place > group.count
                result.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 63])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The bytes that a text stands for; blanks and line breaks in it do not count.
    ///
    /// - Returns: The bytes; `nil` if anything else is in it, or it was cut short.
    static func decoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, count, padding) = (0, 0, 0)
        for byte in text.utf8 where ![9, 10, 13, 32].contains(byte) {
            count += 1
            guard byte != UInt8(ascii: "=") else {
                padding += 1
                continue
            }
            guard padding == 0, let digit = alphabet.firstIndex(of: byte) else { return nil }
            bits = (bits << 6 | digit) & 0xFFFFFF
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
    static func encoded(_ value: Value) -> Value {
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
