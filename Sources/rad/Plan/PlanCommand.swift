import ArgumentParser
import Documents
import Engine

/// Shows what a deployment would do.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a deployment would do, and why, without doing it.",
        discussion: """
            EXAMPLES
              rad plan app.bicep -e aci

              For programs, and for pull requests:
                rad plan app.bicep -o json
                rad plan app.bicep --exit-code || echo "there are changes"
            """
    )

    @OptionGroup var definition: DefinitionOptions
    @Flag(help: "Exit with 2 if there are changes, with 0 if there are none.")
    var exitCode = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = try await DeploymentRequest(definition)
        Terminal.standardError.write(request.warnings)
        let planned = try await DeploymentRun(request: request, command: "rad plan \(definition.file)").plans()
        let hasChanges = planned.contains(where: \.hasChanges)
        output.format.print(
            table: hasChanges
                ? planned.map { "\($0.part.identity)\n\n\(PlanReport($0).text(.full))" }.joined(separator: "\n")
                : request.unchanged + "\n",
            json: .array(planned.map { PlanReport($0).json })
        )
        if exitCode, hasChanges { ExitStatus.changesPending.exit() }
    }
}
