import Documents

extension KubernetesManifest {
    /// How many bytes the entries of a Secret or ConfigMap may have together.
    static let mostData = 1_048_576
    /// How many bytes an object may have (the limit of etcd on one request).
    static let mostBytes = 1_572_864

    /// How many bytes the entries have, and the key of the largest; `nil` if they are few enough.
    var excessiveData: (size: Int, largest: String)? {
        guard kind == .secret || kind == .configMap else { return nil }
        var sizes: [(key: String, size: Int)] = []
        for (member, share) in [("stringData", 1.0), ("data", kind == .secret ? 0.75 : 1.0)] {
            for (key, value) in body[member]?.objectValue ?? [:] {
                let count = value.revealed.stringValue?.utf8.count ?? 0
                sizes.append((key, Int(Double(count) * share)))
            }
        }
        let size = sizes.reduce(0) { $0 + $1.size }
        guard size > Self.mostData, let largest = sizes.max(by: { $0.size < $1.size }) else { return nil }
        return (size, largest.key)
    }

    /// A Secret with entries in clear text, which the API server encodes.
    static func secret(
        named name: String,
        namespace: String,
        labels: Value?,
        entries: SecretEntries
    ) -> KubernetesManifest {
        KubernetesManifest(
            .secret,
            name: name,
            namespace: namespace,
            labels: labels,
            ManifestFields([("type", "Opaque"), ("stringData", entries.value)])
        )
    }
}
