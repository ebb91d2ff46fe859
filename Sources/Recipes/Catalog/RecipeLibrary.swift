public import AppModel
public import Bicep
public import Diagnostics
internal import Documents

/// The recipes that a deployment needs, each read, parsed and checked once.
///
/// Loading is the only part of this module that looks outside, so that binding can be pure.
public struct RecipeLibrary: Sendable {
    /// What was wrong with the recipes or their registrations, each cause once.
    public let diagnostics: [Diagnostic]
    /// The recipes, in the order in which resources use them.
    public let used: [UsedRecipe]
    private let recipes: [Address: LoadedRecipe]

    /// What two registrations have in common when they mean the same recipe.
    private struct Address: Hashable {
        let kind: RecipeRegistration.Kind
        let source: String
        let version: String?
        let baseFolder: String?

        init(_ registration: RecipeRegistration) {
            kind = registration.kind
            source = registration.source
            version = registration.version
            baseFolder = registration.baseFolder
        }
    }

    /// A library without recipes.
    public static let empty = RecipeLibrary(diagnostics: [], used: [])

    /// Loads what the resources of a graph need of an environment's recipes.
    ///
    /// A resource without a registration is left to binding, which reports it.
    ///
    /// - Parameters:
    ///   - graph: The resources.
    ///   - environment: The environment that they go to.
    ///   - files: Reads recipes, the modules that they use and the files that they load.
    ///   - modules: Finds modules of Terraform that lie elsewhere.
    ///   - types: What is known of resource types.
    /// - Returns: The recipes that could be loaded, with what was wrong with the others.
    public static func load(
        for graph: ApplicationGraph,
        in environment: Environment,
        files: any FileLoader,
        modules: (any TerraformModuleFolders)? = nil,
        types: ResourceTypeCatalog = .builtin
    ) async -> RecipeLibrary {
        var used: [UsedRecipe] = []
        var seen: Set<Address> = []
        var diagnostics: [Diagnostic] = []
        for resource in graph.resources {
            guard environment.provisioning(of: resource, types: types) == .recipe else { continue }
            guard let registration = environment.registration(for: resource) else { continue }
            guard seen.insert(Address(registration)).inserted else { continue }
            switch UsedRecipe.load(registration, files: files, modules: modules) {
            case .failure(let trouble): diagnostics.append(trouble.diagnostic)
            case .success(let found):
                diagnostics += found.diagnostics.map { $0.usedBy(resource, through: registration) }
                if let recipe = found.recipe { used.append(recipe) }
            }
        }
        return RecipeLibrary(diagnostics: diagnostics, used: used)
    }

    private init(diagnostics: [Diagnostic], used: [UsedRecipe]) {
        self.diagnostics = diagnostics
        self.used = used
        recipes = Dictionary(used.map { (Address($0.registration), $0.recipe) }) { first, _ in first }
    }

    /// The recipe of a registration; `nil` if it could not be loaded, which was diagnosed.
    func recipe(for registration: RecipeRegistration) -> LoadedRecipe? { recipes[Address(registration)] }

    /// Why a recipe cannot be read.
    struct Trouble: Error {
        let diagnostic: Diagnostic
    }

    /// What was found where a registration says.
    enum Found {
        case bicep(SourceFile)
        case terraform(TerraformRecipe)
    }

    /// Checks the text of a recipe; `nil` if it has errors.
    static func check(
        _ file: SourceFile,
        of registration: RecipeRegistration,
        files: any FileLoader
    ) -> (recipe: Recipe?, diagnostics: [Diagnostic]) {
        let loader = RecipeFiles(source: RecipeSource(registration), files: files)
        let checked = BoundModule.check(file, files: loader, linting: .errors)
        let found = checked.diagnostics.filter { !$0.isAboutUnusedContext(of: checked.module) }
        return (found.hasErrors ? nil : Recipe(module: checked.module, files: loader), found)
    }

    /// Reads a recipe where its registration says.
    static func read(
        _ registration: RecipeRegistration,
        files: any FileLoader,
        modules: (any TerraformModuleFolders)? = nil
    ) -> Result<Found, Trouble> {
        switch RecipeSource(registration) {
        case .builtin(let name):
            guard let file = BuiltinRecipes.file(named: name) else {
                return .failure(Trouble(diagnostic: .unknownBuiltinRecipe(registration)))
            }
            return .success(.bicep(file))
        case .file(let path):
            do {
                let loaded = try files.load(path, from: registration.referrer)
                return .success(.bicep(SourceFile(path: loaded.path, bytes: loaded.bytes)))
            } catch {
                return .failure(Trouble(diagnostic: .unreadableRecipe(registration, error)))
            }
        case .remote(let address):
            guard var reference = ArtifactReference(recipe: address) else {
                return .failure(Trouble(diagnostic: .malformedRecipeAddress(registration)))
            }
            reference.isPlainHTTP = registration.plainHTTP
            do {
                let loaded = try files.artifact(reference, file: "main.json")
                return .success(.bicep(SourceFile(path: loaded.path, bytes: loaded.bytes)))
            } catch {
                return .failure(Trouble(diagnostic: .remoteRecipe(registration, error)))
            }
        case .fetched(let text):
            let address = RemoteFileAddress(text, allowsPlainHTTP: registration.plainHTTP)
            do throws(RemoteFile.Problem) {
                _ = try RemoteFile(address)
            } catch {
                return .failure(Trouble(diagnostic: .malformedRemoteFile(registration, error)))
            }
            do {
                let loaded = try files.remote(address)
                return .success(.bicep(SourceFile(path: loaded.path, bytes: loaded.bytes)))
            } catch {
                return .failure(Trouble(diagnostic: .remoteRecipe(registration, error)))
            }
        case .terraformModule(let source):
            guard let reference = TerraformModuleReference(source, version: registration.version) else {
                return terraform(
                    source,
                    registration,
                    TerraformModuleReader(files: files, referrer: registration.referrer)
                )
            }
            do throws(FileLoadError) {
                guard let modules else { throw FileLoadError(reason: "modules are not fetched here") }
                let folder = try modules.folder(of: reference)
                let reader = TerraformModuleReader(files: folder.files, referrer: "\(folder.path)/main.tf")
                return terraform(".", registration, reader)
            } catch {
                return .failure(Trouble(diagnostic: .remoteRecipe(registration, error)))
            }
        }
    }

    private static func terraform(
        _ source: String,
        _ registration: RecipeRegistration,
        _ reader: TerraformModuleReader
    ) -> Result<Found, Trouble> {
        var reader = reader
        do throws(TerraformModuleReader.Problem) {
            try reader.read(source)
        } catch {
            return .failure(Trouble(diagnostic: .unreadableTerraform(registration, error)))
        }
        guard let folder = reader.folder else {
            return .failure(Trouble(diagnostic: .unreadableTerraform(registration, .empty)))
        }
        return .success(.terraform(TerraformRecipe(module: reader.module, folder: folder, digest: reader.digest)))
    }
}

/// A recipe that was read without errors, by its language.
enum LoadedRecipe: Sendable {
    case bicep(Recipe)
    case terraform(TerraformRecipe)
}

/// The files that a recipe may read: none for those that are built in or come from a registry.
private struct RecipeFiles: FileLoader {
    let source: RecipeSource
    let files: any FileLoader

    func load(_ path: String, from referrer: String) throws(FileLoadError) -> LoadedFile {
        try checkIsLocal()
        return try files.load(path, from: referrer)
    }

    func names(in folder: String, from referrer: String) throws(FileLoadError) -> [String] {
        try checkIsLocal()
        return try files.names(in: folder, from: referrer)
    }

    private func checkIsLocal() throws(FileLoadError) {
        switch source {
        case .builtin: throw FileLoadError(reason: "a built-in recipe has no files beside it")
        case .remote, .terraformModule: throw FileLoadError(reason: "a recipe of a registry has no files beside it")
        case .file, .fetched: return
        }
    }

    func nearest(_ name: String, to referrer: String) -> LoadedFile? {
        switch source {
        case .builtin, .remote, .terraformModule: nil
        case .file, .fetched: files.nearest(name, to: referrer)
        }
    }

    func artifact(_ reference: ArtifactReference, file: String) throws(FileLoadError) -> LoadedFile {
        try files.artifact(reference, file: file)
    }
}

extension Diagnostic {
    /// Whether it says that `context` is never used; recipes declare it whether they need it or not.
    fileprivate func isAboutUnusedContext(of module: BoundModule) -> Bool {
        guard code == LinterRule.noUnusedParameters.rawValue else { return false }
        return module.parameters.contains { $0.name == Recipe.contextName && module.span($0.nameRange) == span }
    }
}

extension RecipeRegistration {
    /// The path of a file in the folder that relative sources start from, as file loaders want it.
    fileprivate var referrer: String {
        guard let baseFolder else { return "" }
        guard !baseFolder.isEmpty else { return "environment.bicep" }
        return baseFolder.hasSuffix("/") ? baseFolder + "environment.bicep" : baseFolder + "/environment.bicep"
    }
}
