import Documents

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
