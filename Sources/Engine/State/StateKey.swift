import Crypto
import Documents

/// The secret of one state: fingerprints are keyed and secrets are sealed with what is derived from it.
public struct StateKey: Sendable, Equatable {
    private let key: SymmetricKey

    /// Takes over a key of 32 random bytes.
    public init(bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// Makes a new random key.
    public init() {
        key = SymmetricKey(size: .bits256)
    }

    /// Reads a key of 64 hexadecimal digits; `nil` if it is anything else.
    public init?(hexadecimal text: String) {
        guard let bytes = decoded(hexadecimal: text.filter { !$0.isWhitespace }), bytes.count == 32 else { return nil }
        self.init(bytes: bytes)
    }

    /// Tells this key from others, and tells nothing else of it.
    var check: String { derived(for: "check").withUnsafeBytes { Array($0.prefix(16)) }.hexadecimal }

    /// The bytes to keep in a safe place.
    var bytes: [UInt8] { key.withUnsafeBytes { Array($0) } }

    /// The key of the state's fingerprints.
    public var fingerprints: FingerprintKey {
        FingerprintKey(bytes: derived(for: "fingerprints").withUnsafeBytes { Array($0) })
    }

    /// 32 bytes that the GUIDs of recipes grow from.
    public var guidSeed: [UInt8] { derived(for: "guids").withUnsafeBytes { Array($0) } }

    /// Encrypts bytes and protects them against change, AES-GCM with a random nonce, in hexadecimal digits.
    package func seal(_ bytes: [UInt8]) throws -> String {
        let box = try AES.GCM.seal(bytes, using: derived(for: "sealing"))
        return (Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)).hexadecimal
    }

    /// Decrypts what `seal` made; `nil` if it was made with another key or was changed.
    package func open(_ text: String) -> [UInt8]? {
        guard let bytes = decoded(hexadecimal: text), bytes.count >= 28,
            let nonce = try? AES.GCM.Nonce(data: bytes.prefix(12)),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce,
                ciphertext: bytes.dropFirst(12).dropLast(16),
                tag: bytes.suffix(16)
            ),
            let plain = try? AES.GCM.open(box, using: derived(for: "sealing"))
        else { return nil }
        return Array(plain)
    }

    private func derived(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("rad \(purpose)".utf8), outputByteCount: 32)
    }
}

/// The bytes that hexadecimal digits stand for; `nil` if there is anything else among them.
func decoded(hexadecimal text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let high = digitValue(digits[index]), let low = digitValue(digits[index + 1]) else { return nil }
        bytes.append(high << 4 | low)
    }
    return bytes
}

private func digitValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
}
