import AppModel
import Bicep
import Diagnostics
import Documents
import Engine
import Recipes
import Targets

/// Reads what an environment's settings keep in secret stores: from the definition, or from what was deployed.
struct EnvironmentSecrets {
    let session: Session
    let definition: Definition

    /// The environment with every secret of its settings.
    ///
    /// - Throws: `Failure` if one is nowhere.
    func read(for environment: AppModel.Environment) async throws -> AppModel.Environment {
        let complete = try await found(for: environment)
        if let missing = complete.missingSecret {
            throw Failure(.noSuchSecret(missing, of: environment))
        }
        return complete
    }

    /// The environment with those secrets of its settings that are somewhere.
    func found(for environment: AppModel.Environment) async throws -> AppModel.Environment {
        let stores = environment.secretStores
        guard !stores.isEmpty else { return environment }
        var found: [String: ValueObject] = [:]
        for store in stores {
            guard let id = ResourceID(store) else { continue }
            if let values = declared(id) {
                found[store] = values
            } else {
                found[store] = try await deployed(id, near: environment.name)
            }
        }
        return environment.reading(secrets: found)
    }

    /// What the definition itself gives a store.
    private func declared(_ id: ResourceID) -> ValueObject? {
        guard let resource = definition.resources.first(where: { $0.id == id && !$0.isExisting }),
            let store = SecretStore.read(from: resource).store
        else { return nil }
        return ValueObject(
            store.entries.compactMap { entry in
                guard let value = entry.value, value.isKnown else { return nil }
                switch entry.encoding {
                case .text: return (entry.key, value)
                case .base64, .base64OrText:
                    let text = value.revealed.stringValue ?? ""
                    return (entry.key, Value.string(Base64.decodedText(text) ?? text).concealed)
                }
            }
        )
    }

    /// What an earlier deployment made of a store: the Secret in the folder of output resources.
    ///
    /// Another environment may have a store of the same id: the environment's own is looked for first.
    private func deployed(_ id: ResourceID, near environment: String) async throws -> ValueObject? {
        let deployments = try await session.store.deployments(in: id.group)
        let isNear = { (identity: DeploymentIdentity) in identity.environment.lowercased() == environment.lowercased() }
        for identity in deployments.filter(isNear) + deployments.filter({ !isNear($0) }) {
            guard let state = try await session.store.state(of: identity) else { continue }
            let secret = state.outputs.first { $0.owner == id && $0.type == "core/Secret" && !$0.location.isEmpty }
            guard let secret else { continue }
            if let cluster = session.cluster {
                guard let data = try await cluster.secret(secret.name, in: secret.namespace) else { continue }
                return ValueObject(
                    data.compactMap { key, value in
                        value.stringValue.flatMap(Base64.decodedText).map { (key, Value.string($0).concealed) }
                    }
                )
            }
            guard let bytes = try? LocalFiles.bytes(of: secret.location) else { continue }
            let (documents, _) = YAMLReader.read(SourceFile(path: secret.location, bytes: bytes))
            guard let body = documents.first?.value else { continue }
            var values: ValueObject = [:]
            for (key, value) in body["data"]?.objectValue ?? [:] {
                values[key] = value.stringValue.flatMap(Base64.decodedText).map { Value.string($0).concealed }
            }
            for (key, value) in body["stringData"]?.objectValue ?? [:] { values[key] = value.concealed }
            return values
        }
        return nil
    }
}

extension Session {
    /// What the recipes of an environment are fetched with.
    func access(for environment: AppModel.Environment) async throws -> RecipeAccess {
        let secrets = EnvironmentSecrets(session: self, definition: Definition())
        return RecipeAccess(try await secrets.found(for: environment))
    }
}

extension Base64 {
    /// The text that is meant; `nil` if it is no base64 or no UTF-8.
    fileprivate static func decodedText(_ text: String) -> String? {
        decoded(text).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

extension Diagnostic {
    /// A secret that an environment's settings name is neither in the definition nor deployed.
    fileprivate static func noSuchSecret(_ secret: String, of environment: AppModel.Environment) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7140",
            "environment '\(environment.name)' needs the secret \(secret), which was not found",
            at: environment.origin.span(ofProperty: ["recipeConfig"]),
            help: "deploy the secret store first, with a value under that key"
        )
    }
}
