import AppModel
import Bicep
import Diagnostics
import Recipes

/// Holds what a request uses against the lock file of its definition.
struct LockCheck {
    /// What becomes of a recipe or a module that the lock file does not allow.
    enum Policy {
        /// It is refused, if there is a lock file.
        case enforced
        /// It is let through: somebody is about to lock it.
        case collecting
    }

    let file: LockFile
    private let policy: Policy
    private let command: String

    /// Finds the lock file; `nil` if there is nothing to hold anything against.
    ///
    /// - Throws: `Failure` if there is one that cannot be read.
    init?(_ policy: Policy, of options: DefinitionOptions, for purpose: DeploymentRequest.Purpose) throws {
        // What is only drawn changes nothing.
        guard purpose == .deployment else { return nil }
        file = try LockFile(near: options.file)
        self.policy = policy
        command = LockFile.command(for: options.file, in: options.environment.environment)
        switch policy {
        case .enforced: guard file.isPresent else { return nil }
        case .collecting: break
        }
    }

    /// What the lock does not allow of recipes that were loaded.
    func diagnostics(
        for recipes: [UsedRecipe],
        files: RestoringFiles,
        types: ResourceTypeCatalog
    ) async throws -> [Diagnostic] {
        switch policy {
        case .collecting: return []
        case .enforced:
            let others = recipes.filter { !$0.isAllowed(by: file.lock, as: file.source(of: $0.registration)) }
            let entries = try file.entries(for: others, types: types)
            let former = await file.former(of: entries, files: files, types: types)
            return file.lock.check(entries, file: file.path, locking: command, former: former)
        }
    }

    /// The entries of modules that were read.
    ///
    /// - Throws: `Failure` if the lock does not allow one of them.
    func checked(_ modules: [ArtifactReference], files: RestoringFiles) throws -> [LockedModule] {
        let entries = try LockFile.entries(for: modules, files: files)
        switch policy {
        case .collecting: break
        case .enforced:
            let diagnostics = file.lock.check(entries, file: file.path, locking: command)
            guard diagnostics.isEmpty else { throw Failure(diagnostics) }
        }
        return entries
    }
}
