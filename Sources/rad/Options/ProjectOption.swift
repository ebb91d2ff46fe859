import ArgumentParser
import Diagnostics

/// `--project`, for commands that read Bicep.
struct ProjectOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder that files may be read from (default: the repository of the file, or else the outermost folder around it below the home folder).",
            valueName: "folder"
        )
    )
    var project: String?

    /// The files that one that the user named may refer to.
    ///
    /// - Throws: `Failure` if `--project` names no folder.
    func files(around file: String) throws -> LocalFiles {
        LocalFiles(bounds: .project(try folder ?? ProjectFolder(around: file)))
    }

    /// The files that those may refer to that the user named in arguments, each in its project.
    func filesOfArguments() throws -> LocalFiles {
        LocalFiles(bounds: try folder.map { .project($0) } ?? .projectOfReferrer(or: nil))
    }

    /// The files that recipes may refer to: those of the project that registered them as well.
    func filesOfRecipes() throws -> LocalFiles {
        LocalFiles(bounds: .projectOfReferrer(or: try folder))
    }

    private var folder: ProjectFolder? {
        get throws {
            guard let project else { return nil }
            guard let folder = ProjectFolder(named: project) else { throw Failure(.noProjectFolder(project)) }
            return folder
        }
    }
}

extension Diagnostic {
    fileprivate static func noProjectFolder(_ path: String) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD1141",
            "'--project \(path)' names no folder",
            at: nil,
            help: "name a folder that is there; a relative path starts at the folder that rad runs in"
        )
    }
}
