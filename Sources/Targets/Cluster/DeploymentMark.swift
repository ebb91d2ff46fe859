import Documents
public import Engine
import OrderedCollections

/// The label by which objects of one deployment are found, and told from those that rad did not make.
public struct DeploymentMark: Sendable, Equatable {
    static let label = "radapp.io/deployment"

    /// The value of the label: digits that stand for group, environment and application.
    let value: String

    /// The mark of a deployment; case does not count in its names.
    public init(_ identity: DeploymentIdentity) {
        let parts = [identity.group, identity.environment, identity.application ?? ""]
        let text = parts.map { $0.lowercased() }.joined(separator: "\n")
        value = String(Fingerprint.text(of: Array(text.utf8)).dropFirst("sha256:".count).prefix(32))
    }

    /// What selects the objects of the deployment.
    var selector: String { "\(Self.label)=\(value)" }

    /// Whether an object carries the mark.
    func isOn(_ object: Value) -> Bool {
        object["metadata"]?["labels"]?.objectValue?.members[Self.label]?.stringValue == value
    }

    /// A manifest with the mark.
    func added(to manifest: Value) -> Value {
        var members = manifest.objectValue ?? [:]
        var metadata = members.members["metadata"]?.objectValue ?? [:]
        var labels = metadata.members["labels"]?.objectValue ?? [:]
        labels[Self.label] = .string(value)
        metadata["labels"] = .object(labels)
        members["metadata"] = .object(metadata)
        return .object(members)
    }
}
