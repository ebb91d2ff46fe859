import Diagnostics
import Glibc

/// Finds the Bicep files that paths and patterns stand for.
enum BicepFileSearch {
    /// The files, each once, in the order of the arguments; those of a folder by their names.
    ///
    /// A path that ends with a file's name is that file, whatever it is called.
    ///
    /// - Throws: `Failure` if a folder or a pattern stands for no file.
    static func files(in paths: [String], matching patterns: [String]) throws -> [String] {
        var files: [String] = []
        for path in paths {
            if isFolder(path, followingLinks: true) {
                let found = bicepFiles(below: path)
                guard !found.isEmpty else { throw Failure(.noBicepFiles(path)) }
                files += found
            } else if access(path, F_OK) != 0, PathPattern(path).hasWildcards {
                files += try self.files(matching: path)
            } else {
                files.append(path)
            }
        }
        for pattern in patterns { files += try self.files(matching: pattern) }
        var seen: Set<String> = []
        return files.filter { seen.insert($0).inserted }
    }

    private static func files(matching text: String) throws -> [String] {
        let pattern = PathPattern(text)
        let found = bicepFiles(below: pattern.folder).filter(pattern.matches)
        guard !found.isEmpty else { throw Failure(.noBicepFiles(text)) }
        return found
    }

    /// The Bicep files in a folder and below, without hidden folders and without following links to folders.
    private static func bicepFiles(below folder: String) -> [String] {
        var files: [String] = []
        var pending = [folder]
        while let folder = pending.popLast() {
            let prefix = folder.isEmpty || folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
            var folders: [String] = []
            for name in names(in: folder.isEmpty ? "." : folder) {
                let path = prefix + name
                if isFolder(path, followingLinks: false) {
                    if !name.hasPrefix(".") { folders.append(path) }
                } else if name.hasSuffix(".bicep") || name.hasSuffix(".bicepparam") {
                    files.append(path)
                }
            }
            pending += folders.reversed()
        }
        return files
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
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

    private static func isFolder(_ path: String, followingLinks: Bool) -> Bool {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR
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
