public import AppModel
public import Documents

/// What Terraform is to be run with for one resource: a root module that calls the recipe's.
public struct TerraformRun: Sendable {
    /// An output of the recipe's module.
    public struct Output: Sendable {
        public let name: String
        public let isSensitive: Bool
    }

    /// The name under which the root module calls the recipe's.
    public let label: String
    /// The source and the version of the module as the environment registers them.
    public let source: String
    public let version: String?
    /// The folder in which the module lies on this machine.
    public let folder: String
    /// A digest of the module's text: `sha256:` and 64 digits.
    public let digest: String
    /// The arguments of the module, `context` among them if it takes one.
    public let arguments: ValueObject
    /// The configurations of providers, a list by the provider's name.
    public let providers: ValueObject
    public let requiredProviders: ValueObject
    public let outputs: [Output]
    public let settings: TerraformSettings
    /// Forty hexadecimal digits that tell the state from all others.
    public let stateName: String
    /// The address that values of the outputs wait for.
    public let address: String

    /// A name for the module that Terraform takes: letters, digits, `_` and `-`, beginning with a letter or `_`.
    static func label(of name: String) -> String {
        let clean = String(
            name.unicodeScalars.map { scalar in
                let isAllowed =
                    scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789_-".contains(Character(scalar)))
                return isAllowed ? Character(scalar) : "_"
            }
        )
        guard let first = clean.unicodeScalars.first, first.properties.isAlphabetic || first == "_" else {
            return "_\(clean)"
        }
        return clean
    }

    /// What makes the object that the run stands for: the root module with all that it is run with.
    ///
    /// The module's source is as the environment registers it: where it lies on this machine does not matter.
    public var body: ValueObject {
        var body: ValueObject = ["rootModule": .object(rootModule), "digest": .string(digest)]
        if !settings.environment.isEmpty { body["environment"] = .object(settings.environment) }
        if !settings.access.isEmpty { body["access"] = .object(settings.access) }
        return body
    }

    private var rootModule: ValueObject {
        var terraform: ValueObject = [:]
        if !requiredProviders.isEmpty { terraform["required_providers"] = .object(requiredProviders) }
        var call: ValueObject = ["source": .string(source)]
        call["version"] = version.map { .string($0) }
        for (name, value) in arguments { call[name] = value }
        let aliases = passedAliases
        if !aliases.isEmpty { call["providers"] = .object(aliases) }
        var root: ValueObject = [:]
        if !terraform.isEmpty { root["terraform"] = .object(terraform) }
        if !providers.isEmpty { root["provider"] = .object(providers) }
        root["module"] = .object([label: .object(call)])
        root["output"] = .object(
            ValueObject(
                outputs.map { output in
                    // A result may hold secrets whether its module says so or not.
                    let isSensitive = output.isSensitive || output.name == "result"
                    let value: Value = .string("${module.\(label).\(output.name)}")
                    return (output.name, isSensitive ? ["value": value, "sensitive": true] : ["value": value])
                }
            )
        )
        return root
    }

    /// The aliases of provider configurations that the module asks for.
    private var passedAliases: ValueObject {
        var passed: ValueObject = [:]
        for (name, configurations) in providers {
            let wanted = (requiredProviders[name]?["configuration_aliases"]?.arrayValue ?? []).compactMap(\.stringValue)
            for configuration in configurations.arrayValue ?? [] {
                guard let alias = configuration["alias"]?.stringValue, wanted.contains("\(name).\(alias)") else {
                    continue
                }
                passed["\(name).\(alias)"] = .string("\(name).\(alias)")
            }
        }
        return passed
    }
}
