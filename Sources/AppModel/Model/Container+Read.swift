public import Diagnostics
import Documents

extension Container {
    /// Reads a container resource of either generation; `nil` for another type or without any container.
    ///
    /// The resource's properties are those that passed the check against their schema.
    public static func read(from resource: Resource) -> (container: Container?, diagnostics: [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        switch resource.type {
        case .containers: return (readLegacy(from: resource, &diagnostics), diagnostics)
        case .computeContainers: return (readCurrent(from: resource, &diagnostics), diagnostics)
        case _: return (nil, [])
        }
    }

    /// What both generations write the same way.
    static func connections(of properties: PropertyReader, _ diagnostics: inout [Diagnostic]) -> [Connection] {
        let members = properties.members("connections", &diagnostics)
        var connections: [Connection] = []
        connections.reserveCapacity(members.count)
        for (name, reader) in members {
            guard let source = reader.value("source") else { continue }
            connections.append(
                Connection(
                    name: name,
                    source: source,
                    disablesVariables: reader.flag("disableDefaultEnvVars", &diagnostics) ?? false,
                    roles: reader.reader("iam", &diagnostics)?.texts("roles", &diagnostics)
                )
            )
        }
        return connections
    }

    /// Reads `env`: objects, or texts alone as older files have them.
    static func environment(
        of container: PropertyReader,
        secretReference: (PropertyReader, inout [Diagnostic]) -> EnvironmentVariable.Source?,
        _ diagnostics: inout [Diagnostic]
    ) -> [EnvironmentVariable] {
        guard let members = container.reader("env", &diagnostics) else { return [] }
        var variables: [EnvironmentVariable] = []
        variables.reserveCapacity(members.object.count)
        for (name, value) in members.object where !value.isNull {
            let source: EnvironmentVariable.Source?
            if value.objectValue == nil {
                source = .value(value)
            } else if let value = value["value"], !value.isNull {
                // Most variables have a value, which needs no reader.
                source = .value(value)
            } else {
                let reference = members.reader(name, &diagnostics)?.reader("valueFrom", &diagnostics)
                source = reference.flatMap { secretReference($0, &diagnostics) }
            }
            if let source { variables.append(EnvironmentVariable(name: name, source: source)) }
        }
        return variables
    }

    static func ports(of container: PropertyReader, _ diagnostics: inout [Diagnostic]) -> [ContainerPort] {
        container.members("ports", &diagnostics).compactMap { name, reader in
            guard let number = reader.integer("containerPort", &diagnostics) else { return nil }
            let transport = reader.text("protocol", &diagnostics)
            return ContainerPort(
                name: name,
                containerPort: number,
                servicePort: reader.integer("port", &diagnostics),
                transportProtocol: transport.flatMap(ContainerPort.TransportProtocol.init) ?? .tcp,
                scheme: reader.text("scheme", &diagnostics)
            )
        }
    }

    static func values(_ name: String, of reader: PropertyReader) -> [Value] { reader.value(name)?.arrayValue ?? [] }
}

extension KubernetesMetadata {
    /// Reads `{ labels, annotations }`.
    init(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        self.init(
            labels: reader.textMap("labels", &diagnostics),
            annotations: reader.textMap("annotations", &diagnostics),
            path: reader.path
        )
    }
}
