import Glibc

/// A lock on a file that the system releases when its holder ends, however it ends.
package final class FileLock: Sendable {
    private let folder: Folder
    private let name: String
    private let descriptor: Int32

    private init(folder: Folder, name: String, descriptor: Int32) {
        self.folder = folder
        self.name = name
        self.descriptor = descriptor
    }

    deinit {
        // The name goes first, while nobody else can hold the lock; whoever opened the file
        // before that finds that its name is gone and starts over.
        try? folder.remove(name)
        close(descriptor)
    }

    /// Whether somebody holds the lock now.
    package static func isTaken(_ name: String, in folder: Folder) throws(FileError) -> Bool {
        guard let (descriptor, _) = try folder.openForReading(name) else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Takes the lock, or gives `nil` at once if somebody else holds it.
    package static func take(_ name: String, in folder: Folder, note: [UInt8]) throws(FileError) -> FileLock? {
        while true {
            let descriptor = try folder.openForAppending(name)
            var outcome = flock(descriptor, LOCK_EX | LOCK_NB)
            if outcome != 0, errno == EWOULDBLOCK {
                // Somebody may only have asked who has it, which takes a moment.
                usleep(2000)
                outcome = flock(descriptor, LOCK_EX | LOCK_NB)
            }
            guard outcome == 0 else {
                let number = errno
                close(descriptor)
                guard number == EWOULDBLOCK else { throw FileError("lock", "\(folder.path)/\(name)", number: number) }
                return nil
            }
            guard folder.contains(name, as: descriptor) else {
                close(descriptor)
                continue
            }
            let lock = FileLock(folder: folder, name: name, descriptor: descriptor)
            guard ftruncate(descriptor, 0) == 0 else { throw FileError("lock", "\(folder.path)/\(name)") }
            try Folder.writeAll(note, to: descriptor, path: "\(folder.path)/\(name)")
            return lock
        }
    }
}
