import ArgumentParser
import Bicep
import Diagnostics
import Documents

/// Writes the ARM parameters file that a `.bicepparam` file stands for.
struct BicepBuildParameters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build-params",
        abstract: "Write the ARM parameters file (.json) that a .bicepparam file stands for.",
        discussion: """
            The file is written beside the .bicepparam file, or where --outfile or --outdir say. It may hold secret \
            values in clear, so only its owner can read it; values from a key vault stay references to it.

            EXAMPLES
              rad bicep build-params prod.bicepparam
              rad bicep build-params prod.bicepparam --outfile build/prod.parameters.json
              rad bicep build-params prod.bicepparam --stdout
            """
    )

    @Argument(help: "A .bicepparam file.")
    var file: String
    @OptionGroup var destination: BuildDestination
    @OptionGroup var project: ProjectOption
    @OptionGroup var restore: RestoreOptions

    func run() async throws {
        let source = try SourceFile.read(file)
        guard source.path.hasSuffix(".bicepparam") else { throw Failure(.noParameterFile(source)) }
        let files = restore.files(try project.files(around: file))
        let assigned = try await files.restoring {
            ParameterFile.read(source, files: files, environment: .process)
        }
        guard !assigned.diagnostics.hasErrors else { throw Failure(assigned.diagnostics) }
        Terminal.standardError.write(assigned.diagnostics)
        try destination.write(
            try document(assigned, source),
            of: file,
            replacing: ".bicepparam",
            with: ".parameters.json"
        )
    }

    /// The parameters file; schema of 2019-04-01.
    private func document(_ assigned: ParameterFile, _ source: SourceFile) throws -> Value {
        var parameters: ValueObject = [:]
        for (name, value) in assigned.values {
            if let secret = assigned.keyVaultSecrets[name] {
                parameters[name] = ["reference": secret.value]
            } else if let expression = assigned.externalInputs.expressions[name] {
                parameters[name] = ["expression": expression]
            } else if value.isKnown {
                parameters[name] = ["value": value]
            } else {
                throw Failure(.valueNotKnown(name, source))
            }
        }
        var document: ValueObject = [
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
            "contentVersion": "1.0.0.0",
            "parameters": .object(parameters),
        ]
        let inputs = assigned.externalInputs.definitions
        if !inputs.isEmpty { document["externalInputDefinitions"] = .object(inputs) }
        if let configuration = assigned.externalInputs.usingConfiguration { document["usingConfig"] = configuration }
        return .object(document)
    }
}

extension Diagnostic {
    fileprivate static func noParameterFile(_ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7043",
            "'\(file.path)' is no parameter file: its name must end in '.bicepparam'",
            at: nil,
            help: "name the .bicepparam file"
        )
    }

    fileprivate static func valueNotKnown(_ parameter: String, _ file: SourceFile) -> Diagnostic {
        Diagnostic(
            .error,
            "RAD7044",
            "the value of '\(parameter)' in '\(file.path)' is known only to a deployment, and a parameters file must have it",
            at: nil,
            help: "assign a value that can be computed, or the whole of 'az.getSecret(…)'"
        )
    }
}
