public import Documents

extension Environment {
    /// The ids of the secret stores that the settings name, each once.
    public var secretStores: [String] {
        Value.array([.object(terraform.secrets), .object(registries.accounts)]).unknownSources
    }

    /// What of the settings is still missing, as `key of store`; `nil` if nothing is.
    public var missingSecret: String? {
        [terraform.secrets, registries.accounts].lazy.compactMap { Value.object($0).firstUnknownExpression }.first
    }

    /// The environment with what its secret stores hold: an object of values by each id.
    public func reading(secrets: [String: ValueObject]) -> Environment {
        var runtime = RuntimeValues()
        for (store, values) in secrets { runtime[store] = .object(values) }
        var environment = self
        environment.terraform = terraform.resolved(with: runtime)
        environment.registries = registries.resolved(with: runtime)
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
