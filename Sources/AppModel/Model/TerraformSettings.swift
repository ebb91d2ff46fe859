import Diagnostics
public import Documents

/// How an environment runs Terraform: `recipeConfig` of `Applications.Core/environments` (Radius 0.60).
///
/// What is kept in secret stores is not known before somebody has looked there.
public struct TerraformSettings: Sendable, Equatable {
    /// Configurations of providers, a list by the provider's name; they replace what would follow from the environment.
    public var providers: ValueObject = [:]
    /// Variables for the process; secret ones are concealed.
    public var environment: ValueObject = [:]
    /// The text of the command line's configuration, which may hold tokens; `nil` for none.
    public var commandLineConfiguration: Value?

    /// Creates settings that say nothing.
    public init() {}

    /// Reads `recipeConfig`.
    init(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        for (name, text) in reader.reader("env", &diagnostics)?.object ?? [:] { environment[name] = text }
        for (name, reference) in reader.members("envSecrets", &diagnostics) {
            environment[name] = Self.secret(reference, &diagnostics)
        }
        guard let terraform = reader.reader("terraform", &diagnostics) else { return }
        if terraform.has("authentication") {
            diagnostics.append(
                .settingWithoutEffect(
                    "recipeConfig.terraform.authentication",
                    help: "let git find its credentials itself, for example with a credential helper",
                    at: terraform.span("authentication")
                )
            )
        }
        guard let providers = terraform.reader("providers", &diagnostics) else { return }
        for name in providers.object.map(\.key) {
            self.providers[name] = .array(
                providers.elements(name, &diagnostics).map { configuration in
                    var members = configuration.object
                    members["secrets"] = nil
                    for (attribute, reference) in configuration.members("secrets", &diagnostics) {
                        members[attribute] = Self.secret(reference, &diagnostics)
                    }
                    return .object(members)
                }
            )
        }
    }

    /// A key of a secret store, to be read before Terraform is run.
    private static func secret(_ reference: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Value? {
        guard let store = reference.text("source", &diagnostics), let key = reference.text("key", &diagnostics) else {
            return nil
        }
        return .secret(.unknown(unknown(store, key)))
    }

    private static func unknown(_ store: String, _ key: String) -> Unknown {
        Unknown(expression: "\(key) of \(store)", sources: [store]) { runtime in
            runtime[store]?.revealed.objectValue?[key] ?? .unknown(unknown(store, key))
        }
    }

    /// The ids of the secret stores that are read, each once.
    public var secretStores: [String] {
        Value.array([.object(environment), .object(providers)]).unknownSources
    }

    /// What is still missing, as `key of store`; `nil` if nothing is.
    public var missingSecret: String? {
        (environment.map(\.value) + providers.map(\.value)).lazy.compactMap(\.firstUnknownExpression).first
    }
}

extension Environment {
    /// The environment with what its secret stores hold: an object of values by each id.
    public func reading(secrets: [String: ValueObject]) -> Environment {
        var runtime = RuntimeValues()
        for (store, values) in secrets { runtime[store] = .object(values) }
        var environment = self
        environment.terraform.environment = terraform.environment.resolved(with: runtime)
        environment.terraform.providers = terraform.providers.resolved(with: runtime)
        return environment
    }
}

extension Value {
    /// How the first part that is not known is written.
    fileprivate var firstUnknownExpression: String? {
        switch self {
        case .null, .bool, .integer, .number, .string: nil
        case .array(let elements): elements.lazy.compactMap(\.firstUnknownExpression).first
        case .object(let members): members.lazy.compactMap(\.value.firstUnknownExpression).first
        case .secret(let value): value.firstUnknownExpression
        case .unknown(let unknown): unknown.expression
        }
    }
}
