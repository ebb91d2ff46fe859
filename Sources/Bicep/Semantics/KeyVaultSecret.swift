public import Documents
import OrderedCollections

/// A secret of a key vault that a parameter file names with `az.getSecret`; only the deployment reads it.
public struct KeyVaultSecret: Sendable, Equatable {
    /// The id of the vault: `/subscriptions/…/providers/Microsoft.KeyVault/vaults/NAME`.
    public let vaultID: String
    public let name: String
    /// The version; the newest one if `nil`.
    public let version: String?

    /// Reads the arguments of `getSecret(subscriptionId, resourceGroup, vault, secret, version?)`.
    init?(arguments: [Value]) {
        let texts = arguments.compactMap { $0.revealed.stringValue }
        guard texts.count == arguments.count, 4...5 ~= texts.count else { return nil }
        vaultID =
            "/subscriptions/\(texts[0])/resourceGroups/\(texts[1])/providers/Microsoft.KeyVault/vaults/\(texts[2])"
        name = texts[3]
        version = texts.count == 5 ? texts[4] : nil
    }

    /// The reference as an ARM parameters file has it.
    public var value: Value {
        var reference: ValueObject = ["keyVault": ["id": .string(vaultID)], "secretName": .string(name)]
        if let version { reference["secretVersion"] = .string(version) }
        return .object(reference)
    }
}

extension BoundModule {
    /// The secrets that the outputs of a parameter file's module name, by the outputs' names.
    func keyVaultSecrets(in context: EvaluationContext) -> [String: KeyVaultSecret] {
        var arguments = self
        arguments.outputs = []
        for var output in outputs {
            guard case .call(let function, let values) = output.value.kind, function.name == "getSecret" else {
                continue
            }
            output.value = Expression(.array(values.map { .item($0) }), output.value.range)
            output.type = .any
            arguments.outputs.append(output)
        }
        guard !arguments.outputs.isEmpty else { return [:] }
        var secrets: [String: KeyVaultSecret] = [:]
        for (name, value) in arguments.evaluate(in: context).outputs {
            secrets[name] = value.revealed.arrayValue.flatMap { KeyVaultSecret(arguments: $0) }
        }
        return secrets
    }
}

extension BoundModule.ResourceDeclaration {
    /// Whether it is a key vault of Azure, whose secrets can be referred to.
    var isKeyVault: Bool { self.type.equalsIgnoringASCIICase("Microsoft.KeyVault/vaults") }
}
