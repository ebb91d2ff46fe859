import ArgumentParser
import Documents
import Engine
import Targets

/// Deploys a definition.
struct DeployCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy an application, or define an environment.",
        discussion: """
            Binds the definition to the environment's recipes, plans, shows the plan, and applies it. \
            What left the definition since the last deployment is removed. Nothing is written if \
            nothing changes, or if anything is wrong with the input.

            EXAMPLES
              Deploy into the workspace's environment:
                rad deploy app.bicep
                rad deploy app.yaml

              Define an environment, then deploy into it:
                rad deploy environments/aci.bicep
                rad deploy app.bicep -e aci

              Give parameters, one by one or from a file:
                rad deploy app.bicep -p image=nginx:1.27 -p replicas=3
                rad deploy app.bicep -p production.bicepparam

              Carry out a plan that was written down, or nothing if it would be another one now:
                rad plan app.bicep --out plan.json
                rad deploy plan.json

              Write the output somewhere else:
                rad deploy app.bicep --output-dir build/manifests
            """
    )

    @OptionGroup var definition: DefinitionOptions
    @OptionGroup var takeover: TakeoverOptions
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var preview: PreviewOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let saved = try PlanFile(definition.file)
        let options = try await saved?.options(restoring: definition.restore) ?? definition
        let request = try await DeploymentRequest.keepingKey(options)
        Terminal.standardError.write(request.warnings)
        let run = DeploymentRun(
            request: request,
            command: "rad deploy \(definition.file)",
            ClusterTarget.Options(takeover, waiting),
            strangers: takeover.strangers
        )
        var planned: [DeploymentRun.Planned] = []
        let reports = try await run.deploy { plans in
            planned = plans
            try saved?.check(plans.map(\.plan), at: definition.file)
            guard output.format != .json, plans.contains(where: \.hasChanges) else { return }
            Terminal.standardOutput.write(
                request.heading + plans.map { PlanReport($0).text(.brief) + "\n" }.joined()
            )
        }
        Terminal.standardError.write(reports.flatMap(\.warnings))
        try DeployCommand.check(reports)
        let summary = DeploymentSummary(of: planned, in: request.session)
        guard planned.contains(where: \.hasChanges) else {
            output.format.print(table: request.unchanged + "\n", json: DeployCommand.json(planned, summary))
            return
        }
        output.format.print(table: summary.text, json: DeployCommand.json(planned, summary))
    }

    private static func json(_ planned: [DeploymentRun.Planned], _ summary: DeploymentSummary) -> Value {
        ["plans": .array(planned.map { PlanReport($0).json }), "resources": summary.json]
    }

    /// Turns what went wrong into the exit status of the program.
    static func check(_ reports: [DeploymentReport]) throws {
        for report in reports {
            switch report.status {
            case .succeeded: continue
            case .failed, .interrupted:
                throw Failure(report.failures.map(\.error).withoutRepetitions.map { .refusal($0) })
            case .cancelled:
                Terminal.standardError.write("Stopped. Run the command again to go on.\n")
                ExitStatus.interrupted.exit()
            }
        }
    }
}

extension [ApplyError] {
    /// The errors, each once: a server that lacks something says so for every object.
    fileprivate var withoutRepetitions: [ApplyError] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension DeploymentRequest {
    /// What is about to happen, in a line for each part.
    var heading: String {
        parts.map { "Deploying \($0.identity) from workspace '\(session.workspace.name)'...\n\n" }.joined()
    }

    /// The one line that is printed when nothing changes.
    var unchanged: String {
        let names = parts.map { "\($0.identity)" }.joined(separator: " and ")
        let count = parts.reduce(0) { $0 + $1.outputs.count }
        return
            "No changes: \(names) \(parts.count == 1 ? "is" : "are") up to date (\(count == 1 ? "1 object" : "\(count) objects"))."
    }
}
