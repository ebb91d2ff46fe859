import AppModel
import Diagnostics

/// What Kubernetes asks of names and pods whatever the generation of the resource.
enum PodRules {
    /// Objects are named like the resource, in small letters.
    static func check(name: String, of resource: Resource, _ diagnostics: inout [Diagnostic]) {
        guard !KubernetesName.isLabel(name) else { return }
        diagnostics.append(.objectNameIsNoLabel(name, of: resource, at: resource.origin.declaration))
    }

    /// A Deployment restarts its containers always.
    static func check(restartPolicy: String?, of resource: Resource, _ diagnostics: inout [Diagnostic]) {
        guard let restartPolicy, restartPolicy != "Always" else { return }
        diagnostics.append(.restartPolicyRefused(restartPolicy, of: resource))
    }
}
