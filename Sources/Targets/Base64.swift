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
