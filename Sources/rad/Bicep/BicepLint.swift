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
            Exits with 1 if there are errors, with 0 if there are none, warnings or not.

            EXAMPLES
              rad bicep lint app.bicep
              rad bicep lint prod.bicepparam

              For programs and editors:
                rad bicep lint app.bicep --output json
            """
    )

    @Argument(help: "A .bicep or .bicepparam file.")
    var file: String
    @Option(name: .shortAndLong, help: "How to print what was found.")
    var output: ReportFormat = .text
    @OptionGroup var restore: RestoreOptions

    func run() async throws {
        let source = try SourceFile.read(file)
        let files = restore.files
        let found = try await files.restoring { source.checked(files: files) }.sortedByPlace()
        output.print(
            text: DiagnosticRenderer(style: Terminal.standardOutput.style).render(found),
            json: ["diagnostics": .array(DiagnosticReport(defaultFile: source).values(of: found))]
        )
        if found.hasErrors { ExitStatus.failure.exit() }
    }
}
