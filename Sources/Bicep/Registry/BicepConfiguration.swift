import Documents

/// What a `bicepconfig.json` says about names that stand for registries and extensions.
struct BicepConfiguration: Sendable {
    /// A short name for a registry, or for a part of one.
    struct ModuleAlias: Sendable {
        let registry: String
        let modulePath: String?
    }

    /// The name of the file, which is looked for in the folder of a Bicep file and in those around it.
    static let fileName = "bicepconfig.json"

    /// The aliases of `br/…`; `public` is there unless the file replaces it.
    var moduleAliases = ["public": ModuleAlias(registry: "mcr.microsoft.com", modulePath: "bicep")]
    /// The names of extensions besides those that are built in.
    var extensions: Set<String> = []
    /// Where the extensions are found, by their names: `br:…:version`, or a path.
    var extensionSources: [String: String] = [:]

    /// The experimental features that are turned on.
    var experimentalFeatures: Set<String> = []

    /// How files are formatted.
    var formatting = FormattingOptions()

    /// The configuration without a file.
    init() {}

    /// Reads a file; what is not understood is passed over.
    init(_ bytes: [UInt8]) {
        self.init()
        guard let value = try? LenientJSON.value(of: bytes) else { return }
        for (name, alias) in value["moduleAliases"]?["br"]?.objectValue ?? [:] {
            guard let registry = alias["registry"]?.stringValue else { continue }
            let path = alias["modulePath"]?.stringValue
            moduleAliases[name] = ModuleAlias(registry: registry, modulePath: path?.isEmpty == true ? nil : path)
        }
        for (name, source) in value["extensions"]?.objectValue ?? [:] {
            extensions.insert(name)
            extensionSources[name] = source.stringValue
        }
        formatting = FormattingOptions(value["formatting"])
        for (name, flag) in value["experimentalFeaturesEnabled"]?.objectValue ?? [:] where flag.boolValue == true {
            experimentalFeatures.insert(name)
        }
    }
}
