import AppModel
import Documents

/// What the objects of one resource share: name, namespace and labels, each made once.
struct ResourceScope {
    let resource: Resource
    /// The resource's name in small letters, which is what its objects are called.
    let name: String
    let namespace: String
    /// What rad writes on every object.
    let descriptiveLabels: Value
    /// The descriptive labels and those that environment and application add.
    let labels: Value
    /// What environment and application add; `nil` for nothing.
    let annotations: Value?
    /// By which Services and Deployments find their pods.
    let selector: Value

    /// The labels with those of the resource's own `kubernetesMetadata` extension.
    func labels(adding metadata: KubernetesMetadata) -> Value {
        guard !metadata.labels.isEmpty else { return labels }
        return Self.merged(labels, metadata.labelFields)
    }

    /// The annotations with those of the resource's own `kubernetesMetadata` extension.
    func annotations(adding metadata: KubernetesMetadata) -> Value? {
        guard !metadata.annotations.isEmpty else { return annotations }
        let merged = Self.merged(annotations ?? [:], metadata.annotationFields)
        return ManifestFields(merged.objectValue?.map { ($0.key, $0.value) } ?? []).valueUnlessEmpty
    }

    /// The labels of what the recipe for `Radius.Compute/routes` makes.
    var routeLabels: Value {
        let type = resource.type
        let own: [(String, Value)] = [
            ("radapp.io/resource-type", .string("\(type.namespace).\(type.name)")),
            ("radapp.io/resource-group", .string(resource.id.group)),
        ]
        return Self.merged(labels, own)
    }

    /// An object with members added; the later win.
    static func merged(_ object: Value, _ fields: [(String, Value)]) -> Value {
        guard let members = object.objectValue, !fields.isEmpty else { return object }
        return .object(ValueObject(members.map { ($0.key, $0.value) } + fields))
    }
}

/// Labels and annotations that environment and application add to all objects, and names that resources share.
struct SharedMetadata {
    let environment: Environment
    let application: Application?
    let labels: [(String, Value)]
    let annotations: [(String, Value)]
    private let annotationValue: Value?
    private let applicationName: Value
    private let partOf: Value
    private let environmentName: Value

    /// Gathers what all resources of a graph share.
    init(environment: Environment, application: Application?) {
        self.environment = environment
        self.application = application
        let metadata = environment.metadata.merging(application?.metadata ?? KubernetesMetadata())
        labels = metadata.labelFields
        annotations = metadata.annotationFields
        annotationValue = ManifestFields(annotations).valueUnlessEmpty
        applicationName = .string(application?.name ?? "")
        partOf = .string((application?.name ?? "").lowercased())
        environmentName = .string(environment.name)
    }

    /// The scope of an `Applications.Core` resource (Radius 0.60, labels of its renderers).
    ///
    /// `name` is what labels and objects carry, in small letters; `type` is like `applications.core-containers`.
    func legacyScope(of resource: Resource, named name: String, type: Value, in namespace: String) -> ResourceScope {
        let label = Value.string(name)
        let descriptive: [(String, Value)] = [
            ("radapp.io/application", partOf), ("radapp.io/resource", label), ("radapp.io/resource-type", type),
            ("app.kubernetes.io/name", label), ("app.kubernetes.io/part-of", partOf),
            ("app.kubernetes.io/managed-by", "radius-rp"),
        ]
        let descriptiveValue = Value.object(ValueObject(descriptive))
        return ResourceScope(
            resource: resource,
            name: name,
            namespace: namespace,
            descriptiveLabels: descriptiveValue,
            labels: labels.isEmpty ? descriptiveValue : .object(ValueObject(descriptive + labels)),
            annotations: annotationValue,
            selector: ["radapp.io/application": partOf, "radapp.io/resource": label]
        )
    }

    /// The scope of a `Radius.Compute` resource (its Kubernetes recipes keep the case of names in labels).
    func computeScope(of resource: Resource, in namespace: String) -> ResourceScope {
        let label = Value.string(resource.name)
        let descriptive: [(String, Value)] = [
            ("radapp.io/resource", label), ("radapp.io/environment", environmentName),
            ("radapp.io/application", applicationName),
        ]
        let descriptiveValue = Value.object(ValueObject(descriptive))
        return ResourceScope(
            resource: resource,
            name: resource.name.lowercased(),
            namespace: namespace,
            descriptiveLabels: descriptiveValue,
            labels: labels.isEmpty ? descriptiveValue : .object(ValueObject(descriptive + labels)),
            annotations: annotationValue,
            selector: ["radapp.io/resource": label]
        )
    }
}
