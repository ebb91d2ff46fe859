/// `use-recent-az-powershell-version`: deployment scripts that ask for an old version.
extension Linter {
    /// Looks at a resource if it is a deployment script.
    mutating func lintScript(_ resource: BoundModule.ResourceDeclaration, _ index: Int) {
        guard isOn(.useRecentAzPowerShellVersion),
            text(resource.typeRange).contains("Microsoft.Resources/deploymentScripts"),
            resource.condition == nil, resource.loop == nil,
            resource.body.member(ignoringCase: "kind")?.text?.lowercased() == "azurepowershell",
            let written = resource.body.member("properties")?.member(ignoringCase: "azPowerShellVersion")?.text,
            let version = VersionNumber(written), let minimum = VersionNumber(settings.minimumPowerShellVersion),
            version < minimum, let range = resourceNodes[index]?.range
        else { return }
        report(.oldPowerShell(written, settings.minimumPowerShellVersion), at: range)
    }
}

extension Linter.Finding {
    fileprivate static func oldPowerShell(_ version: String, _ minimum: String) -> Self {
        Self(
            rule: .useRecentAzPowerShellVersion,
            message: "the script asks for Az PowerShell \(version), older than \(minimum)",
            help: "set azPowerShellVersion to '\(minimum)' or a later version"
        )
    }
}
