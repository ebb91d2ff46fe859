public import Documents

extension ApplicationGraph {
    /// The graph as data, as the application graph of Radius 0.60 has it; resources in the order of the definition.
    ///
    /// Secrets are redacted: whatever is written from this can be shown.
    public func document(_ presentation: GraphPresentation) -> Value {
        let neighbours = neighbours()
        let nodes = resources.map { resource -> Value in
            var node: ValueObject = [
                "id": .string(resource.id.description),
                "name": .string(resource.name),
                "type": .string(resource.type.description),
                "provisioningState": .string(presentation.states[resource.id] ?? presentation.state),
                "connections": .array((neighbours[resource.id] ?? []).map(\.document)),
                "outputResources": .array(presentation.sortedOutputs(of: resource.id).map(\.document)),
            ]
            let properties = GraphRedaction.visibleProperties(of: resource)
            if !properties.isEmpty { node["properties"] = .object(properties) }
            return .object(node)
        }
        return ["resources": .array(nodes)]
    }

    /// The graph as JSON, with a newline at its end.
    public func json(_ presentation: GraphPresentation) -> String { document(presentation).json() + "\n" }
}

extension GraphNeighbour {
    fileprivate var document: Value {
        ["id": .string(id.description), "direction": .string(direction.rawValue), "kind": .string(kind.rawValue)]
    }
}

extension GraphOutput {
    fileprivate var document: Value { ["id": .string(id), "name": .string(name), "type": .string(type)] }
}

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
    ]

    /// The properties without what the graph says elsewhere and without secrets.
    static func visibleProperties(of resource: Resource) -> ValueObject {
        let isCurrent = resource.type == .computeContainers
        return ValueObject(
            resource.properties.lazy.filter { !hidden.contains($0.key) }.map { name, value in
                guard isCurrent, name == "containers" || name == "container" else { return (name, redact(name, value)) }
                return (
                    name, redact(name, name == "container" ? withoutVariables(value) : withoutVariablesInside(value))
                )
            }
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
        case .secret: return .string(Value.redactedText)
        case .null: return value
        case .unknown: return .string(Value.unknownText)
        case .bool, .integer, .number, .string:
            return isSecret(lowercased, inVariables) ? .string(Value.redactedText) : value
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
        name == "value" ? .string(Value.redactedText) : redact(name, value)
    }

    private static func isSecret(_ name: String, _ isVariable: Bool) -> Bool {
        secretNames.contains(name) || isVariable && secretParts.contains { name.contains($0) }
    }
}
