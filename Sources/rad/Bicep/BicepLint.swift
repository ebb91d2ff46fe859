import ArgumentParser
import Bicep
import Diagnostics
import Documents

/// Says what is wrong with a Bicep file.
struct BicepLint: ParsableCommand {
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

    func run() throws {
        let source = try SourceFile.read(file)
        let found = diagnostics(of: source).sortedByPlace()
        output.print(
            text: DiagnosticRenderer(style: Terminal.standardOutput.style).render(found),
            json: ["diagnostics": .array(DiagnosticReport(defaultFile: source).values(of: found))]
        )
        if found.hasErrors { ExitStatus.failure.exit() }
    }

    private func diagnostics(of source: SourceFile) -> [Diagnostic] {
        guard source.path.hasSuffix(".bicepparam") else {
            return BoundModule.check(source, files: LocalFiles()).diagnostics
        }
        return ParameterFile.read(source, files: LocalFiles(), environment: .process).diagnostics
    }
}
