import Diagnostics
import Glibc

/// The Bicep files that paths and patterns stand for.
struct BicepFileSearch {
    /// The files, each once, in the order of the arguments; those of a folder by their names.
    ///
    /// A path that ends with a file's name is that file, whatever it is called.
    private(set) var files: [String] = []
    /// What could not be looked into.
    private(set) var problems: [Diagnostic] = []

    /// Looks for the files.
    ///
    /// - Throws: `Failure` if a folder or a pattern stands for no file.
    init(in paths: [String], matching patterns: [String]) throws {
        for path in paths {
            if LocalFiles.isFolder(path) {
                try search(path, where: { _ in true }, entering: { _ in true })
            } else if access(path, F_OK) != 0, PathPattern(path).hasWildcards {
                try search(path)
            } else {
                files.append(path)
            }
        }
        for pattern in patterns { try search(pattern) }
        var seen: Set<String> = []
        files = files.filter { seen.insert($0).inserted }
    }

    private mutating func search(_ text: String) throws {
        let pattern = PathPattern(text)
        try search(text, below: pattern.folder, where: pattern.matches, entering: pattern.mayMatch)
    }

    private mutating func search(
        _ place: String,
        below folder: String? = nil,
        where isWanted: (String) -> Bool,
        entering isEntered: (String) -> Bool
    ) throws {
        var walk = FolderWalk()
        walk.walk(folder ?? place, entering: isEntered)
        let found = walk.files.filter(isWanted)
        guard !found.isEmpty || !walk.problems.isEmpty else { throw Failure(.noBicepFiles(place)) }
        files += found
        problems += walk.problems
    }
}

/// The Bicep files in a folder and below, without hidden folders and without following links to folders.
private struct FolderWalk {
    var files: [String] = []
    var problems: [Diagnostic] = []

    mutating func walk(_ folder: String, entering isEntered: (String) -> Bool) {
        var pending = [folder]
        while let folder = pending.popLast() {
            let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
            var folders: [String] = []
            for name in names(in: folder.isEmpty ? "." : folder) {
                let path = prefix + name
                if isFolder(path) {
                    if !name.hasPrefix("."), isEntered(path) { folders.append(path) }
                } else if name.hasSuffix(".bicep") || name.hasSuffix(".bicepparam") {
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

extension Diagnostic {
    fileprivate static func noBicepFiles(_ place: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7085",
            "there is no .bicep or .bicepparam file in '\(place)'",
            at: nil,
            help: "name a file, a folder with such files, or a pattern such as 'modules/**/*.bicep'"
        )
    }
}
