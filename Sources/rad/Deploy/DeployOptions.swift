import ArgumentParser
import Documents
import Engine
import Targets

/// What is deployed and how, for the commands that deploy.
struct DeployOptions: ParsableArguments {
    @OptionGroup var definition: DefinitionOptions
    @OptionGroup var takeover: TakeoverOptions
    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var preview: PreviewOption

    /// Deploys, and prints what comes of it.
    ///
    /// - Parameters:
    ///   - verb: The command in whose name it is done: `deploy`.
    ///   - format: How to print.
    /// - Returns: What was asked for.
    /// - Throws: `Failure` if anything went wrong.
    @discardableResult
    func deploy(as verb: String, _ format: OutputFormat) async throws -> DeploymentRequest {
        let saved = try PlanFile(definition.file)
        let options = try await saved?.options(restoring: definition.restore) ?? definition
        let request = try await DeploymentRequest.keepingKey(options)
        Terminal.standardError.write(request.warnings)
        let run = DeploymentRun(
            request: request,
            command: "rad \(verb) \(definition.file)",
            ClusterTarget.Options(takeover, waiting),
            strangers: takeover.strangers,
            progress: ProgressDisplay.form(format)
        )
        var planned: [DeploymentRun.Planned] = []
        let reports = try await run.deploy { plans in
            planned = plans
            try saved?.check(plans.map(\.plan), at: definition.file)
            guard format != .json, plans.contains(where: \.hasChanges) else { return }
            Terminal.standardOutput.write(
                request.heading + plans.map { PlanReport($0).text(.brief) + "\n" }.joined()
            )
        }
        Terminal.standardError.write(reports.flatMap(\.warnings))
        try DeployCommand.check(reports)
        let summary = DeploymentSummary(of: planned, in: request.session)
        let text = planned.contains(where: \.hasChanges) ? summary.text : request.unchanged + "\n"
        format.print(table: text, line: Self.json(planned, summary))
        return request
    }

    /// The result, as the last line after those of the events.
    private static func json(_ planned: [DeploymentRun.Planned], _ summary: DeploymentSummary) -> Value {
        ["event": "result", "plans": .array(planned.map { PlanReport($0).json }), "resources": summary.json]
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
