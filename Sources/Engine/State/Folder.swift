import Glibc

/// An open folder.
///
/// What is in it is reached by plain names, and no symbolic link is followed.
///
/// Names are taken as they are: callers make them safe with `FileName`.
package final class Folder: Sendable {
    /// Who may read what is made: everybody whom the umask allows, or the user alone.
    package enum Access: Sendable {
        case shared
        case personal

        var fileMode: mode_t { self == .shared ? 0o666 : 0o600 }
        var folderMode: mode_t { self == .shared ? 0o777 : 0o700 }
    }

    /// The path for messages, and for what takes no open folder.
    package let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Opens a folder by a path that the user chose; `nil` if it is not there.
    package static func open(_ path: String) throws(FileError) -> Folder? {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw FileError("open", path) }
        return Folder(path: path, descriptor: descriptor)
    }

    /// Opens a folder by a path that the user chose, making it and its parents if need be.
    package static func create(_ path: String, _ access: Access) throws(FileError) -> Folder {
        if let folder = try open(path) { return folder }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            _ = try create(String(path[..<slash]), access)
        }
        guard mkdir(path, access.folderMode) == 0 || errno == EEXIST else { throw FileError("create", path) }
        guard let folder = try open(path) else { throw FileError("open", path, number: ENOENT) }
        return folder
    }

    /// The folder of that name in this one; `nil` if it is not there.
    package func folder(_ name: String) throws(FileError) -> Folder? {
        let descriptor = openat(self.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw FileError("open", "\(path)/\(name)") }
        return Folder(path: "\(path)/\(name)", descriptor: descriptor)
    }

    /// The folder of that name in this one, made if need be.
    package func createFolder(_ name: String, _ access: Access) throws(FileError) -> Folder {
        if let folder = try folder(name) { return folder }
        guard mkdirat(descriptor, name, access.folderMode) == 0 || errno == EEXIST else {
            throw FileError("create", "\(path)/\(name)")
        }
        guard let folder = try folder(name) else { throw FileError("open", "\(path)/\(name)", number: ENOENT) }
        return folder
    }

    /// The bytes of a file; `nil` if there is none of that name.
    ///
    /// `willRead` is told how many there are before they are read.
    package func read(_ name: String, willRead: (Int) -> Void = { _ in }) throws(FileError) -> [UInt8]? {
        guard let (file, size) = try openForReading(name) else { return nil }
        defer { close(file) }
        willRead(size)
        return try readBytes(of: file, name, atMost: size)
    }

    /// The bytes of a file up to a byte and with it; all of them if there is none; `nil` if there is no such file.
    ///
    /// The rest of the file is not read, however long it is.
    func read(_ name: String, through last: UInt8) throws(FileError) -> [UInt8]? {
        guard let (file, size) = try openForReading(name) else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        while bytes.count < size {
            let part = try readBytes(of: file, name, atMost: min(4096, size - bytes.count))
            if let end = part.firstIndex(of: last) { return bytes + part[...end] }
            guard !part.isEmpty else { break }
            bytes += part
        }
        return bytes
    }

    /// The version of a file that is only ever appended to, or replaced; `nil` if there is none of that name.
    func version(of name: String) throws(FileError) -> StateVersion? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw FileError("read", "\(path)/\(name)") }
            return nil
        }
        let changed = status.st_mtim
        return StateVersion([Int(status.st_ino), Int(status.st_size), changed.tv_sec, changed.tv_nsec])
    }

    /// Opens a file that the caller closes, and tells its size; `nil` if there is none of that name.
    func openForReading(_ name: String) throws(FileError) -> (file: Int32, size: Int)? {
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw FileError("read", "\(path)/\(name)") }
        var status = stat()
        let number = fstat(file, &status) != 0 ? errno : status.st_mode & S_IFMT != S_IFREG ? EISDIR : 0
        guard number == 0 else {
            close(file)
            throw FileError("read", "\(path)/\(name)", number: number)
        }
        return (file, Int(status.st_size))
    }

    /// The next bytes of an open file: as many as asked for, or all that are left.
    private func readBytes(of file: Int32, _ name: String, atMost count: Int) throws(FileError) -> [UInt8] {
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = Glibc.read(file, buffer.baseAddress?.advanced(by: filled), count - filled)
                if got < 0 { failure = errno }
                guard got > 0 else { break }
                filled += got
            }
        }
        if let failure { throw FileError("read", "\(path)/\(name)", number: failure) }
        return bytes
    }

    /// Puts a file in place, whole or not at all: readers see the old bytes or the new ones.
    ///
    /// With `durably`, the bytes are on the disk before the file is in place.
    package func write(_ bytes: [UInt8], to name: String, _ access: Access, durably: Bool) throws(FileError) {
        let draft = Self.draftName(for: name)
        let file = try openDraft(draft, for: name, access)
        do throws(FileError) {
            defer { close(file) }
            try Self.writeAll(bytes, to: file, path: "\(path)/\(name)")
            guard !durably || fdatasync(file) == 0 else { throw FileError("write", "\(path)/\(name)") }
        } catch {
            unlinkat(descriptor, draft, 0)
            throw error
        }
        guard renameat(descriptor, draft, descriptor, name) == 0 else {
            let error = FileError("write", "\(path)/\(name)")
            unlinkat(descriptor, draft, 0)
            throw error
        }
        if durably { try synchronize() }
    }

    /// Puts a file in place unless one is there already; tells whether it did.
    package func writeNew(_ bytes: [UInt8], to name: String, _ access: Access) throws(FileError) -> Bool {
        let draft = "\(Self.draftName(for: name)).\(getpid())"
        let file = try openDraft(draft, for: name, access)
        defer { unlinkat(descriptor, draft, 0) }
        do {
            defer { close(file) }
            try Self.writeAll(bytes, to: file, path: "\(path)/\(name)")
            guard fdatasync(file) == 0 else { throw FileError("write", "\(path)/\(name)") }
        }
        let isNew = linkat(descriptor, draft, descriptor, name, 0) == 0
        guard isNew || errno == EEXIST else { throw FileError("write", "\(path)/\(name)") }
        return isNew
    }

    /// Removes a file, if there is one, and what an interrupted `write` left of it.
    package func remove(_ name: String) throws(FileError) {
        unlinkat(descriptor, Self.draftName(for: name), 0)
        guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
            throw FileError("remove", "\(path)/\(name)")
        }
    }

    /// Whether this user may make and remove files here.
    package var isWritable: Bool { faccessat(descriptor, ".", W_OK, 0) == 0 }

    /// Removes a folder of this one if nothing is in it; tells whether it is gone.
    package func removeEmptyFolder(_ name: String) -> Bool {
        unlinkat(descriptor, name, AT_REMOVEDIR) == 0 || errno == ENOENT
    }

    /// The names of what is in the folder, sorted.
    package func names() throws(FileError) -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0, let stream = fdopendir(copy) else { throw FileError("list", path) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Opens a file for appending, making it if need be.
    ///
    /// The caller closes the descriptor.
    func openForAppending(_ name: String) throws(FileError) -> Int32 {
        let file = openat(
            descriptor,
            name,
            O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC,
            Access.personal.fileMode
        )
        guard file >= 0 else { throw FileError("open", "\(path)/\(name)") }
        return file
    }

    /// Whether a name still leads to an open file.
    func contains(_ name: String, as file: Int32) -> Bool {
        var named = stat()
        var opened = stat()
        guard fstatat(descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0, fstat(file, &opened) == 0 else {
            return false
        }
        return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
    }

    /// Waits until names that were made or removed are on the disk.
    func synchronize() throws(FileError) {
        guard fsync(descriptor) == 0 else { throw FileError("write", path) }
    }

    /// Writes all bytes to an open file.
    static func writeAll(_ bytes: [UInt8], to file: Int32, path: String) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError("write", path) }
            written += count
        }
    }

    /// Opens a new file beside the one that it will replace.
    private func openDraft(_ draft: String, for name: String, _ access: Access) throws(FileError) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        var file = openat(descriptor, draft, flags, access.fileMode)
        if file < 0, errno == EEXIST {
            unlinkat(descriptor, draft, 0)
            file = openat(descriptor, draft, flags, access.fileMode)
        }
        guard file >= 0 else { throw FileError("write", "\(path)/\(name)") }
        return file
    }

    /// Always the same for a name, so that what a killed process left is found again.
    private static func draftName(for name: String) -> String { ".\(name).draft" }
}
