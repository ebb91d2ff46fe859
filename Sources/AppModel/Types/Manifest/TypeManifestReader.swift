import Diagnostics
import Documents

/// Takes a manifest apart, collecting everything that is wrong with it.
struct TypeManifestReader {
    private(set) var diagnostics: [Diagnostic] = []
    private let file: SourceFile

    init(_ file: SourceFile) {
        self.file = file
    }

    /// The only capability that Radius 0.60 knows.
    private static let manualProvisioning = "ManualResourceProvisioning"

    mutating func manifest(_ document: Document) -> TypeManifest? {
        guard let members = members(of: document, expected: "a manifest of resource types") else { return nil }
        checkNames(members, allowed: ["namespace", "location", "types"], renamed: ["name": "namespace"])
        if let location = document["location"] { _ = self.members(of: location, expected: "'location'") }
        let namespace = namespace(document["namespace"], in: document)
        guard let types = document["types"] else {
            diagnostics.append(.manifestLacks("types", at: Span(file, document.span.range.prefix(0))))
            return nil
        }
        var entries: [TypeManifest.Entry] = []
        var places: [String: Document.Member] = [:]
        for member in self.members(of: types, expected: "'types'") ?? [] {
            if let first = places.updateValue(member, forKey: member.name.lowercased()) {
                diagnostics.append(.repeatedType(member.name, first: first, at: member.nameSpan))
            }
            guard let entry = entry(member, in: namespace ?? "") else { continue }
            entries.append(entry)
        }
        return namespace.map { TypeManifest(namespace: $0, entries: entries) }
    }

    private mutating func namespace(_ document: Document?, in manifest: Document) -> String? {
        guard let document else {
            guard manifest["name"] == nil else { return nil }
            diagnostics.append(.manifestLacks("namespace", at: Span(file, manifest.span.range.prefix(0))))
            return nil
        }
        guard let text = text(document, expected: "'namespace'") else { return nil }
        guard ManifestNames.isNamespace(text) else {
            diagnostics.append(.invalidManifestName(text, .namespace, at: document.span))
            return nil
        }
        return text
    }

    // MARK: One type

    private mutating func entry(_ member: Document.Member, in namespace: String) -> TypeManifest.Entry? {
        let isNamed = ManifestNames.isType(member.name)
        if !isNamed { diagnostics.append(.invalidManifestName(member.name, .type, at: member.nameSpan)) }
        guard let members = members(of: member.value, expected: "the type '\(member.name)'") else { return nil }
        checkNames(members, allowed: ["description", "capabilities", "defaultApiVersion", "apiVersions"])
        let description = member.value["description"].flatMap { text($0, expected: "'description'") }
        let isManual = readCapabilities(member.value["capabilities"])
        let versions = versions(of: member)
        let chosen = defaultVersion(of: member.value, among: versions)
        let schema = ResourceTypeSchema(
            ResourceType(namespace: namespace, name: member.name),
            versions: versions,
            defaultVersion: chosen,
            provision: isManual ? .author : .recipe,
            description: description
        )
        guard let schema, isNamed else { return nil }
        return TypeManifest.Entry(schema: schema, definition: member.value.value, nameSpan: member.nameSpan)
    }

    /// Reads the capabilities, and tells whether resources of the type are provided by their authors.
    private mutating func readCapabilities(_ document: Document?) -> Bool {
        guard let document, !document.isNull else { return false }
        guard case .array(let elements) = document.content else {
            diagnostics.append(.manifestShape(document, "'capabilities'", expected: "a list", at: document.span))
            return false
        }
        var isManual = false
        for element in elements {
            guard let name = text(element, expected: "a capability") else { continue }
            guard name == Self.manualProvisioning else {
                let isName = ManifestNames.isCapability(name)
                diagnostics.append(
                    isName
                        ? .unknownCapability(name, known: Self.manualProvisioning, at: element.span)
                        : .invalidManifestName(name, .capability, at: element.span)
                )
                continue
            }
            isManual = true
        }
        return isManual
    }

    private mutating func versions(of type: Document.Member) -> [ResourceTypeSchema.Version] {
        guard let document = type.value["apiVersions"] else {
            diagnostics.append(.manifestLacks("apiVersions", of: type.name, at: type.nameSpan))
            return []
        }
        guard let members = members(of: document, expected: "'apiVersions'") else { return [] }
        if members.isEmpty { diagnostics.append(.manifestLacks("apiVersions", of: type.name, at: type.nameSpan)) }
        var versions: [ResourceTypeSchema.Version] = []
        for member in members {
            if !ManifestNames.isVersion(member.name) {
                diagnostics.append(.invalidManifestName(member.name, .version, at: member.nameSpan))
            }
            guard let schema = schema(of: member) else { continue }
            versions.append(ResourceTypeSchema.Version(name: member.name.lowercased(), properties: schema))
        }
        return versions.sorted { ManifestNames.age($0.name) < ManifestNames.age($1.name) }
    }

    private mutating func schema(of version: Document.Member) -> ObjectSchema? {
        guard let members = members(of: version.value, expected: "the API version '\(version.name)'") else {
            return nil
        }
        checkNames(members, allowed: ["schema"])
        guard let document = version.value["schema"] else {
            diagnostics.append(.manifestLacks("schema", of: version.name, at: version.nameSpan))
            return nil
        }
        var reader = SchemaReader(document)
        let schema = reader.properties()
        diagnostics += reader.findings
        return schema
    }

    private mutating func defaultVersion(of type: Document, among versions: [ResourceTypeSchema.Version]) -> String? {
        guard let document = type["defaultApiVersion"], let text = text(document, expected: "'defaultApiVersion'")
        else { return nil }
        guard versions.contains(where: { $0.name == text.lowercased() }) else {
            diagnostics.append(.unknownDefaultVersion(text, known: versions.map(\.name), at: document.span))
            return nil
        }
        return text.lowercased()
    }

    // MARK: Shapes

    private mutating func members(of document: Document, expected: String) -> [Document.Member]? {
        switch document.content {
        case .object(let members): return members
        case .null: return []
        case .bool, .integer, .number, .string, .array:
            diagnostics.append(.manifestShape(document, expected, expected: "a mapping", at: document.span))
            return nil
        }
    }

    private mutating func text(_ document: Document, expected: String) -> String? {
        if case .string(let text) = document.content { return text }
        diagnostics.append(.manifestShape(document, expected, expected: "a text", at: document.span))
        return nil
    }

    private mutating func checkNames(
        _ members: [Document.Member],
        allowed: [String],
        renamed: [String: String] = [:]
    ) {
        for member in members where !allowed.contains(member.name) {
            diagnostics.append(
                .unknownManifestMember(
                    member.name,
                    allowed: allowed,
                    newName: renamed[member.name],
                    at: member.nameSpan
                )
            )
        }
    }
}

extension Document {
    fileprivate var isNull: Bool {
        if case .null = content { true } else { false }
    }
}

extension Range<Int> {
    /// The first elements of the range: none marks the place before what is there.
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
