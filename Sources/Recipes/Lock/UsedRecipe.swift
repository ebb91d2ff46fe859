public import AppModel
public import Bicep
public import Diagnostics
internal import Documents

/// A recipe that was loaded for a deployment, with all that was read of it.
public struct UsedRecipe: Sendable {
    public let registration: RecipeRegistration
    let recipe: LoadedRecipe
    let read: ReadFiles

    /// What a lock file is to say of the recipe.
    ///
    /// - Parameters:
    ///   - source: The source as the lock file has it.
    ///   - types: What is known of resource types.
    /// - Returns: The entry unless what was read cannot be trusted, and why not.
    public func locked(
        as source: String,
        types: ResourceTypeCatalog
    ) -> (recipe: LockedRecipe?, diagnostics: [Diagnostic]) {
        let digest: String
        switch digestOfContent() {
        case .success(let text): digest = text
        case .failure(let trouble): return (nil, [trouble.diagnostic])
        }
        let made = made(types: types)
        var locked = LockedRecipe(
            kind: registration.kind,
            source: source,
            version: registration.version,
            plainHTTP: registration.plainHTTP,
            type: registration.type,
            digest: digest,
            parameters: parameters,
            objects: made?.map { LockedRecipe.Trait(name: $0.name, text: $0.digest) },
            span: nil
        )
        for object in made ?? [] { locked.bodies[object.name] = object.body }
        return (locked, [])
    }

    /// Whether a lock allows the recipe as it is; what it takes and makes is not looked at.
    public func isAllowed(by lock: RecipeLock, as source: String) -> Bool {
        guard case .success(let digest) = digestOfContent() else { return false }
        return lock.recipes.contains { locked in
            locked.kind == registration.kind && locked.source == source && locked.version == registration.version
                && locked.digest == digest
        }
    }

    /// Reads one recipe, whoever uses it.
    ///
    /// - Returns: The recipe unless it has errors, and everything that was found.
    public static func read(
        _ registration: RecipeRegistration,
        files: any FileLoader,
        modules: (any TerraformModuleFolders)? = nil
    ) -> (recipe: UsedRecipe?, diagnostics: [Diagnostic]) {
        switch load(registration, files: files, modules: modules) {
        case .failure(let trouble): (nil, [trouble.diagnostic])
        case .success(let found): found
        }
    }

    /// Reads one recipe; what is found in its text is no trouble with having it.
    static func load(
        _ registration: RecipeRegistration,
        files: any FileLoader,
        modules: (any TerraformModuleFolders)?
    ) -> Result<(recipe: UsedRecipe?, diagnostics: [Diagnostic]), RecipeLibrary.Trouble> {
        let read = ReadFiles(files)
        return RecipeLibrary.read(registration, files: read, modules: modules).map { found in
            switch found {
            case .terraform(let recipe):
                return (UsedRecipe(registration: registration, recipe: .terraform(recipe), read: read), [])
            case .bicep(let file):
                let (recipe, diagnostics) = RecipeLibrary.check(file, of: registration, files: read)
                let used = recipe.map { UsedRecipe(registration: registration, recipe: .bicep($0), read: read) }
                return (used, diagnostics)
            }
        }
    }

    /// The module of a registry that the recipe is; `nil` for one from elsewhere.
    public var artifact: ArtifactReference? { registration.artifact }

    private func digestOfContent() -> Result<String, RecipeLibrary.Trouble> {
        switch recipe {
        case .terraform(let recipe): return .success(recipe.digest)
        case .bicep(let recipe):
            guard let reference = registration.artifact else { return .success(read.digest(of: recipe.module.file)) }
            do throws(ModuleDigest.Problem) {
                return .success(try ModuleDigest(of: reference, in: read).text)
            } catch {
                let diagnostic = Diagnostic.damagedArtifact(registration.source, error.reason, at: nil)
                return .failure(RecipeLibrary.Trouble(diagnostic: diagnostic))
            }
        }
    }
}

// MARK: - What it takes and makes

extension UsedRecipe {
    private var parameters: [LockedRecipe.Trait] {
        switch recipe {
        case .bicep(let recipe):
            inspected(recipe).parameters.map { LockedRecipe.Trait(name: $0.name, text: $0.summary) }
        case .terraform(let recipe):
            recipe.module.variables.filter { $0.name != Recipe.contextName }
                .map { LockedRecipe.Trait(name: $0.name, text: $0.summary) }
        }
    }

    /// An object that the recipe makes of an example.
    private struct Made {
        let name: String
        let digest: String
        /// `nil` where only Terraform knows it.
        let body: Value?
    }

    /// What the recipe makes of an example; `nil` if that depends on the resource.
    private func made(types: ResourceTypeCatalog) -> [Made]? {
        switch recipe {
        case .terraform(let recipe):
            return recipe.module.managed.map { object in
                Made(name: object.address, digest: ContentDigest(of: Array(object.source.utf8)).text, body: nil)
            }
        case .bicep(let recipe):
            let example = RecipeExample(of: registration.type, in: .forLocks, types: types)
            guard let result = inspected(recipe).trial(for: example, types: types).evaluate().result else { return nil }
            return Self.made(of: result.outputs)
        }
    }

    /// The recipe without what one environment gives it: the lock is the same for all.
    private func inspected(_ recipe: Recipe) -> InspectedRecipe {
        InspectedRecipe(registration: registration.withParameters([:]), source: recipe.module.file, recipe: recipe)
    }

    private static func made(of outputs: [RecipeOutput]) -> [Made] {
        var counts: [String: Int] = [:]
        return outputs.map { output in
            let name = "\(output.kind.typeName) \(output.name)"
            counts[name, default: 0] += 1
            let count = counts[name] ?? 1
            let body = Value.object(output.body)
            // What is secret is no part of it: nobody is to guess it from a digest.
            let digest = ContentDigest(of: body.canonicalJSON()).text
            return Made(name: count > 1 ? "\(name) (\(count))" : name, digest: digest, body: body)
        }
    }
}

extension RecipeRegistration {
    /// The artifact of a registry that the recipe is; `nil` for one from elsewhere.
    var artifact: ArtifactReference? {
        guard case .remote(let address) = RecipeSource(self), var reference = ArtifactReference(recipe: address) else {
            return nil
        }
        reference.isPlainHTTP = plainHTTP
        return reference
    }
}

extension PlatformObject.Kind {
    /// `apps/Deployment`, or the type of Azure.
    fileprivate var typeName: String {
        switch self {
        case .kubernetes(let group, _, let kind, _): "\(group.isEmpty ? "core" : group)/\(kind)"
        case .azure(_, let type, _), .aws(_, let type): type
        }
    }
}

extension Environment {
    /// Where examples go: a place with everything that a recipe may ask for.
    fileprivate static var forLocks: Environment {
        let scope = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/example"
        return RecipeExample.environment(
            named: "example",
            compute: .kubernetes(.init(namespace: "example", separatesApplications: true)),
            providers: .init(
                azureScope: scope,
                awsScope: "/planes/aws/aws/accounts/123456789012/regions/eu-west-1"
            )
        )
    }
}

extension InspectedRecipe.Parameter {
    /// `secure string, required, at least 8`.
    fileprivate var summary: String {
        var parts = [isSecure ? "secure \(type)" : type]
        if isRequired { parts.append("required") }
        if let defaultText { parts.append("default \(defaultText)") }
        if let minimum { parts.append("at least \(minimum)") }
        if let maximum { parts.append("at most \(maximum)") }
        if !allowed.isEmpty { parts.append("one of \(allowed.joined(separator: " "))") }
        return parts.joined(separator: ", ")
    }
}

extension TerraformModule.Variable {
    fileprivate var summary: String {
        var parts = [isSensitive ? "sensitive \(type ?? "any")" : type ?? "any"]
        if isRequired { parts.append("required") }
        if let defaultText { parts.append("default \(isSensitive ? Value.redactedText : defaultText)") }
        return parts.joined(separator: ", ")
    }
}
