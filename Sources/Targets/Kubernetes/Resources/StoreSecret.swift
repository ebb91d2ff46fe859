import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A store of secrets on its way to the Secret that keeps them (Radius 0.60, secret store controller and recipe).
struct StoreSecret {
    let resource: Resource
    let store: SecretStore

    /// Emits the Secret, unless the store only names one that exists.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        guard !store.isReference else { return emission.prerequisites(of: resource) }
        let name = store.reference?.name ?? resource.name
        let namespace = store.reference?.namespace ?? emission.namespace(of: resource)
        let problems = emission.diagnostics.count
        PodRules.check(name: name, of: resource, &emission.diagnostics)
        checkOwnership(of: name, in: namespace, &emission)
        let (encoded, texts) = entries(&emission.diagnostics)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        var members = ManifestFields([("type", .string(secretType))])
        members.add("data", encoded.isEmpty ? nil : encoded.value)
        members.add("stringData", texts.isEmpty ? nil : texts.value)
        let secret = KubernetesManifest(
            .secret,
            name: name,
            namespace: namespace,
            labels: labels(in: emission),
            members
        )
        let dependencies = emission.roots(in: namespace) + emission.prerequisites(of: resource)
        return [emission.add(secret, for: resource, after: dependencies)]
    }

    private var secretType: String {
        if store.isCertificate { return "kubernetes.io/tls" }
        switch store.generation {
        case .legacy: return "Opaque"
        case .current: return store.kind == "basicAuthentication" ? "kubernetes.io/basic-auth" : "Opaque"
        }
    }

    /// The current generation's recipe has labels of its own.
    private func labels(in emission: GraphEmission) -> Value {
        switch store.generation {
        case .legacy:
            emission.shared.legacyScope(
                of: resource,
                named: resource.name.lowercased(),
                type: "applications.core-secretstores",
                in: emission.namespace
            ).descriptiveLabels
        case .current:
            [
                "resource": .string(resource.name),
                "app": .string(resource.properties["application"] == nil ? "" : emission.graph.application?.name ?? ""),
            ]
        }
    }

    /// A Secret that the author names in a namespace that is not the application's exists already and is somebody's;
    /// one of no application is made where it is missing.
    private func checkOwnership(of name: String, in namespace: String, _ emission: inout GraphEmission) {
        guard store.reference != nil, !store.isGlobal, !emission.makes(namespace: namespace) else { return }
        emission.diagnostics.append(.secretOfOthers(name, in: namespace, of: resource))
    }

    /// The entries that are written in base64, and those that are written as text.
    private func entries(_ diagnostics: inout [Diagnostic]) -> (encoded: SecretEntries, texts: SecretEntries) {
        var encoded = SecretEntries()
        var texts = SecretEntries()
        for entry in store.entries {
            guard let value = entry.value.map(EnvironmentText.text) else { continue }
            if !KubernetesName.isKey(entry.key) {
                diagnostics.append(.secretKeyRefused(entry.key, in: "data", of: resource))
            }
            let isBase64 = value.revealed.stringValue.map(KubernetesName.isBase64) ?? true
            switch entry.encoding {
            case .text: texts.add(entry.key, value)
            case .base64OrText where !isBase64: texts.add(entry.key, value)
            case .base64, .base64OrText:
                if !isBase64 { diagnostics.append(.secretIsNotBase64(entry.key, of: resource)) }
                encoded.add(entry.key, value)
            }
        }
        return (encoded, texts)
    }
}
