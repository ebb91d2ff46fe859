import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

/// A `Radius.Compute/containerImages` resource on its way to a Job that builds the image and pushes it.
///
/// The Job is called after everything that it builds from: another build is another Job.
struct ImageBuildJob {
    private let resource: Resource
    private let plan: ImageBuildPlan
    private let scope: ResourceScope

    /// Prepares a resource.
    init(_ resource: Resource, _ build: ImageBuild, in emission: GraphEmission) {
        self.resource = resource
        plan = ImageBuildPlan(of: build, for: resource, in: emission.graph.environment)
        scope = emission.shared.computeScope(of: resource, in: emission.namespace(of: resource))
    }

    /// Emits the Job, after which the image is there.
    func emit(into emission: inout GraphEmission) -> [OutputResourceID] {
        let problems = emission.diagnostics.count
        let name = "\(scope.name)-build-\(fingerprint)"
        if !KubernetesName.isLabel(name) {
            emission.diagnostics.append(
                .objectNameIsNoLabel(name, of: resource, at: resource.origin.declaration)
            )
        }
        emission.diagnostics += ImageBuildRules(plan: plan, resource: resource).diagnostics
        guard !emission.diagnostics[problems...].hasErrors else { return [] }
        let job = KubernetesManifest(
            .job,
            name: name,
            namespace: scope.namespace,
            labels: scope.labels,
            annotations: scope.annotations,
            ManifestFields([
                (
                    "spec",
                    [
                        "backoffLimit": 2,
                        // Without labels, which a Job cannot change and by which the Service of a container of
                        // the same name would find the pods.
                        "template": ["spec": pod],
                    ]
                )
            ])
        )
        let dependencies = emission.roots(in: scope.namespace) + emission.prerequisites(of: resource)
        return [emission.add(job, for: resource, after: dependencies)]
    }

    /// Eight digits that differ for pods that differ in anything, because Kubernetes changes no pod of a Job.
    private var fingerprint: String { String(hexSHA256(Array(pod.json(.compact).utf8)).prefix(8)) }

    /// BuildKit without a daemon and without privileges, as its authors run it in a Job.
    private var pod: Value {
        var container = ManifestFields([("name", "build"), ("image", .string(plan.builder))])
        container.add("command", ["sh", "-c", .string(Self.script), "build"])
        // `$(NAME)` would stand for a variable, and the credentials are variables.
        container.add("args", .array(plan.arguments.map { .string($0.replacing("$", with: "$$")) }))
        container.add("env", .array(variables))
        container.add(
            "securityContext",
            [
                // Builds make user namespaces, which the common profiles forbid.
                "seccompProfile": ["type": "Unconfined"], "appArmorProfile": ["type": "Unconfined"],
                "runAsUser": 1000, "runAsGroup": 1000,
            ]
        )
        container.add(
            "volumeMounts",
            [
                ["name": "buildkitd", "mountPath": "/home/user/.local/share/buildkit"],
                ["name": "docker", "mountPath": "/home/user/.docker"],
            ]
        )
        return [
            "restartPolicy": "Never",
            "automountServiceAccountToken": false,
            "containers": [container.value],
            "volumes": [
                ["name": "buildkitd", "emptyDir": [:]], ["name": "docker", "emptyDir": ["medium": "Memory"]],
            ],
        ]
    }

    private var variables: [Value] {
        var variables: [Value] = [
            ["name": "BUILDKITD_FLAGS", "value": "--oci-worker-no-process-sandbox"],
            ["name": "DOCKER_CONFIG", "value": "/home/user/.docker"],
        ]
        guard let secret = plan.registrySecret else { return variables }
        variables.append(["name": "REGISTRY_SERVER", "value": .string(plan.registryServer)])
        for (name, key) in [("REGISTRY_USERNAME", "username"), ("REGISTRY_PASSWORD", "password")] {
            let reference: Value = ["secretKeyRef": ["name": .string(secret), "key": .string(key)]]
            variables.append(["name": .string(name), "valueFrom": reference])
        }
        return variables
    }

    /// Writes the credentials, if there are any, then builds what the arguments say; nothing of the author's is in it.
    private static let script = """
        set -eu
        umask 077
        if [ -n "${REGISTRY_SERVER:-}" ]; then
          auth=$(printf '%s:%s' "$REGISTRY_USERNAME" "$REGISTRY_PASSWORD" | base64 | tr -d '\\n')
          printf '{"auths":{"%s":{"auth":"%s"}}}' "$REGISTRY_SERVER" "$auth" > "$DOCKER_CONFIG/config.json"
        fi
        exec buildctl-daemonless.sh "$@"

        """
}
