import AppModel
import Documents
import Engine

/// A whole Kubernetes object, before it becomes an output resource.
///
/// The body is made when it is asked for, so that an outline of an application costs no bodies.
struct KubernetesManifest {
    let kind: ObjectKind
    let name: String
    /// Empty for what has none.
    let namespace: String
    private let makeBody: () -> Value

    /// Creates an object from its metadata and the members that follow it.
    init(
        _ kind: ObjectKind,
        name: String,
        namespace: String,
        labels: Value? = nil,
        annotations: Value? = nil,
        _ members: @autoclosure @escaping () -> ManifestFields = ManifestFields()
    ) {
        func metadata() -> Value {
            var metadata = ManifestFields([("name", .string(name))])
            metadata.add("namespace", namespace.isEmpty ? nil : .string(namespace))
            metadata.add("labels", labels)
            metadata.add("annotations", annotations)
            return metadata.value
        }
        self.init(kind, name: name, namespace: namespace, metadata: metadata(), members())
    }

    /// Creates an object whose metadata is complete.
    init(
        _ kind: ObjectKind,
        name: String,
        namespace: String,
        metadata: @autoclosure @escaping () -> Value,
        _ members: @autoclosure @escaping () -> ManifestFields
    ) {
        self.init(kind, name: name, namespace: namespace) {
            var fields = ManifestFields([("metadata", metadata())])
            fields.add(contentsOf: members())
            return fields
        }
    }

    /// Creates an object from all its members but those that say of which kind it is.
    init(_ kind: ObjectKind, name: String, namespace: String, members: @escaping () -> ManifestFields) {
        self.kind = kind
        self.name = name
        self.namespace = namespace
        makeBody = {
            var fields = ManifestFields([("apiVersion", .string(kind.apiVersion)), ("kind", .string(kind.kind))])
            fields.add(contentsOf: members())
            return fields.value
        }
    }

    /// Wraps a body that is whole already.
    init(_ kind: ObjectKind, name: String, namespace: String, wholeBody body: Value) {
        self.kind = kind
        self.name = name
        self.namespace = namespace
        makeBody = { body }
    }

    var body: Value { makeBody() }

    /// The same object with its body made, for those who ask for it more than once.
    var withBodyMade: KubernetesManifest {
        KubernetesManifest(kind, name: name, namespace: namespace, wholeBody: body)
    }

    /// The object's identity in a target.
    var id: OutputResourceID {
        .kubernetes(namespace: namespace, group: kind.group, kind: kind.kind, name: name)
    }

    /// The object as an output resource.
    func output(owner: ResourceID, dependencies: [OutputResourceID], address: String? = nil) -> OutputResource {
        OutputResource(
            id: id,
            platform: .kubernetes,
            type: kind.type,
            apiVersion: kind.apiVersion,
            name: name,
            namespace: namespace,
            owner: owner,
            body: body,
            dependencies: dependencies,
            address: address
        )
    }
}

extension OutputResource {
    /// Creates an output resource of which only the identity counts.
    convenience init(
        outlineOf kind: ObjectKind,
        id: OutputResourceID,
        named name: String,
        in namespace: String,
        owner: ResourceID
    ) {
        self.init(
            id: id,
            platform: .kubernetes,
            type: kind.type,
            apiVersion: kind.apiVersion,
            name: name,
            namespace: namespace,
            owner: owner,
            body: .null
        )
    }
}

/// The members of an object of a manifest, in the order in which they are written.
///
/// Kubernetes tells names that differ in case apart, so unlike `ValueObject` nothing here ignores it.
struct ManifestFields {
    private(set) var members: [(String, Value)]

    /// Creates the members of an object.
    init(_ members: [(String, Value)] = []) {
        self.members = members
    }

    /// Adds a member; an absent value and `null` leave none.
    mutating func add(_ name: String, _ value: Value?) {
        guard let value, !value.isNull else { return }
        members.append((name, value))
    }

    /// Adds a list unless it is empty.
    mutating func add(_ name: String, list: [Value]) {
        guard !list.isEmpty else { return }
        members.append((name, .array(list)))
    }

    /// Adds all members of another object.
    mutating func add(contentsOf other: ManifestFields) {
        members.append(contentsOf: other.members)
    }

    /// The object; of several members with one name, the last wins.
    var value: Value { .object(ValueObject(members)) }

    /// The object, unless it would be empty.
    var valueUnlessEmpty: Value? {
        guard !members.isEmpty else { return Optional.none }
        return value
    }
}

extension Value {
    /// A number as manifests hold it.
    init(_ number: Int) { self = .integer(Int64(number)) }

    /// The value, unless it is `null`. (Beware of writing `nil` where a `Value` may stand: it is `null`.)
    var unlessNull: Value? {
        guard !isNull else { return Optional.none }
        return self
    }
}
