public import Documents

/// How an environment runs Terraform: `recipeConfig` of `Applications.Core`, `terraformSettings` of `Radius.Core`.
public struct TerraformSettings: Sendable, Equatable {
    /// Configurations of providers, a list by the provider's name; they replace what would follow from the environment.
    public var providers: ValueObject = [:]
    /// Variables for the process; secret ones are concealed.
    public var environment: ValueObject = [:]
    /// The text of the command line's configuration, which may hold tokens; `nil` for none.
    public var commandLineConfiguration: Value?

    /// Creates settings that say nothing.
    public init() {}
}
