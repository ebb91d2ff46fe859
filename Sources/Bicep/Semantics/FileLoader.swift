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

    /// Creates an error.
    public init(reason: String) {
        self.reason = reason
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
