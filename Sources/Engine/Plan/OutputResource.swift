public import AppModel
public import Documents

/// The identity of an object that a target keeps: a Kubernetes object, an ARM resource or a module of Terraform.
///
/// `/planes/kubernetes/local/namespaces/<ns>/providers/<group or core>/<Kind>/<name>`, an ARM id, or
/// `/planes/terraform/local/states/<suffix>`.
public struct OutputResourceID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// All up to the last slash, which the objects of one kind share.
    public let scope: String
    /// What follows the last slash.
    public let name: String

    /// Wraps an id in its canonical spelling.
    public init(_ description: String) {
        let nameStart = description.utf8.lastIndex(of: UInt8(ascii: "/")).map(description.utf8.index(after:))
        scope = String(description[..<(nameStart ?? description.startIndex)])
        name = String(description[(nameStart ?? description.startIndex)...])
    }

    /// Creates an id of its two parts, of which the second has no slash.
    init(scope: String, name: String) {
        self.scope = scope
        self.name = name
    }

    public var description: String { scope + name }

    public static func < (left: OutputResourceID, right: OutputResourceID) -> Bool {
        guard left.scope != right.scope else { return left.name < right.name }
        // What is joined costs more than it tells, unless one scope goes on where the other ends.
        guard left.scope.hasPrefix(right.scope) || right.scope.hasPrefix(left.scope) else {
            return left.scope < right.scope
        }
        return left.description < right.description
    }

    /// The id of a Kubernetes object; an empty group is the core group, an empty namespace the cluster.
    public static func kubernetes(namespace: String, group: String, kind: String, name: String) -> OutputResourceID {
        let scope = KubernetesScope(namespace: namespace, group: group, kind: kind)
        return scope.id(of: name)
    }

    /// What the ids of the Kubernetes objects of one kind in one namespace begin with.
    ///
    /// Kept by those who make many ids, because then an id costs no text of its own.
    public struct KubernetesScope: Sendable {
        private let text: String

        /// Creates the scope of a kind; an empty group is the core group, an empty namespace the cluster.
        public init(namespace: String, group: String, kind: String) {
            let place = namespace.isEmpty ? "" : "/namespaces/\(namespace)"
            text = "/planes/kubernetes/local\(place)/providers/\(group.isEmpty ? "core" : group)/\(kind)/"
        }

        /// The id of an object.
        public func id(of name: String) -> OutputResourceID {
            // Names of recipes may be anything.
            name.utf8.contains(UInt8(ascii: "/"))
                ? OutputResourceID(text + name) : OutputResourceID(scope: text, name: name)
        }
    }

    /// The id of a module of Terraform, by the suffix that tells its state from others.
    public static func terraform(state: String) -> OutputResourceID {
        OutputResourceID("/planes/terraform/local/states/\(state)")
    }
}

/// An object that a target is to have because of a resource.
///
/// It never changes; a class, because every stage from the emitter to the target hands it on.
public final class OutputResource: Sendable {
    /// The kind of interface that takes the object.
    public enum Platform: String, Sendable, CaseIterable {
        case kubernetes
        case azure
        /// Cloud Control of AWS.
        case aws
        /// Terraform, which makes the objects of a module itself and keeps a state of its own.
        case terraform

        /// The place of what is kept apart from the target of the deployment; `nil` for what is kept there.
        var ownPlace: String? {
            switch self {
            case .kubernetes, .azure, .aws: nil
            case .terraform: "terraform"
            }
        }
    }

    public let id: OutputResourceID
    public let platform: Platform
    /// As the graph shows it: `apps/Deployment`, `core/Service`, `Microsoft.ContainerInstance/nGroups`.
    public let type: String
    /// `apps/v1`, or the ARM API version `2025-09-01`.
    public let apiVersion: String
    public let name: String
    /// The Kubernetes namespace; empty for what has none.
    public let namespace: String
    /// The resource that the object was made for: of the application, or the environment.
    public let owner: ResourceID
    /// The whole manifest, the body of the ARM request, or an object with the `properties` of a resource of AWS.
    public let body: Value
    /// The objects that must be there first.
    public let dependencies: [OutputResourceID]
    /// The address that unknown values wait for, if any do.
    public let address: String?
    /// The folder on this machine that the object is made from; where that is does not matter to what it is.
    public let sourceFolder: String?

    /// Creates an output resource.
    public init(
        id: OutputResourceID,
        platform: Platform,
        type: String,
        apiVersion: String,
        name: String,
        namespace: String = "",
        owner: ResourceID,
        body: Value,
        dependencies: [OutputResourceID] = [],
        address: String? = nil,
        sourceFolder: String? = nil
    ) {
        self.id = id
        self.platform = platform
        self.type = type
        self.apiVersion = apiVersion
        self.name = name
        self.namespace = namespace
        self.owner = owner
        self.body = body
        self.dependencies = dependencies
        self.address = address
        self.sourceFolder = sourceFolder
    }
}
