import Documents
public import Engine

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
        object.metadataLabel(Self.label) == value
    }

    /// A manifest with the mark.
    func added(to manifest: Value) -> Value { manifest.labelled(Self.label, value) }
}

extension Value {
    /// A manifest with another label, or without it.
    func labelled(_ name: String, _ value: String?) -> Value {
        guard value != nil || metadataLabel(name) != nil else { return self }
        var members = objectValue ?? [:]
        var metadata = members[exactly: "metadata"]?.objectValue ?? [:]
        var labels = metadata[exactly: "labels"]?.objectValue ?? [:]
        labels[name] = value.map { .string($0) }
        metadata["labels"] = .object(labels)
        members["metadata"] = .object(metadata)
        return .object(members)
    }

    /// What a label of an object says; `nil` without the label.
    func metadataLabel(_ name: String) -> String? { metadataMember("labels", name) }

    /// What an annotation of an object says; `nil` without the annotation.
    func metadataNote(_ name: String) -> String? { metadataMember("annotations", name) }

    private func metadataMember(_ kind: String, _ name: String) -> String? {
        self["metadata"]?[kind]?.objectValue?[exactly: name]?.stringValue
    }
}
