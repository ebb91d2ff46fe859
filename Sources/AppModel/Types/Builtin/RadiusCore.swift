import Documents

/// The versions of `Radius.*`.
let currentVersions = ["2025-08-01-preview"]

extension ResourceTypeCatalog {
    /// `Radius.Core`, Radius 0.60.
    static let radiusCore: [ResourceTypeSchema] = [
        core(
            "Radius.Core/environments",
            [
                .optional("recipePacks", .array(.string)),
                .optional("recipeParameters", .map(.freeform)),
                .optional("providers", providers),
                .optional("terraformSettings", .string),
                .optional("bicepSettings", .string),
                .optional("simulated", .boolean),
            ]
        ),
        core("Radius.Core/applications", [.optionalEnvironment]),
        core(
            "Radius.Core/recipePacks",
            [.required("recipes", .map(packedRecipe)), .readOnly("referencedBy", .array(.string))]
        ),
        core(
            "Radius.Core/terraformSettings",
            [
                .optional("terraformrc", terraformConfiguration),
                .optional("env", .texts),
                .readOnly("referencedBy", .array(.string)),
            ]
        ),
        core(
            "Radius.Core/bicepSettings",
            [
                .optional("registryAuthentications", .map(registryAuthentication)),
                .readOnly("referencedBy", .array(.string)),
            ]
        ),
    ]

    private static let providers = PropertyType.object([
        .optional(
            "azure",
            .object([
                .required("subscriptionId", .string),
                .optional("resourceGroupName", .string),
                .optional("identity", .identity),
            ])
        ),
        .optional("kubernetes", .object([.required("namespace", .string)])),
        .optional("aws", .object([.required("accountId", .string), .required("region", .string)])),
    ])

    private static let packedRecipe = PropertyType.object([
        .required("kind", .oneOf(["bicep", "terraform"])),
        .required("source", .string),
        .optional("plainHttp", .boolean),
        .optional("parameters", .freeform),
        .optional("outputs", .map(.either([.string, .texts]))),
    ])

    private static let terraformConfiguration = PropertyType.object([
        .optional(
            "providerInstallation",
            .object([
                .optional(
                    "networkMirror",
                    .object([
                        .required("url", .string), .optional("include", .array(.string)),
                        .optional("exclude", .array(.string)),
                    ])
                ),
                .optional(
                    "direct",
                    .object([.optional("include", .array(.string)), .optional("exclude", .array(.string))])
                ),
            ])
        ),
        .optional("credentials", .map(.object([.required("secret", .string)]))),
    ])

    private static let registryAuthentication = PropertyType.object([
        .required("authenticationMethod", .oneOf(["BasicAuth", "AzureWI", "AwsIrsa"])),
        .optional("basicAuthSecretId", .string),
        .optional("azureWiClientId", .string),
        .optional("azureWiTenantId", .string),
        .optional("awsIamRoleArn", .string),
    ])

    private static func core(_ type: StaticString, _ properties: [PropertySchema]) -> ResourceTypeSchema {
        ResourceTypeSchema(
            .known(type),
            apiVersions: currentVersions,
            provision: .none,
            properties: ObjectSchema(properties + PropertySchema.systemProperties)
        )
    }
}
