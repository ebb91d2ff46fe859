import Bicep
import Glibc

extension LocalFiles {
    /// Where the files lie that others may refer to.
    enum Bounds {
        /// Anywhere: for files that the user's own settings name.
        case machine
        /// In a project.
        case project(ProjectFolder)
        /// In the project of the file that refers to them, or in one that the user named.
        case projectOfReferrer(or: ProjectFolder?)

        fileprivate func folders(for referrer: String) -> [ProjectFolder] {
            switch self {
            case .machine: [.machine]
            case .project(let folder): [folder]
            case .projectOfReferrer(let named): [ProjectFolder(around: referrer)] + (named.map { [$0] } ?? [])
            }
        }
    }

    /// The content of a file that another one refers to.
    func confinedBytes(of path: String, referrer: String) throws(FileLoadError) -> [UInt8] {
        try Self.bytes(of: try confinedPath(of: path, referrer: referrer))
    }

    /// The real path of what another file refers to, which must be in its project.
    func confinedPath(of path: String, referrer: String) throws(FileLoadError) -> String {
        let folders = bounds.folders(for: referrer)
        // Where nothing is, the folder that it would be in decides: whoever looks outside learns nothing.
        guard let place = Self.nearestRealPath(path), folders.contains(where: { $0.contains(place) }) else {
            throw FileLoadError(
                reason: "it lies outside the project folder '\(folders.first?.path ?? "/")'",
                help: "move it into that folder, or name a folder that holds both: --project FOLDER",
                kind: .forbidden
            )
        }
        return Self.realPath(path) ?? path
    }

    /// The most files that are listed in a folder.
    private static let listingLimit = 10_000

    /// The names of the regular files in a folder, links to some included.
    static func fileNames(in folder: String) throws(FileLoadError) -> [String] {
        guard let directory = opendir(folder) else {
            let code = errno
            if code == ENOTDIR { throw FileLoadError(reason: "it is a file, not a folder", kind: .file) }
            let reason = code == ENOENT ? "there is no such folder" : reason(code)
            throw FileLoadError(reason: reason, kind: .unlistable)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            var status = stat()
            guard fstatat(dirfd(directory), name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            guard names.count < listingLimit else {
                throw FileLoadError(reason: "it has more than \(listingLimit) files", kind: .unlistable)
            }
            names.append(name)
        }
        return names
    }

    /// The path from the root without symbolic links; `nil` if nothing is there.
    static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The real path of a file, or else of the nearest folder around it that is there.
    private static func nearestRealPath(_ path: String) -> String? {
        var path = path
        while true {
            if let real = realPath(path.isEmpty ? "." : path) { return real }
            guard !path.isEmpty, path != "/" else { return nil }
            path = folder(of: path.hasSuffix("/") ? String(path.dropLast()) : path)
        }
    }
}
