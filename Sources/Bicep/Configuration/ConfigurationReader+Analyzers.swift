import Diagnostics
import Documents

extension ConfigurationReader {
    /// Reads `analyzers`, in which names are compared without case.
    mutating func readAnalyzers(_ document: Document) {
        for analyzer in object(document, "analyzers") ?? [] {
            guard analyzer.name.lowercased() == "core" else {
                diagnostics.append(.unknownSetting(analyzer.name, known: ["core"], at: analyzer.nameSpan))
                continue
            }
            for member in object(analyzer.value, analyzer.name) ?? [] {
                switch member.name.lowercased() {
                case "enabled": configuration.linter.isEnabled = bool(member) ?? true
                case "verbose": configuration.linter.isVerbose = bool(member) ?? false
                case "rules":
                    for rule in object(member.value, member.name) ?? [] { readRule(rule) }
                default:
                    let known = ["enabled", "verbose", "rules"]
                    diagnostics.append(.unknownSetting(member.name, known: known, at: member.nameSpan))
                }
            }
        }
    }

    private mutating func readRule(_ member: Document.Member) {
        guard let rule = LinterRule(rawValue: member.name.lowercased()) else {
            diagnostics.append(.unknownRule(member.name, at: member.nameSpan))
            return
        }
        for setting in object(member.value, member.name) ?? [] { read(setting, of: rule) }
    }

    private mutating func read(_ setting: Document.Member, of rule: LinterRule) {
        switch (rule, setting.name.lowercased()) {
        case (_, "level"): configuration.linter.levels[rule] = choice(setting)
        case (.noHardcodedEnvironmentURLs, "disallowedhosts"):
            if let hosts = texts(setting) { configuration.linter.disallowedHosts = hosts }
        case (.noHardcodedEnvironmentURLs, "excludedhosts"):
            if let hosts = texts(setting) { configuration.linter.excludedHosts = hosts }
        case (.useRecentAzPowerShellVersion, "minimumversion"): readMinimumVersion(setting)
        case (.useRecentAPIVersions, "maxageindays"):
            if let days = number(setting, in: 0...Int(Int32.max)) {
                configuration.linter.maximumVersionAge = Int64(days)
            }
        case (.useRecentAPIVersions, "graceperiodindays"):
            if let days = number(setting, in: 0...Int(Int32.max)) {
                configuration.linter.versionGracePeriod = Int64(days)
            }
        default:
            diagnostics.append(.unknownSetting(setting.name, known: rule.settings, at: setting.nameSpan))
        }
    }

    private mutating func readMinimumVersion(_ setting: Document.Member) {
        guard let text = text(setting) else { return }
        guard VersionNumber(text) != nil else {
            diagnostics.append(.wrongSetting(setting.name, expected: "a version such as '11.0'", found: setting.value))
            return
        }
        configuration.linter.minimumPowerShellVersion = text
    }
}

extension LinterRule {
    /// What can be set for the rule.
    fileprivate var settings: [String] {
        switch self {
        case .noHardcodedEnvironmentURLs: ["level", "disallowedHosts", "excludedHosts"]
        case .useRecentAzPowerShellVersion: ["level", "minimumVersion"]
        case .useRecentAPIVersions: ["level", "maxAgeInDays", "gracePeriodInDays"]
        default: ["level"]
        }
    }
}
