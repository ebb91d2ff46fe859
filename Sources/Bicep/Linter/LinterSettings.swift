/// What a configuration says about the linter: `analyzers.core` of `bicepconfig.json`.
public struct LinterSettings: Sendable {
    public var isEnabled = true
    /// Whether a file's check says which configuration it follows.
    public var isVerbose = false
    /// The levels that the configuration sets.
    public var levels: [LinterRule: LinterRule.Level] = [:]

    /// The hosts that `no-hardcoded-env-urls` finds: those that differ from one cloud of Azure to the next.
    public var disallowedHosts = [
        "azuredatalakeanalytics.net", "azuredatalakestore.net", "batch.core.windows.net", "core.windows.net",
        "database.windows.net", "datalake.azure.net", "gallery.azure.com", "graph.windows.net",
        "login.microsoftonline.com", "management.azure.com", "management.core.windows.net", "vault.azure.net",
    ]
    /// The hosts that it passes over, though a part of them is disallowed.
    public var excludedHosts = ["schema.management.azure.com"]
    /// The oldest version that `use-recent-az-powershell-version` accepts.
    public var minimumPowerShellVersion = "11.0"
    /// The age in days up to which `use-recent-api-versions` accepts every stable version.
    public var maximumVersionAge: Int64 = 730
    /// The days for which it neither recommends a new version nor minds it.
    public var versionGracePeriod: Int64 = 90

    /// The settings without a configuration.
    public init() {}

    /// The level at which a rule reports.
    public func level(of rule: LinterRule) -> LinterRule.Level {
        isEnabled ? levels[rule] ?? rule.defaultLevel : .off
    }

    /// The same with nothing but the rules that are in the way of a deployment: those whose findings are errors.
    ///
    /// rad deploys without a template, so what a template can hold counts only if the configuration says so.
    var onlyErrors: LinterSettings {
        var settings = self
        for rule in LinterRule.allCases {
            let isLimit = levels[rule] == nil && LinterRule.templateLimits.contains(rule)
            if isLimit || level(of: rule) != .error { settings.levels[rule] = .off }
        }
        return settings
    }
}

/// Which findings of the linter a check gives.
public enum Linting: Sendable {
    /// All of them, as for whoever writes the file.
    case everything
    /// The errors alone, as for whoever deploys it; what a template can hold is none of them.
    case errors
}
