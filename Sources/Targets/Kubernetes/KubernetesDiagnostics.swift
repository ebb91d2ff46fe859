import AppModel
import Diagnostics
import Documents
import Engine
import Recipes

// MARK: - Names and namespaces

extension Diagnostic {
    static func objectNameIsNoLabel(_ name: String, of resource: Resource, at span: Span?) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5001",
            "'\(name)', made of the name of '\(resource.name)', is no name that Kubernetes takes: \(labelRule)",
            at: span,
            help: "choose a shorter or simpler name"
        )
    }

    static func servicePortIsNoLabel(_ port: String, in spec: ContainerSpec, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5002",
            "'\(port)' cannot name a port of a Service: \(labelRule)",
            at: resource.origin.span(ofProperty: spec.path.appending("ports").appending(port)),
            help: "rename the port, for example to 'web'"
        )
    }

    static func containerPortIsNoName(_ port: String, in spec: ContainerSpec, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5002",
            "'\(port)' cannot name a port of a pod: a name has up to 15 letters, digits and single hyphens, "
                + "among them a letter",
            at: resource.origin.span(ofProperty: spec.path.appending("ports").appending(port)),
            help: "rename the port, for example to 'web'"
        )
    }

    static func objectIsMadeTwice(_ output: OutputResource, for resource: Resource, and other: Resource?) -> Diagnostic
    {
        let others = other.map { $0.id == resource.id ? "it" : "'\($0.name)'" } ?? "another resource"
        // What the whole cluster has, or Azure, is in no namespace.
        let place = output.namespace.isEmpty ? "" : " in namespace '\(output.namespace)'"
        return Diagnostic(
            .error,
            "RAD5003",
            "'\(resource.name)' needs \(output.type) '\(output.name)'\(place), which \(others) makes already",
            at: resource.origin.declaration,
            notes: other.map { [Note("'\($0.name)' is declared here", at: $0.origin.declaration)] } ?? [],
            help: "rename one of the two"
        )
    }

    static func reservedMetadata(_ name: String, at span: Span?) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5004",
            "'\(name)' is not set: labels and annotations that begin with '\(KubernetesMetadata.reservedPrefix)' "
                + "are written by rad only",
            at: span,
            help: "use a prefix of your own"
        )
    }

    static func invalidSecretName(_ name: String, at path: ValuePath, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5039",
            "'\(name)' is no name of a Secret, expected small letters, digits, '-' and '.', "
                + "a letter or digit at both ends",
            at: resource.origin.span(ofProperty: path),
            help: "name a Secret of the namespace, or refer to the 'id' of a secret store"
        )
    }

    static func invalidSecretKey(_ key: String, at path: ValuePath, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5039",
            "'\(key)' is no key of a Secret, expected letters, digits, '-', '_' and '.'",
            at: resource.origin.span(ofProperty: path),
            help: "name a key of the Secret"
        )
    }

    private static let labelRule =
        "a name has up to 63 small letters, digits and hyphens, and begins and ends with a letter or digit"
}

// MARK: - Secrets

extension Diagnostic {
    static func secretWouldShow(in manifest: KubernetesManifest, at path: ValuePath, of resource: Resource)
        -> Diagnostic
    {
        Diagnostic(
            .error,
            "RAD5005",
            "a secret would be readable in \(manifest.kind.type) '\(manifest.name)' at '\(path)', made for '\(resource.name)'",
            at: resource.origin.declaration,
            help:
                "put the secret into an environment variable, which rad keeps in a Secret, or into a Secret of your own"
        )
    }

    static func unknownSecretStore(_ secret: Value, at path: ValuePath, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5006",
            "'\(secret.stringValue ?? Value.unknownText)' leads to no secret store of the application",
            at: resource.origin.span(ofProperty: path),
            help: "refer to the 'id' of a secret store that this file declares, or name a Secret of the namespace"
        )
    }

    static func unknownCertificate(_ store: Value, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5006",
            "'\(store.stringValue ?? Value.unknownText)' leads to no secret store of the application",
            at: resource.origin.span(ofProperty: ["tls", "certificateFrom"]),
            help: "refer to the 'id' of a secret store with type certificate, which has 'tls.crt' and 'tls.key'"
        )
    }
}

// MARK: - Pods

extension Diagnostic {
    static func invalidPodPatch(_ problem: StrategicMergePatch.Problem, of resource: Resource) -> Diagnostic {
        let what =
            switch problem.reason {
            case .unknownDirective(let text):
                "'\(text)' is no directive that rad knows; it knows '$patch' and '$retainKeys'"
            case .elementIsNoObject: "an element is no object"
            case .missingMergeKey(let key): "an element has no '\(key)', by which it is merged"
            }
        let base: ValuePath = ["runtimes", "kubernetes", "pod"]
        return Diagnostic(
            .error,
            "RAD5009",
            "the pod patch of '\(resource.name)' cannot be applied at '\(problem.path)': \(what)",
            at: resource.origin.span(ofProperty: ValuePath(base.steps + problem.path.steps)),
            help: "write the patch as a strategic merge patch of a PodSpec"
        )
    }

    static func invalidBaseManifest(_ problem: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD5010",
            "the base manifest of '\(resource.name)' cannot be used: \(problem)",
            at: resource.origin.span(ofProperty: ["runtimes", "kubernetes", "base"]),
            help: "keep to one Deployment, Service and ServiceAccount named '\(resource.name)', ConfigMaps and Secrets"
        )
    }

    static func restartPolicyRefused(_ policy: String, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5011",
            "'\(resource.name)' runs in a Deployment, whose containers Kubernetes restarts always; "
                + "a cluster refuses restartPolicy '\(policy)'",
            at: resource.origin.span(ofProperty: ["restartPolicy"]),
            help: "remove 'restartPolicy'"
        )
    }

    static func probeOfInitContainer(_ spec: ContainerSpec, of resource: Resource) -> Diagnostic {
        Diagnostic(
            .warning,
            "RAD5012",
            "the probes of '\(spec.name)' are left out: Kubernetes does not probe init containers",
            at: resource.origin.span(ofProperty: spec.path),
            help: "remove the probes, or 'initContainer: true'"
        )
    }

    static func invalidScaling(_ problem: Autoscaling.Problem, at path: ValuePath, of resource: Resource) -> Diagnostic
    {
        var help = "write, for example, { kind: 'cpu', target: { averageUtilization: 70 } }"
        let what: String
        switch problem {
        case .unknownKind(let kind): what = "kind '\(kind?.stringValue ?? "")' is none of 'cpu', 'memory' and 'custom'"
        case .noCustomMetric: what = "a custom metric needs its name in 'customMetric'"
        case .noTarget: what = "'target' has none of 'averageUtilization', 'averageValue' and 'value'"
        case .utilizationOfCustomMetric: what = "a custom metric has no utilization, only values"
        case .minimumOfNone: what = "metrics scale to one replica at least; 'triggers' scale to none"
        case .minimumAboveMaximum(let least, let most):
            what = "the least replicas are \(least), the most \(most)"
            help = "raise 'maxReplicas', or lower 'minReplicas'"
        }
        return Diagnostic(
            .error,
            "RAD5013",
            "'\(resource.name)' cannot be scaled like this: \(what)",
            at: resource.origin.span(ofProperty: path),
            help: help
        )
    }
}
