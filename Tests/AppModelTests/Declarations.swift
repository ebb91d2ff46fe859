import Diagnostics
import Documents

@testable import AppModel

/// Resources written as JSON, for tests that are about resources and not about a language.
///
/// Each element has `type` (with `@version`), `name`, `properties` and what else a body has;
/// `dependsOn` names other elements, `existing` marks a reference. The text `$secret:x` stands for
/// a secret, `$unknown:a` for a value that waits for the address `a`. A resource's address is its name.
enum Declarations {
    static func drafts(_ text: String) throws -> [ResourceDraft] {
        let file = SourceFile(path: "app.json", text: text)
        let (document, diagnostics) = JSONReader.read(file)
        guard let document, diagnostics.isEmpty, case .array(let elements) = document.content else {
            throw UnreadableDeclarations(diagnostics: diagnostics)
        }
        return elements.map(draft)
    }

    private static func draft(_ element: Document) -> ResourceDraft {
        let type = element["type"]?.value.stringValue ?? ""
        let parts = type.split(separator: "@", maxSplits: 1).map(String.init)
        var body = element.value.objectValue.map(mark) ?? [:]
        body["type"] = nil
        body["dependsOn"] = nil
        body["existing"] = nil
        let name = body["name"] ?? .null
        return ResourceDraft(
            type: parts.first ?? "",
            apiVersion: parts.count > 1 ? parts[1] : nil,
            name: name,
            body: body,
            address: name.stringValue ?? "unnamed",
            dependencies: element["dependsOn"]?.value.arrayValue?.compactMap(\.stringValue) ?? [],
            isExisting: element["existing"]?.value.boolValue ?? false,
            origin: Origin(
                declaration: element["name"]?.span ?? element.span,
                type: element["type"]?.span,
                locate: { span(of: $0, $1, in: element) }
            )
        )
    }

    private static func mark(_ object: ValueObject) -> ValueObject {
        ValueObject(object.map { ($0.key, mark($0.value)) })
    }

    private static func mark(_ value: Value) -> Value {
        switch value {
        case .string(let text):
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            switch parts.first {
            case "$secret": return .secret(.string(parts[1]))
            case "$unknown":
                let address = parts[1]
                return .unknown(Unknown(expression: address, sources: [address]) { $0[address] ?? value })
            case _: return value
            }
        case .array(let elements): return .array(elements.map(mark))
        case .object(let members): return .object(mark(members))
        case .null, .bool, .integer, .number, .secret, .unknown: return value
        }
    }

    /// The place of a part; the nearest enclosing one if it is not there.
    private static func span(of path: ValuePath, _ side: PropertySide, in element: Document) -> Span {
        var place = element
        for (index, step) in path.steps.enumerated() {
            switch (step, place.content) {
            case (.member(let name), .object(let members)):
                guard let member = members.first(where: { $0.name == name }) else { return place.span }
                if side == .name, index == path.steps.count - 1 { return member.nameSpan }
                place = member.value
            case (.element(let index), .array(let elements)) where elements.indices.contains(index):
                place = elements[index]
            case _: return place.span
            }
        }
        return place.span
    }
}

struct UnreadableDeclarations: Error {
    let diagnostics: [Diagnostic]
}
