import ArgumentParser
import Bicep
import Diagnostics
import Documents

/// Writes the ARM template that a Bicep file comes to.
struct BicepBuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Write the ARM template (.json) that a Bicep file comes to, without the Bicep compiler.",
        discussion: """
            The file is written beside the Bicep file, or where --outfile or --outdir say. If there are errors, none is \
            written and rad exits with 1.

            EXAMPLES
              rad bicep build main.bicep
              rad bicep build main.bicep --outdir build
              rad bicep build main.bicep --stdout
            """
    )

    @Argument(help: "A .bicep file.")
    var file: String
    @OptionGroup var destination: BuildDestination
    @OptionGroup var project: ProjectOption
    @OptionGroup var restore: RestoreOptions

    func run() async throws {
        let source = try SourceFile.read(file)
        guard !source.path.hasSuffix(".bicepparam") else { throw Failure(.parameterFileToBuild(source)) }
        guard source.path.hasSuffix(".bicep") else { throw Failure(.nothingToBuild(source)) }
        let files = restore.files(try project.files(around: file))
        let checked = try await files.restoring { BoundModule.check(source, files: files) }
        guard !checked.diagnostics.hasErrors else { throw Failure(checked.diagnostics) }
        let emission = checked.module.emit(files: files)
        guard !emission.diagnostics.hasErrors else { throw Failure(emission.diagnostics) }
        Terminal.standardError.write(checked.diagnostics + emission.diagnostics)
        try destination.write(emission.template, of: file, replacing: ".bicep", with: ".json")
    }
}

extension Diagnostic {
    fileprivate static func parameterFileToBuild(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7080",
            "'\(file.path)' is a parameter file; expected a '.bicep' file",
            at: nil,
            help: "rad bicep build-params \(file.path)"
        )
    }

    fileprivate static func nothingToBuild(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7083",
            "'\(file.path)' is no Bicep file: its name must end in '.bicep'",
            at: nil,
            help: "name the .bicep file"
        )
    }
}
