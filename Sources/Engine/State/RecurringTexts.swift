import Glibc

/// What is made of texts of which the same come again and again: most are made once.
struct RecurringTexts<Value> {
    /// What was made last of a text, each at a place that follows from a digest of the text.
    private var known: [(text: String, value: Value)?]

    /// - Parameter capacity: How many different texts are expected, or fewer; a power of two.
    init(capacity: Int) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0, "a digest is cut to a place")
        known = Array(repeating: nil, count: capacity)
    }

    /// What is made of a text, given in UTF-8.
    mutating func value(of bytes: UnsafeBufferPointer<UInt8>, _ make: (String) -> Value) -> Value {
        let place = Int(truncatingIfNeeded: Self.digest(of: UnsafeRawBufferPointer(bytes))) & (known.count - 1)
        if let entry = known[place], Self.areEqual(entry.text, bytes) { return entry.value }
        let text = String(decoding: bytes, as: UTF8.self)
        let value = make(text)
        known[place] = (text, value)
        return value
    }

    private static func areEqual(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            guard let first = utf8.baseAddress, let other = bytes.baseAddress else { return utf8.count == bytes.count }
            return utf8.count == bytes.count && memcmp(first, other, utf8.count) == 0
        }
    }

    /// A number for some bytes, made quickly; texts that share one can be thought of, and cost no more than time.
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
