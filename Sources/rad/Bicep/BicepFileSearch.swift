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
        var walk = FolderWalk(suffixes: [".bicep", ".bicepparam"])
        walk.walk(folder ?? place, entering: isEntered)
        let found = walk.files.filter(isWanted)
        guard !found.isEmpty || !walk.problems.isEmpty else { throw Failure(.noBicepFiles(place)) }
        files += found
        problems += walk.problems
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
