public import Documents

/// A key of a secret store that the settings of an environment name; what it holds is known once somebody has looked.
struct StoredSecret {
    let key: String
    /// The id of the store.
    let store: String
    /// Whether a store may be without it.
    var isOptional = false

    /// The value, unknown as yet: the sources are the store, whose value is an object with what it holds.
    ///
    /// An optional one that the store does not have is null.
    var value: Value { .secret(unknown { $0 }) }

    /// The same value, not concealed: for what is written beside secrets and is none.
    var plainValue: Value { unknown(\.revealed) }

    private func unknown(_ form: @escaping @Sendable (Value) -> Value) -> Value {
        .unknown(
            Unknown(expression: "\(key) of \(store)", sources: [store]) { [self] runtime in
                guard let values = runtime[store]?.revealed.objectValue else { return unknown(form) }
                guard let value = values[key] else { return isOptional ? .null : unknown(form) }
                return form(value)
            }
        )
    }
}

extension Value {
    /// How the first part that is not known is written.
    var firstUnknownExpression: String? {
        switch self {
        case .null, .bool, .integer, .number, .string: nil
        case .array(let elements): elements.lazy.compactMap(\.firstUnknownExpression).first
        case .object(let members): members.lazy.compactMap(\.value.firstUnknownExpression).first
        case .secret(let value): value.firstUnknownExpression
        case .unknown(let unknown): unknown.expression
        }
    }
}

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
