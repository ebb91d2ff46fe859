import Diagnostics
import Glibc

extension Configuration {
    /// Changes the default workspace in the file, and nothing else in it: comments and order stay.
    ///
    /// - Throws: `Failure` if the file cannot be written.
    func writeDefault(_ name: String) throws {
        try AtomicFile.write(Array(text(withDefault: name).utf8), to: path)
    }

    private func text(withDefault name: String) -> String {
        guard let source else { return "workspaces:\n  default: \(name)\n" }
        let whole = source.span.range
        if let place = defaultSpan?.range {
            let tail = source.text(in: place.upperBound..<whole.upperBound)
            return source.text(in: 0..<place.lowerBound) + (place.isEmpty ? " \(name)" : name) + tail
        }
        guard let start = workspacesSpan?.range.lowerBound else {
            return source.text(in: whole) + "workspaces:\n  default: \(name)\n"
        }
        if source.text(in: start..<start + 1) == "{" {
            let rest = source.text(in: start + 1..<whole.upperBound)
            let isEmpty = rest.first { !$0.isWhitespace } == "}"
            return source.text(in: 0..<start) + "{default: \(name)\(isEmpty ? "" : ", ")" + rest
        }
        // The mapping below `workspaces:` begins at its first name, so the new member takes that column.
        let indentation = String(repeating: " ", count: source.location(at: start).column - 1)
        return source.text(in: 0..<start) + "default: \(name)\n\(indentation)"
            + source.text(in: start..<whole.upperBound)
    }
}

/// Writes files so that a reader sees the old content or the new, never a part.
enum AtomicFile {
    /// Replaces a file's content; folders on the way are created.
    ///
    /// - Parameters:
    ///   - bytes: The new content.
    ///   - path: The file; a link is replaced, not followed.
    ///   - mode: Who may read the file: its owner only, unless something else is said.
    /// - Throws: `Failure` if the file cannot be written; then it is as it was.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
        try createFolder(LocalFiles.folder(of: path))
        let temporary = "\(path).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(.unwritableFile(path, errno)) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isComplete = written == bytes.count && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isComplete, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw Failure(.unwritableFile(path, isComplete ? errno : code))
        }
    }

    private static func createFolder(_ path: String) throws {
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard !folder.isEmpty, access(folder, F_OK) != 0 else { return }
        try createFolder(LocalFiles.folder(of: folder))
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Failure(.unwritableFile(folder, errno)) }
    }
}

extension Diagnostic {
    fileprivate static func unwritableFile(_ path: String, _ code: Int32) -> Diagnostic {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return Diagnostic(
            .error,
            "RAD7012",
            "'\(path)' cannot be written: \(reason)",
            at: nil,
            help: "check the permissions of the folder and the space on the disk"
        )
    }
}
