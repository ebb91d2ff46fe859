import Documents

extension ResourceTypeCatalog {
    /// What every portable resource has besides the values of its own.
    static let portableProperties: [PropertySchema] =
        [
            .requiredEnvironment,
            .optionalApplication,
            .optional(
                "recipe",
                .object([.optional("name", .string), .optional("parameters", .freeform)])
            ),
            .optional("resourceProvisioning", .oneOf(["recipe", "manual"])),
            .optional("resources", .resourceReferences),
        ] + PropertySchema.systemProperties

    /// `Applications.Datastores`, `Applications.Messaging` and `Applications.Dapr`, Radius 0.60.
    static let portableTypes: [ResourceTypeSchema] = [
        portable(
            "Applications.Datastores/redisCaches",
            [host, portNumber, username, tls],
            secrets: ["password", "connectionString", "url"]
        ),
        portable(
            "Applications.Datastores/mongoDatabases",
            [host, portNumber, .optional("database", .string), username],
            secrets: ["password", "connectionString"]
        ),
        portable(
            "Applications.Datastores/sqlDatabases",
            [.optional("server", .string), portNumber, .optional("database", .string), username],
            secrets: ["password", "connectionString"]
        ),
        portable(
            "Applications.Messaging/rabbitMQQueues",
            [.optional("queue", .string), host, portNumber, .optional("vHost", .string), username, tls],
            secrets: ["password", "uri"]
        ),
        portable("Applications.Dapr/stateStores", component + [auth], secrets: []),
        portable("Applications.Dapr/pubSubBrokers", component + [auth], secrets: []),
        portable("Applications.Dapr/configurationStores", component + [auth], secrets: []),
        portable("Applications.Dapr/secretStores", component, secrets: []),
    ]

    private static let host = PropertySchema.optional("host", .string)
    private static let portNumber = PropertySchema.optional("port", .integer(0...65535))
    private static let username = PropertySchema.optional("username", .string)
    private static let tls = PropertySchema.optional("tls", .boolean)
    private static let auth = PropertySchema.optional("auth", .object([.optional("secretStore", .string)]))

    private static let component: [PropertySchema] = [
        .optional("type", .string),
        .optional("version", .string),
        .optional(
            "metadata",
            .map(
                .object(
                    [
                        // Dapr reads text; files in the field write numbers and booleans as well.
                        .optional("value", .either([.string, .boolean, .number])),
                        .optional(
                            "secretKeyRef",
                            .object([.required("name", .string), .required("key", .string)])
                        ),
                    ],
                    exactlyOne: [["value", "secretKeyRef"]]
                )
            )
        ),
        .readOnly("componentName", .string),
    ]

    private static func portable(
        _ type: StaticString,
        _ properties: [PropertySchema],
        secrets: [String]
    ) -> ResourceTypeSchema {
        let secretProperties = secrets.map { PropertySchema.optional($0, .string).sensitive }
        let own = secrets.isEmpty ? properties : properties + [.optional("secrets", .object(secretProperties))]
        return ResourceTypeSchema(
            .known(type),
            apiVersions: legacyVersions,
            provision: .recipe,
            properties: ObjectSchema(own + portableProperties)
        )
    }
}

extension ResourceType {
    /// A type that is written in the source of rad.
    static func known(_ text: StaticString) -> ResourceType {
        guard let type = ResourceType("\(text)") else {
            preconditionFailure("a built-in type has a namespace and a name")
        }
        return type
    }
}
