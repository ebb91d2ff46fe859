public import Diagnostics
public import Documents

/// Resource types as a platform engineer defines them, in YAML or JSON.
///
/// The form is that of Radius 0.60: a namespace, and types with an OpenAPI schema for each API version.
public struct TypeManifest: Sendable {
    /// One type of a manifest.
    public struct Entry: Sendable {
        public let schema: ResourceTypeSchema
        /// The part of the manifest that defines the type, from which it can be read again.
        public let definition: Value
        /// Where the type's name stands.
        public let nameSpan: Span
    }

    /// What stands before the `/` of every type.
    public let namespace: String
    /// In the order of the manifest.
    public let entries: [Entry]

    /// Reads a manifest, whatever its bytes; JSON if the file's name ends in `.json`, else YAML.
    ///
    /// - Returns: The types that could be read, and everything that is wrong with the others.
    public static func read(_ file: SourceFile) -> (manifest: TypeManifest?, diagnostics: [Diagnostic]) {
        let (document, found) = document(of: file)
        guard let document, !found.hasErrors else { return (nil, found) }
        var reader = TypeManifestReader(file)
        let manifest = reader.manifest(document)
        return (manifest, found + reader.diagnostics)
    }

    /// The text of a manifest that defines one type, which `read` understands.
    public static func document(namespace: String, type: String, definition: Value) -> Value {
        ["namespace": .string(namespace), "types": .object([type: definition])]
    }

    private static func document(of file: SourceFile) -> (document: Document?, diagnostics: [Diagnostic]) {
        guard !file.path.lowercased().hasSuffix(".json") else { return JSONReader.read(file) }
        let (documents, diagnostics) = YAMLReader.read(file)
        guard !diagnostics.hasErrors else { return (nil, diagnostics) }
        guard let first = documents.first else { return (Document(.object([]), at: Span(file, 0..<0)), diagnostics) }
        guard documents.count == 1 else {
            return (nil, diagnostics + [.severalManifests(at: documents[1].span)])
        }
        return (first, diagnostics)
    }
}
