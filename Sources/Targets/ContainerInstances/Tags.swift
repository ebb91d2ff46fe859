import AppModel
import Documents

extension LandingZone {
    /// What Azure shows beside a resource: whose it is, and the labels and annotations that the author gave.
    ///
    /// ARM forbids `/` and some other characters in the names of tags; each becomes `.`.
    func tags(application: Application? = nil, owner: ResourceID? = nil, metadata: KubernetesMetadata? = nil) -> Value {
        var tags: ValueObject = ["rad-environment": .string(environment.name)]
        if let application { tags["rad-application"] = .string(application.name) }
        if let owner { tags["rad-resource"] = .string(owner.name) }
        for (name, value) in Tags.written(metadata ?? environment.metadata) {
            tags[Tags.name(for: name)] = .string(value)
        }
        return .object(tags)
    }

    /// The labels and annotations of a resource of an application: its own win over the application's, and
    /// those over the environment's.
    func metadata(of application: Application?, _ own: KubernetesMetadata = KubernetesMetadata()) -> KubernetesMetadata
    {
        environment.metadata.merging(application?.metadata ?? KubernetesMetadata()).merging(own)
    }
}

/// How labels and annotations become tags.
enum Tags {
    /// The most tags that an ARM resource may have.
    static let mostTags = 50
    /// The most characters that the value of a tag may have.
    static let mostCharacters = 256

    /// The labels and then the annotations, each sorted by name.
    static func written(_ metadata: KubernetesMetadata) -> [(key: String, value: String)] {
        metadata.labels.sorted { $0.key < $1.key } + metadata.annotations.sorted { $0.key < $1.key }
    }

    /// The name of a tag for a label, with what ARM forbids replaced.
    static func name(for label: String) -> String {
        String(label.map { "<>%&\\?/".contains($0) ? "." : $0 })
    }
}
