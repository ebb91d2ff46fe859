import ArgumentParser
import Bicep
import Diagnostics
import Documents

/// Shows what a Bicep file comes to.
struct BicepSnapshot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Show the resources, modules and outputs that a Bicep file comes to, without deploying anything.",
        discussion: """
            Loops are expanded, conditions decided, functions computed. What only a deployment can tell is shown as \
            {"$runtime": true}. Secret values are shown in clear: give the real ones to nothing but a deployment.

            EXAMPLES
              rad bicep snapshot main.bicep --parameters main.parameters.json
              rad bicep snapshot prod.bicepparam

              As it would be in a certain subscription and resource group:
                rad bicep snapshot main.bicep --context context.json
            """
    )

    @Argument(help: "A .bicep or .bicepparam file, or a compiled template (.json).")
    var file: String
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("An ARM parameters file: {\"parameters\": {\"name\": {\"value\": 1}}}.", valueName: "file")
    )
    var parameters: String?
    @Option(
        help: ArgumentHelp(
            "A JSON file with the place of the deployment: subscriptionId, resourceGroup, location and the like.",
            valueName: "file"
        )
    )
    var context: String?
    @Option(name: .shortAndLong, help: "How to print the result.")
    var output: SnapshotFormat = .json
    @OptionGroup var project: ProjectOption
    @OptionGroup var restore: RestoreOptions

    func run() async throws {
        let source = try SourceFile.read(file)
        let files = restore.files(try project.files(around: file))
        var context = try SnapshotContext.read(context)
        context.files = files
        var definition: SourceFile? = source
        if source.path.hasSuffix(".bicepparam") {
            let assigned = try await files.restoring {
                ParameterFile.read(source, files: files, environment: .process)
            }
            guard !assigned.diagnostics.hasErrors else { throw Failure(assigned.diagnostics) }
            context.parameters = assigned.values
            definition = assigned.moduleFile
        }
        if let parameters {
            context.parameters = context.parameters.merging(try ParameterDocument.values(of: parameters))
        }
        var evaluation = Evaluation()
        if let definition { evaluation = try await evaluate(definition, in: context, files) }
        output.print(SnapshotDocument(evaluation, given: context.parameters).value)
    }

    private func evaluate(
        _ source: SourceFile,
        in context: EvaluationContext,
        _ files: RestoringFiles
    ) async throws -> Evaluation {
        let checked = try await files.restoring { BoundModule.check(source, files: files) }
        guard !checked.diagnostics.hasErrors else { throw Failure(checked.diagnostics) }
        let evaluation = checked.module.evaluate(in: context)
        guard !evaluation.diagnostics.hasErrors else { throw Failure(evaluation.diagnostics) }
        Terminal.standardError.write(evaluation.diagnostics)
        return evaluation
    }
}

/// How a snapshot is printed.
enum SnapshotFormat: String, ExpressibleByArgument, CaseIterable {
    case json

    /// Prints a result in this format.
    func print(_ value: Value) {
        switch self {
        case .json: Terminal.standardOutput.write(value.json(.pretty) + "\n")
        }
    }
}
