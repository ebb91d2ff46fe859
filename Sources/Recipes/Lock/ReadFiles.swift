internal import AppModel
internal import Bicep
internal import Diagnostics
internal import Synchronization

/// Notes everything that is read for a recipe, so that its digest covers all that makes it.
final class ReadFiles: FileLoader {
    private let files: any FileLoader
    private let seen = Mutex<[String: [UInt8]]>([:])

    /// Reads through another loader.
    init(_ files: any FileLoader) {
        self.files = files
    }

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        let loaded = try files.load(path, from: referrer)
        note(loaded.bytes, as: loaded.path)
        return loaded
    }

    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        let names = try files.names(in: folder, from: referrer)
        let path = FilePath.normalized(String(referrer[..<(referrer.lastIndex(of: "/") ?? referrer.startIndex)]) + "/")
        note(Array(names.sorted().joined(separator: "\n").utf8), as: "\(path)/\(folder)/")
        return names
    }

    /// The configuration of the linter: it says nothing of what a recipe makes.
    func nearest(_ name: String, to referrer: String) -> LoadedFile? { files.nearest(name, to: referrer) }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        let loaded = try files.artifact(reference, file: file)
        // Where the cache is depends on the machine.
        note(loaded.bytes, as: reference.text)
        return loaded
    }

    func remote(_ address: RemoteFileAddress) throws(FileLoadError) -> LoadedFile {
        let loaded = try files.remote(address)
        note(loaded.bytes, as: loaded.path)
        return loaded
    }

    private func note(_ bytes: [UInt8], as path: String) { seen.withLock { $0[path] = bytes } }

    /// The digest of a file and of everything else that was read: `sha256:` and 64 digits.
    ///
    /// A file that refers to no other has its own; others have that of a list of digests and paths, as `sha256sum`
    /// prints it, with paths that start at the file's folder.
    func digest(of file: SourceFile) -> String {
        var read = seen.withLock { $0 }
        read[file.path] = file.bytes
        guard read.count > 1 else { return "sha256:\(hexSHA256(file.bytes))" }
        let folder = file.path.lastIndex(of: "/").map { String(file.path[..<$0]) } ?? ""
        let lines = read.map { path, bytes in
            let name = path.hasPrefix("br:") ? path : FilePath.relative(path, to: folder)
            return "\(hexSHA256(bytes))  \(name)\n"
        }
        return "sha256:\(hexSHA256(lines.sorted().joined()))"
    }
}
