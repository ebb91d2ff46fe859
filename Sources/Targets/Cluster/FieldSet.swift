import Documents

/// The fields of an object that one manager owns (`FieldsV1` of meta/v1).
///
/// Members of objects are `f:name`, elements of lists `k:{…}` by their keys, `v:…` by their value, or `i:n` by
/// their place; `.` is the object or element itself.
struct FieldSet: Sendable {
    private let tree: Value

    /// The fields that rad owns by server-side apply; `nil` if it owns none.
    init?(ownedByRadIn object: Value) {
        let entries = object["metadata"]?["managedFields"]?.arrayValue ?? []
        let own = entries.first { entry in
            entry["manager"]?.stringValue == ClusterClient.fieldManager && entry["operation"]?.stringValue == "Apply"
                && entry["subresource"]?.stringValue ?? "" == ""
        }
        guard let fields = own?["fieldsV1"] else { return nil }
        tree = fields
    }

    /// What an object has in these fields, and nothing else of it.
    func values(in object: Value) -> Value { Self.values(object, tree) }

    private static func values(_ value: Value, _ tree: Value) -> Value {
        let steps = (tree.objectValue ?? [:]).filter { $0.key != "." }.sorted { $0.key < $1.key }
        guard !steps.isEmpty else { return value }
        switch value {
        case .object(let members):
            return .object(
                ValueObject(
                    steps.compactMap { name, inner in
                        guard name.hasPrefix("f:") else { return nil }
                        let name = String(name.dropFirst(2))
                        return (name, members[exactly: name].map { values($0, inner) } ?? .null)
                    }
                )
            )
        case .array(let elements):
            return .array(
                steps.map { step, inner in
                    let found = element(step, of: elements)
                    return [.string(step), found.map { values($0, inner) } ?? .null]
                }
            )
        case .null, .bool, .integer, .number, .string, .secret, .unknown: return value
        }
    }

    /// The element that a step leads to.
    private static func element(_ step: String, of elements: [Value]) -> Value? {
        let text = String(step.dropFirst(2))
        switch step.prefix(2) {
        case "k:":
            guard let keys = ClusterClient.value(of: Array(text.utf8))?.objectValue else { return nil }
            return elements.first { element in
                keys.allSatisfy { name, value in element.objectValue?[exactly: name] == value }
            }
        case "v:":
            let wanted = ClusterClient.value(of: Array(text.utf8))
            return elements.first { $0 == wanted }
        case "i:": return Int(text).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        case _: return nil
        }
    }
}
