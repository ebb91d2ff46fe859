import AppModel
import Documents

/// What the objects of one resource share: name, namespace and labels, each made once.
///
/// A class, because labels are made when they are first asked for: an outline needs none.
final class ResourceScope {
    let resource: Resource
    /// The resource's name in small letters, which is what its objects are called.
    let name: String
    let namespace: String
    private let shared: SharedMetadata
    private let makeLabels: () -> (descriptive: [(String, Value)], selector: Value)

    /// Prepares the labels of a resource's objects: those that describe them, and those by which pods are found.
    fileprivate init(
        of resource: Resource,
        named name: String,
        in namespace: String,
        _ shared: SharedMetadata,
        labels makeLabels: @escaping () -> (descriptive: [(String, Value)], selector: Value)
    ) {
        self.resource = resource
        self.name = name
        self.namespace = namespace
        self.shared = shared
        self.makeLabels = makeLabels
    }

    private lazy var own = makeLabels()
    /// What rad writes on every object.
    private(set) lazy var descriptiveLabels = Value.object(ValueObject(own.descriptive))
    /// The descriptive labels and those that environment and application add.
    private(set) lazy var labels =
        shared.labels.isEmpty ? descriptiveLabels : .object(ValueObject(own.descriptive + shared.labels))
    /// What environment and application add; `nil` for nothing.
    var annotations: Value? { shared.annotationValue }
    /// By which Services and Deployments find their pods.
    var selector: Value { own.selector }
    /// Whether environment or application add anything.
    var hasMetadata: Bool { !shared.labels.isEmpty || !shared.annotations.isEmpty }

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
final class SharedMetadata: Sendable {
    let environment: Environment
    let application: Application?
    let labels: [(String, Value)]
    let annotations: [(String, Value)]
    fileprivate let annotationValue: Value?
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
        ResourceScope(of: resource, named: name, in: namespace, self) { [partOf] in
            let label = Value.string(name)
            let descriptive: [(String, Value)] = [
                ("radapp.io/application", partOf), ("radapp.io/resource", label), ("radapp.io/resource-type", type),
                ("app.kubernetes.io/name", label), ("app.kubernetes.io/part-of", partOf),
                ("app.kubernetes.io/managed-by", "radius-rp"),
            ]
            return (descriptive, ["radapp.io/application": partOf, "radapp.io/resource": label])
        }
    }

    /// The scope of a `Radius.Compute` resource (its Kubernetes recipes keep the case of names in labels).
    func computeScope(of resource: Resource, in namespace: String) -> ResourceScope {
        let name = resource.name.lowercased()
        return ResourceScope(of: resource, named: name, in: namespace, self) { [environmentName, applicationName] in
            let label = Value.string(resource.name)
            let descriptive: [(String, Value)] = [
                ("radapp.io/resource", label), ("radapp.io/environment", environmentName),
                ("radapp.io/application", applicationName),
            ]
            return (descriptive, ["radapp.io/resource": label])
        }
    }
}
