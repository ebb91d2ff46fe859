import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

extension DeploymentRequest.Part {
    /// What is wrong with secret stores that were deployed before: their type and their Secret stay (Radius 0.60).
    func changedSecretStores(from state: DeploymentState) -> [Diagnostic] {
        guard let graph else { return [] }
        let recorded = Dictionary(state.resources.map { ($0.id, $0) }) { first, _ in first }
        return graph.resources.compactMap { bound in
            let resource = bound.resource
            guard resource.type == .secretStores, !resource.isExisting, let former = recorded[resource.id] else {
                return nil
            }
            let (old, new) = (former.resource.secretKind, resource.secretKind)
            guard old == new else { return .secretStoreChanged(resource, "type", from: old, to: new) }
            guard let before = SecretStore.Reference(of: former.resource),
                let after = SecretStore.Reference(of: resource), !Self.isSame(before, after)
            else { return nil }
            return .secretStoreChanged(resource, "resource", from: before.description, to: after.description)
        }
    }

    /// Whether two names mean one Secret: a name without a namespace is in that of the application.
    private static func isSame(_ first: SecretStore.Reference, _ second: SecretStore.Reference) -> Bool {
        guard first.namespace != nil, second.namespace != nil else { return first.name == second.name }
        return first == second
    }
}

extension Resource {
    fileprivate var secretKind: String { properties["type"]?.stringValue ?? "generic" }
}

extension Diagnostic {
    /// RAD7051: a property of a secret store that cannot change differs from that of the last deployment.
    fileprivate static func secretStoreChanged(
        _ store: Resource,
        _ property: String,
        from old: String,
        to new: String
    ) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7051",
            "'\(property)' of secret store '\(store.name)' cannot change from '\(old)' to '\(new)'",
            at: store.origin.span(ofProperty: [.member(property)]),
            help: "declare a store of another name, or remove this one with a deployment first"
        )
    }
}
