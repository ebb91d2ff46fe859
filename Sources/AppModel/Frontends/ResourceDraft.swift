import Diagnostics
import Documents

/// A resource as a language gives it, before its type and name are known to be good.
struct ResourceDraft: Sendable {
    /// The type without its version, as written.
    let type: String
    let apiVersion: String?
    let name: Value
    /// Everything in the body: `name`, `location`, `tags`, `properties`.
    let body: ValueObject
    let address: String
    /// The addresses of the resources that it mentions.
    let dependencies: [String]
    let isExisting: Bool
    let origin: Origin

    /// The members of a body that a resource may have.
    static let bodyNames = ["name", "location", "tags", "properties"]
    /// The members that rad gives every resource.
    static let systemNames = ["id", "type", "apiVersion", "systemData"]
}

extension ResourceDraft {
    /// The id that the draft stands for, with its schema, or what is wrong with its type or name.
    func identify(
        in group: String,
        types: ResourceTypeCatalog,
        _ diagnostics: inout [Diagnostic]
    ) -> (id: ResourceID, schema: ResourceTypeSchema)? {
        let (schema, problems) = types.schema(of: type, apiVersion: apiVersion, at: origin.type ?? origin.declaration)
        diagnostics += problems
        guard let schema, let name = checkedName(&diagnostics) else { return nil }
        return (ResourceID(group: group, type: schema.type, name: name), schema)
    }

    private func checkedName(_ diagnostics: inout [Diagnostic]) -> String? {
        var span: Span? { origin.span(ofBody: ["name"]) }
        switch name {
        case .string(let text):
            // With a name that it cannot keep, what else is wrong with the resource is found all the same.
            if !isExisting, !ResourceNames.isResourceName(text) { diagnostics.append(.invalidName(text, at: span)) }
            return text.isEmpty ? nil : text
        case .null:
            diagnostics.append(.missingProperty("name", in: address, at: origin.declaration))
        case .unknown(let unknown):
            diagnostics.append(.mustBeKnown("name", expression: unknown.expression, at: span))
        case .secret:
            diagnostics.append(.mustNotBeSecret("name", at: span))
        case .bool, .integer, .number, .array, .object:
            diagnostics.append(.wrongType(found: name.noun, expected: "a string", path: "name", at: span))
        }
        return nil
    }
}
