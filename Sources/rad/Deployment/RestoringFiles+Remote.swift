import Bicep
import Diagnostics
import Engine
import Recipes

extension RestoringFiles {
    func remote(_ address: RemoteFileAddress) throws(FileLoadError) -> LoadedFile {
        let file: RemoteFile
        do throws(RemoteFile.Problem) {
            file = try RemoteFile(address)
        } catch {
            throw FileLoadError(reason: error.reason, help: error.help)
        }
        let outcome = self.outcome(of: file.folder)
        if case .some(.some(let failure)) = outcome { throw failure }
        let cache = RemoteFileCache.ofUser
        guard outcome != nil || !isFetchingAll, let folder = cache.find(file.folder) else {
            guard isFetching else {
                throw FileLoadError(reason: "it is not in '\(cache.root)'", help: FileLoadError.fetchingHelp)
            }
            miss(file.folder)
            throw FileLoadError(reason: "it is about to be fetched")
        }
        mount(folder)
        return try folder.file(at: file.entry)
    }

    /// Fetches folders, one after the other.
    func fetch(_ folders: [RemoteFile.Folder]) async {
        for folder in folders { note(await Self.failure(fetching: folder, with: access.terraform), of: folder) }
    }

    /// Fetches a folder into the cache; gives what went wrong.
    private static func failure(
        fetching folder: RemoteFile.Folder,
        with access: TerraformAccess
    ) async -> FileLoadError? {
        do {
            var cache = RemoteFileCache.ofUser
            cache.environment = access.variables(addingTo: cache.environment)
            try await cache.fetch(folder)
            return nil
        } catch let error as RemoteFileError {
            return FileLoadError(reason: error.reason, help: error.help, kind: .notRestored(code: error.code))
        } catch let error as ApplyError {
            return FileLoadError(reason: "\(error)", help: error.help, kind: .notRestored(code: error.code))
        } catch let failure as Failure {
            return failure.diagnostics.first.map {
                FileLoadError(reason: $0.message, help: $0.help, kind: .notRestored(code: $0.code))
            }
        } catch {
            return FileLoadError(reason: "\(error)")
        }
    }
}
