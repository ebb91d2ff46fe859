/// What proves to a registry who is asking.
///
/// It never describes itself: neither a message nor a dump can hold it.
enum RegistryCredential: Sendable, Equatable {
    case password(user: String, secret: String)
    /// Exchanged for a token at the token service (OAuth 2 refresh token).
    case identityToken(String)
    /// Sent as it is.
    case registryToken(String)
}

extension RegistryCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "<redacted>" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: []) }
}

/// Who has a credential, and can correct it.
enum CredentialOwner {
    /// The settings of the environment whose recipes are fetched.
    case environment
    /// What `docker login` and its like have stored.
    case user
}
