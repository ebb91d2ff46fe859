public import AppModel
internal import Documents

/// The names and passwords that an environment has for registries; they come before what the user has stored.
///
/// They never describe themselves: neither a message nor a dump can hold one.
public struct RegistryAccounts: Sendable, Equatable {
    /// By what names of one registry have in common.
    private var credentials: [String: RegistryCredential] = [:]

    /// None.
    public static let none = RegistryAccounts()

    private init() {}

    /// What the settings of an environment give; accounts that nobody has found, or that have no password, are left
    /// out.
    public init(_ settings: RegistrySettings) {
        for (host, account) in settings.accounts {
            guard let user = account["username"]?.revealed.stringValue,
                let secret = account["password"]?.revealed.stringValue
            else { continue }
            credentials[DockerCredentials.key(of: host)] = .password(user: user, secret: secret)
        }
    }

    func credential(for registry: String) -> RegistryCredential? { credentials[DockerCredentials.key(of: registry)] }
}
