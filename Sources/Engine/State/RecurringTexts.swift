import Glibc

/// What is made of texts of which the same come again and again: each is made once.
struct RecurringTexts<Value> {
    /// By a digest of the text; of texts with one digest, only the first is kept.
    private var known: [UInt64: (text: String, value: Value)] = [:]
    /// How many are kept.
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// What is made of a text, given in UTF-8.
    mutating func value(of bytes: UnsafeBufferPointer<UInt8>, _ make: (String) -> Value) -> Value {
        let digest = Self.digest(of: UnsafeRawBufferPointer(bytes))
        let entry = known[digest]
        if let entry, Self.areEqual(entry.text, bytes) { return entry.value }
        let text = String(decoding: bytes, as: UTF8.self)
        let value = make(text)
        if entry == nil, known.count < limit { known[digest] = (text, value) }
        return value
    }

    private static func areEqual(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            guard let first = utf8.baseAddress, let other = bytes.baseAddress else { return utf8.count == bytes.count }
            return utf8.count == bytes.count && memcmp(first, other, utf8.count) == 0
        }
    }

    /// A number for some bytes, made quickly; texts that are to share one can be thought of, and cost no more than time.
    private static func digest(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        // The multiplier is that of Fibonacci hashing: 2^64 divided by the golden ratio.
        let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        var digest = UInt64(bytes.count) &* multiplier
        var place = 0
        while place + 8 <= bytes.count {
            digest = (digest ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* multiplier
            digest ^= digest >> 32
            place += 8
        }
        while place < bytes.count {
            digest = (digest ^ UInt64(bytes[place])) &* multiplier
            place += 1
        }
        return digest ^ digest >> 32
    }
}
