import Crypto
import Documents

/// A short digest of what a profile shows: everything in it that is neither secret nor unknown.
///
/// It may end in a tag that anybody may read, so secrets must not go into it.
enum ProfileDigest {
    /// The first 16 hexadecimal digits of the SHA-256 of the redacted body.
    static func of(_ body: Value) -> String {
        SHA256.hash(data: body.canonicalJSON(disclosing: .redacted)).prefix(8).hexadecimal
    }
}

extension Sequence<UInt8> {
    /// Two lower-case hexadecimal digits for each byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
