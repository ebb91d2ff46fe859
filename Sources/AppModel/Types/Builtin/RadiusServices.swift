import Documents

extension ResourceTypeCatalog {
    /// `Radius.Security`, `Radius.Data`, `Radius.Messaging`, `Radius.AI` and `Radius.Storage`, Radius 0.60.
    static let radiusServices: [ResourceTypeSchema] = [
        service("Radius.Security/secrets", secretProperties),
        service(
            "Radius.Data/redisCaches",
            [size, host, integerPort, secrets("url")]
        ),
        service(
            "Radius.Data/mongoDatabases",
            [.optional("database", .string, default: "mongo_db"), endpoint, secrets("connectionString")]
        ),
        service(
            "Radius.Data/mySqlDatabases",
            credentials + [
                .optional("database", .string, default: "mysql_db"),
                .optional("version", .oneOf(["5.7", "8.0", "8.4"]), default: "8.4"),
                host, integerPort,
            ]
        ),
        service(
            "Radius.Data/postgreSqlDatabases",
            credentials + [
                size,
                .optional("database", .string, default: "postgres_db"),
                .optional("initSql", .string),
                host, .readOnly("port", .string),
            ]
        ),
        service(
            "Radius.Data/sqlServerDatabases",
            [.required("database", .string)] + credentials + [host, .readOnly("port", .string)]
        ),
        service(
            "Radius.Data/neo4jDatabases",
            [.required("secretName", .string), .optional("database", .string), host, integerPort],
            apiVersions: ["2025-09-11-preview"]
        ),
        service(
            "Radius.Messaging/rabbitMQ",
            [
                .optional("queue", .string, default: "jobs"),
                .optional("username", .string, default: "radius"),
                // The id of a `Radius.Security/secrets` with a key `password`.
                .optional("password", .string),
                host, integerPort, secrets("password"),
            ]
        ),
        service(
            "Radius.Messaging/kafka",
            [.optional("topic", .string, default: "events"), host, secrets("connectionString")]
        ),
        service(
            "Radius.AI/models",
            [.optional("model", .string, default: "gpt-5-mini"), endpoint, secrets("apiKey")]
        ),
        service("Radius.AI/search", [endpoint, secrets("apiKey")]),
        service(
            "Radius.Storage/objectStorage",
            [
                .optional("containerName", .string, default: "data"),
                endpoint, .readOnly("accountName", .string), secrets("connectionString", "accountKey"),
            ]
        ),
    ]

    private static let secretProperties: [PropertySchema] = [
        .optional(
            "kind",
            .oneOf([
                "generic", "certificate-pem", "certificate-pkcs12", "basicAuthentication", "awsIRSA",
                "azureWorkloadIdentity",
            ])
        ),
        .required(
            "data",
            .map(
                .object([
                    .required("value", .string).sensitive,
                    .optional("encoding", .oneOf(["string", "base64"])),
                ])
            )
        ),
    ]

    private static let size = PropertySchema.optional("size", .oneOf(["S", "M", "L"]), default: "S")
    private static let host = PropertySchema.readOnly("host", .string)
    private static let integerPort = PropertySchema.readOnly("port", .integer)
    private static let endpoint = PropertySchema.readOnly("endpoint", .string)
    private static let credentials: [PropertySchema] = [
        .required("username", .string), .required("password", .string).sensitive,
    ]

    /// The names under which a managed secret is to be found: outputs, never given.
    private static func secrets(_ names: String...) -> PropertySchema {
        .readOnly("secrets", .object((["name"] + names).map { .readOnly($0, .string) }))
    }

    private static func service(
        _ type: StaticString,
        _ properties: [PropertySchema],
        apiVersions: [String] = currentVersions
    ) -> ResourceTypeSchema {
        current(
            .known(type),
            .recipe,
            [.requiredEnvironment, .optionalApplication] + properties,
            apiVersions: apiVersions
        )
    }
}
