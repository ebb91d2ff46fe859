public import Diagnostics

/// Reads YAML: the core schema of YAML 1.2 as Kubernetes takes it, with aliases and merge keys.
public enum YAMLReader {
    /// The documents in a file, with the place of each of their parts.
    ///
    /// Any bytes give a result. What an alias stands for keeps the places of where it was written, but the
    /// alias itself has its own. Of entries with one name the first is kept. After a mistake in the syntax the
    /// documents before it are returned.
    ///
    /// - Returns: The documents, none for a file of blanks and comments, and what there is to say about them.
    public static func read(_ file: SourceFile) -> (documents: [Document], diagnostics: [Diagnostic]) {
        let validation = UTF8Validation(file.bytes)
        if let offset = validation.invalidOffset {
            return ([], [.invalidUTF8(in: file, at: offset)])
        }
        return file.bytes.withUnsafeBufferPointer { bytes in
            var composer = YAMLComposer(YAMLEventSource(file, bytes: bytes, validation: validation))
            let documents = composer.documents()
            return (documents, composer.diagnostics)
        }
    }
}
