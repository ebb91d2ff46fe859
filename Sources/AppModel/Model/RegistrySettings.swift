import Diagnostics
public import Documents

/// As whom an environment signs in to the registries of its recipes: `recipeConfig.bicep` of
/// `Applications.Core/environments`, or the `Radius.Core/bicepSettings` that a `Radius.Core/environments` refers to
/// (Radius 0.60).
///
/// What is kept in secret stores is not known before somebody has looked there.
public struct RegistrySettings: Sendable, Equatable {
    /// By the hosts of registries, with their ports: objects with `username` and `password`.
    ///
    /// Both are null where the store of the older generation is for another way to sign in.
    public internal(set) var accounts: ValueObject

    /// Creates settings; without accounts they say nothing.
    public init(accounts: ValueObject = [:]) {
        self.accounts = accounts
    }

    /// The same settings with what secret stores hold: an object of values by each id.
    func resolved(with runtime: RuntimeValues) -> RegistrySettings {
        var settings = self
        settings.accounts = accounts.resolved(with: runtime)
        return settings
    }
}

extension RegistrySettings {
    /// Reads `recipeConfig` of `Applications.Core/environments`: the type of a store says what it is for.
    init(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        self.init()
        guard let bicep = reader.reader("bicep", &diagnostics) else { return }
        for (host, reference) in bicep.members("authentication", &diagnostics) {
            guard let store = reference.text("secret", &diagnostics) else { continue }
            accounts[host] = Self.account(in: store, isOptional: true)
        }
    }

    /// Reads a `Radius.Core/bicepSettings`, its properties checked against their schema.
    ///
    /// Identities of workloads (`AzureWI`, `AwsIrsa`) are those of the pods of a control plane; rad has none.
    init(_ resource: Resource, _ diagnostics: inout [Diagnostic]) {
        self.init()
        for (host, access) in PropertyReader(resource).members("registryAuthentications", &diagnostics)
        where access.text("authenticationMethod", &diagnostics) == "BasicAuth" {
            guard let store = access.text("basicAuthSecretId", &diagnostics) else {
                diagnostics.append(.noAccount(for: host, at: access.span))
                continue
            }
            accounts[host] = Self.account(in: store, isOptional: false)
        }
    }

    private static func account(in store: String, isOptional: Bool) -> Value {
        let username = StoredSecret(key: "username", store: store, isOptional: isOptional)
        let password = StoredSecret(key: "password", store: store, isOptional: isOptional)
        // A short name would blot out half of what is printed.
        return ["username": username.plainValue, "password": password.value]
    }
}

extension Diagnostic {
    /// A registry wants a name and a password, and no store is named that has them.
    fileprivate static func noAccount(for host: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD2038",
            "'\(host)' has the method 'BasicAuth' and no 'basicAuthSecretId', expected the id of a secret",
            at: span,
            help: "add basicAuthSecretId, a 'Radius.Security/secrets' with 'username' and 'password'"
        )
    }
}
