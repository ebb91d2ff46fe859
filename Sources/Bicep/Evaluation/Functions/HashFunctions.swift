import Crypto
import Documents

extension FunctionTable {
    /// Functions that make names and identifiers out of other text.
    static let hashes: [String: FunctionImplementation] = [
        "guid": .deep { call throws(EvaluationFault) in .string(NameBasedGUID.make(try texts(call))) },
        "newGuid": .special { evaluator, expression, _ throws(EvaluationFault) in
            .string(evaluator.newGUID(at: expression))
        },
        "uniqueString": .deep { call throws(EvaluationFault) in .string(UniqueString.hash(try texts(call))) },
    ]

    private static func texts(_ call: FunctionCall) throws(EvaluationFault) -> [String] {
        var texts: [String] = []
        for position in call.arguments.indices {
            var text = ""
            try text.append(interpolating: call.arguments[position], limit: call.limits.stringLength)
            texts.append(text)
        }
        return texts
    }
}

/// The hash of `uniqueString`: 13 letters and digits, the same in every deployment.
///
/// MurmurHash3 of two 32-bit lanes over the arguments joined by `-`, as ARM computes it.
package enum UniqueString {
    /// Hashes the arguments.
    package static func hash(_ parts: [String]) -> String {
        var remaining = murmur(Array(parts.joined(separator: "-").utf8))
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var letters: [UInt8] = []
        for _ in 0..<13 {
            letters.append(alphabet[Int(remaining >> 59)])
            remaining <<= 5
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func murmur(_ bytes: [UInt8]) -> UInt64 {
        let (first, second): (UInt32, UInt32) = (0x239b_961b, 0xab0e_9789)
        var (low, high): (UInt32, UInt32) = (0, 0)
        let end = bytes.count / 8 * 8
        for start in stride(from: 0, to: end, by: 8) {
            low ^= mixed(word(bytes, start), first, second, by: 15)
            low = (rotated(low, by: 19) &+ high) &* 5 &+ 0x561c_cd1b
            high ^= mixed(word(bytes, start + 4), second, first, by: 17)
            high = (rotated(high, by: 13) &+ low) &* 5 &+ 0x0bca_a747
        }
        let rest = bytes.count - end
        if rest > 4 { high ^= mixed(word(bytes, end + 4), second, first, by: 17) }
        if rest > 0 { low ^= mixed(word(bytes, end), first, second, by: 15) }
        low ^= UInt32(truncatingIfNeeded: bytes.count)
        high ^= UInt32(truncatingIfNeeded: bytes.count)
        low = low &+ high
        high = high &+ low
        low = finished(low)
        high = finished(high)
        low = low &+ high
        high = high &+ low
        return UInt64(high) << 32 | UInt64(low)
    }

    /// Up to four bytes, the first the least significant.
    private static func word(_ bytes: [UInt8], _ start: Int) -> UInt32 {
        var word: UInt32 = 0
        for index in start..<min(start + 4, bytes.count) { word |= UInt32(bytes[index]) << UInt32(8 * (index - start)) }
        return word
    }

    private static func mixed(_ word: UInt32, _ before: UInt32, _ after: UInt32, by bits: UInt32) -> UInt32 {
        rotated(word &* before, by: bits) &* after
    }

    private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 { word << bits | word >> (32 - bits) }

    private static func finished(_ word: UInt32) -> UInt32 {
        var word = word
        word = (word ^ word >> 16) &* 0x85eb_ca6b
        word = (word ^ word >> 13) &* 0xc2b2_ae35
        return word ^ word >> 16
    }
}

/// The identifier of `guid`: a version 5 UUID in ARM's namespace, over the arguments joined by `-`.
package enum NameBasedGUID {
    private static let namespace: [UInt8] = [
        0x11, 0xfb, 0x06, 0xfb, 0x71, 0x2d, 0x4d, 0xdd, 0x98, 0xc7, 0xe7, 0x1b, 0xbd, 0x58, 0x88, 0x30,
    ]

    package static func make(_ parts: [String]) -> String {
        var bytes = Array(Insecure.SHA1.hash(data: namespace + parts.joined(separator: "-").utf8).prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x50
        bytes[8] = bytes[8] & 0x3f | 0x80
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { bytes[$0].hexadecimal }.joined(separator: "-")
    }
}
