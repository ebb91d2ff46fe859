/// `use-recognized-resource-type`: `reference` and `list…` of a resource whose type nobody provides.
extension Linter {
    /// Looks at the type that a call names.
    mutating func lintResourceType(of call: Expression, _ function: String, _ arguments: [Expression]) {
        guard isOn(.useRecognizedResourceType), let first = arguments.first, let type = textsFromType(in: first).first,
            azureTypes.type(type) == nil
        else { return }
        report(.unknownType(type, function, meant: azureTypes.suggestion(for: type)), at: call.range)
    }

    /// The type in `'Microsoft.Storage/storageAccounts'` or in `resourceId(…)`, which may name a place before it, and the
    /// texts that follow it there; nothing if no type is written.
    func textsFromType(in expression: Expression) -> [String] {
        let candidates: [Expression]
        switch expression.kind {
        case .call(let function, let arguments): candidates = function.name == "resourceId" ? arguments : []
        default: candidates = [expression]
        }
        let texts = candidates.map { shapes.literal(behind: $0)?.text }
        guard let start = texts.firstIndex(where: { $0?.isResourceType ?? false }) else { return [] }
        return texts[start...].prefix { $0 != nil }.compactMap(\.self)
    }
}

extension String {
    /// Whether the text is a provider with two names and at least one type, all of letters alone.
    var isResourceType: Bool {
        let segments = utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let provider = segments[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return segments.count > 1 && provider.count == 2
            && (provider + segments.dropFirst()).allSatisfy { word in
                !word.isEmpty && word.allSatisfy { 97...122 ~= $0 | 0x20 }
            }
    }
}

extension Linter.Finding {
    fileprivate static func unknownType(_ type: String, _ function: String, meant: String?) -> Self {
        Self(
            rule: .useRecognizedResourceType,
            message: "'\(function)' is called for the resource type '\(type)', which is not known",
            help: meant.map { "did you mean '\($0)'?" }
                ?? "if the type exists, give '\(function)' the API version as its second argument"
        )
    }
}
