public import AppModel

/// Where a recipe is read from, told from the text of its registration.
enum RecipeSource: Equatable {
    /// Embedded in the program: the name after `builtin:`.
    case builtin(String)
    /// A Bicep file, as written.
    case file(String)
    /// An OCI reference.
    case remote(String)
    /// A file in a repository of git or in an archive, as written.
    case fetched(String)
    /// A Terraform module.
    case terraformModule(String)

    /// The prefix of the names of recipes that are built in.
    static let builtinPrefix = "builtin:"

    /// Tells the source of a registration: a text that starts like a path or ends in `.bicep` is a file.
    init(_ registration: RecipeRegistration) {
        let source = registration.source
        switch registration.kind {
        case .terraform: self = .terraformModule(source)
        case .bicep where source.hasPrefix(Self.builtinPrefix):
            self = .builtin(String(source.dropFirst(Self.builtinPrefix.count)))
        case .bicep where source.hasPrefix("./") || source.hasPrefix("../") || source.hasPrefix("/"):
            self = .file(source)
        case .bicep where source.hasSuffix(".bicep") && !source.contains("://"): self = .file(source)
        case .bicep where RemoteFile.isAddress(source): self = .fetched(source)
        case .bicep: self = .remote(source)
        }
    }
}

extension RecipeRegistration {
    /// Whether the source is a path that counts from the folder of the registration.
    public var isRelativePath: Bool {
        if case .file(let path) = RecipeSource(self) { return !path.hasPrefix("/") }
        return kind == .terraform && TerraformModuleReference.isRelative(source)
    }
}
