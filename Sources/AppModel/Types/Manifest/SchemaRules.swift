import Diagnostics
import Documents

// The rules of Radius 0.60 for the schemas of resource types.
extension SchemaReader {
    /// Keywords that say nothing of what a value may be.
    static let annotations: Set<String> = [
        "description", "title", "example", "format", "deprecated", "externalDocs", "nullable", "readOnly", "writeOnly",
        "default",
    ]
    private static let keywords: Set<String> = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "$ref", "minLength", "maxLength",
        "minimum", "maximum", "minItems", "maxItems", "definitions", "$defs", "components",
    ]
    private static let unsupported: Set<String> = ["allOf", "anyOf", "oneOf", "not", "discriminator"]
    private static let unchecked: Set<String> = [
        "pattern", "multipleOf", "exclusiveMinimum", "exclusiveMaximum", "uniqueItems", "minProperties",
        "maxProperties",
    ]

    mutating func checkKeywords(of document: Document) {
        for member in members(of: document) ?? [] {
            let name = member.name
            if Self.unsupported.contains(name) {
                diagnostics.append(.unsupportedKeyword(name, at: member.nameSpan))
            } else if Self.unchecked.contains(name) {
                diagnostics.append(.uncheckedKeyword(name, at: member.nameSpan))
            } else if !Self.keywords.contains(name), !Self.annotations.contains(name), !name.hasPrefix("x-") {
                let known = Self.keywords.union(Self.annotations).sorted()
                diagnostics.append(.unknownKeyword(name, known: known, at: member.nameSpan))
            }
        }
    }

    /// The names that rad gives a meaning on every resource.
    mutating func checkReserved(_ declared: [Document.Member]) {
        for member in declared {
            switch member.name {
            case "status", "recipe", "provisioningState":
                diagnostics.append(.reservedProperty(member.name, at: member.nameSpan))
            case "application", "environment", "codeReference":
                guard string(member.value["type"]) != "string" else { continue }
                diagnostics.append(.basePropertyType(member.name, "a string", at: member.value.span))
            case "connections":
                let kind = string(member.value["type"])
                guard kind == "object", case .object? = member.value["additionalProperties"]?.content else {
                    let expected = "an object that uses 'additionalProperties'"
                    diagnostics.append(.basePropertyType(member.name, expected, at: member.value.span))
                    continue
                }
            case _: break
            }
        }
    }

    /// A `secrets` block names the Secret that rad keeps what a recipe gives in confidence in.
    mutating func checkSecrets(_ block: Document.Member) {
        guard string(block.value["type"]) == "object" else {
            diagnostics.append(.secretsBlock("must be of type object", at: block.value.span))
            return
        }
        let properties = block.value["properties"]
        for member in properties.flatMap({ members(of: $0) }) ?? [] where string(member.value["type"]) != "string" {
            diagnostics.append(.secretsBlock("must have only strings; '\(member.name)' is none", at: member.value.span))
        }
        guard let name = properties?["name"] else {
            diagnostics.append(.secretsBlock("must declare 'name', read-only", at: block.nameSpan))
            return
        }
        guard !flag(name["readOnly"]) else { return }
        diagnostics.append(.secretsBlock("must declare 'name' as 'readOnly: true'", at: name.span))
    }

    func isSensitive(_ document: Document) -> Bool { flag(document["x-radius-sensitive"]) }

    mutating func checkSensitive(_ document: Document, _ kind: Kind?) {
        guard let mark = document["x-radius-sensitive"], flag(mark), kind != .string, kind != .object else { return }
        diagnostics.append(.sensitiveOfWrongType(at: mark.span))
    }

    // MARK: Shapes

    mutating func members(of document: Document) -> [Document.Member]? {
        switch document.content {
        case .object(let members): return members
        case .null: return []
        case .bool, .integer, .number, .string, .array:
            diagnostics.append(.schemaShape("this", expected: "a mapping", at: document.span))
            return nil
        }
    }

    func string(_ document: Document?) -> String? {
        if case .string(let text)? = document?.content { text } else { nil }
    }

    func flag(_ document: Document?) -> Bool {
        if case .bool(true)? = document?.content { true } else { false }
    }
}
