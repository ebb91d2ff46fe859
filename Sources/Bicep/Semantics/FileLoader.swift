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

    /// Lists the files in a folder, without those in the folders within.
    ///
    /// - Parameters:
    ///   - folder: The path as the author wrote it.
    ///   - referrer: The path of the referring file, as its `SourceFile` has it.
    /// - Returns: Their names, in any order.
    /// - Throws: `FileLoadError` with the reason in words for the user.
    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String]

    /// The nearest file of a name: in the folder of another file, or in one around it; `nil` if there is none.
    func nearest(_ name: String, to referrer: String) -> LoadedFile?

    /// A file of an artifact that was restored from a registry, such as its `main.json`.
    ///
    /// - Throws: `FileLoadError` if the artifact, or the file in it, is not there.
    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile

    /// A file that lies elsewhere, in a repository of git or in an archive.
    ///
    /// No Bicep file can ask for one: what the caller's own files name is fetched, not what fetched files name. Files
    /// that it refers to are read with `load` from where it lies.
    ///
    /// - Throws: `FileLoadError` if it was not fetched, with the reason in words for the user.
    func remote(_ address: RemoteFileAddress) throws(FileLoadError) -> LoadedFile
}

/// Where a file lies that is not on this machine, as the user wrote it.
public struct RemoteFileAddress: Sendable, Hashable {
    public let text: String
    /// Whether the user allows to ask for it without TLS.
    public let allowsPlainHTTP: Bool

    /// Takes an address as it was written.
    public init(_ text: String, allowsPlainHTTP: Bool) {
        self.text = text
        self.allowsPlainHTTP = allowsPlainHTTP
    }
}

extension FileLoader {
    /// Nothing: there are no folders.
    public func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        throw FileLoadError(reason: "folders cannot be listed here")
    }

    /// Nothing: there are no folders around the files.
    public func nearest(_ name: String, to referrer: String) -> LoadedFile? { nil }

    /// Nothing: no artifact was restored.
    public func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "artifacts of registries cannot be read here")
    }

    /// Nothing: nothing was fetched.
    public func remote(_ address: RemoteFileAddress) throws(FileLoadError) -> LoadedFile {
        throw FileLoadError(reason: "files of other machines cannot be read here")
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
    /// What to do about it, if there is one thing to do.
    public let help: String?
    let kind: Kind

    /// The kinds of reasons, which have codes of their own.
    public enum Kind: Sendable, Equatable {
        /// The file is not there, or not to be read.
        case unreadable
        /// A folder is in its place.
        case folder
        /// The folder is not there, or not to be listed.
        case unlistable
        /// A file is in the place of the folder.
        case file
        /// This project may not read the file, wherever it is.
        case forbidden
        /// The artifact that holds the file could not be fetched from its registry; with the code that says so.
        case notRestored(code: String)
    }

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - reason: Why not, as half a sentence.
    ///   - help: One concrete next step.
    ///   - kind: The kind of the reason.
    public init(reason: String, help: String? = nil, kind: Kind = .unreadable) {
        self.reason = reason
        self.help = help
        self.kind = kind
    }

    /// The code that says why an artifact could not be fetched; `nil` if that was not tried.
    public var restorationCode: String? {
        if case .notRestored(let code) = kind { code } else { nil }
    }

    /// Whether the project may not read the file, wherever it is.
    public var isForbidden: Bool { kind == .forbidden }

    /// The code of the diagnostic that says so.
    var code: String {
        switch kind {
        case .unreadable: "BCP091"
        case .folder: "BCP275"
        case .unlistable: "BCP428"
        case .file: "BCP430"
        case .forbidden: "RAD1140"
        case .notRestored(let code): code
        }
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
