import ArgumentParser
import Documents
import Engine
import Targets

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
                rad plan app.bicep -o markdown > plan.md
                rad plan app.bicep --exit-code || echo "there are changes"

              Write the plan down, and carry it out later as it is or not at all:
                rad plan app.bicep -e prod --out plan.json
                rad deploy plan.json
            """
    )

    @OptionGroup var definition: DefinitionOptions
    @OptionGroup var takeover: TakeoverOptions
    @Flag(help: "Exit with 2 if there are changes, with 0 if there are none.")
    var exitCode = false
    @Option(help: ArgumentHelp("Write the plan into a file, for 'rad deploy FILE'.", valueName: "file"))
    var out: String?
    @Option(name: [.customShort("o"), .customLong("output")], help: "How to print the plan.")
    var output: PlanFormat = .table

    func validate() throws {
        guard out?.hasSuffix(".json") ?? true else { throw ValidationError("The name of a plan ends in '.json'.") }
    }

    func run() async throws {
        // What is written down is compared with what is planned later: with the same key.
        let request =
            try await out == nil
            ? DeploymentRequest(definition) : DeploymentRequest.keepingKey(definition)
        Terminal.standardError.write(request.warnings)
        let run = DeploymentRun(
            request: request,
            command: "rad plan \(definition.file)",
            ClusterTarget.Options(takeover),
            strangers: takeover.strangers
        )
        let planned = try await run.plans()
        if let out {
            let key = try await request.session.store.key()
            try PlanFile(definition, planned.map(\.plan), key: key).write(to: out)
        }
        let hasChanges = planned.contains(where: \.hasChanges)
        switch output {
        case .table, .wide:
            Terminal.standardOutput.write(
                hasChanges
                    ? planned.map { "\($0.part.identity)\n\n\(PlanReport($0).text(.full))" }.joined(separator: "\n")
                    : request.unchanged + "\n"
            )
        case .markdown:
            Terminal.standardOutput.write(
                hasChanges
                    ? planned.map { PlanReport($0).markdown }.joined(separator: "\n") : request.unchanged + "\n"
            )
        case .json:
            let document: Value = .array(planned.map { PlanReport($0).json })
            Terminal.standardOutput.write(document.json(.pretty) + "\n")
        }
        if exitCode, hasChanges { ExitStatus.changesPending.exit() }
    }
}

/// How a plan is printed.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    /// The same as a table, which leaves nothing out.
    case wide
    case json
    /// For a comment on a pull request.
    case markdown

    /// Reads a format; `plain-text` is what Radius once called the table.
    init?(argument: String) {
        self.init(rawValue: argument == "plain-text" ? PlanFormat.table.rawValue : argument)
    }
}
