import AppModel
import Documents

extension KubernetesMetadata {
    /// The prefix of the labels and annotations that only rad writes.
    static let reservedPrefix = "radapp.io/"

    /// The labels that a user may add, sorted by name.
    var labelFields: [(String, Value)] { Self.fields(labels) }

    /// The annotations that a user may add, sorted by name.
    var annotationFields: [(String, Value)] { Self.fields(annotations) }

    private static func fields(_ entries: [String: String]) -> [(String, Value)] {
        guard !entries.isEmpty else { return [] }
        return entries.filter { !$0.key.hasPrefix(reservedPrefix) }
            .sorted { $0.key < $1.key }
            .map { ($0.key, .string($0.value)) }
    }
}
