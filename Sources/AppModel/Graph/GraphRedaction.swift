import Documents

/// What a graph may show of a resource's properties.
enum GraphRedaction {
    /// Radius 0.60 redacts members of these names, whatever their type declares.
    private static let secretNames = [
        "password", "connectionstring", "apikey", "secret", "token", "privatekey", "sastoken",
    ]
    /// How many bytes those names have, which most other names have not.
    private static let secretLengths = secretNames.map(\.utf8.count)
    /// Parts of the names of environment variables that mostly hold secrets.
    private static let secretParts = [
        "password", "passwd", "secret", "token", "apikey", "api_key", "private", "connectionstring",
        "connection_string",
        "credential",
    ].map { Array($0.utf8) }
    /// The bytes that those parts begin with.
    private static let secretStarts = secretParts.map { $0[0] }

    /// The properties that count when graphs are compared: everything that the author gives, secrets as `null`.
    static func comparableProperties(of resource: Resource) -> ValueObject {
        let content = resource.content
        guard content.contains(where: { isDeployed($0.key) || holdsSecret($0.key, $0.value) }) else { return content }
        return ValueObject(
            content.lazy.filter { !isDeployed($0.key) }
                .map { ($0.key, holdsSecret($0.key, $0.value) ? redact($0.key, $0.value) : $0.value) }
        )
    }

    /// The properties without what the graph says elsewhere.
    ///
    /// - Parameters:
    ///   - properties: What is comparable of a resource.
    ///   - type: The resource's type.
    /// - Returns: What the resource's node shows of them.
    static func visibleProperties(among properties: ValueObject, of type: ResourceType) -> ValueObject {
        let isCurrent = type == .computeContainers
        return ValueObject(
            properties.lazy.filter { $0.key != "connections" }.map { name, value in
                guard isCurrent, name == "containers" || name == "container" else { return (name, value) }
                return (name, name == "container" ? withoutVariables(value) : withoutVariablesInside(value))
            }
        )
    }

    /// Whether a property says how a resource was deployed.
    private static func isDeployed(_ name: String) -> Bool { name == "provisioningState" || name == "status" }

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

    /// Whether a part of a value must not be shown; most values hold no such part and stay as they are.
    private static func holdsSecret(_ name: String, _ value: Value, inVariables: Bool = false) -> Bool {
        switch value {
        case .secret, .string(Value.redactedText): return true
        case .null, .unknown: return false
        case .bool, .integer, .number, .string: return isSecret(name, inVariables)
        case .array(let elements): return elements.contains { holdsSecret(name, $0, inVariables: inVariables) }
        case .object(let members):
            guard !inVariables || !isSecret(name, true) else { return true }
            let areVariables = isEnvironment(name)
            return members.contains { holdsSecret($0.key, $0.value, inVariables: areVariables) }
        }
    }

    private static func redact(_ name: String, _ value: Value, inVariables: Bool = false) -> Value {
        switch value {
        case .secret, .string(Value.redactedText): return .null
        case .null, .unknown: return value
        case .bool, .integer, .number, .string: return isSecret(name, inVariables) ? .null : value
        case .array(let elements):
            return .array(elements.map { redact(name, $0, inVariables: inVariables) })
        case .object(let members):
            guard !(inVariables && isSecret(name, true)) else {
                return .object(ValueObject(members.map { ($0.key, redactedVariable($0.key, $0.value)) }))
            }
            let areVariables = isEnvironment(name)
            return .object(ValueObject(members.map { ($0.key, redact($0.key, $0.value, inVariables: areVariables)) }))
        }
    }

    /// A variable's reference to a secret is no secret, its value is.
    private static func redactedVariable(_ name: String, _ value: Value) -> Value {
        name == "value" ? .null : redact(name, value)
    }

    private static func isEnvironment(_ name: String) -> Bool { name.utf8.count == 3 && name.lowercased() == "env" }

    private static func isSecret(_ name: String, _ isVariable: Bool) -> Bool {
        // Only names beyond ASCII change their length in small letters.
        guard isVariable || secretLengths.contains(name.utf8.count) || name.utf8.contains(where: { $0 >= 0x80 }) else {
            return false
        }
        let name = name.lowercased()
        return secretNames.contains(name) || isVariable && holdsSecretPart(name)
    }

    /// By bytes: the search in characters prepares tables for every pair of texts, which are many here and short.
    private static func holdsSecretPart(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            bytes.indices.contains { start in
                secretStarts.contains(bytes[start]) && secretParts.contains { bytes[start...].starts(with: $0) }
            }
        }
    }
}
