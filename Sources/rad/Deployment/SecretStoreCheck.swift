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
            let (before, after) = (former.resource.secretName, resource.secretName)
            return Self.isSame(before, after)
                ? nil : .secretStoreChanged(resource, "resource", from: before, to: after)
        }
    }

    /// Whether two names mean one Secret: a name without a namespace is in that of the application.
    private static func isSame(_ first: String, _ second: String) -> Bool {
        let (first, second) = (first.split(separator: "/"), second.split(separator: "/"))
        return first.last == second.last && (first.count != second.count || first == second)
    }
}

extension Resource {
    fileprivate var secretKind: String { properties["type"]?.stringValue ?? "generic" }

    /// The Secret of a store, as `resource` names it; without that it is named like the store.
    fileprivate var secretName: String { properties["resource"]?.stringValue ?? name }
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
