import Documents
import Foundation
import Testing

@testable import AppModel

/// docs/compatibility.md has a row for each property of each built-in type, made from the schemas.
@Suite struct CompatibilityTableTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/compatibility.md")
    private static let heading = "## Types and properties\n"

    @Test func thePageListsEveryProperty() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let prose = try #require(text.range(of: Self.heading)).upperBound
        let expected = text[..<prose] + "\n" + Self.table()
        if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
            try expected.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        #expect(text == expected, "run with UPDATE_SNAPSHOTS=1 and review docs/compatibility.md")
    }

    /// A remark about something that is not there would hide that something else is.
    @Test func everyRemarkIsAboutAProperty() {
        let known = Set(
            ResourceTypeCatalog.builtin.allSchemas.flatMap {
                Self.rows(of: $0).map { row in "\(row.type) \(row.path)" }
            }
        )
        for remark in CompatibilityRemarks.all.keys.sorted() { #expect(known.contains(remark), "\(remark)") }
    }

    @Test func everyPropertyIsDescribed() {
        for schema in ResourceTypeCatalog.builtin.allSchemas {
            for property in schema.properties.properties {
                #expect(schema.description(of: property, in: "") != nil, "\(schema.type) \(property.name)")
            }
        }
        let names = Set(
            ResourceTypeCatalog.builtin.allSchemas.flatMap(Self.rows).compactMap { row -> String? in
                let name = row.path.split(separator: ".").last.map { $0.prefix { $0 != "[" } }
                return name == "*" ? nil : name.map(String.init)
            }
        )
        let described = Set(PropertyDescriptions.texts.keys.map { String($0.split(separator: ".").last ?? "") })
        #expect(names.subtracting(described).sorted() == [])
        #expect(described.subtracting(names).sorted() == [])
    }

    // MARK: - Rows

    private struct Row {
        let type: String
        let path: String
        let kind: String
    }

    private static func table() -> String {
        let all = ResourceTypeCatalog.builtin.allSchemas
        return all.map { schema in
            let rows = rows(of: schema).map { row in
                let remark = CompatibilityRemarks.remark(on: row.path, of: row.type)
                return "| `\(row.path)` | \(row.kind) | \(remark.text) |"
            }
            let versions = schema.apiVersions.map { "`\($0)`" }.joined(separator: ", ")
            return "### \(schema.type)\n\n\(versions)\n\n| property | | on Kubernetes |\n|---|---|---|\n"
                + rows.joined(separator: "\n") + "\n"
        }
        .joined(separator: "\n")
    }

    private static func rows(of schema: ResourceTypeSchema) -> [Row] {
        rows(of: schema.properties, "").map { Row(type: schema.type.description, path: $0.path, kind: $0.kind) }
    }

    private static func rows(of object: ObjectSchema, _ prefix: String) -> [(path: String, kind: String)] {
        object.properties.flatMap { property -> [(path: String, kind: String)] in
            let path = prefix + property.name
            let marks = [
                property.isRequired ? "required" : nil, property.isReadOnly ? "read-only" : nil,
                property.isSensitive ? "secret" : nil,
            ]
            let kind = ([property.type.title] + marks.compactMap(\.self)).joined(separator: ", ")
            return [(path, kind)] + rows(of: property.type, path)
        }
            + (object.additional.map { [(prefix + "*", $0.title)] + rows(of: $0, prefix + "*") } ?? [])
    }

    private static func rows(of type: PropertyType, _ path: String) -> [(path: String, kind: String)] {
        switch type {
        case .any, .string, .integer, .number, .boolean, .oneOf: return []
        case .array(let item): return rows(of: item, path + "[]")
        case .map(let value): return rows(of: value, path + ".*")
        case .object(let object): return rows(of: object, path + ".")
        case .variants(_, let variants, _):
            var seen: Set<String> = []
            return variants.flatMap { rows(of: $0.schema, path + ".") }.filter { seen.insert($0.path).inserted }
        case .either(let types):
            var seen: Set<String> = []
            return types.flatMap { rows(of: $0, path) }.filter { seen.insert($0.path).inserted }
        case .limited(let type, _): return rows(of: type, path)
        }
    }
}

extension PropertyType {
    /// The type in a few words.
    fileprivate var title: String {
        switch self {
        case .any: "anything"
        case .string: "text"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .oneOf(let texts): texts.map { "`\($0)`" }.joined(separator: " ")
        case .array(let item): "list of \(item.title)"
        case .map(let value): "map of \(value.title)"
        case .object: "object"
        case .variants(let key, let variants, _):
            "by `\(key)`: " + variants.map { "`\($0.name)`" }.joined(separator: " ")
        case .either(let types): types.map(\.title).joined(separator: " or ")
        case .limited(let type, _): type.title
        }
    }
}

extension ResourceTypeCatalog {
    /// The schemas in the order in which they were added.
    fileprivate var allSchemas: [ResourceTypeSchema] { types.compactMap { self[$0] } }
}
