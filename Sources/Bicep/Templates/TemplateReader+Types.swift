import Documents

extension TemplateReader {
    /// The type of a parameter, output or definition, as far as values are checked.
    mutating func valueType(_ declaration: Document) -> BoundModule.ValueType {
        let type = bareType(declaration)
        let isNullable = declaration["nullable"]?.value.boolValue ?? false
        return isNullable && !type.isNullable ? .nullable(type) : type
    }

    private mutating func bareType(_ declaration: Document) -> BoundModule.ValueType {
        if let name = definitionName(declaration) {
            guard let definition = document["definitions"]?[name], openDefinitions.insert(name).inserted else {
                return .any
            }
            defer { openDefinitions.remove(name) }
            return valueType(definition)
        }
        switch declaration["type"]?.value.stringValue?.lowercased() {
        case "string", "securestring": return texts(declaration).map { .literals($0) } ?? .string
        case "int": return .int
        case "bool": return .bool
        case "object", "secureobject": return .object
        case "array":
            guard let items = declaration["items"], case .object = items.content else { return .array(.any) }
            return .array(valueType(items))
        case _: return .any
        }
    }

    /// The values that a string may have, if they are listed and all of them are strings.
    private func texts(_ declaration: Document) -> [String]? {
        guard case .array(let allowed)? = declaration["allowedValues"]?.content else { return nil }
        let texts = allowed.compactMap(\.value.stringValue)
        return texts.count == allowed.count ? texts : nil
    }

    private func definitionName(_ declaration: Document) -> String? {
        guard case .string(let reference)? = declaration["$ref"]?.content, reference.hasPrefix("#/definitions/") else {
            return nil
        }
        let name = reference.dropFirst("#/definitions/".count)
        // JSON pointers escape '~' and '/'.
        return name.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
            .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
    }

    /// Whether a parameter or output is secret.
    func isSecure(_ declaration: Document) -> Bool {
        var current = declaration
        var steps = 0
        while let name = definitionName(current), let definition = document["definitions"]?[name], steps < 32 {
            current = definition
            steps += 1
        }
        return ["securestring", "secureobject"].contains(current["type"]?.value.stringValue?.lowercased() ?? "")
    }
}
