import ArgumentParser
import Diagnostics
import Recipes

/// Accepts what has changed of locked recipes.
struct RecipeUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Accept recipes and modules of a lock file as they are now.",
        discussion: """
            Fetches what is named, or everything that the lock file allows, shows what has changed, and writes it into \
            the file. Nothing is written if one of them cannot be had. Deployments follow with 'rad deploy'; 'rad \
            recipe impact' tells which of them a change concerns.

            EXAMPLES
              rad recipe update
              rad recipe update ghcr.io/shop/recipes/redis:1.0
              rad recipe update ./recipes/redis.bicep
            """
    )

    @Argument(help: "Sources of recipes and references of modules, as the file has them; all without any.")
    var names: [String] = []
    @OptionGroup var lockFile: LockFileOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let review = try await lockFile.review()
        var file = review.file
        var report = LockReport(path: file.path)
        var failures: [Diagnostic] = []
        for finding in try await review.findings(for: names) {
            failures += finding.report(to: &report)
            switch finding {
            case .recipe(_, let found?, _, _): file.put(found)
            case .module(_, let found?, _): file.put(found)
            case .recipe(_, nil, _, _), .module(_, nil, _): break
            }
        }
        guard !failures.hasErrors else { throw Failure(failures) }
        Terminal.standardError.write(failures)
        if report.hasChanges { try file.write() }
        output.format.print(table: report.updateText, json: report.document)
    }
}
