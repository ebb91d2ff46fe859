import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A `Radius.Compute/persistentVolumes` resource on its way to a claim, which the cluster's storage class fulfils.
///
/// Follows the Kubernetes recipe that Radius 0.60 ships for the type.
struct VolumeClaim {
    let resource: Resource
    let volume: PersistentVolume

    /// Emits the claim, which is named exactly like the resource.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        PodRules.check(name: resource.name, of: resource, &emission.diagnostics)
        guard !emission.diagnostics[problems...].hasErrors else { return [] }
        let scope = emission.shared.computeScope(of: resource, in: emission.namespace(of: resource))
        var spec = ManifestFields([("accessModes", [.string(volume.accessMode)])])
        spec.add("storageClassName", emission.graph.environment.recipeParameters(for: resource)["storageClass"])
        spec.add("resources", ["requests": ["storage": .string("\(volume.sizeInGib)Gi")]])
        let claim = KubernetesManifest(
            .volumeClaim,
            name: resource.name,
            namespace: scope.namespace,
            labels: scope.labels,
            annotations: scope.annotations,
            ManifestFields([("spec", spec.value)])
        )
        let dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        return [emission.add(claim, for: resource, after: dependencies)]
    }
}

extension PersistentVolume {
    /// Whether containers may mount the volume in a mode.
    func allows(_ mode: String) -> Bool {
        switch mode {
        case "ReadWriteMany": accessMode == "ReadWriteMany"
        case "ReadWriteOnce": accessMode != "ReadOnlyMany"
        case _: true
        }
    }
}
