import Bicep
import Engine
import Recipes
import Targets

extension RestoringFiles: TerraformModuleFolders {
    func folder(of module: TerraformModuleReference) throws(FileLoadError) -> TerraformModuleFolder {
        let outcome = self.outcome(of: module)
        if case .some(.some(let failure)) = outcome { throw failure }
        if isFetchingAll, outcome == nil {
            miss(module)
            throw FileLoadError(reason: "it is about to be fetched")
        }
        let cache = TerraformModuleCache.inCacheOfModules()
        guard let found = cache.find(module), let bounds = ProjectFolder(named: found.root) else {
            guard isFetching else {
                throw FileLoadError(reason: "it is not in '\(cache.folder)'", help: FileLoadError.fetchingHelp)
            }
            miss(module)
            throw FileLoadError(reason: "it is about to be fetched")
        }
        return TerraformModuleFolder(path: found.module, files: LocalFiles(bounds: .project(bounds)))
    }

    /// Fetches modules, one after the other: each is a program of its own that uses the network as it likes.
    func fetch(_ modules: [TerraformModuleReference]) async {
        for module in modules {
            var outcome: FileLoadError?
            do {
                try await TerraformModuleCache.inCacheOfModules(access.terraform).fetch(
                    module,
                    replacing: isFetchingAll
                )
            } catch let error as ApplyError {
                let reason = error.cause.map { "\(error.message): \($0)" } ?? error.message
                outcome = FileLoadError(reason: reason, help: error.help, kind: .notRestored(code: error.code))
            } catch {
                outcome = FileLoadError(reason: "\(error)")
            }
            note(outcome, of: module)
        }
    }
}

extension TerraformModuleCache {
    /// The modules of this user, in rad's cache.
    fileprivate static func inCacheOfModules(_ access: TerraformAccess = .none) -> TerraformModuleCache {
        TerraformModuleCache(
            folder: "\(LocalFiles.absolute(ModuleCache.root))/terraform/modules",
            environment: .process,
            access: access
        )
    }
}
