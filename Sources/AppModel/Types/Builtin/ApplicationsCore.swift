import Documents

/// The versions of `Applications.*`.
let legacyVersions = ["2023-10-01-preview"]

extension PropertySchema {
    static let requiredEnvironment = PropertySchema.required("environment", .string)
    static let requiredApplication = PropertySchema.required("application", .string)
    static let optionalEnvironment = PropertySchema.optional("environment", .string)
    static let optionalApplication = PropertySchema.optional("application", .string)
    /// What the system adds to every resource.
    static let systemProperties: [PropertySchema] = [.readOnly("provisioningState"), .readOnly("status")]
}

extension PropertyType {
    /// `{ id }` references to resources that exist already.
    static let resourceReferences = PropertyType.array(.object([.required("id", .string)]))

    /// `identity` of a compute environment.
    static let identity = PropertyType.object([
        .required(
            "kind",
            .oneOf([
                "undefined", "azure.com.workload", "userAssigned", "systemAssigned", "systemAssignedUserAssigned",
            ])
        ),
        .optional("oidcIssuer", .string),
        .optional("resource", .string),
        .optional("managedIdentity", .array(.string)),
    ])

    /// `{ labels, annotations }` of the `kubernetesMetadata` extension.
    static let kubernetesMetadata = Variant(
        "kubernetesMetadata",
        [.optional("labels", .texts), .optional("annotations", .texts)]
    )

    /// A reference to a key of a secret store.
    static let secretKey = PropertyType.object([.required("source", .string), .required("key", .string)])
}

extension ResourceTypeCatalog {
    /// `Applications.Core`, Radius 0.60.
    static let applicationsCore: [ResourceTypeSchema] = [
        legacy("environments", .none, environment),
        legacy("applications", .none, application),
        legacy("containers", .target, container),
        legacy("gateways", .target, gateway),
        legacy("secretStores", .target, secretStore),
        legacy("volumes", .none, volume),
        ResourceTypeSchema(
            .extenders,
            apiVersions: legacyVersions,
            provision: .recipe,
            properties: ObjectSchema(portableProperties + [.optional("secrets", .freeform).sensitive], additional: .any)
        ),
    ]

    private static func legacy(
        _ name: String,
        _ provision: ResourceTypeSchema.Provision,
        _ properties: [PropertySchema]
    ) -> ResourceTypeSchema {
        ResourceTypeSchema(
            ResourceType(namespace: "Applications.Core", name: name),
            apiVersions: legacyVersions,
            provision: provision,
            properties: ObjectSchema(properties + PropertySchema.systemProperties)
        )
    }

    // MARK: Environments and applications

    private static let environment: [PropertySchema] = [
        .required(
            "compute",
            .variants(
                discriminator: "kind",
                [
                    .init(
                        "kubernetes",
                        [
                            .required("namespace", .string), .optional("resourceId", .string),
                            .optional("identity", .identity),
                        ]
                    ),
                    .init(
                        "aci",
                        [
                            .optional("resourceGroup", .string), .optional("resourceId", .string),
                            .optional("identity", .identity),
                        ]
                    ),
                ]
            )
        ),
        .optional(
            "providers",
            .object([
                .optional("azure", .object([.required("scope", .string)])),
                .optional("aws", .object([.required("scope", .string)])),
            ])
        ),
        .optional("simulated", .boolean),
        .optional("recipes", .map(.map(legacyRecipe))),
        .optional("recipeConfig", recipeConfiguration),
        .optional(
            "extensions",
            .array(
                .variants(
                    discriminator: "kind",
                    [PropertyType.kubernetesMetadata, kubernetesGateway],
                    toleratesOthers: true
                )
            )
        ),
    ]

    /// rad's own; Radius drops extensions of environments that it does not know.
    private static let kubernetesGateway = PropertyType.Variant(
        "kubernetesGateway",
        [
            .optional("api", .oneOf(GatewayOptions.API.allCases.map(\.rawValue))),
            .optional("gatewayName", .string),
            .optional("gatewayNamespace", .string),
            .optional("gatewayClass", .string),
            .optional("publicEndpoint", .string),
        ]
    )

    private static let legacyRecipe = PropertyType.variants(
        discriminator: "templateKind",
        [
            .init(
                "bicep",
                [
                    .required("templatePath", .string), .optional("parameters", .freeform),
                    .optional("plainHttp", .boolean),
                ]
            ),
            .init(
                "terraform",
                [
                    .required("templatePath", .string), .optional("parameters", .freeform),
                    .optional("templateVersion", .string),
                ]
            ),
        ]
    )

    private static let recipeConfiguration = PropertyType.object([
        .optional(
            "terraform",
            .object([
                .optional(
                    "authentication",
                    .object([
                        .optional(
                            "git",
                            .object([.optional("pat", .map(.object([.required("secret", .string)])))])
                        )
                    ])
                ),
                .optional("providers", .map(.array(.freeform))),
            ])
        ),
        .optional(
            "bicep",
            .object([.optional("authentication", .map(.object([.required("secret", .string)])))])
        ),
        .optional("env", .texts),
        .optional("envSecrets", .map(.secretKey)),
    ])

    private static let application: [PropertySchema] = [
        .optionalEnvironment,
        .optional(
            "extensions",
            .array(
                .variants(
                    discriminator: "kind",
                    [
                        .init("kubernetesNamespace", [.required("namespace", .string)]),
                        PropertyType.kubernetesMetadata,
                        .init("aci", [.required("resourceGroup", .string)]),
                    ]
                )
            )
        ),
    ]

    // MARK: Containers

    private static let container: [PropertySchema] = [
        .requiredApplication,
        .optionalEnvironment,
        .required(
            "container",
            .object([
                .required("image", .string),
                .optional("imagePullPolicy", .oneOf(["Always", "IfNotPresent", "Never"])),
                .optional("env", .map(.either([environmentVariable, .string]))),
                .optional("ports", .map(port)),
                .optional("readinessProbe", probe),
                .optional("livenessProbe", probe),
                .optional("volumes", .map(containerVolume)),
                .optional("command", .array(.string)),
                .optional("args", .array(.string)),
                .optional("workingDir", .string),
            ])
        ),
        .optional("connections", .map(connection)),
        .optional("extensions", .array(.variants(discriminator: "kind", containerExtensions))),
        .readOnly("identity"),
        .optional("resourceProvisioning", .oneOf(["internal", "manual"])),
        .optional("resources", .resourceReferences),
        .optional("restartPolicy", .oneOf(["Always", "OnFailure", "Never"])),
        .optional(
            "runtimes",
            .object([
                .optional(
                    "kubernetes",
                    .object([.optional("base", .string), .optional("pod", .freeform)])
                ),
                .optional("aci", .object([.optional("gatewayID", .string)])),
            ])
        ),
    ]

    /// An object; older files give the text alone.
    private static let environmentVariable = PropertyType.object(
        [
            .optional("value", .string),
            .optional("valueFrom", .object([.required("secretRef", .secretKey)])),
        ],
        exactlyOne: [["value", "valueFrom"]]
    )

    private static let port = PropertyType.object([
        .required("containerPort", .port),
        .optional("port", .port),
        .optional("protocol", .oneOf(["TCP", "UDP"])),
        .optional("scheme", .string),
    ])

    private static let probe: PropertyType = {
        let times: [PropertySchema] = [
            .optional("initialDelaySeconds", .number), .optional("failureThreshold", .number),
            .optional("periodSeconds", .number), .optional("timeoutSeconds", .number),
        ]
        return .variants(
            discriminator: "kind",
            [
                .init(
                    "httpGet",
                    [.required("containerPort", .port), .required("path", .string), .optional("headers", .texts)]
                        + times
                ),
                .init("tcp", [.required("containerPort", .port)] + times),
                .init("exec", [.required("command", .string)] + times),
            ]
        )
    }()

    private static let containerVolume = PropertyType.variants(
        discriminator: "kind",
        [
            .init(
                "ephemeral",
                [.optional("mountPath", .string), .required("managedStore", .oneOf(["memory", "disk"]))]
            ),
            .init(
                "persistent",
                [
                    .optional("mountPath", .string), .required("source", .string),
                    .optional("permission", .oneOf(["read", "write"])),
                ]
            ),
        ]
    )

    private static let connection = PropertyType.object([
        .required("source", .string),
        .optional("disableDefaultEnvVars", .boolean),
        .optional("iam", .object([.required("kind", .oneOf(["azure"])), .optional("roles", .array(.string))])),
    ])

    private static let containerExtensions: [PropertyType.Variant] = [
        .init("manualScaling", [.required("replicas", .integer(0...1_000_000))]),
        // Not of Radius, where only the current generation scales by itself.
        .init("autoScaling", autoScalingProperties, exactlyOne: [["metrics", "triggers"]]),
        .init(
            "daprSidecar",
            [
                .required("appId", .string), .optional("appPort", .port), .optional("config", .string),
                .optional("protocol", .oneOf(["http", "grpc"])),
            ]
        ),
        PropertyType.kubernetesMetadata,
    ]

    // MARK: Gateways, secrets, volumes

    private static let gateway: [PropertySchema] = [
        .requiredApplication,
        .optionalEnvironment,
        .optional("internal", .boolean),
        .optional(
            "hostname",
            .object([.optional("prefix", .string), .optional("fullyQualifiedHostname", .string)])
        ),
        .required(
            "routes",
            .array(
                .object([
                    .optional("path", .string),
                    .optional("destination", .string),
                    .optional("replacePrefix", .string),
                    .optional("enableWebsockets", .boolean),
                    .optional(
                        "timeoutPolicy",
                        .object([.optional("request", .string), .optional("backendRequest", .string)])
                    ),
                ])
            )
        ),
        .optional(
            "tls",
            .object([
                .optional("sslPassthrough", .boolean),
                .optional("minimumProtocolVersion", .oneOf(["1.2", "1.3"])),
                .optional("certificateFrom", .string),
            ])
        ),
        .readOnly("url", .string),
    ]

    private static let secretStore: [PropertySchema] = [
        .optionalApplication,
        .optionalEnvironment,
        .optional(
            "type",
            .oneOf(["generic", "certificate", "basicAuthentication", "azureWorkloadIdentity", "awsIRSA"])
        ),
        .required(
            "data",
            .map(
                .object([
                    .optional("encoding", .oneOf(["raw", "base64"])),
                    .optional("value", .string).sensitive,
                    .optional("valueFrom", .object([.required("name", .string), .optional("version", .string)])),
                ])
            )
        ),
        .optional("resource", .string),
    ]

    private static let volume: [PropertySchema] = [
        .requiredApplication,
        .optionalEnvironment,
        .required("kind", .oneOf(["azure.com.keyvault"])),
        .required("resource", .string),
        .optional(
            "secrets",
            .map(
                .object([
                    .required("name", .string), .optional("alias", .string), .optional("version", .string),
                    .optional("encoding", .oneOf(["utf-8", "hex", "base64"])),
                ])
            )
        ),
        .optional(
            "keys",
            .map(
                .object([.required("name", .string), .optional("alias", .string), .optional("version", .string)])
            )
        ),
        .optional(
            "certificates",
            .map(
                .object([
                    .required("name", .string), .optional("alias", .string), .optional("version", .string),
                    .optional("encoding", .oneOf(["utf-8", "hex", "base64"])),
                    .optional("format", .oneOf(["pem", "pfx"])),
                    .optional("certType", .oneOf(["certificate", "privatekey", "publickey"])),
                ])
            )
        ),
    ]
}
