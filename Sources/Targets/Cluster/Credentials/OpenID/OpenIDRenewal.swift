import Documents
import Engine
import HTTP

/// The two requests by which an issuer of OpenID Connect renews a token.
struct OpenIDRenewal: Sendable {
    private let provider: OpenIDProvider
    private let client: HTTPClient

    init(_ provider: OpenIDProvider) {
        self.provider = provider
        var configuration = HTTPClient.Configuration(userAgent: ClusterClient.fieldManager)
        configuration.trust = provider.trust
        configuration.totalTimeout = .seconds(30)
        configuration.maximumBodySize = 1 << 20
        client = HTTPClient(configuration: configuration)
    }

    /// Asks for new tokens (OpenID Connect Core 1.0, section 12).
    ///
    /// - Parameter refreshToken: What the issuer gave for that.
    /// - Returns: The new ID token, and the refresh token to use from now on.
    /// - Throws: `ApplyError` if the issuer cannot be reached or trusted, refuses, or gives no ID token.
    func tokens(for refreshToken: String) async throws(ApplyError) -> OpenIDTokens {
        let endpoint = try await tokenEndpoint()
        var response = try await send(message(endpoint, refreshToken, signingInBy: .header))
        // Some issuers take the secret of a client only in a header, others only among the parameters.
        if provider.clientSecret != nil, response.refusesClient {
            response = try await send(message(endpoint, refreshToken, signingInBy: .parameters))
        }
        let answer = ClusterClient.value(of: response.body)
        guard response.status == 200 else {
            throw .openIDRefused(
                provider.issuer,
                cause: cause(answer, response.status).redacting(secrets(refreshToken))
            )
        }
        guard let idToken = answer?["id_token"]?.stringValue, !idToken.isEmpty else {
            throw .openIDAnswer(provider.issuer, "its answer has no 'id_token'")
        }
        let next = answer?["refresh_token"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
        return OpenIDTokens(idToken: idToken, refreshToken: next ?? refreshToken)
    }

    /// Where tokens are given, as the issuer says (OpenID Connect Discovery 1.0).
    private func tokenEndpoint() async throws(ApplyError) -> String {
        let issuer = provider.issuer.hasSuffix("/") ? String(provider.issuer.dropLast()) : provider.issuer
        guard issuer.isSecureAddress else { throw .openIDAnswer(provider.issuer, "its address is not one of https") }
        let response = try await send(HTTPRequest(url: "\(issuer)/.well-known/openid-configuration"))
        guard response.status == 200, let document = ClusterClient.value(of: response.body) else {
            throw .openIDAnswer(provider.issuer, "its discovery document came with status \(response.status)")
        }
        guard let endpoint = document["token_endpoint"]?.stringValue, endpoint.isSecureAddress else {
            throw .openIDAnswer(provider.issuer, "its discovery document has no 'token_endpoint' of https")
        }
        return endpoint
    }

    /// How the client says who it is (RFC 6749, section 2.3.1).
    private enum ClientAuthentication {
        case header
        case parameters
    }

    private func message(
        _ endpoint: String,
        _ refreshToken: String,
        signingInBy authentication: ClientAuthentication
    ) -> HTTPRequest {
        var headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")]
        var parameters = [("grant_type", "refresh_token"), ("refresh_token", refreshToken)]
        switch (provider.clientSecret, authentication) {
        case (let secret?, .header):
            let pair = "\(provider.clientID.percentEncodedForPath):\(secret.percentEncodedForPath)"
            headers.append(("Authorization", "Basic \(Base64.encoded(pair))"))
        case (let secret?, .parameters): parameters += [("client_id", provider.clientID), ("client_secret", secret)]
        case (nil, _): parameters.append(("client_id", provider.clientID))
        }
        let body = parameters.map { "\($0)=\($1.percentEncodedForPath)" }.joined(separator: "&")
        return HTTPRequest(
            method: "POST",
            url: endpoint,
            headers: headers.map { (name: $0, value: $1) },
            body: Array(body.utf8)
        )
    }

    private func send(_ request: HTTPRequest) async throws(ApplyError) -> HTTPResponse {
        do throws(HTTPError) {
            return try await client.send(request)
        } catch {
            throw .openIDUnreachable(provider.issuer, error)
        }
    }

    /// What the issuer says of a refusal: `invalid_grant: the token was revoked`.
    private func cause(_ answer: Value?, _ status: Int) -> String {
        let words = ["error", "error_description"].compactMap { answer?[$0]?.stringValue?.trimmedToLine }
        return words.isEmpty ? "it answered with status \(status)" : words.joined(separator: ": ")
    }

    private func secrets(_ refreshToken: String) -> [String] {
        let plain = [refreshToken, provider.clientSecret, provider.tokens.idToken].compactMap { $0 }
        // An issuer may repeat what it was sent.
        return (plain.map(\.percentEncodedForPath) + plain).sorted { $0.utf8.count > $1.utf8.count }
    }
}

extension HTTPResponse {
    /// Whether an issuer does not know who asks (RFC 6749, section 5.2).
    fileprivate var refusesClient: Bool {
        status == 401 || status == 400 && ClusterClient.value(of: body)?["error"] == "invalid_client"
    }
}

extension String {
    fileprivate var isSecureAddress: Bool { lowercased().hasPrefix("https://") }
}
