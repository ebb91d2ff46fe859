import Bicep
import Diagnostics
import Glibc
import Recipes

/// Reads files of this machine, with bounds on what is reasonable to read.
struct LocalFiles: FileLoader {
    /// The largest file that is read, in bytes.
    static let sizeLimit = 64 << 20

    let bounds: Bounds

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        let full = path.hasPrefix("/") ? path : FilePath.normalized(LocalFiles.folder(of: referrer) + path)
        return LoadedFile(path: full, bytes: try confinedBytes(of: full, referrer: referrer))
    }

    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        let full = FilePath.normalized(LocalFiles.folder(of: referrer) + folder)
        return try LocalFiles.fileNames(in: try confinedPath(of: full.isEmpty ? "." : full, referrer: referrer))
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        var folder = LocalFiles.folder(of: LocalFiles.absolute(referrer))
        while !folder.isEmpty {
            let path = folder + name
            if !ProjectFolder.isShared(folder), access(path, F_OK) == 0, let bytes = try? LocalFiles.bytes(of: path) {
                return LoadedFile(path: LocalFiles.shortened(path), bytes: bytes)
            }
            folder = LocalFiles.folder(of: String(folder.dropLast()))
        }
        return nil
    }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        let path = "\(ModuleCache.folder(of: reference))/\(file)"
        let bytes = try LocalFiles.bytes(of: path)
        // Somebody may have changed it; and of two that fetched a tag that moved in between, one may have left the
        // manifest and the other the template.
        if file == "main.json" {
            let manifest = try? LocalFiles.bytes(of: "\(ModuleCache.folder(of: reference))/manifest")
            guard PulledModule.isWhole(reference, template: bytes, manifest: manifest) else {
                throw FileLoadError(reason: "its template in the cache is not the one that its manifest names")
            }
        }
        return LoadedFile(path: path, bytes: bytes)
    }

    /// A path from the root as it is shown: from the working directory if it lies in there.
    private static func shortened(_ path: String) -> String {
        guard let folder = currentFolder, path.hasPrefix(folder + "/") else { return path }
        return String(path.dropFirst(folder.count + 1))
    }

    /// A path from the root, without following symbolic links.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return FilePath.normalized(path) }
        guard let working = getcwd(nil, 0) else { return path }
        defer { free(working) }
        return FilePath.normalized("\(String(cString: working))/\(path)")
    }

    /// The content of a regular file of bounded size.
    static func bytes(of path: String) throws(FileLoadError) -> [UInt8] {
        var status = stat()
        // Looked at before it is opened: to open a device may do something.
        guard stat(path, &status) == 0 else { throw FileLoadError(reason: reason(errno)) }
        try checkIsRegular(status)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw FileLoadError(reason: reason(errno)) }
        defer { close(descriptor) }
        guard fstat(descriptor, &status) == 0 else { throw FileLoadError(reason: reason(errno)) }
        try checkIsRegular(status)
        let size = Int(status.st_size)
        guard size <= sizeLimit else {
            throw FileLoadError(reason: "it has \(size) bytes, more than the \(sizeLimit) that rad reads")
        }
        return try read(descriptor, size: size)
    }

    private static func checkIsRegular(_ status: stat) throws(FileLoadError) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: throw FileLoadError(reason: "it is a folder", kind: .folder)
        default: throw FileLoadError(reason: "it is no regular file")
        }
    }

    private static func read(_ descriptor: Int32, size: Int) throws(FileLoadError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { break }
                count += got
            }
        }
        guard failure == 0 else { throw FileLoadError(reason: reason(failure)) }
        return bytes
    }

    /// Whether there is a folder, or a link to one.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The operating system's reason as half a sentence.
    static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: "there is no such file"
        case EACCES, EPERM: "permission is denied"
        case ENOTDIR: "a part of the path is no folder"
        case ELOOP: "it is a loop of symbolic links"
        case ENAMETOOLONG: "the path is too long"
        default: strerror(code).map { String(cString: $0) } ?? "error \(code)"
        }
    }

    /// The folder of a path, with its slash; empty for the working directory.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return String(path[...slash])
    }

    /// The folder that rad runs in; `nil` if it is gone.
    static var currentFolder: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// An absolute path as it is seen from a folder; from one beside it, `<root1>` stands for what both are in.
    static func path(_ path: String, relativeTo folder: String) -> String {
        guard !path.hasPrefix(folder) else { return String(path.dropFirst(folder.count)) }
        let (parts, own) = (path.split(separator: "/"), folder.split(separator: "/"))
        let common = zip(parts, own).prefix { $0 == $1 }.count
        return (["<root1>"] + parts.dropFirst(common)).joined(separator: "/")
    }
}

extension SourceFile {
    /// Reads a text file that the user named.
    ///
    /// - Throws: `Failure` that says why it cannot be read, or that it is no text.
    static func read(_ path: String) throws -> SourceFile {
        let bytes: [UInt8]
        do {
            bytes = try LocalFiles.bytes(of: path)
        } catch {
            throw Failure(.unreadableFile(path, reason: error.reason))
        }
        guard !bytes.contains(0) else { throw Failure(.binaryFile(path)) }
        return SourceFile(path: path, bytes: bytes)
    }

    /// Reads a text file; `nil` if there is none.
    static func readIfPresent(_ path: String) throws -> SourceFile? {
        guard access(path, F_OK) == 0 else { return nil }
        return try read(path)
    }
}

extension Diagnostic {
    static func unreadableFile(_ path: String, reason: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7010",
            "'\(path)' cannot be read: \(reason)",
            at: nil,
            help: "check the path; a relative one starts at the folder that rad runs in"
        )
    }

    fileprivate static func binaryFile(_ path: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7011",
            "'\(path)' is no text: it contains a NUL byte",
            at: nil,
            help: "give a text file in UTF-8"
        )
    }
}
