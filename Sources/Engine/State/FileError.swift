import Glibc

/// The file system refused something.
package struct FileError: Error, Sendable, Equatable {
    /// What was attempted, as it continues `cannot`: `write`, `read`.
    package let action: String
    package let path: String
    /// The system's error number.
    package let number: Int32

    package init(_ action: String, _ path: String, number: Int32 = errno) {
        self.action = action
        self.path = path
        self.number = number
    }

    /// The system's reason in lower case: `permission denied`.
    package var reason: String {
        guard let text = strerror(number) else { return "error \(number)" }
        let reason = String(cString: text)
        return reason.prefix(1).lowercased() + reason.dropFirst()
    }

    /// What the user can do about it.
    package var help: String {
        switch number {
        case EACCES, EPERM, EROFS: "make '\(path)' writable for this user, or choose another folder"
        case ENOSPC, EDQUOT: "free some space and run the command again"
        case ELOOP, ENOTDIR, EISDIR: "move '\(path)' out of the way; rad follows no symbolic links here"
        default: "look at '\(path)' and run the command again"
        }
    }
}

extension FileError: CustomStringConvertible {
    package var description: String { "cannot \(action) '\(path)': \(reason)" }
}
