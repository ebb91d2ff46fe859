import AppModel
import Bicep
import Diagnostics
import Glibc
import Recipes

/// The lock file of a project, whether it is there or not.
struct LockFile {
    /// The path as it is shown.
    let path: String
    /// What it allows.
    private(set) var lock: RecipeLock
    /// Whether there is such a file.
    let isPresent: Bool

    /// Finds the file for a definition: beside it, or in a folder around it that is of the same project.
    ///
    /// - Throws: `Failure` if there is one that cannot be read.
    init(near definition: String) throws {
        let own = LocalFiles.folder(of: definition)
        let project = ProjectFolder(around: definition)
        var folder = own
        while let real = LocalFiles.realPath(folder.isEmpty ? "." : folder), project.contains(real) {
            if let file = try SourceFile.readIfPresent(folder + RecipeLock.fileName) {
                self = try LockFile(file)
                return
            }
            guard real != project.path else { break }
            let isAbove = folder.isEmpty || folder.hasSuffix("../")
            folder = isAbove ? folder + "../" : LocalFiles.folder(of: String(folder.dropLast()))
        }
        path = own + RecipeLock.fileName
        lock = RecipeLock()
        isPresent = false
    }

    /// Reads a file that the user named.
    ///
    /// - Throws: `Failure` if it is no lock.
    init(_ file: SourceFile) throws {
        let (lock, diagnostics) = RecipeLock.read(file)
        guard let lock else { throw Failure(diagnostics) }
        path = file.path
        self.lock = lock
        isPresent = true
    }

    /// The folder of the file, with its slash; empty for the working directory.
    var folder: String { LocalFiles.folder(of: path) }

    mutating func put(_ recipe: LockedRecipe) { lock.put(recipe) }

    mutating func put(_ module: LockedModule) { lock.put(module) }

    /// Writes what is allowed now.
    func write() throws { try AtomicFile.write(Array(lock.text.utf8), to: path, mode: 0o644) }
}

// MARK: - What a deployment uses

extension LockFile {
    /// What the file is to say of recipes that were loaded.
    ///
    /// - Throws: `Failure` if one of them cannot be trusted.
    func entries(for used: [UsedRecipe], types: ResourceTypeCatalog) throws -> [LockedRecipe] {
        try used.map { recipe in
            let (locked, diagnostics) = recipe.locked(as: source(of: recipe.registration), types: types)
            guard let locked else { throw Failure(diagnostics) }
            return locked
        }
    }

    /// The source of a recipe as the file has it: a relative path counts from the file's folder.
    func source(of registration: RecipeRegistration) -> String {
        guard registration.isRelativePath else { return registration.source }
        let base = registration.baseFolder ?? ""
        let path = base.isEmpty ? registration.source : "\(base)/\(registration.source)"
        let relative = LocalFiles.relativePath(path, from: folder.isEmpty ? "." : folder)
        return relative.hasPrefix(".") ? relative : "./\(relative)"
    }

    /// Recipes of registries as they were when they were locked, for those that are others now.
    ///
    /// A registry keeps what a tag meant before, and gives it by its digest. One that does not is no reason to fail.
    func former(of recipes: [LockedRecipe], files: RestoringFiles, types: ResourceTypeCatalog) async -> [LockedRecipe] {
        let pins = recipes.compactMap { recipe -> (source: String, registration: RecipeRegistration)? in
            guard let locked = lock.entry(for: recipe), locked.digest != recipe.digest else { return nil }
            return locked.pinned.map { (recipe.source, $0) }
        }
        guard !pins.isEmpty else { return [] }
        let found = try? await files.restoring {
            pins.compactMap { pin in
                UsedRecipe.read(pin.registration, files: files).recipe?.locked(as: pin.source, types: types).recipe
            }
        }
        return found ?? []
    }

    /// What the file is to say of modules that were read.
    ///
    /// - Throws: `Failure` if one of them is not in the cache as its registry gave it.
    static func entries(for modules: [ArtifactReference], files: RestoringFiles) throws -> [LockedModule] {
        try modules.map { reference in
            let (module, diagnostics) = LockedModule.read(reference, files: files)
            guard let module else { throw Failure(diagnostics) }
            return module
        }
    }

    /// The command that adds what is missing.
    static func command(for definition: String, in environment: String?) -> String {
        "rad recipe lock \(definition)" + (environment.map { " -e \($0)" } ?? "")
    }
}
