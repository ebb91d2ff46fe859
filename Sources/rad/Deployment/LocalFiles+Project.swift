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
        let folders = bounds.folders(for: referrer)
        // Where nothing is, the folder that it would be in decides: whoever looks outside learns nothing.
        guard let place = Self.nearestRealPath(path), folders.contains(where: { $0.contains(place) }) else {
            throw FileLoadError(
                reason: "it lies outside the project folder '\(folders.first?.path ?? "/")'",
                help: "move it into that folder, or name a folder that holds both: --project FOLDER",
                kind: .forbidden
            )
        }
        return try Self.bytes(of: Self.realPath(path) ?? path)
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
