import AppModel
import Bicep
import Diagnostics
import Recipes

/// Compares what is locked with what its sources give now.
struct LockReview {
    /// What was found of one entry.
    enum Finding {
        case recipe(locked: LockedRecipe, found: LockedRecipe?, former: LockedRecipe?, [Diagnostic])
        case module(locked: LockedModule, found: LockedModule?, [Diagnostic])
    }

    let file: LockFile
    let files: RestoringFiles
    let types: ResourceTypeCatalog

    /// Reads every entry anew, or those that are named.
    ///
    /// - Parameter names: Sources and references; empty for all.
    /// - Returns: Recipes first, then modules, each in the order of the file.
    /// - Throws: `Failure` if a name is that of no entry.
    func findings(for names: [String]) async throws -> [Finding] {
        let known = file.lock.recipes.map(\.source) + file.lock.modules.map(\.reference)
        if let unknown = names.first(where: { !known.contains($0) }) {
            throw Failure(.notInLock(unknown, file.path, known: known))
        }
        func isWanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
        let recipes = file.lock.recipes.filter { isWanted($0.source) }
        let modules = file.lock.modules.filter { isWanted($0.reference) }
        let findings = try await files.restoring { recipes.map(finding) + modules.map(finding) }
        let former = await file.former(of: findings.compactMap(\.recipe), files: files, types: types)
        return findings.map { $0.after(former) }
    }

    private func finding(_ locked: LockedRecipe) -> Finding {
        let registration = locked.registration(from: file.folder)
        let (used, diagnostics) = UsedRecipe.read(registration, files: files, modules: files)
        guard let used else { return .recipe(locked: locked, found: nil, former: nil, diagnostics) }
        let (found, problems) = used.locked(as: locked.source, types: types)
        return .recipe(locked: locked, found: found, former: nil, problems)
    }

    private func finding(_ locked: LockedModule) -> Finding {
        guard locked.reference.hasPrefix("br:"), let reference = ArtifactReference(recipe: locked.reference)
        else {
            return .module(locked: locked, found: nil, [.malformedModule(locked.reference, in: file.path)])
        }
        do throws(FileLoadError) {
            _ = try files.artifact(reference, file: "main.json")
        } catch {
            return .module(locked: locked, found: nil, [.moduleNotFetched(locked.reference, error)])
        }
        let (found, problems) = LockedModule.read(reference, files: files)
        return .module(locked: locked, found: found, problems)
    }
}

extension LockReview.Finding {
    /// The recipe as it is now; `nil` for a module.
    fileprivate var recipe: LockedRecipe? {
        if case .recipe(_, let found, _, _) = self { found } else { nil }
    }

    /// The finding with the recipe as it was, if it is among those that can still be had.
    fileprivate func after(_ former: [LockedRecipe]) -> LockReview.Finding {
        guard case .recipe(let locked, let found, _, let diagnostics) = self else { return self }
        let before = former.first { $0.source == locked.source && $0.kind == locked.kind }
        return .recipe(locked: locked, found: found, former: before, diagnostics)
    }

    /// Adds the entry to a report; gives what deserves a word.
    func report(to report: inout LockReport) -> [Diagnostic] {
        switch self {
        case .recipe(let locked, let found?, let former, let diagnostics):
            let isSame = locked.digest == found.digest
            let lines = isSame ? [] : LockDifference(from: locked, to: found, former: former).lines
            report.add(found, isSame ? .unchanged : .changed, lines: lines)
            return diagnostics
        case .recipe(let locked, nil, _, let diagnostics):
            report.add(locked, .unknown)
            return diagnostics
        case .module(let locked, let found?, let diagnostics):
            report.add(found, locked.digest == found.digest ? .unchanged : .changed)
            return diagnostics
        case .module(let locked, nil, let diagnostics):
            report.add(locked, .unknown)
            return diagnostics
        }
    }
}

/// Which lock file a command is about.
extension LockFile {
    /// The file that was named, or the nearest to the folder that rad runs in.
    ///
    /// - Throws: `Failure` if there is none.
    static func named(_ path: String?) throws -> LockFile {
        if let path { return try LockFile(try SourceFile.read(path)) }
        let file = try LockFile(near: RecipeLock.fileName)
        guard file.isPresent else { throw Failure(.noLock) }
        return file
    }
}

extension Diagnostic {
    fileprivate static var noLock: Diagnostic {
        Diagnostic(
            .error,
            "RAD7150",
            "there is no '\(RecipeLock.fileName)' here, nor in a folder around",
            at: nil,
            help: "write one with 'rad recipe lock app.bicep', or name one with '--lock-file'"
        )
    }

    fileprivate static func notInLock(_ name: String, _ file: String, known: [String]) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7151",
            "'\(name)' is not in '\(file)'",
            at: nil,
            notes: known.isEmpty ? [] : [Note("it has \(known.map { "'\($0)'" }.joined(separator: ", "))")],
            help: suggestion(for: name, among: known).map { "did you mean '\($0)'?" }
                ?? "name a recipe by its source, as the file has it"
        )
    }

    fileprivate static func malformedModule(_ reference: String, in file: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7152",
            "'\(reference)' in '\(file)' is no reference to a registry",
            at: nil,
            help: "expected 'br:REGISTRY/REPOSITORY:TAG'; remove the line, and lock the definition again"
        )
    }

    fileprivate static func moduleNotFetched(_ reference: String, _ problem: FileLoadError) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7153",
            "cannot fetch module '\(reference)': \(problem.reason)",
            at: nil,
            help: problem.help ?? "check the reference"
        )
    }
}
