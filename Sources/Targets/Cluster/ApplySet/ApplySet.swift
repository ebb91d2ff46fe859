import AppModel
import Crypto
import Documents
import Engine
import OrderedCollections

/// What tells any tool which objects of a cluster belong together (KEP-3659).
///
/// Each member carries a label with the id of the set. Its parent, a ConfigMap, carries the id itself and says of which
/// kinds and in which namespaces there are members, so that who looks for them need not search the whole cluster.
struct ApplySet: Sendable, Equatable {
    static let memberLabel = "applyset.kubernetes.io/part-of"
    static let idLabel = "applyset.kubernetes.io/id"
    static let toolNote = "applyset.kubernetes.io/tooling"
    static let kindsNote = "applyset.kubernetes.io/contains-group-kinds"
    static let namespacesNote = "applyset.kubernetes.io/additional-namespaces"

    /// The name under which rad owns the parent, and the labels of what it does not apply.
    static let fieldManager = "\(ClusterClient.fieldManager)-applyset"

    static let parents = APIResource(apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", isNamespaced: true)

    /// The name of the parent.
    let name: String
    /// The namespace of the parent.
    let namespace: String
    /// `applyset-<digest>-v1`, where the digest is of name, namespace, kind and group of the parent.
    let id: String

    /// The set of a deployment.
    init(_ mark: DeploymentMark, in namespace: String) {
        name = "rad-\(mark.value)"
        self.namespace = namespace
        id = Self.id(ofParent: name, in: namespace, kind: Self.parents.kind, group: "")
    }

    /// The id of a set by its parent, as every tool works it out.
    static func id(ofParent name: String, in namespace: String, kind: String, group: String) -> String {
        let text = "\(name).\(namespace).\(kind).\(group)"
        let digest = Base64.encoded(Array(SHA256.hash(data: Array(text.utf8))))
        let urlSafe = digest.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }.filter { $0 != "=" }
        return "applyset-\(String(urlSafe))-v1"
    }

    /// The namespace for the parent of a set: that of the application or environment.
    ///
    /// - Returns: The namespace; `nil` if nothing is in any.
    static func home(of members: [RecordedOutput]) -> String? {
        let own = members.filter { $0.type == "core/Namespace" && $0.owner.type.hasNamespace }.map(\.name)
        if let namespace = own.min() { return namespace }
        let inside = members.filter { !$0.namespace.isEmpty }
        // A recipe may put objects anywhere, a container may not.
        let containers = inside.filter { $0.owner.type == .containers || $0.owner.type == .computeContainers }
        return (containers.isEmpty ? inside : containers).map(\.namespace).min()
    }

    /// The namespaces in which a parent may be, by what is recorded of resources whose objects are gone.
    static func homes(of resources: [RecordedResource]) -> [String] {
        let paths = resources.flatMap(\.outputs).map { $0.description.split(separator: "/") }
        let namespaces = paths.compactMap { path -> Substring? in
            guard path.starts(with: ["planes", "kubernetes", "local"]), path.count > 5 else { return nil }
            if path[3] == "namespaces" { return path[4] }
            return path[4] == "core" && path[5] == "Namespace" ? path.last : nil
        }
        return Set(namespaces.map(String.init)).sorted()
    }

    /// The manifest of the parent.
    func parent(_ contents: Contents, tool: String) -> Value {
        let others = contents.namespaces.subtracting([namespace]).sorted()
        return [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": [
                "name": .string(name), "namespace": .string(namespace),
                "labels": .object(["app.kubernetes.io/managed-by": "rad", Self.idLabel: .string(id)]),
                "annotations": .object([
                    Self.toolNote: .string(tool),
                    Self.kindsNote: .string(contents.groupKinds.sorted().joined(separator: ",")),
                    Self.namespacesNote: .string(others.joined(separator: ",")),
                ]),
            ],
        ]
    }

    /// The kinds and namespaces of members.
    struct Contents: Sendable, Equatable {
        /// `Deployment.apps`, `ConfigMap`.
        var groupKinds: Set<String> = []
        var namespaces: Set<String> = []

        init(_ members: [RecordedOutput]) {
            for member in members {
                let parts = member.type.split(separator: "/")
                let (group, kind) = (parts.first ?? "", parts.last ?? "")
                groupKinds.insert(group == "core" ? String(kind) : "\(kind).\(group)")
                if !member.namespace.isEmpty { namespaces.insert(member.namespace) }
            }
        }

        /// Reads what a parent says.
        init(ofParent parent: Value, in namespace: String) {
            func list(_ name: String) -> Set<String> {
                Set((parent.metadataNote(name) ?? "").split(separator: ",").map(String.init))
            }
            groupKinds = list(ApplySet.kindsNote)
            namespaces = list(ApplySet.namespacesNote).union([namespace])
        }

        /// Both together.
        func union(_ other: Contents) -> Contents {
            var all = self
            all.groupKinds.formUnion(other.groupKinds)
            all.namespaces.formUnion(other.namespaces)
            return all
        }
    }
}

extension ResourceType {
    /// Whether rad may make a namespace for resources of the type.
    fileprivate var hasNamespace: Bool {
        self == .applications || self == .coreApplications || self == .environments || self == .coreEnvironments
    }
}
