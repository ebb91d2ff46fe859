public import Diagnostics

/// What a `bicepconfig.json` says: how names are understood, what is checked, and how files are written.
public struct BicepConfiguration: Sendable {
    /// The name of the file, which is looked for in the folder of a Bicep file and in those around it.
    public static let fileName = "bicepconfig.json"

    /// A short name for a registry, or for a part of one.
    public struct ModuleAlias: Sendable, Equatable {
        public let registry: String
        public let modulePath: String?
    }

    /// The aliases of `br/…`; `public` is there unless the file replaces it.
    public var moduleAliases = ["public": ModuleAlias(registry: "mcr.microsoft.com", modulePath: "bicep")]

    /// The names of extensions besides those that are built in.
    public var extensions: Set<String> = []
    /// Where the extensions are found, by their names: `br:…:version`, or a path.
    public var extensionSources: [String: String] = [:]

    public var linter = LinterSettings()
    public var formatting = FormattingOptions()
    /// The cloud of Azure that files are for.
    public var cloud = AzureCloud.global
    /// Where restored artifacts are kept; `nil` for the usual place.
    ///
    /// A `~` at its start is the user's home.
    public var cacheRootDirectory: String?
    /// The experimental features that are turned on.
    public var experimentalFeatures: Set<String> = []

    /// The configuration without a file.
    public init() {}

    /// Reads a file, and those that it extends.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - files: Finds the files that it extends.
    /// - Returns: The configuration, with the defaults for what is not understood, and what is wrong with the files.
    public static func read(
        _ file: SourceFile,
        files: any FileLoader = NoFiles()
    ) -> (configuration: BicepConfiguration, diagnostics: [Diagnostic]) {
        var reader = ConfigurationReader(file, files: files)
        reader.run()
        return (reader.configuration, reader.diagnostics)
    }

    /// The configuration that a file follows: the nearest one in its folder and those around it.
    ///
    /// What is wrong with it is for the check of the file to say.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - files: Finds the configuration.
    /// - Returns: The configuration; the one without a file if there is none.
    public static func nearest(to path: String, files: any FileLoader) -> BicepConfiguration {
        guard let found = files.nearest(fileName, to: path) else { return BicepConfiguration() }
        return read(SourceFile(path: found.path, bytes: found.bytes), files: files).configuration
    }
}
