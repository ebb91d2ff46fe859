import Diagnostics
import Documents

extension TerraformSettings {
    /// Reads `recipeConfig` of `Applications.Core/environments`.
    init(_ reader: PropertyReader, _ diagnostics: inout [Diagnostic]) {
        for (name, text) in reader.reader("env", &diagnostics)?.object ?? [:] { environment[name] = text }
        for (name, reference) in reader.members("envSecrets", &diagnostics) {
            environment[name] = Self.secret(reference, &diagnostics)
        }
        guard let terraform = reader.reader("terraform", &diagnostics) else { return }
        let git = terraform.reader("authentication", &diagnostics)?.reader("git", &diagnostics)
        for (host, reference) in git?.members("pat", &diagnostics) ?? [] {
            guard let store = reference.text("secret", &diagnostics) else { continue }
            gitAccess[host] = [
                "pat": StoredSecret(key: "pat", store: store).value,
                // A short name would blot out half of what Terraform prints.
                "username": StoredSecret(key: "username", store: store, isOptional: true).plainValue,
            ]
        }
        guard let providers = terraform.reader("providers", &diagnostics) else { return }
        for name in providers.object.map(\.key) {
            self.providers[name] = .array(
                providers.elements(name, &diagnostics).map { configuration in
                    var members = configuration.object
                    members["secrets"] = nil
                    for (attribute, reference) in configuration.members("secrets", &diagnostics) {
                        members[attribute] = Self.secret(reference, &diagnostics)
                    }
                    return .object(members)
                }
            )
        }
    }

    /// Reads a `Radius.Core/terraformSettings`, its properties checked against their schema.
    init(_ resource: Resource, _ diagnostics: inout [Diagnostic]) {
        let reader = PropertyReader(resource)
        for (name, text) in reader.reader("env", &diagnostics)?.object ?? [:] { environment[name] = text }
        guard let file = reader.reader("terraformrc", &diagnostics) else { return }
        installation = file.reader("providerInstallation", &diagnostics)?.object ?? [:]
        for (host, reference) in file.members("credentials", &diagnostics) {
            guard let store = reference.text("secret", &diagnostics) else { continue }
            tokens[host] = StoredSecret(key: "token", store: store).value
        }
    }

    /// A key of a secret store, to be read before Terraform is run.
    private static func secret(_ reference: PropertyReader, _ diagnostics: inout [Diagnostic]) -> Value? {
        guard let store = reference.text("source", &diagnostics), let key = reference.text("key", &diagnostics) else {
            return nil
        }
        return StoredSecret(key: key, store: store).value
    }
}
