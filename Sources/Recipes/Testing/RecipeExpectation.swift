internal import AppModel
internal import Documents

/// What a case expects, brought up to date with what its recipe makes now.
///
/// Nothing secret is written: secrets by their names, and bodies only in what the case named already.
struct RecipeExpectation {
    private let document: Document?

    init(_ document: Document?) {
        self.document = document
    }

    /// The members of `expect`.
    func updated(by result: MadeResult) -> ValueObject {
        var members: ValueObject = [:]
        if document == nil || document?["error"] != nil || document?["resources"] != nil || !result.objects.isEmpty {
            members["resources"] = .array(result.objects.map { .object(resource($0)) })
        }
        members["values"] = .object(ValueObject(result.values.map { ($0.key, $0.value) }))
        if !result.secrets.isEmpty || document?["secrets"] != nil {
            let known = document?["secrets"]?.value.objectValue ?? [:]
            members["secrets"] = .object(
                ValueObject(
                    result.secrets.map { name, value in
                        // A value that somebody wrote and that is still right stays.
                        (name, known[name].flatMap { $0 == value.revealed ? $0 : nil } ?? .null)
                    }
                )
            )
        }
        return members
    }

    private func resource(_ output: MadeObject) -> ValueObject {
        var members: ValueObject = ["kind": .string(output.kind), "name": .string(output.name)]
        guard case .array(let elements)? = document?["resources"]?.content else { return members }
        let ofKind = elements.filter { element in
            element["kind"]?.value.stringValue.map { output.isOf(kind: $0) } ?? false
        }
        // One that has another name now is still the one.
        let expected =
            ofKind.first { $0["name"]?.value.stringValue == output.name } ?? (ofKind.count == 1 ? ofKind.first : nil)
        guard let expected else { return members }
        if expected["namespace"] != nil { members["namespace"] = .string(output.namespace) }
        if let body = expected["body"] {
            members["body"] = Self.updated(body.value, by: .object(output.body)) ?? [:]
        }
        return members
    }

    /// The parts that were expected as they are now; `nil` for what is not there any more.
    private static func updated(_ expected: Value, by actual: Value) -> Value? {
        switch (expected, actual) {
        case (_, .secret): return expected == actual.revealed ? expected : .string(Value.redactedText)
        case (.object(let members), .object(let parts)):
            return .object(
                ValueObject(
                    members.compactMap { name, value in
                        guard let part = parts[name] else { return value.isNull ? (name, .null) : nil }
                        return updated(value, by: part).map { (name, $0) }
                    }
                )
            )
        case (.array(let elements), .array(let parts)) where elements.count == parts.count:
            return .array(zip(elements, parts).compactMap { updated($0, by: $1) })
        case (_, _): return actual
        }
    }
}
