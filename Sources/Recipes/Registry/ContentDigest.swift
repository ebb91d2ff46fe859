internal import AppModel

/// What content is addressed by: `sha256:` and 64 digits.
struct ContentDigest: Equatable {
    let text: String

    /// The digest of some bytes.
    init(of bytes: [UInt8]) {
        text = "sha256:" + hexSHA256(bytes)
    }

    /// Reads a digest; `nil` if it is malformed or of another algorithm.
    init?(_ text: String) {
        let prefix = "sha256:"
        let digits = text.utf8.dropFirst(prefix.utf8.count)
        guard text.hasPrefix(prefix), digits.count == 64,
            digits.allSatisfy({ 48...57 ~= $0 || 97...102 ~= $0 })
        else { return nil }
        self.text = text
    }
}
