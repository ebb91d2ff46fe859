import Diagnostics

extension ResourceTypeCatalog {
    /// The schema of a type as a definition spells it, or what is wrong with it.
    func schema(
        of type: String,
        apiVersion: String?,
        at span: Span?
    ) -> (schema: ResourceTypeSchema?, diagnostics: [Diagnostic]) {
        guard let schema = schema(of: type) else {
            if let removed = RemovedTypes.help(for: type) {
                return (nil, [.removedType(type, help: removed, at: span)])
            }
            let suggestion = suggestion(for: type, among: types.map(\.description))
            return (nil, [.unknownResourceType(type, suggestion: suggestion ?? sibling(of: type), at: span)])
        }
        guard let apiVersion, !schema.apiVersions.contains(apiVersion.lowercased()) else { return (schema, []) }
        return (schema, [.unknownAPIVersion(apiVersion, of: schema, at: span)])
    }

    /// A type of the same name in another namespace: `Radius.Core/containers` is meant to be in `Radius.Compute`.
    private func sibling(of type: String) -> String? {
        guard let name = type.split(separator: "/").last?.lowercased() else { return nil }
        return types.last { $0.name.lowercased() == name }?.description
    }
}
