import Documents

/// What a client has to know of an ID token of OpenID Connect: when it ends.
///
/// The token is not verified: that is the business of the server that it is shown to.
enum IDToken {
    /// When a token ends, in seconds since 1970; `nil` if it does not say, as one that is no JWT.
    static func expiration(of token: String) -> Int64? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = decoded(parts[1]), let claims = ClusterClient.value(of: bytes) else {
            return nil
        }
        switch claims["exp"] {
        case .integer(let seconds): return seconds
        case .number(let seconds): return Int64(exactly: seconds.rounded(.down))
        case .null, .bool, .string, .array, .object, .secret, .unknown, nil: return nil
        }
    }

    /// The bytes of base64 in the alphabet for URLs, without padding (RFC 7515).
    private static func decoded(_ text: Substring) -> [UInt8]? {
        let plain = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return Base64.decoded(String(plain) + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
