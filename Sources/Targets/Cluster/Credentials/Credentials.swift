import HTTP

/// What the user shows with a request at the moment.
struct Credentials: Sendable {
    /// The header `Authorization`; `nil` if there is none.
    var authorization: String?
    /// A certificate that a program gave, in place of that of the kubeconfig.
    var certificate: HTTPClient.ClientCertificate?
    /// When they end, in seconds since 1970; `nil` if nobody says.
    var expiration: Int64?
    /// Tells one set of credentials from the next.
    var number = 0

    /// The token in the header.
    var token: String? {
        authorization.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst("Bearer ".count)) : nil }
    }

    static let none = Credentials()

    /// A token as it goes into the header.
    static func token(_ text: String, expiration: Int64? = nil) -> Credentials {
        Credentials(authorization: "Bearer \(text.filter { !$0.isWhitespace })", expiration: expiration)
    }
}
