import AppModel
import Documents
import Engine
import Recipes

/// The objects that a recipe or a definition asks for, made complete: a namespace where none is named,
/// and no secret where everybody can read it.
struct RecipeManifests {
    let resource: Resource
    let outputs: [RecipeOutput]

    /// Emits the objects in the recipe's order and returns those that nothing else of the recipe builds on.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        guard !outputs.isEmpty else { return emission.prerequisites(of: resource) }
        let manifests = outputs.map { Entry($0, in: emission.namespace(of: resource)) }
        for entry in manifests { emission.register(entry.id, at: entry.output.address) }
        let ids = Dictionary(manifests.map { ($0.output.address, $0.id) }, uniquingKeysWith: { first, _ in first })

        let prerequisites = emission.prerequisites(of: resource)
        var builtUpon: Set<OutputResourceID> = []
        for entry in manifests {
            var dependencies = entry.output.dependencies.compactMap { ids[$0] }
            builtUpon.formUnion(dependencies)
            if dependencies.isEmpty { dependencies = prerequisites }
            entry.emit(for: resource, after: dependencies, into: &emission)
        }
        return manifests.map(\.id).filter { !builtUpon.contains($0) }
    }
}

extension RecipeManifests {
    /// One output on its way.
    private struct Entry {
        let output: RecipeOutput
        let id: OutputResourceID
        private let form: Form

        private enum Form {
            case kubernetes(KubernetesManifest)
            case foreign(OutputResource.Platform, type: String, apiVersion: String)
        }

        init(_ output: RecipeOutput, in namespace: String) {
            self.output = output
            switch output.kind {
            case .azure(let id, let type, let apiVersion):
                self.id = OutputResourceID(id)
                form = .foreign(.azure, type: type, apiVersion: apiVersion)
            case .aws(let id, let type):
                self.id = OutputResourceID(id)
                form = .foreign(.aws, type: type, apiVersion: "")
            case .kubernetes(let group, let version, let kind, let own):
                let kind = ObjectKind(group: group, version: version, kind: kind)
                let manifest = Self.manifest(output, kind, in: own.isEmpty ? namespace : own)
                id = manifest.id
                form = .kubernetes(manifest)
            }
        }

        func emit(for resource: Resource, after dependencies: [OutputResourceID], into emission: inout GraphEmission) {
            switch form {
            case .kubernetes(let manifest):
                emit(manifest, for: resource, after: dependencies, into: &emission)
            case .foreign(let platform, let type, let apiVersion):
                let foreign = OutputResource(
                    id: id,
                    platform: platform,
                    type: type,
                    apiVersion: apiVersion,
                    name: output.name,
                    owner: resource.id,
                    body: .object(output.body),
                    dependencies: dependencies,
                    address: output.address
                )
                emission.addForeign(foreign, for: resource)
            }
        }

        /// Adds a manifest, and before it the Secret that takes what its pods must not show.
        private func emit(
            _ manifest: KubernetesManifest,
            for resource: Resource,
            after dependencies: [OutputResourceID],
            into emission: inout GraphEmission
        ) {
            var dependencies = dependencies
            let roots = emission.roots(in: manifest.namespace)
            if dependencies.isEmpty { dependencies = roots }
            let (lifted, entries) = WorkloadSecrets.lift(manifest)
            if !entries.isEmpty {
                let secret = KubernetesManifest.secret(
                    named: WorkloadSecrets.secretName(of: manifest),
                    namespace: manifest.namespace,
                    labels: manifest.body["metadata"]?["labels"],
                    entries: entries
                )
                dependencies.append(emission.add(secret, for: resource, after: roots))
            }
            emission.add(lifted, for: resource, after: dependencies, address: output.address)
        }

        private static func manifest(
            _ output: RecipeOutput,
            _ kind: ObjectKind,
            in namespace: String
        ) -> KubernetesManifest {
            let namespace = kind.isClusterScoped ? "" : namespace
            let written = BaseObject(output.body)
            var metadata = ManifestFields([("name", .string(output.name))])
            metadata.add("namespace", namespace.isEmpty ? nil : .string(namespace))
            if let own = BaseObject(in: written, at: "metadata") {
                metadata.add(contentsOf: own.members(without: ["name", "namespace"]))
            }
            return KubernetesManifest(
                kind,
                name: output.name,
                namespace: namespace,
                metadata: metadata.value,
                written.members(without: [])
            )
        }
    }
}
