internal import AppModel
internal import Documents

/// The environment variables that one connection injects, in each of Radius' two generations.
struct ConnectionVariables {
    let connection: Connection
    let types: ResourceTypeCatalog
    /// `CONNECTION_DATABASE_`: the connection's name in capitals, dashes and dots kept.
    private var prefix: String { "CONNECTION_\(connection.name.uppercased())_" }

    /// Prepares the variables of a connection.
    init(of connection: Connection, types: ResourceTypeCatalog) {
        self.connection = connection
        self.types = types
    }

    /// The parts of a URL that a connection leads to.
    func variables(forScheme scheme: String, host: String, port: Int) -> [ConnectionVariable] {
        guard !connection.disablesVariables else { return [] }
        return [
            ConnectionVariable(name: prefix + "SCHEME", value: .string(scheme)),
            ConnectionVariable(name: prefix + "HOSTNAME", value: .string(host)),
            ConnectionVariable(name: prefix + "PORT", value: .string(String(port))),
        ]
    }

    /// What a resource gives to a consumer of a generation.
    func variables(for target: ConnectedResource, generation: Container.Generation) -> [ConnectionVariable] {
        guard !connection.disablesVariables else { return [] }
        switch generation {
        case .legacy: return legacyVariables(for: target)
        case .current: return currentVariables(for: target)
        }
    }

    /// The Secrets of which a consumer of the current generation gets every key.
    func secretSources(for target: ConnectedResource) -> [ResolvedConnection.SecretSource] {
        guard !connection.disablesVariables else { return [] }
        if target.id.type == .securitySecrets {
            return [.init(prefix: prefix, secret: target.id.name)]
        }
        guard let name = target.properties["secretName"]?.stringValue, !name.isEmpty else { return [] }
        return [.init(prefix: prefix, secret: name)]
    }

    // MARK: - Applications.Core/containers

    /// Computed values and secrets, and for types that only their recipe defines every property;
    /// sorted by name (Radius 0.60, container renderer).
    private func legacyVariables(for target: ConnectedResource) -> [ConnectionVariable] {
        let isDynamic = target.id.type.isDynamic && !isPeer(target)
        guard isDynamic || !target.computedValues.isEmpty || !target.secrets.isEmpty else { return [] }
        let prefix = prefix
        var found: [String: Value] = [:]
        func add(_ members: ValueObject, overwriting: Bool) {
            for (name, value) in members where !Self.isBasic(name) && !isOwnIdentity(name, of: target) {
                let variable = prefix + name.uppercased()
                guard overwriting || found[variable] == nil else { continue }
                found[variable] = Self.text(of: value, \.plainText)
            }
        }
        add(target.computedValues, overwriting: true)
        add(target.secrets, overwriting: true)
        if isDynamic { add(target.properties, overwriting: false) }
        return found.keys.sorted().compactMap { name in
            found[name].map { ConnectionVariable(name: name, value: $0) }
        }
    }

    /// Whether a value is what a container signs in to Azure with, which is no business of its peers.
    private func isOwnIdentity(_ name: String, of target: ConnectedResource) -> Bool {
        target.id.type == .containers && name == "identity"
    }

    private static let basicNames = [
        "application", "environment", "status", "connections", "codeReference", "secrets",
    ]

    private static func isBasic(_ name: String) -> Bool { basicNames.contains { $0.equalsIgnoringASCIICase(name) } }

    // MARK: - Radius.Compute/containers

    /// The resource's id, name and type, then its properties ordered by name (Radius 0.60, container recipe).
    ///
    /// Differs from Radius in one thing: a peer's `containers` are left out, as they may hold anything.
    private func currentVariables(for target: ConnectedResource) -> [ConnectionVariable] {
        guard target.id.type != .securitySecrets else { return [] }
        let prefix = prefix
        var variables = [
            ConnectionVariable(name: prefix + "ID", value: .string(target.id.description)),
            ConnectionVariable(name: prefix + "NAME", value: .string(target.id.name)),
            ConnectionVariable(name: prefix + "TYPE", value: .string(target.id.type.description)),
        ]
        for name in target.properties.names.sorted() {
            guard let value = target.properties[name], !value.isNull, isInjected(name, of: target) else { continue }
            variables.append(
                ConnectionVariable(name: prefix + name.uppercased(), value: Self.text(of: value, \.armText))
            )
        }
        return variables
    }

    private static let systemNames = ["secretName", "recipe", "status", "provisioningState"]

    private func isInjected(_ name: String, of target: ConnectedResource) -> Bool {
        guard !Self.systemNames.contains(where: { $0.equalsIgnoringASCIICase(name) }) else { return false }
        if isPeer(target), name == "containers" || name == "container" { return false }
        return !types.isSensitive(name, of: target)
    }

    private func isPeer(_ target: ConnectedResource) -> Bool { target.id.type == .computeContainers }

    // MARK: - Text

    /// The text of a value, secret or unknown where the value is.
    private static func text(of value: Value, _ format: @escaping @Sendable (Value) -> String) -> Value {
        switch value {
        case .string: return value
        case .integer, .number, .bool, .null: return .string(format(value))
        case .array, .object, .secret, .unknown:
            return .derived(value.pendingExpression, from: [value]) { .string(format($0[0])) }
        }
    }
}

extension Value {
    /// What stands for a value in the messages of those that are computed from it.
    fileprivate var pendingExpression: String {
        switch self {
        case .unknown(let unknown): unknown.expression
        case .secret(let value): value.pendingExpression
        case .null, .bool, .integer, .number, .string, .array, .object: "string(…)"
        }
    }
}
