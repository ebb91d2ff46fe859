import Engine

/// Keeps a user signed in at an issuer of OpenID Connect, as clients of Kubernetes do with the `oidc` provider.
///
/// An ID token that has ended is renewed, and written back to the kubeconfig: issuers often take each refresh token
/// only once.
actor OpenIDSession {
    private let provider: OpenIDProvider
    private let renewal: OpenIDRenewal
    private var tokens: OpenIDTokens

    init(_ provider: OpenIDProvider) {
        self.provider = provider
        renewal = OpenIDRenewal(provider)
        tokens = provider.tokens
    }

    /// A token that is still good for some seconds.
    ///
    /// - Parameters:
    ///   - refused: One that the server does not take, whatever it says of itself.
    ///   - now: Seconds since 1970.
    ///   - seconds: How long it is to be good.
    /// - Returns: The token, which ends when it says.
    /// - Throws: `ApplyError` if there is none to be had, or it cannot be kept.
    func credentials(besides refused: String?, at now: Int64, toSpare seconds: Int64) async throws -> Credentials {
        if let good = tokens.good(at: now, toSpare: seconds, besides: refused) { return .openID(good) }
        let file = provider.place.map(KubeconfigTokens.init)
        let turn = try await file?.turn()
        defer { turn?.end() }
        // Another client may have renewed it since the kubeconfig was read.
        if let found = try file?.read() { tokens = found }
        if let good = tokens.good(at: now, toSpare: seconds, besides: refused) { return .openID(good) }
        guard let refreshToken = tokens.refreshToken else { throw ApplyError.noIDToken(provider.issuer) }
        let fresh: OpenIDTokens
        do {
            fresh = try await renewal.tokens(for: refreshToken)
        } catch {
            guard let found = try file?.read(), found != tokens,
                let good = found.good(at: now, toSpare: seconds, besides: refused)
            else { throw error }
            // Another client was faster, and its refresh token is the one that counts.
            tokens = found
            return .openID(good)
        }
        guard let idToken = fresh.idToken else { throw ApplyError.noIDToken(provider.issuer) }
        tokens = fresh
        try await file?.write(fresh)
        return .openID(idToken)
    }
}

extension Credentials {
    fileprivate static func openID(_ token: String) -> Credentials {
        .token(token, expiration: IDToken.expiration(of: token))
    }
}
