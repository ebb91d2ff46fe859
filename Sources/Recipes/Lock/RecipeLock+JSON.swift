internal import AppModel
public import Diagnostics
internal import Documents

extension RecipeLock {
    /// The text of the file: JSON, sorted, so that two locks differ in the lines in which they differ.
    public var text: String {
        let document: Value = [
            "lockVersion": .integer(Self.format),
            "recipes": .array(recipes.map(\.document)),
            "modules": .object(ValueObject(modules.map { ($0.reference, .string($0.digest)) })),
        ]
        return document.json(.pretty) + "\n"
    }

    /// Reads a file.
    ///
    /// - Returns: The lock unless the file is none, and everything that is wrong with it.
    public static func read(_ file: SourceFile) -> (lock: RecipeLock?, diagnostics: [Diagnostic]) {
        let (document, diagnostics) = JSONReader.read(file)
        guard let document, !diagnostics.hasErrors else { return (nil, diagnostics) }
        var reader = LockReader()
        let lock = reader.lock(document)
        return (reader.diagnostics.hasErrors ? nil : lock, diagnostics + reader.diagnostics)
    }
}

extension LockedRecipe {
    fileprivate var document: Value {
        var members: ValueObject = ["source": .string(source), "kind": .string(kind.rawValue)]
        members["version"] = version.map { .string($0) }
        if plainHTTP { members["plainHttp"] = true }
        members["resourceType"] = .string(type.description)
        members["digest"] = .string(digest)
        members["parameterDigest"] = .string(parameterDigest)
        members["parameters"] = .object(ValueObject(parameters.map { ($0.name, .string($0.text)) }))
        members["objects"] = objects.map { .object(ValueObject($0.map { ($0.name, .string($0.text)) })) }
        return .object(members)
    }
}

/// Takes a lock file apart.
private struct LockReader {
    private(set) var diagnostics: [Diagnostic] = []

    mutating func lock(_ document: Document) -> RecipeLock? {
        guard case .object = document.content else {
            diagnostics.append(.malformedLock("the file", expected: "an object", at: document.span))
            return nil
        }
        guard let version = document["lockVersion"], let number = version.value.integerValue else {
            let span = document["lockVersion"]?.span ?? document.span
            diagnostics.append(.malformedLock("'lockVersion'", expected: "a number", at: span))
            return nil
        }
        guard number == RecipeLock.format else {
            diagnostics.append(.lockOfOtherFormat(number, known: RecipeLock.format, at: version.span))
            return nil
        }
        let recipes = elements(document["recipes"]).compactMap { recipe($0) }
        let modules = members(document["modules"], "'modules'").compactMap { member in
            digest(member.value, member.name).map {
                LockedModule(reference: member.name, digest: $0, span: member.value.span)
            }
        }
        return RecipeLock(recipes: recipes, modules: modules)
    }

    private mutating func recipe(_ document: Document) -> LockedRecipe? {
        guard case .object = document.content else {
            diagnostics.append(.malformedLock("a recipe", expected: "an object", at: document.span))
            return nil
        }
        let source = text("source", of: document)
        let kind = text("kind", of: document)
        let type = text("resourceType", of: document)
        guard let source, let kind, let type else { return nil }
        guard let known = RecipeRegistration.Kind(rawValue: kind) else {
            let names = RecipeRegistration.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
            diagnostics.append(.malformedLock("'kind'", expected: names, at: document["kind"]?.span ?? document.span))
            return nil
        }
        guard let resourceType = ResourceType(type) else {
            let span = document["resourceType"]?.span ?? document.span
            diagnostics.append(.malformedLock("'resourceType'", expected: "a resource type", at: span))
            return nil
        }
        guard let entry = document["digest"] else {
            diagnostics.append(.malformedLock("a recipe", expected: "a member 'digest'", at: document.span))
            return nil
        }
        guard let digest = digest(entry, "digest") else { return nil }
        return LockedRecipe(
            kind: known,
            source: source,
            version: document["version"]?.value.stringValue,
            plainHTTP: document["plainHttp"]?.value.boolValue ?? false,
            type: resourceType,
            digest: digest,
            parameters: traits(document["parameters"], "'parameters'"),
            objects: document["objects"].map { traits($0, "'objects'") },
            span: entry.span
        )
    }

    private mutating func traits(_ document: Document?, _ name: String) -> [LockedRecipe.Trait] {
        members(document, name).compactMap { member in
            guard let text = member.value.value.stringValue else {
                diagnostics.append(.malformedLock("'\(member.name)'", expected: "a text", at: member.value.span))
                return nil
            }
            return LockedRecipe.Trait(name: member.name, text: text)
        }
    }

    private mutating func text(_ name: String, of document: Document) -> String? {
        guard let text = document[name]?.value.stringValue, !text.isEmpty else {
            let span = document[name]?.span ?? document.span
            diagnostics.append(.malformedLock("'\(name)' of a recipe", expected: "a text", at: span))
            return nil
        }
        return text
    }

    private mutating func digest(_ document: Document, _ name: String) -> String? {
        guard let text = document.value.stringValue, ContentDigest(text) != nil else {
            diagnostics.append(
                .malformedLock("'\(name)'", expected: "'sha256:' and 64 digits in lower case", at: document.span)
            )
            return nil
        }
        return text
    }

    private mutating func elements(_ document: Document?) -> [Document] {
        switch document?.content {
        case nil: return []
        case .array(let elements)?: return elements
        case .null?, .bool?, .integer?, .number?, .string?, .object?:
            if let span = document?.span {
                diagnostics.append(.malformedLock("'recipes'", expected: "a list", at: span))
            }
            return []
        }
    }

    private mutating func members(_ document: Document?, _ name: String) -> [Document.Member] {
        switch document?.content {
        case nil: return []
        case .object(let members)?: return members
        case .null?, .bool?, .integer?, .number?, .string?, .array?:
            if let span = document?.span { diagnostics.append(.malformedLock(name, expected: "an object", at: span)) }
            return []
        }
    }
}
