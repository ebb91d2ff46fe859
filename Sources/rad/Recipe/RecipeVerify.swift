import AppModel
import ArgumentParser
import Diagnostics
import Recipes

/// Compares a lock file with the sources of what it allows.
struct RecipeVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare the recipes and modules of a lock file with what their sources give now.",
        discussion: """
            Everything is fetched anew, whatever the cache has, and compared by its digest. What has changed is shown: \
            parameters, and the objects that the recipe makes of an example. Exits with 1 if something has changed or \
            cannot be had.

            EXAMPLES
              rad recipe verify
              rad recipe verify --lock-file shop/rad.lock -o json
            """
    )

    @OptionGroup var lockFile: LockFileOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let review = try await lockFile.review()
        var report = LockReport(path: review.file.path)
        for finding in try await review.findings(for: []) {
            Terminal.standardError.write(finding.report(to: &report))
        }
        output.format.print(table: report.verificationText, json: report.document)
        if report.hasChanges { ExitStatus.failure.exit() }
    }
}

/// Which lock file, and how what it names is fetched.
struct LockFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The lock file (default: 'rad.lock' in this folder or one around it, up to that of the project).",
            valueName: "path"
        )
    )
    var lockFile: String?
    @OptionGroup var registry: RegistryOptions
    @OptionGroup var project: ProjectOption

    /// What compares the file with its sources.
    func review() async throws -> LockReview {
        let client = RegistryClient.configured(plainHTTP: registry.plainHttp)
        return LockReview(
            file: try LockFile.named(lockFile),
            files: RestoringFiles(try project.filesOfRecipes(), .all, over: client),
            types: try await ResourceTypeCatalog.ofDefaultWorkspace()
        )
    }
}
