import AppModel
import Documents

/// A short digest of what a profile shows: everything in it that is neither secret nor unknown.
///
/// It may end in a tag that anybody may read, so secrets must not go into it.
enum ProfileDigest {
    /// The first 16 hexadecimal digits of the SHA-256 of the redacted body.
    static func of(_ body: Value) -> String {
        String(hexSHA256(body.canonicalJSON(disclosing: .redacted)).prefix(16))
    }
}
