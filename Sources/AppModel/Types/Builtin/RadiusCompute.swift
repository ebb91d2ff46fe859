import Documents

extension ResourceTypeCatalog {
    /// What every type of the current generation has: Radius 0.60, base properties of resource types.
    static let baseProperties: [PropertySchema] =
        [
            .optional(
                "connections",
                .map(.object([.required("source", .string), .optional("disableDefaultEnvVars", .boolean)]))
            ),
            .optional("codeReference", .string),
            .optional(
                "recipe",
                .object([.optional("name", .string), .optional("parameters", .freeform)])
            ),
        ] + PropertySchema.systemProperties

    /// `Radius.Compute`, Radius 0.60.
    static let radiusCompute: [ResourceTypeSchema] = [
        current(.computeContainers, .target, [.requiredEnvironment, .requiredApplication] + containers)
            .requiringOne(of: ["containers", "container"]),
        current(.routes, .target, [.requiredEnvironment, .requiredApplication] + routes),
        current(
            .persistentVolumes,
            .recipe,
            [
                .requiredEnvironment, .optionalApplication,
                .required("sizeInGib", .integer(1...1_000_000)),
                .optional("allowedAccessModes", accessMode),
            ]
        ),
        current(
            .containerImages,
            .recipe,
            [
                .requiredEnvironment, .requiredApplication,
                .optional("tag", .string),
                .required("build", imageBuild),
                .readOnly("imageReference", .string),
            ]
        ),
    ]

    static func current(
        _ type: ResourceType,
        _ provision: ResourceTypeSchema.Provision,
        _ properties: [PropertySchema],
        apiVersions: [String] = currentVersions
    ) -> ResourceTypeSchema {
        ResourceTypeSchema(
            type,
            apiVersions: apiVersions,
            provision: provision,
            properties: ObjectSchema(properties + baseProperties)
        )
    }

    // MARK: Containers

    private static let containers: [PropertySchema] = [
        .optional("containers", .map(container)),
        // Files from the time of transition have one `container`, named like the resource.
        .optional("container", container),
        .optional("volumes", .map(volume)),
        .optional("restartPolicy", .oneOf(["Always", "OnFailure", "Never"])),
        .optional("replicas", .integer(0...1_000_000)),
        .optional("autoScaling", autoScaling),
        .optional(
            "extensions",
            .object([
                .optional(
                    "daprSidecar",
                    .object([.optional("appId", .string), .optional("appPort", .port), .optional("config", .string)])
                )
            ])
        ),
        .optional("platformOptions", .freeform),
        .readOnly("hosts", .texts),
    ]

    private static let container = PropertyType.object([
        .optional("initContainer", .boolean),
        .required("image", .string),
        .optional("command", .array(.string)),
        .optional("args", .array(.string)),
        .optional("workingDir", .string),
        .optional("env", .map(.either([environmentVariable, .string]))),
        .optional("resources", .object([.optional("requests", quantities), .optional("limits", quantities)])),
        .optional(
            "ports",
            .map(
                .object([.required("containerPort", .port), .optional("protocol", .oneOf(["TCP", "UDP"]))])
            )
        ),
        .optional(
            "volumeMounts",
            .array(.object([.required("volumeName", .string), .required("mountPath", .string)]))
        ),
        .optional("readinessProbe", probe),
        .optional("livenessProbe", probe),
    ])

    private static let environmentVariable = PropertyType.object(
        [
            .optional("value", .string),
            .optional(
                "valueFrom",
                .object([
                    .required("secretKeyRef", .object([.required("secretName", .string), .required("key", .string)]))
                ])
            ),
        ],
        exactlyOne: [["value", "valueFrom"]]
    )

    private static let quantities = PropertyType.object([
        .optional("cpu", .string), .optional("memoryInMib", .integer(1...1_000_000_000)),
    ])

    private static let probe = PropertyType.object(
        [
            .optional("exec", .object([.required("command", .array(.string))])),
            .optional(
                "httpGet",
                .object([
                    .required("path", .string),
                    .required("port", .port),
                    .optional("scheme", .oneOf(["http", "https"])),
                    .optional(
                        "httpHeaders",
                        .array(.object([.optional("name", .string), .required("value", .string)]))
                    ),
                ])
            ),
            .optional("tcpSocket", .object([.required("port", .port)])),
            .optional("initialDelaySeconds", .integer(0...1_000_000)),
            .optional("terminationGracePeriodSeconds", .integer(0...1_000_000)),
            // Kubernetes and builders have defaults of their own; the schema of Radius has none here.
            .optional("periodSeconds", .integer(1...1_000_000)),
            .optional("timeoutSeconds", .integer(1...1_000_000)),
            .optional("failureThreshold", .integer(1...1_000_000)),
            .optional("successThreshold", .integer(1...1_000_000)),
        ],
        exactlyOne: [["exec", "httpGet", "tcpSocket"]]
    )

    private static let volume = PropertyType.object(
        [
            .optional(
                "persistentVolume",
                .object([.required("resourceId", .string), .optional("accessMode", accessMode)])
            ),
            .optional("secretName", .string),
            .optional("emptyDir", .object([.optional("medium", .oneOf(["disk", "memory"]))])),
        ],
        exactlyOne: [["persistentVolume", "secretName", "emptyDir"]]
    )

    private static let accessMode = PropertyType.oneOf(["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"])

    /// By metrics as in Radius, or by events, which are rad's own; the recipe of Radius reads `minReplicas` as well.
    static let autoScalingProperties: [PropertySchema] = [
        .optional("minReplicas", .integer(0...1_000_000)),
        .optional("maxReplicas", .integer(1...1_000_000)),
        .optional("metrics", .array(scalingMetric)),
        .optional("pollingInterval", .integer(1...1_000_000)),
        .optional("cooldownPeriod", .integer(0...1_000_000)),
        .optional("triggers", .array(scalingTrigger)),
    ]

    private static let autoScaling = PropertyType.object(autoScalingProperties, exactlyOne: [["metrics", "triggers"]])

    private static let scalingMetric = PropertyType.object([
        .required("kind", .oneOf(["cpu", "memory", "custom"])),
        .optional("customMetric", .string),
        .required(
            "target",
            .object([
                .optional("averageUtilization", .integer),
                .optional("averageValue", .either([.string, .number])),
                .optional("value", .either([.string, .number])),
            ])
        ),
    ])

    /// A trigger of KEDA.
    private static let scalingTrigger = PropertyType.object([
        .required("type", .string),
        .optional("name", .string),
        .required("metadata", .texts),
        .optional("authenticationRef", .object([.required("name", .string)])),
    ])

    // MARK: Routes and images

    private static let routes: [PropertySchema] = [
        .optional("kind", .oneOf(["HTTP", "TCP", "TLS", "UDP"])),
        .optional("hostnames", .array(.string)),
        .required(
            "rules",
            .array(
                .object([
                    .required("matches", .array(routeMatch)),
                    .required(
                        "destinationContainer",
                        .object([
                            .required("resourceId", .string),
                            .required("containerName", .string),
                            .required("containerPort", .port),
                        ])
                    ),
                ])
            )
        ),
        .readOnly("listener"),
    ]

    private static let routeMatch: PropertyType = {
        let pairs = PropertyType.array(.object([.required("name", .string), .required("value", .string)]))
        let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
        return .object([
            .optional("httpHeaders", pairs),
            .optional("httpMethod", .oneOf(methods)),
            .optional("httpPath", .string),
            .optional("httpQueryParams", pairs),
        ])
    }()

    private static let imageBuild = PropertyType.object([
        .required("source", .string),
        .optional("dockerfile", .string),
        .optional("platforms", .array(.string)),
        .optional("args", .texts),
    ])
}

extension ResourceTypeSchema {
    /// The schema, demanding exactly one of some properties.
    fileprivate func requiringOne(of names: [String]) -> ResourceTypeSchema {
        ResourceTypeSchema(
            type,
            apiVersions: apiVersions,
            provision: provision,
            properties: ObjectSchema(properties.properties, additional: properties.additional, exactlyOne: [names])
        )
    }
}
