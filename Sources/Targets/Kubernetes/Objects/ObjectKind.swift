/// A kind of Kubernetes object with its group and version.
struct ObjectKind: Sendable, Equatable {
    /// Empty for the core group.
    let group: String
    let kind: String
    /// `apps/v1`, or `v1` for the core group.
    let apiVersion: String
    /// As the graph shows it: `apps/Deployment`, `core/Secret`.
    let type: String

    /// Creates a kind from its three parts.
    init(group: String, version: String, kind: String) {
        self.group = group
        self.kind = kind
        apiVersion = group.isEmpty ? version : "\(group)/\(version)"
        type = "\(group.isEmpty ? "core" : group)/\(kind)"
    }

    static let namespace = ObjectKind(group: "", version: "v1", kind: "Namespace")
    static let serviceAccount = ObjectKind(group: "", version: "v1", kind: "ServiceAccount")
    static let secret = ObjectKind(group: "", version: "v1", kind: "Secret")
    static let volumeClaim = ObjectKind(group: "", version: "v1", kind: "PersistentVolumeClaim")
    static let daprComponent = ObjectKind(group: "dapr.io", version: "v1alpha1", kind: "Component")
    static let configMap = ObjectKind(group: "", version: "v1", kind: "ConfigMap")
    static let service = ObjectKind(group: "", version: "v1", kind: "Service")
    static let deployment = ObjectKind(group: "apps", version: "v1", kind: "Deployment")
    static let job = ObjectKind(group: "batch", version: "v1", kind: "Job")
    static let role = ObjectKind(group: "rbac.authorization.k8s.io", version: "v1", kind: "Role")
    static let roleBinding = ObjectKind(group: "rbac.authorization.k8s.io", version: "v1", kind: "RoleBinding")
    static let autoscaler = ObjectKind(group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler")
    static let scaledObject = ObjectKind(group: "keda.sh", version: "v1alpha1", kind: "ScaledObject")
    static let httpProxy = ObjectKind(group: "projectcontour.io", version: "v1", kind: "HTTPProxy")
    static let secretProviderClass = ObjectKind(
        group: "secrets-store.csi.x-k8s.io",
        version: "v1",
        kind: "SecretProviderClass"
    )
    static let gateway = ObjectKind(group: "gateway.networking.k8s.io", version: "v1", kind: "Gateway")
    static let httpRoute = ObjectKind(group: "gateway.networking.k8s.io", version: "v1", kind: "HTTPRoute")
}

extension ObjectKind {
    /// Whether the kind is one of Kubernetes' own that belong to no namespace.
    var isClusterScoped: Bool {
        Self.clusterScopedKinds.contains(type)
    }

    private static let clusterScopedKinds: Set<String> = [
        "core/Namespace", "core/Node", "core/PersistentVolume",
        "admissionregistration.k8s.io/MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
        "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
        "apiextensions.k8s.io/CustomResourceDefinition", "apiregistration.k8s.io/APIService",
        "certificates.k8s.io/CertificateSigningRequest", "flowcontrol.apiserver.k8s.io/FlowSchema",
        "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration", "gateway.networking.k8s.io/GatewayClass",
        "networking.k8s.io/IngressClass", "node.k8s.io/RuntimeClass",
        "rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/ClusterRoleBinding",
        "scheduling.k8s.io/PriorityClass", "snapshot.storage.k8s.io/VolumeSnapshotClass",
        "storage.k8s.io/CSIDriver", "storage.k8s.io/CSINode", "storage.k8s.io/StorageClass",
        "storage.k8s.io/VolumeAttachment",
    ]
}
