public import Diagnostics
import Documents

extension Application {
    /// Reads an application of either generation; `nil` for another type or without an environment.
    ///
    /// - Parameters:
    ///   - resource: The resource, its properties checked against their schema.
    ///   - environment: The environment of the deployment, for an application that names none.
    /// - Returns: The application, and what is wrong with it.
    public static func read(
        from resource: Resource,
        environment: ResourceID? = nil
    ) -> (application: Application?, diagnostics: [Diagnostic]) {
        guard resource.type == .applications || resource.type == .coreApplications else { return (nil, []) }
        var diagnostics: [Diagnostic] = []
        let properties = PropertyReader(resource)
        var namespace: String?
        var metadata = KubernetesMetadata()
        for reader in properties.elements("extensions", &diagnostics) {
            switch reader.text("kind", &diagnostics) {
            case "kubernetesNamespace":
                namespace = reader.text("namespace", &diagnostics)
                guard let namespace, !ResourceNames.isDNSLabel(namespace) else { continue }
                diagnostics.append(.invalidNamespace(namespace, at: reader.span("namespace")))
            case "kubernetesMetadata": metadata = metadata.merging(KubernetesMetadata(reader, &diagnostics))
            case _: break
            }
        }
        guard let environment = resource.environment ?? environment else {
            let diagnostic = Diagnostic.missingProperty(
                "environment",
                in: resource.name,
                at: resource.origin.declaration
            )
            return (nil, diagnostics + [diagnostic])
        }
        let application = Application(
            id: resource.id,
            environment: environment,
            namespaceOverride: namespace,
            metadata: metadata,
            origin: resource.origin
        )
        return (application, diagnostics)
    }

    /// What is wrong with the application in an environment: a namespace that Kubernetes would refuse.
    public func diagnostics(in environment: Environment) -> [Diagnostic] {
        switch environment.compute {
        case .containerInstances: return []
        case .kubernetes(let compute):
            let namespace = namespace(in: compute)
            guard namespaceOverride == nil, !ResourceNames.isDNSLabel(namespace) else { return [] }
            return [.derivedNamespaceInvalid(namespace, application: name, at: origin.declaration)]
        }
    }
}

extension Resource {
    /// The application that owns the resource, if it names one by id.
    public var application: ResourceID? { owner(in: "application") }

    /// The environment that the resource goes to, if it names one by id.
    public var environment: ResourceID? { owner(in: "environment") }

    private func owner(in property: String) -> ResourceID? {
        guard let text = properties[property]?.stringValue else { return nil }
        return owners.first { $0.description == text } ?? ResourceID(text)
    }
}
