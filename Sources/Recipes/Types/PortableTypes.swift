internal import AppModel
internal import Documents

// The portable types of Radius 0.60, API version 2023-10-01-preview: what each gives to its
// connections, and how its connection strings are put together.

extension ResourceSchema {
    /// What is known of `Applications.Datastores/redisCaches`.
    static let redisCaches = ResourceSchema(
        type: ResourceType(namespace: "Applications.Datastores", name: "redisCaches"),
        values: [.required("host"), .required("port", .integer), .optional("username"), .optional("tls", .boolean)],
        secrets: [.optional("password"), .optional("connectionString"), .optional("url")],
        computed: [
            Computed(name: "tls", isSecret: false) { inputs in isPort(inputs, 6380) },
            Computed(name: "connectionString", isSecret: true) { inputs in
                joined(inputs, ["host", "port", "tls", "username", "password"], redisConnectionString)
            },
            Computed(name: "url", isSecret: true) { inputs in
                joined(inputs, ["host", "port", "tls", "username", "password"], redisURL)
            },
        ]
    )

    /// What is known of `Applications.Datastores/mongoDatabases`.
    static let mongoDatabases = ResourceSchema(
        type: ResourceType(namespace: "Applications.Datastores", name: "mongoDatabases"),
        values: [.required("host"), .required("port", .integer), .required("database"), .optional("username")],
        secrets: [.optional("password"), .optional("connectionString")],
        computed: [
            Computed(name: "connectionString", isSecret: true) { inputs in
                joined(inputs, ["host", "port", "database", "username", "password"]) { text in
                    let user = text(3).isEmpty ? "" : "\(text(3)):"
                    let password = text(4).isEmpty ? "" : "\(text(4))@"
                    return "mongodb://\(user)\(password)\(text(0)):\(text(1))/\(text(2))"
                }
            }
        ]
    )

    /// What is known of `Applications.Datastores/sqlDatabases`.
    static let sqlDatabases = ResourceSchema(
        type: ResourceType(namespace: "Applications.Datastores", name: "sqlDatabases"),
        values: [.required("server"), .required("port", .integer), .required("database"), .optional("username")],
        secrets: [.optional("password"), .optional("connectionString")],
        computed: [
            Computed(name: "connectionString", isSecret: true) { inputs in
                joined(inputs, ["server", "port", "database", "username", "password"]) { text in
                    "Data Source=tcp:\(text(0)),\(text(1));Initial Catalog=\(text(2));User Id=\(text(3));"
                        + "Password=\(text(4));Encrypt=True;TrustServerCertificate=True"
                }
            }
        ]
    )

    /// What is known of `Applications.Messaging/rabbitMQQueues`.
    static let rabbitMQQueues = ResourceSchema(
        type: ResourceType(namespace: "Applications.Messaging", name: "rabbitMQQueues"),
        values: [
            .required("queue"), .required("host"), .required("port", .integer), .optional("vHost"),
            .optional("username"), .optional("tls", .boolean),
        ],
        secrets: [.optional("password"), .optional("uri")],
        computed: [
            Computed(name: "tls", isSecret: false) { inputs in isPort(inputs, 5671) },
            Computed(name: "uri", isSecret: true) { inputs in
                joined(inputs, ["host", "port", "vHost", "tls", "username", "password"]) { text in
                    let scheme = text(3) == "true" ? "amqps" : "amqp"
                    let hasUser = !text(4).isEmpty || !text(5).isEmpty
                    let user = hasUser ? "\(text(4)):\(text(5))@" : ""
                    return "\(scheme)://\(user)\(text(0)):\(text(1))/\(text(2))"
                }
            },
        ]
    )

    /// An `Applications.Dapr` type; its component is named after the resource unless the recipe names it.
    static func dapr(_ name: String) -> ResourceSchema {
        ResourceSchema(
            type: ResourceType(namespace: "Applications.Dapr", name: name),
            values: [.optional("componentName")],
            secrets: [],
            computed: [
                Computed(name: "componentName", isSecret: false) { .string($0.resourceName.lowercased()) }
            ]
        )
    }
}

/// The text of the input at an index; empty for what nobody gave.
private typealias InputText = (Int) -> String

private func redisConnectionString(_ text: InputText) -> String {
    var result = "\(text(0)):\(text(1)),abortConnect=False"
    if text(2) == "true" { result += ",ssl=True" }
    if !text(3).isEmpty { result += ",user=\(text(3))" }
    if !text(4).isEmpty { result += ",password=\(text(4))" }
    return result
}

private func redisURL(_ text: InputText) -> String {
    let scheme = text(2) == "true" ? "rediss" : "redis"
    let password = text(4).isEmpty ? "" : ":\(text(4))@"
    return "\(scheme)://\(text(3))\(password)\(text(0)):\(text(1))/0?"
}

private func isPort(_ inputs: ResourceSchema.Inputs, _ port: Int64) -> Value {
    .derived("port == \(port)", from: [inputs["port"]]) { .bool($0[0].integerValue == port) }
}

private func joined(
    _ inputs: ResourceSchema.Inputs,
    _ names: [String],
    _ join: @escaping @Sendable (InputText) -> String
) -> Value {
    let missing = names.filter { !inputs[$0].isKnown }
    return .derived(missing.joined(separator: ", "), from: names.map { inputs[$0] }) { values in
        let texts = values.map(\.plainText)
        return .string(join { texts[$0] })
    }
}
