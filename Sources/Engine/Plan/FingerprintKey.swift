import Crypto
import Documents

/// The secret of one state, which keeps its fingerprints from telling what they were made of.
///
/// Whoever can read a fingerprint but not the key cannot try out guesses for a secret.
public struct FingerprintKey: Sendable {
    private let key: SymmetricKey

    /// Takes over a key of 32 random bytes.
    public init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// Makes a new random key.
    public init() {
        key = SymmetricKey(size: .bits256)
    }

    /// The keyed fingerprint of bytes that may hold a secret: `hmac-sha256:` and 64 digits.
    public func fingerprint(of bytes: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: key)
        bytes.withUnsafeBytes { code.update(data: $0) }
        return "hmac-sha256:\(code.finalize().hexadecimal)"
    }
}
