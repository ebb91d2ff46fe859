public import Documents

/// How an environment runs Terraform: `recipeConfig` of `Applications.Core/environments`, or the
/// `Radius.Core/terraformSettings` that a `Radius.Core/environments` refers to (Radius 0.60).
///
/// What is kept in secret stores is not known before somebody has looked there.
public struct TerraformSettings: Sendable, Equatable {
    /// Configurations of providers, a list by the provider's name; they replace what would follow from the environment.
    public internal(set) var providers: ValueObject = [:]
    /// Variables for the process; secret ones are concealed.
    public internal(set) var environment: ValueObject = [:]
    /// Where programs of providers come from: `networkMirror` and `direct`, as `terraformrc` has them.
    public internal(set) var installation: ValueObject = [:]
    /// The tokens of registries, by their hosts.
    public internal(set) var tokens: ValueObject = [:]
    /// How git signs in, by the hosts: objects with `pat`, and `username` or null.
    public internal(set) var gitAccess: ValueObject = [:]

    /// Creates settings that say nothing.
    public init() {}

    /// What modules and providers are fetched with: `installation`, `tokens` and `git`, as far as there is anything.
    public var access: ValueObject {
        let parts: ValueObject = [
            "installation": .object(installation), "tokens": .object(tokens), "git": .object(gitAccess),
        ]
        return ValueObject(parts.filter { $0.value.objectValue?.isEmpty == false }.map { ($0.key, $0.value) })
    }

    /// Everything that may be in secret stores.
    var secrets: ValueObject {
        [
            "environment": .object(environment), "providers": .object(providers), "tokens": .object(tokens),
            "git": .object(gitAccess),
        ]
    }

    /// The same settings with what secret stores hold: an object of values by each id.
    func resolved(with runtime: RuntimeValues) -> TerraformSettings {
        var settings = self
        settings.environment = environment.resolved(with: runtime)
        settings.providers = providers.resolved(with: runtime)
        settings.tokens = tokens.resolved(with: runtime)
        settings.gitAccess = gitAccess.resolved(with: runtime)
        return settings
    }
}
