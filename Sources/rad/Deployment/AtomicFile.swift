import Diagnostics
import Glibc

/// Writes files so that a reader sees the old content or the new, never a part.
enum AtomicFile {
    /// Replaces a file's content; folders on the way are created.
    ///
    /// A device or a pipe is written to instead: in place of `/dev/null` nobody wants a file.
    ///
    /// - Parameters:
    ///   - bytes: The new content.
    ///   - path: The file; a link is replaced, not followed.
    ///   - mode: Who may read the file: its owner only, unless something else is said.
    /// - Throws: `Failure` if the file cannot be written; then it is as it was.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
        guard !isStream(path) else { return try send(bytes, to: path) }
        try createFolder(LocalFiles.folder(of: path))
        let (descriptor, draft) = try createDraft(of: path)
        var code = writeAll(bytes, to: descriptor)
        if code == 0, fchmod(descriptor, mode) != 0 || fsync(descriptor) != 0 { code = errno }
        close(descriptor)
        if code == 0, rename(draft, path) != 0 { code = errno }
        guard code != 0 else { return }
        unlink(draft)
        throw Failure(.unwritableFile(path, code))
    }

    /// Writes a file that is not there yet, in a folder that nobody else knows of; folders on the way are created.
    ///
    /// - Throws: `Failure` if the file cannot be written, or there is one.
    static func create(_ bytes: [UInt8], at path: String) throws {
        try createFolder(LocalFiles.folder(of: path))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(.unwritableFile(path, errno)) }
        defer { close(descriptor) }
        let code = writeAll(bytes, to: descriptor)
        guard code == 0 else { throw Failure(.unwritableFile(path, code)) }
    }

    private static func isStream(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    private static func send(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw Failure(.unwritableFile(path, errno)) }
        defer { close(descriptor) }
        let code = writeAll(bytes, to: descriptor)
        guard code == 0 else { throw Failure(.unwritableFile(path, code)) }
    }

    /// Opens a new file beside another one, which only its owner can read.
    ///
    /// Its name is by chance like no other, so that one left behind by a killed program is in nobody's way.
    private static func createDraft(of path: String) throws -> (descriptor: Int32, path: String) {
        while true {
            let draft = "\(path).\(String(UInt32.random(in: .min ... .max), radix: 36)).new"
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return (descriptor, draft) }
            guard errno == EEXIST else { throw Failure(.unwritableFile(path, errno)) }
        }
    }

    /// Writes all bytes; gives the system's error number, 0 for none.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }

    /// Makes a folder and those around it, unless they are there.
    static func createFolder(_ path: String) throws {
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        guard !folder.isEmpty, access(folder, F_OK) != 0 else { return }
        try createFolder(LocalFiles.folder(of: folder))
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Failure(.unwritableFile(folder, errno)) }
    }
}

extension Diagnostic {
    static func unwritableFile(_ path: String, _ code: Int32) -> Diagnostic {
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
