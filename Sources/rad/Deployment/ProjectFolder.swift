import Glibc

/// The folder of a project: files in it may refer to each other, and to nothing outside.
struct ProjectFolder: Equatable {
    /// The path from the root, without symbolic links.
    let path: String

    /// All files of this machine.
    static let machine = ProjectFolder(path: "/")

    private init(path: String) { self.path = path }

    /// A folder that the user named; `nil` if there is none.
    init?(named folder: String) {
        guard let real = LocalFiles.realPath(folder), LocalFiles.isFolder(real) else { return nil }
        path = real
    }

    /// The project that a file is part of.
    ///
    /// That is the repository around it: the nearest folder above that holds `.git`. Outside a repository it is the
    /// outermost folder around the file below the home folder, or else below a folder directly under the root. A
    /// file that lies directly in one of these has that one.
    init(around file: String) {
        let folder = LocalFiles.folder(of: file)
        let own = LocalFiles.realPath(folder.isEmpty ? "." : folder) ?? LocalFiles.absolute(folder)
        let around = Self.foldersUpwards(from: own)
        let repository = around.first { access(Self.joined($0, ".git"), F_OK) == 0 && !Self.isShared($0) }
        if let repository {
            path = repository
            return
        }
        let home = getenv("HOME").flatMap { LocalFiles.realPath(String(cString: $0)) }
        let isAtHome = home.map { $0 != "/" && Self.is(own, in: $0) } ?? false
        path = around.last { Self.isBelow($0, isAtHome ? home : nil) && !Self.has(mode: S_IWOTH, $0) } ?? own
    }

    /// Whether a path from the root, without symbolic links, lies in the folder.
    func contains(_ real: String) -> Bool { Self.is(real, in: path) }

    /// Whether a folder lies below another; without one, below a folder directly under the root.
    private static func isBelow(_ folder: String, _ other: String?) -> Bool {
        guard let other else { return folder.split(separator: "/").count > 1 }
        return folder != other && Self.is(folder, in: other)
    }

    private static func `is`(_ path: String, in folder: String) -> Bool {
        path == folder || path.hasPrefix(joined(folder, ""))
    }

    /// A folder and those around it, innermost first.
    private static func foldersUpwards(from folder: String) -> [String] {
        var folders = [folder]
        while let last = folders.last, last != "/", let slash = last.lastIndex(of: "/") {
            folders.append(slash == last.startIndex ? "/" : String(last[..<slash]))
        }
        return folders
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// Whether a folder is a place for everybody's files, like `/tmp`: what lies in it proves nothing.
    static func isShared(_ folder: String) -> Bool { has(mode: S_IWOTH | S_ISVTX, folder) }

    private static func has(mode: mode_t, _ folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_mode & mode == mode
    }
}
