public import Bicep

/// Where a module of Terraform lies that is not on this machine: a registry, git, an archive.
public struct TerraformModuleReference: Sendable, Hashable {
    /// The source as Terraform takes it.
    public let source: String
    public let version: String?

    /// Takes a source and a version as they are.
    public init(source: String, version: String?) {
        self.source = source
        self.version = version
    }

    /// Whether a source is a folder that counts from another one; `.` is that folder.
    static func isRelative(_ source: String) -> Bool {
        [".", ".."].contains(source) || source.hasPrefix("./") || source.hasPrefix("../")
    }

    /// Takes the source of a registration.
    ///
    /// A pack may add the version to the address of a registry, after the last `:` (Radius 0.60).
    ///
    /// - Returns: The reference; `nil` for a folder of this machine.
    init?(_ source: String, version: String?) {
        guard !Self.isRelative(source), !source.hasPrefix("/") else { return nil }
        guard version == nil, source.contains("/"), !source.contains("://"),
            let colon = source.lastIndex(of: ":"), let slash = source.lastIndex(of: "/"), colon > slash
        else {
            self.source = source
            self.version = version
            return
        }
        self.source = String(source[..<colon])
        self.version = String(source[source.index(after: colon)...])
    }
}

/// A module that was fetched.
public struct TerraformModuleFolder: Sendable {
    /// The folder of the module itself.
    public let path: String
    /// Reads it, and what came with it.
    public let files: any FileLoader

    /// Creates the folder of a module.
    public init(path: String, files: any FileLoader) {
        self.path = path
        self.files = files
    }
}

/// Finds modules of Terraform that were fetched.
public protocol TerraformModuleFolders: Sendable {
    /// The folder of a module.
    ///
    /// - Throws: `FileLoadError` if it was not fetched, with the reason in words for the user.
    func folder(of module: TerraformModuleReference) throws(FileLoadError) -> TerraformModuleFolder
}
