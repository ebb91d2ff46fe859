import Bicep
import Diagnostics
import Recipes

/// A folder that was fetched: its files refer to each other, and to nothing outside.
///
/// They are shown as `NAME//PATH`: where they come from, not where the cache has them.
struct MountedFolder: FileLoader {
    /// What stands between the name and the path in the folder.
    static let separator = "//"

    /// The name, with the version of what was fetched.
    let name: String
    private let folder: String
    private let files: LocalFiles

    /// Takes a folder of the cache; `nil` if it is not there.
    init?(_ folder: String, as name: String) {
        guard let bounds = ProjectFolder(named: folder) else { return nil }
        self.name = name
        self.folder = bounds.path
        files = LocalFiles(bounds: .project(bounds))
    }

    /// The file that an address means: itself, or the `main.bicep` of a folder.
    func file(at path: String) throws(FileLoadError) -> LoadedFile {
        let isFolder = LocalFiles.isFolder(path.isEmpty ? folder : "\(folder)/\(path)")
        let file = !isFolder ? path : path.isEmpty ? "main.bicep" : "\(path)/main.bicep"
        do throws(FileLoadError) {
            return try read(file)
        } catch {
            let error = RemoteFileError.noFile(file, in: name, error.reason)
            throw FileLoadError(reason: error.reason, help: error.help, kind: .notRestored(code: error.code))
        }
    }

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        try read(try inner(path, referrer))
    }

    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        let path = try inner(folder, referrer)
        return try within { () throws(FileLoadError) in
            try files.names(in: path.isEmpty ? "." : path, from: "\(self.folder)/")
        }
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        var folder = LocalFiles.folder(of: path(of: referrer))
        while true {
            if let found = try? read(folder + name) { return found }
            guard !folder.isEmpty else { return nil }
            folder = LocalFiles.folder(of: String(folder.dropLast()))
        }
    }

    /// The path of a file in the folder.
    private func path(of file: String) -> String {
        String(file.dropFirst(name.count + Self.separator.count))
    }

    /// A path that a file refers to, counted from the folder.
    private func inner(_ path: String, _ referrer: String) throws(FileLoadError) -> String {
        guard !path.hasPrefix("/") else { throw outside }
        let path = FilePath.normalized(LocalFiles.folder(of: self.path(of: referrer)) + path)
        guard path != "..", !path.hasPrefix("../") else { throw outside }
        return path
    }

    private func read(_ path: String) throws(FileLoadError) -> LoadedFile {
        let loaded = try within { () throws(FileLoadError) in try files.load(path, from: "\(folder)/") }
        return LoadedFile(path: "\(name)\(Self.separator)\(path)", bytes: loaded.bytes)
    }

    /// Says of a symbolic link that leaves the folder where it leads, without saying where the cache is.
    private func within<Result>(_ work: () throws(FileLoadError) -> Result) throws(FileLoadError) -> Result {
        do throws(FileLoadError) {
            return try work()
        } catch {
            throw error.isForbidden ? outside : error
        }
    }

    private var outside: FileLoadError {
        FileLoadError(
            reason: "it lies outside of what was fetched from '\(name)'",
            help: "a recipe from elsewhere can only read what comes with it",
            kind: .forbidden
        )
    }
}

extension String {
    /// The first place of a text after another one has ended.
    func range(of text: String, after other: String) -> Range<String.Index>? {
        guard let start = firstRange(of: other)?.upperBound else { return nil }
        return self[start...].firstRange(of: text)
    }
}
