internal import Documents

extension Value {
    /// Computes a value from others, as soon as all of them are known.
    ///
    /// The result is secret if any input is; it is unknown while any input is, and then waits for
    /// what the inputs wait for.
    ///
    /// - Parameters:
    ///   - expression: What stands for the computation in messages.
    ///   - inputs: The values that the computation reads.
    ///   - compute: Computes the result from known values without secrecy.
    /// - Returns: The result, or what stands for it until it can be computed.
    static func derived(
        _ expression: String,
        from inputs: [Value],
        _ compute: @escaping @Sendable ([Value]) -> Value
    ) -> Value {
        let isSecret = inputs.contains { $0.holdsSecret }
        guard inputs.allSatisfy(\.isKnown) else {
            let unknown = Unknown(expression: expression, sources: Value.array(inputs).unknownSources) { runtime in
                derived(expression, from: inputs.map { $0.resolved(with: runtime) }, compute)
            }
            return isSecret ? .secret(.unknown(unknown)) : .unknown(unknown)
        }
        let result = compute(isSecret ? inputs.map(\.disclosed) : inputs)
        return isSecret ? result.concealed : result
    }

    /// Whether the value or any part of it is secret.
    var holdsSecret: Bool {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: false
        case .array(let elements): elements.contains { $0.holdsSecret }
        case .object(let members): members.contains { $0.value.holdsSecret }
        case .secret: true
        }
    }

    /// The value with every part revealed; its user must conceal what it makes of it.
    private var disclosed: Value {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: self
        case .array(let elements): .array(elements.map(\.disclosed))
        case .object(let members): .object(ValueObject(members.map { ($0.key, $0.value.disclosed) }))
        case .secret(let value): value.disclosed
        }
    }

    /// The value without the parts that are secret, which become null; `nil` when it is secret as a whole.
    var withoutSecrets: Value? {
        switch self {
        case .null, .bool, .integer, .number, .string, .unknown: self
        case .array(let elements): .array(elements.map { $0.withoutSecrets ?? .null })
        case .object(let members):
            .object(ValueObject(members.map { ($0.key, $0.value.withoutSecrets ?? .null) }))
        case .secret: .none
        }
    }

    /// Whether the value counts as not given: null, an empty text, zero or false.
    ///
    /// Radius 0.60 treats the zero value of a property as unset. Unknown and secret values count as given,
    /// unless the secret is known to be empty.
    var isUnset: Bool {
        switch self {
        case .null: true
        case .bool(let flag): !flag
        case .integer(let number): number == 0
        case .number(let number): number == 0
        case .string(let text): text.isEmpty
        case .array, .object, .unknown: false
        case .secret(let value): value.isUnset
        }
    }
}
