import Bicep
import Documents
import Glibc
import Recipes

/// The modules of registries that are on this machine, in the layout of the Bicep compiler's cache.
enum ModuleCache {
    /// The folder of a module, whether it is there or not.
    static func folder(of reference: ArtifactReference) -> String {
        "\(root(of: reference))/\(reference.cacheFolder)"
    }

    /// Keeps a module: its template, its manifest as it came, and the manifest's digest.
    ///
    /// Each file appears as a whole, and the template, which readers look for, last. Of two that store the same tag at
    /// once the later one's files stay; if the tag has moved in between, manifest and template may be of one each:
    /// then reading finds them out, and it is fetched again.
    ///
    /// - Throws: `Failure` if it cannot be written.
    static func store(_ module: PulledModule, as reference: ArtifactReference) throws {
        let folder = folder(of: reference)
        let metadata: Value = ["manifestDigest": .string(module.digest)]
        try AtomicFile.write(module.manifest, to: "\(folder)/manifest")
        try AtomicFile.write(Array(metadata.json(.pretty).utf8), to: "\(folder)/metadata")
        try AtomicFile.write(module.template, to: "\(folder)/main.json")
    }

    /// The path of a file in the cache, with `<cache>` for its folder; `nil` for other files.
    static func path(below path: String) -> String? {
        let root = LocalFiles.absolute(root) + "/"
        return path.hasPrefix(root) ? "<cache>/" + path.dropFirst(root.count) : nil
    }

    /// `RAD_CACHE_DIR`, or `~/.rad/cache`.
    static var root: String { variable("RAD_CACHE_DIR") ?? "\(home)/.rad/cache" }

    private static var home: String { variable("HOME") ?? "." }

    /// The folder that a configuration names, unless `RAD_CACHE_DIR` says otherwise.
    private static func root(of reference: ArtifactReference) -> String {
        guard variable("RAD_CACHE_DIR") == nil, let folder = reference.cacheRoot else { return root }
        return folder == "~" || folder.hasPrefix("~/") ? home + folder.dropFirst() : folder
    }

    /// An environment variable that is set and not empty.
    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
