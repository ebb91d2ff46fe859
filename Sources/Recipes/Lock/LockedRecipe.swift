public import AppModel
public import Bicep
public import Diagnostics
internal import Documents

/// A recipe as a lock file knows it: where it is, what it was, and what it takes and makes.
public struct LockedRecipe: Sendable {
    /// One thing that a recipe has, with all that matters of it in a text.
    public struct Trait: Sendable, Equatable {
        public let name: String
        public let text: String
    }

    public let kind: RecipeRegistration.Kind
    /// As an environment registers it; a relative path counts from the folder of the lock file.
    public let source: String
    /// The version of a module of Terraform's registry.
    public let version: String?
    public let plainHTTP: Bool
    /// The resource type that it provides.
    public let type: ResourceType
    /// `sha256:` and 64 digits: of a registry's manifest, or else of the text and all files that it refers to.
    public let digest: String
    /// What it takes: the parameters without `context`, in the order of the recipe.
    public let parameters: [Trait]
    /// What it makes of an example, each with its digest; `nil` if that depends on the resource.
    public let objects: [Trait]?
    /// The bodies of the objects; none for what a lock file says, which has only their digests.
    var bodies: [String: Value] = [:]
    /// Where the lock file has the digest; `nil` for one that was just found.
    let span: Span?

    /// `sha256:` and 64 digits of the parameters, whatever their order.
    public var parameterDigest: String {
        let lines = parameters.map { "\($0.name): \($0.text)\n" }.sorted()
        return "sha256:\(hexSHA256(lines.joined()))"
    }

    /// A registration of the recipe, to read it once more.
    ///
    /// - Parameter folder: The folder of the lock file.
    /// - Returns: One without parameters, under the name `default`.
    public func registration(from folder: String) -> RecipeRegistration {
        RecipeRegistration(
            type: type,
            name: "default",
            kind: kind,
            source: source,
            version: version,
            plainHTTP: plainHTTP,
            baseFolder: folder
        )
    }

    /// A registration of the recipe by the digest that is locked, where a registry has it; `nil` for other recipes.
    public var pinned: RecipeRegistration? {
        guard let artifact = registration(from: "").artifact, case .tag = artifact.version else { return nil }
        return RecipeRegistration(
            type: type,
            name: "default",
            kind: kind,
            source: "\(artifact.registry)/\(artifact.repository)@\(digest)",
            plainHTTP: plainHTTP
        )
    }

    /// Whether both are the same recipe, perhaps at different times.
    func isSame(as other: LockedRecipe) -> Bool {
        kind == other.kind && source == other.source && version == other.version
    }
}

/// A module of a registry that a definition or a recipe uses, as a lock file knows it.
public struct LockedModule: Sendable {
    /// `br:registry/repository:tag`.
    public let reference: String
    /// `sha256:` and 64 digits of the registry's manifest.
    public let digest: String
    let span: Span?

    /// Looks at a module that was restored.
    ///
    /// - Returns: The entry unless the cache has it not as its registry gave it, and what is wrong.
    public static func read(
        _ reference: ArtifactReference,
        files: any FileLoader
    ) -> (module: LockedModule?, diagnostics: [Diagnostic]) {
        do throws(ModuleDigest.Problem) {
            let digest = try ModuleDigest(of: reference, in: files)
            return (LockedModule(reference: reference.text, digest: digest.text, span: nil), [])
        } catch {
            return (nil, [.damagedArtifact(reference.text, error.reason, at: nil)])
        }
    }
}
