import Documents

/// Which objects a workload counts as its own (`LabelSelector` of meta/v1), as a query says it.
struct LabelSelector: Equatable {
    /// `app=web,tier in (a,b),!old`.
    let text: String

    /// Reads the selector of an object; `nil` if it selects nothing or cannot be read.
    init?(_ selector: Value?) {
        var terms: [String] = []
        for (key, value) in selector?["matchLabels"]?.objectValue ?? [:] {
            guard let value = value.stringValue else { return nil }
            terms.append("\(key)=\(value)")
        }
        for expression in selector?["matchExpressions"]?.arrayValue ?? [] {
            guard let term = Self.term(expression) else { return nil }
            terms.append(term)
        }
        // No term at all would be everything in the namespace.
        guard !terms.isEmpty else { return nil }
        text = terms.joined(separator: ",")
    }

    private static func term(_ expression: Value) -> String? {
        guard let key = expression["key"]?.stringValue else { return nil }
        let values = (expression["values"]?.arrayValue ?? []).compactMap(\.stringValue).joined(separator: ",")
        switch expression["operator"]?.stringValue {
        case "In": return "\(key) in (\(values))"
        case "NotIn": return "\(key) notin (\(values))"
        case "Exists": return key
        case "DoesNotExist": return "!\(key)"
        case _: return nil
        }
    }
}
