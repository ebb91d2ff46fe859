/// The thing that is deployed: it owns resources.
public struct Application: Sendable {
    public let id: ResourceID
    /// The environment that it is deployed to.
    public let environment: ResourceID
    /// The namespace that the author asks for (`kubernetesNamespace`).
    public let namespaceOverride: String?
    public let metadata: KubernetesMetadata
    /// Whether the definition declares it; else it was named on the command line.
    public let origin: Origin

    /// Creates an application.
    public init(
        id: ResourceID,
        environment: ResourceID,
        namespaceOverride: String? = nil,
        metadata: KubernetesMetadata = KubernetesMetadata(),
        origin: Origin = .none
    ) {
        self.id = id
        self.environment = environment
        self.namespaceOverride = namespaceOverride
        self.metadata = metadata
        self.origin = origin
    }

    /// The application's name.
    public var name: String { id.name }

    /// The Kubernetes namespace of the application's own objects (radius.md 1.1.2).
    public func namespace(in compute: Environment.Kubernetes) -> String {
        if let namespaceOverride { return namespaceOverride }
        guard compute.separatesApplications else { return compute.namespace }
        return "\(compute.namespace)-\(name)".lowercased()
    }
}
