import Documents

/// What a graph may show of a resource's properties.
enum GraphRedaction {
    private static let hidden = ["provisioningState", "connections", "status"]
    /// Radius 0.60 redacts members of these names, whatever their type declares.
    private static let secretNames: Set<String> = [
        "password", "connectionstring", "apikey", "secret", "token", "privatekey", "sastoken",
    ]
    /// Parts of the names of environment variables that mostly hold secrets.
    private static let secretParts = [
        "password", "passwd", "secret", "token", "apikey", "api_key", "private", "connectionstring",
        "connection_string",
        "credential",
    ].map { Array($0.utf8) }

    /// The properties without what the graph says elsewhere, secrets as `null`.
    static func visibleProperties(of resource: Resource) -> ValueObject {
        let isCurrent = resource.type == .computeContainers
        return ValueObject(
            resource.content.lazy.filter { !hidden.contains($0.key) }.map { name, value in
                guard isCurrent, name == "containers" || name == "container" else { return (name, redact(name, value)) }
                return (
                    name, redact(name, name == "container" ? withoutVariables(value) : withoutVariablesInside(value))
                )
            }
        )
    }

    /// The properties that count when graphs are compared: everything that the author gives, secrets as `null`.
    static func comparableProperties(of resource: Resource) -> ValueObject {
        ValueObject(
            resource.content.lazy.filter { $0.key != "provisioningState" && $0.key != "status" }
                .map { ($0.key, redact($0.key, $0.value)) }
        )
    }

    private static func withoutVariablesInside(_ containers: Value) -> Value {
        guard let members = containers.objectValue else { return containers }
        return .object(ValueObject(members.map { ($0.key, withoutVariables($0.value)) }))
    }

    /// Radius' graph of `Radius.Compute/containers` leaves the environment out.
    private static func withoutVariables(_ container: Value) -> Value {
        guard var members = container.objectValue else { return container }
        members["env"] = nil
        return .object(members)
    }

    private static func redact(_ name: String, _ value: Value, inVariables: Bool = false) -> Value {
        let lowercased = name.lowercased()
        switch value {
        case .secret, .string(Value.redactedText): return .null
        case .null, .unknown: return value
        case .bool, .integer, .number, .string: return isSecret(lowercased, inVariables) ? .null : value
        case .array(let elements):
            return .array(elements.map { redact(name, $0, inVariables: inVariables) })
        case .object(let members):
            guard !(inVariables && isSecret(lowercased, true)) else {
                return .object(ValueObject(members.map { ($0.key, redactedVariable($0.key, $0.value)) }))
            }
            return .object(
                ValueObject(members.map { ($0.key, redact($0.key, $0.value, inVariables: lowercased == "env")) })
            )
        }
    }

    /// A variable's reference to a secret is no secret, its value is.
    private static func redactedVariable(_ name: String, _ value: Value) -> Value {
        name == "value" ? .null : redact(name, value)
    }

    private static func isSecret(_ name: String, _ isVariable: Bool) -> Bool {
        secretNames.contains(name) || isVariable && holdsSecretPart(name)
    }

    /// By bytes: the search in characters prepares tables for every pair of texts, which are many here and short.
    private static func holdsSecretPart(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return bytes.indices.contains { start in
            secretParts.contains { $0[0] == bytes[start] && bytes[start...].starts(with: $0) }
        }
    }
}
