/// Reads the files that a module refers to.
///
/// The caller decides what may be read.
public protocol FileLoader: Sendable {
    /// The bytes of a file, by its path relative to the folder of the file that refers to it.
    ///
    /// - Parameters:
    ///   - path: The path as the author wrote it, with `/` between its parts.
    ///   - referrer: The path of the referring file, as its `SourceFile` has it.
    /// - Returns: The path under which the file is to be shown, and its bytes.
    /// - Throws: `FileLoadError` with the reason in words for the user.
    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile

    /// The nearest file of a name: in the folder of another file, or in one around it; `nil` if there is none.
    func nearest(_ name: String, to referrer: String) -> LoadedFile?

    /// A file of an artifact that was restored from a registry, such as its `main.json`.
    ///
    /// - Throws: `FileLoadError` if the artifact, or the file in it, is not there.
    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile
}

extension FileLoader {
    /// Nothing: there are no folders around the files.
    public func nearest(_ name: String, to referrer: String) -> LoadedFile? { nil }

    /// Nothing: no artifact was restored.
    public func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "artifacts of registries cannot be read here")
    }
}

/// A file that was read.
public struct LoadedFile: Sendable {
    public let path: String
    public let bytes: [UInt8]

    /// Creates a file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// Why a file could not be read, as half a sentence: `no such file`.
public struct FileLoadError: Error, Sendable, Equatable {
    public let reason: String
    /// What came of the attempt to restore the file's artifact; `nil` if there was none.
    public let restoration: Restoration?

    /// A failed attempt to fetch an artifact from its registry.
    public struct Restoration: Sendable, Equatable {
        /// The code of the diagnostic, and one concrete next step.
        public let code: String
        public let help: String?
    }

    /// Creates an error.
    public init(reason: String) {
        self.reason = reason
        restoration = nil
    }

    /// Creates the error of an artifact that could not be restored.
    ///
    /// - Parameters:
    ///   - reason: Why not, as half a sentence.
    ///   - code: The code of the diagnostic that says so.
    ///   - help: One concrete next step.
    public init(notRestored reason: String, code: String, help: String?) {
        self.reason = reason
        restoration = Restoration(code: code, help: help)
    }
}

/// Refuses every file.
public struct NoFiles: FileLoader {
    /// Creates the loader.
    public init() {}

    public func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "files cannot be read here")
    }
}
