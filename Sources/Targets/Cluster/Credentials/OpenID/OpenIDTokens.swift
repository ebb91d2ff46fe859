/// What an issuer gave a user: the token to show, and the one that gets another.
struct OpenIDTokens: Sendable, Equatable {
    var idToken: String?
    var refreshToken: String?

    /// The ID token, unless it ends within a time or is one that was refused.
    func good(at now: Int64, toSpare seconds: Int64, besides refused: String?) -> String? {
        guard let idToken, idToken != refused else { return nil }
        // As with other clients, a token that does not say when it ends is shown until a server refuses it.
        guard let end = IDToken.expiration(of: idToken) else { return idToken }
        return end - seconds > now ? idToken : nil
    }
}
