/// The rules of the linter of Bicep 0.46, by the names that configurations and directives use.
public enum LinterRule: String, Sendable, CaseIterable {
    case adminUsernameShouldNotBeLiteral = "adminusername-should-not-be-literal"
    case artifactsParameters = "artifacts-parameters"
    case decompilerCleanup = "decompiler-cleanup"
    case explicitValuesForLocationParameters = "explicit-values-for-loc-params"
    case maximumAssertions = "max-asserts"
    case maximumOutputs = "max-outputs"
    case maximumParameters = "max-params"
    case maximumResources = "max-resources"
    case maximumVariables = "max-variables"
    case nestedDeploymentTemplateScoping = "nested-deployment-template-scoping"
    case noConflictingMetadata = "no-conflicting-metadata"
    case noDeploymentsResources = "no-deployments-resources"
    case noExplicitAny = "no-explicit-any"
    case noHardcodedEnvironmentURLs = "no-hardcoded-env-urls"
    case noHardcodedLocation = "no-hardcoded-location"
    case noHardcodedOutputs = "no-hardcoded-outputs"
    case noLocationExpressionOutsideParameters = "no-loc-expr-outside-params"
    case noModuleName = "no-module-name"
    case noUnnecessaryDependsOn = "no-unnecessary-dependson"
    case noUnusedExistingResources = "no-unused-existing-resources"
    case noUnusedImports = "no-unused-imports"
    case noUnusedParameters = "no-unused-params"
    case noUnusedTypes = "no-unused-types"
    case noUnusedVariables = "no-unused-vars"
    case outputsShouldNotContainSecrets = "outputs-should-not-contain-secrets"
    case preferInterpolation = "prefer-interpolation"
    case preferUnquotedPropertyNames = "prefer-unquoted-property-names"
    case protectCommandToExecuteSecrets = "protect-commandtoexecute-secrets"
    case secureParameterDefault = "secure-parameter-default"
    case secureParametersInNestedDeployments = "secure-params-in-nested-deploy"
    case secureParametersInParameterFile = "secure-params-in-parameters-file"
    case secureSecretsInParameters = "secure-secrets-in-params"
    case simplifyInterpolation = "simplify-interpolation"
    case simplifyJSONNull = "simplify-json-null"
    case stacksExtensibilityCompatibility = "stacks-extensibility-compat"
    case useDescriptionOutputs = "use-description-outputs"
    case useDescriptionParameters = "use-description-params"
    case useDescriptionTypeProperties = "use-description-type-properties"
    case useDescriptionTypes = "use-description-types"
    case useDescriptionVariables = "use-description-vars"
    case useParentProperty = "use-parent-property"
    case useRecentAPIVersions = "use-recent-api-versions"
    case useRecentAzPowerShellVersion = "use-recent-az-powershell-version"
    case useRecentModuleVersions = "use-recent-module-versions"
    case useRecognizedResourceType = "use-recognized-resource-type"
    case useResourceIDFunctions = "use-resource-id-functions"
    case useResourceSymbolReference = "use-resource-symbol-reference"
    case useSafeAccess = "use-safe-access"
    case useSecureValueForSecureInputs = "use-secure-value-for-secure-inputs"
    case useStableResourceIdentifiers = "use-stable-resource-identifiers"
    case useStableVirtualMachineImage = "use-stable-vm-image"
    case useUserDefinedTypes = "use-user-defined-types"
    case whatIfShortCircuiting = "what-if-short-circuiting"

    /// How loud a rule is.
    public enum Level: String, Sendable, CaseIterable {
        case off
        case info
        case warning
        case error
    }

    /// The rules about what a template can hold.
    static let templateLimits: Set<LinterRule> = [
        .maximumAssertions, .maximumOutputs, .maximumParameters, .maximumResources, .maximumVariables,
    ]

    /// The level of a rule that no configuration mentions.
    public var defaultLevel: Level {
        switch self {
        case .maximumAssertions, .maximumOutputs, .maximumParameters, .maximumResources, .maximumVariables,
            .nestedDeploymentTemplateScoping:
            .error
        case .explicitValuesForLocationParameters, .noHardcodedLocation, .noHardcodedOutputs,
            .noLocationExpressionOutsideParameters, .noModuleName, .useDescriptionOutputs, .useDescriptionParameters,
            .useDescriptionTypeProperties, .useDescriptionTypes, .useDescriptionVariables, .useRecentAPIVersions,
            .useRecentModuleVersions, .useResourceIDFunctions, .useUserDefinedTypes, .whatIfShortCircuiting:
            .off
        case .stacksExtensibilityCompatibility: .info
        case .adminUsernameShouldNotBeLiteral, .artifactsParameters, .decompilerCleanup, .noConflictingMetadata,
            .noDeploymentsResources, .noExplicitAny, .noHardcodedEnvironmentURLs, .noUnnecessaryDependsOn,
            .noUnusedExistingResources, .noUnusedImports, .noUnusedParameters, .noUnusedTypes, .noUnusedVariables,
            .outputsShouldNotContainSecrets, .preferInterpolation, .preferUnquotedPropertyNames,
            .protectCommandToExecuteSecrets, .secureParameterDefault, .secureParametersInNestedDeployments,
            .secureParametersInParameterFile, .secureSecretsInParameters, .simplifyInterpolation, .simplifyJSONNull,
            .useParentProperty, .useRecentAzPowerShellVersion, .useRecognizedResourceType,
            .useResourceSymbolReference, .useSafeAccess, .useSecureValueForSecureInputs,
            .useStableResourceIdentifiers, .useStableVirtualMachineImage:
            .warning
        }
    }

    /// Whether rad looks for what the rule is about.
    ///
    /// The others need the schemas of extensions or a registry; their names are known, so that configurations and
    /// directives may mention them.
    public var isChecked: Bool { !Self.unchecked.contains(self) }

    private static let unchecked: Set<LinterRule> = [
        .stacksExtensibilityCompatibility, .useRecentModuleVersions,
    ]
}
