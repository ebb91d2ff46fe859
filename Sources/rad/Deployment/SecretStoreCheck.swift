import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

extension DeploymentRequest.Part {
    /// What is wrong with secret stores that were deployed before: their type and their Secret stay (Radius 0.60).
    func changedSecretStores(from state: DeploymentState) -> [Diagnostic] {
        let recorded = Dictionary(state.resources.map { ($0.id, $0) }) { first, _ in first }
        return resources.compactMap { store in
            // What is only referred to stays as it is recorded.
            guard store.type == .secretStores, !references.contains(store.id), let former = recorded[store.id] else {
                return nil
            }
            let origin = origins[store.id] ?? .none
            let (old, new) = (former.secretKind, store.secretKind)
            guard old == new else { return .secretStoreChanged(store.id, "type", from: old, to: new, in: origin) }
            guard let before = SecretStore.Reference(of: former.resource),
                let after = SecretStore.Reference(of: store.resource), !Self.isSame(before, after)
            else { return nil }
            let (name, newName) = (before.description, after.description)
            return .secretStoreChanged(store.id, "resource", from: name, to: newName, in: origin)
        }
    }

    /// Whether two names mean one Secret: a name without a namespace is in that of the application.
    private static func isSame(_ first: SecretStore.Reference, _ second: SecretStore.Reference) -> Bool {
        guard first.namespace != nil, second.namespace != nil else { return first.name == second.name }
        return first == second
    }
}

extension Definition {
    /// The definition whose secret stores name the Secret that they have, where the file names none (Radius 0.60).
    func keepingSecrets(of state: DeploymentState?) -> Definition {
        guard let state else { return self }
        var definition = self
        for recorded in state.resources where recorded.type == .secretStores {
            guard let secret = SecretStore.Reference.written(in: recorded.properties) else { continue }
            for place in resources.indices where resources[place].id == recorded.id && !resources[place].isExisting {
                guard SecretStore.Reference.written(in: resources[place].properties) == nil else { continue }
                definition.resources[place].properties["resource"] = secret
            }
        }
        return definition
    }
}

extension RecordedResource {
    fileprivate var secretKind: String { properties["type"]?.stringValue ?? "generic" }
}

extension Diagnostic {
    /// RAD7051: a property of a secret store that cannot change differs from that of the last deployment.
    fileprivate static func secretStoreChanged(
        _ store: ResourceID,
        _ property: String,
        from old: String,
        to new: String,
        in origin: Origin
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7051",
            "'\(property)' of secret store '\(store.name)' cannot change from '\(old)' to '\(new)'",
            at: origin.span(ofProperty: [.member(property)]),
            help: "declare a store of another name, or remove this one with a deployment first"
        )
    }
}
