import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A building block of Dapr that its author configures, on its way to a Component (Radius 0.60, Dapr processors).
struct DaprComponentObject {
    let resource: Resource
    let component: DaprComponent

    /// Emits the Component, and before it the Secret that takes what must not be read in it.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let name = resource.properties["componentName"]?.stringValue ?? resource.name.lowercased()
        let problems = emission.diagnostics.count
        PodRules.check(name: name, of: resource, &emission.diagnostics)
        let store = secretStore(&emission)
        let (metadata, secrets) = metadata(named: "\(name)-metadata", hasStore: store != nil, &emission.diagnostics)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }

        let scope = emission.shared.legacyScope(
            of: resource,
            named: resource.name.lowercased(),
            type: .string("\(resource.type.namespace)-\(resource.type.name)".lowercased()),
            in: emission.namespace(of: resource)
        )
        var dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        if !secrets.isEmpty {
            let secret = KubernetesManifest.secret(
                named: "\(name)-metadata",
                namespace: scope.namespace,
                labels: scope.descriptiveLabels,
                entries: secrets
            )
            dependencies.append(emission.add(secret, for: resource, after: emission.roots(in: scope.namespace)))
        }
        var members = ManifestFields([
            (
                "spec",
                [
                    "type": .string(component.type), "version": .string(component.version),
                    "metadata": .array(metadata),
                ]
            )
        ])
        members.add("auth", store.map { ["secretStore": $0] })
        let object = KubernetesManifest(
            .daprComponent,
            name: name,
            namespace: scope.namespace,
            labels: scope.descriptiveLabels,
            members
        )
        return [emission.add(object, for: resource, after: dependencies)]
    }

    /// The settings by name, and those that are secret.
    ///
    /// Without a store of its own, a component reads its secrets from the namespace's Secrets, so that rad can keep
    /// them there.
    private func metadata(
        named secretName: String,
        hasStore: Bool,
        _ diagnostics: inout [Diagnostic]
    ) -> (settings: [Value], secrets: SecretEntries) {
        var secrets = SecretEntries()
        let settings = component.metadata.sorted { $0.name < $1.name }.map { entry -> Value in
            let name = Value.string(entry.name)
            switch entry.content {
            case .secret(let secret, let key):
                return ["name": name, "secretKeyRef": ["name": .string(secret), "key": .string(key)]]
            case .value(let value):
                let text = EnvironmentText.text(of: value)
                guard case .secret = text, !hasStore else { return ["name": name, "value": text] }
                if !KubernetesName.isKey(entry.name) {
                    diagnostics.append(.secretKeyRefused(entry.name, in: "metadata", of: resource))
                }
                secrets.add(entry.name, text)
                return ["name": name, "secretKeyRef": ["name": .string(secretName), "key": name]]
            }
        }
        return (settings, secrets)
    }

    /// The name of the component that is the secret store: as written, or that of the resource of an id.
    private func secretStore(_ emission: inout GraphEmission) -> Value? {
        guard let written = component.secretStore else { return nil }
        guard let text = written.stringValue, text.hasPrefix("/") else { return written }
        guard let store = emission.resources[mentioned: text] else {
            emission.diagnostics.append(.unknownSecretStore(written, at: ["auth", "secretStore"], of: resource))
            return nil
        }
        return store.properties["componentName"]?.unlessNull ?? .string(store.name.lowercased())
    }
}
