import Documents

/// An object of the manifest on which a legacy container builds (`runtimes.kubernetes.base`), or a part of one.
struct BaseObject {
    let fields: ValueObject

    /// Wraps an object.
    init(_ fields: ValueObject) {
        self.fields = fields
    }

    /// The object that is a member of another; `nil` if there is none.
    init?(in parent: BaseObject, at name: String) {
        guard let fields = parent[name]?.objectValue else { return nil }
        self.init(fields)
    }

    /// A member by its exact name.
    subscript(name: String) -> Value? { fields.first { $0.key == name }?.value }

    /// What remains when members are taken out, beside those that every manifest has.
    func members(without names: Set<String>) -> ManifestFields {
        let taken = names.union(["apiVersion", "kind", "metadata", "status"])
        return ManifestFields(fields.filter { !taken.contains($0.key) }.map { ($0.key, $0.value) })
    }

    /// The metadata of an object: that of the base, with what rad writes over it.
    static func metadata(
        of base: BaseObject?,
        name: String?,
        namespace: String?,
        labels: Value,
        annotations: Value?
    ) -> Value {
        var metadata = ManifestFields()
        metadata.add("name", name.map { .string($0) })
        metadata.add("namespace", namespace.map { .string($0) })
        guard let base = base.flatMap({ BaseObject(in: $0, at: "metadata") }) else {
            metadata.add("labels", labels)
            metadata.add("annotations", annotations)
            return metadata.value
        }
        metadata.add("labels", merged(base["labels"], labels))
        metadata.add("annotations", merged(base["annotations"], annotations))
        metadata.add(contentsOf: base.members(without: ["name", "namespace", "labels", "annotations"]))
        return metadata.value
    }

    private static func merged(_ base: Value?, _ ours: Value?) -> Value? {
        guard let base = base?.objectValue, !base.isEmpty else { return ours }
        return ResourceScope.merged(.object(base), ours?.objectValue.map { $0.map { ($0.key, $0.value) } } ?? [])
    }
}
