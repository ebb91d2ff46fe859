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

    /// A short name for a resource group with template specs.
    public struct TemplateSpecAlias: Sendable, Equatable {
        public let subscription: String
        public let resourceGroup: String
    }

    /// The aliases of `br/…`; `public` is there unless the file replaces it.
    public var moduleAliases = ["public": ModuleAlias(registry: "mcr.microsoft.com", modulePath: "bicep")]
    /// The aliases of `ts/…`.
    public var templateSpecAliases: [String: TemplateSpecAlias] = [:]

    /// The names of extensions besides those that are built in.
    public var extensions: Set<String> = []
    /// Where the extensions are found, by their names: `br:…:version`, or a path.
    public var extensionSources: [String: String] = [:]
    /// The extensions that files use without declaring them.
    public var implicitExtensions = ["az"]

    public var linter = LinterSettings()
    public var formatting = FormattingOptions()
    public var cloud = CloudSettings()
    /// Where restored artifacts are kept, as the file says; `nil` for the usual place.
    public var cacheRootDirectory: String?
    /// The experimental features that are turned on.
    public var experimentalFeatures: Set<String> = []

    /// The configuration without a file.
    public init() {}

    /// Reads a file.
    ///
    /// - Returns: The configuration, with the defaults for what is not understood, and what is wrong with the file.
    public static func read(_ file: SourceFile) -> (configuration: BicepConfiguration, diagnostics: [Diagnostic]) {
        var reader = ConfigurationReader(file)
        reader.run()
        return (reader.configuration, reader.diagnostics)
    }

    /// Reads the configuration that a file follows: the nearest one in its folder and those around it.
    ///
    /// - Returns: The configuration and what is wrong with it; the one without a file if there is none.
    public static func nearest(
        to file: SourceFile,
        files: any FileLoader
    ) -> (configuration: BicepConfiguration, diagnostics: [Diagnostic]) {
        guard let found = files.nearest(fileName, to: file.path) else { return (BicepConfiguration(), []) }
        return read(SourceFile(path: found.path, bytes: found.bytes))
    }
}

/// The clouds of Azure: `cloud` of a configuration.
public struct CloudSettings: Sendable, Equatable {
    /// The addresses of one cloud.
    public struct Profile: Sendable, Equatable {
        public var resourceManagerEndpoint: String
        public var activeDirectoryAuthority: String
    }

    public var currentProfile = "AzureCloud"
    public var profiles = [
        "AzureCloud": Profile(
            resourceManagerEndpoint: "https://management.azure.com",
            activeDirectoryAuthority: "https://login.microsoftonline.com"
        ),
        "AzureChinaCloud": Profile(
            resourceManagerEndpoint: "https://management.chinacloudapi.cn",
            activeDirectoryAuthority: "https://login.chinacloudapi.cn"
        ),
        "AzureUSGovernment": Profile(
            resourceManagerEndpoint: "https://management.usgovcloudapi.net",
            activeDirectoryAuthority: "https://login.microsoftonline.us"
        ),
    ]
    /// Who is asked for credentials, the first one first.
    public var credentialPrecedence = ["AzureCLI", "AzurePowerShell"]

    /// The public clouds.
    public init() {}
}
