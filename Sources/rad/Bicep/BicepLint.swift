import AppModel
import ArgumentParser
import Bicep
import Diagnostics
import Documents

/// Says what is wrong with a Bicep file.
struct BicepLint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Say what is wrong with a Bicep or parameter file and the modules that it uses.",
        discussion: """
            Mistakes are reported, and what is allowed and yet better done otherwise: the rules of docs/linter.md, at \
            the levels that the nearest bicepconfig.json sets. Exits with 1 if there are errors, with 0 if there are \
            none, warnings or not.

            EXAMPLES
              rad bicep lint app.bicep
              rad bicep lint prod.bicepparam

              For programs and editors:
                rad bicep lint app.bicep --output json

              For code scanners (SARIF 2.1.0):
                rad bicep lint app.bicep --output sarif > rad.sarif
            """
    )

    @Argument(help: "A .bicep or .bicepparam file.")
    var file: String
    @Option(name: .shortAndLong, help: "How to print what was found.")
    var output: ReportFormat = .text
    @OptionGroup var project: ProjectOption
    @OptionGroup var restore: RestoreOptions

    func run() async throws {
        let source = try SourceFile.read(file)
        let files = restore.files(try project.files(around: file))
        let types = try await ResourceTypeCatalog.ofDefaultWorkspace()
        let found = try await files.restoring { source.checked(files: files, types: types) }.sortedByPlace()
        output.print(
            text: DiagnosticRenderer(style: Terminal.standardOutput.style).render(found),
            json: ["diagnostics": .array(DiagnosticReport(defaultFile: source).values(of: found))],
            sarif: SARIFReport(defaultFile: source).value(of: found)
        )
        if found.hasErrors { ExitStatus.failure.exit() }
    }
}
