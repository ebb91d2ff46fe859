import Diagnostics
import Glibc

/// The files of some kinds in a folder and below, without hidden folders and without following links to folders.
struct FolderWalk {
    /// What their names end in.
    let suffixes: [String]
    private(set) var files: [String] = []
    /// What could not be looked into.
    private(set) var problems: [Diagnostic] = []

    init(suffixes: [String]) {
        self.suffixes = suffixes
    }

    /// Adds the files of a folder, and of those below it that are entered.
    mutating func walk(_ folder: String, entering isEntered: (String) -> Bool) {
        var pending = [folder]
        while let folder = pending.popLast() {
            let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
            var folders: [String] = []
            for name in names(in: folder.isEmpty ? "." : folder) {
                let path = prefix + name
                if isFolder(path) {
                    if !name.hasPrefix("."), isEntered(path) { folders.append(path) }
                } else if suffixes.contains(where: name.hasSuffix) {
                    files.append(path)
                }
            }
            pending += folders.reversed()
        }
    }

    private mutating func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else {
            report(folder, errno)
            return []
        }
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

    private mutating func isFolder(_ path: String) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            report(path, errno)
            return false
        }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// Notes what cannot be looked at; where nothing is, there is nothing to see.
    private mutating func report(_ path: String, _ code: Int32) {
        guard code != ENOENT, code != ENOTDIR else { return }
        problems.append(.unreadableFile(path, reason: LocalFiles.reason(code)))
    }
}
